# Two commands: "make run" starts the blog, "make test" tests it. Both set up everything they need.
# docs/configuration.md lists the environment variables; PORT=8001 make run, for example.

UV = $$(command -v uv || echo .uv/bin/uv)
# The requirement files for the services in the environment: PostgreSQL, Redis, S3, social login.
EXTRAS = $$([ -z "$$DATABASE_URL$$DATABASE_URL_FILE" ] || echo requirements/postgres.txt) \
	$$([ -z "$$REDIS_URL$$REDIS_URL_FILE" ] || echo requirements/redis.txt) \
	$$([ -z "$$S3_BUCKET$$S3_BUCKET_FILE" ] || echo requirements/s3.txt) \
	$$([ -z "$$SOCIAL_LOGIN_ISSUER$$SOCIAL_LOGIN_ISSUER_FILE" ] || echo requirements/social.txt)
# Installs requirement files into .venv, unless the same files were installed last.
INSTALL = install() { \
	state=$$(cat "$$@" | cksum); \
	[ -x .venv/bin/python ] || "$(UV)" venv --quiet --clear .venv || return; \
	[ "$$(cat .venv/installed 2>/dev/null)" = "$$state" ] && return; \
	"$(UV)" pip install --quiet --python .venv/bin/python --compile-bytecode --require-hashes $$(printf -- '-r %s ' "$$@") && \
	echo "$$state" > .venv/installed; }; install

# Without bytecode, each process would rewrite the asserts of all tests again, which takes it four seconds.
PYTEST = PYTHONDONTWRITEBYTECODE= .venv/bin/python -m pytest -n auto --maxprocesses 4

# Users without a writable cache folder get the caches of uv in .uv.
ifneq ($(shell mkdir -p "$${XDG_CACHE_HOME:-$$HOME/.cache}/uv" 2>/dev/null && [ -w "$${XDG_CACHE_HOME:-$$HOME/.cache}/uv" ] && echo yes),yes)
export UV_CACHE_DIR ?= $(CURDIR)/.uv/cache
export UV_PYTHON_INSTALL_DIR ?= $(CURDIR)/.uv/python
export PIP_NO_CACHE_DIR ?= 1
endif

.PHONY: run test test-all lint format messages visual lock release sync uv python

run: uv python
	@[ -d .venv ] || echo "Installing dependencies into .venv …"
	@$(INSTALL) requirements/base.txt $(EXTRAS)
	@exec env COLOPHON_PARENT=$$PPID .venv/bin/python manage.py serve

test: sync
	TEST_DATABASE_URL= TEST_REDIS_URL= $(PYTEST) --durations=10

# The whole suite on SQLite, then everything but the browser tests on PostgreSQL and Redis.
test-all: test
	@: "$${TEST_DATABASE_URL:?is not set; name a server to test on: postgres://user:password@host:5432/postgres}"
	@: "$${TEST_REDIS_URL:?is not set; name a server to test on: redis://host:6379/0}"
	$(PYTEST) -m "not browser" --durations=10

lint: sync
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	DATA_DIR=.mypy_cache/data .venv/bin/mypy
	.venv/bin/djlint --quiet --check --lint templates
	DATA_DIR=.mypy_cache/data .venv/bin/python manage.py makemigrations --check --dry-run

format: sync
	.venv/bin/ruff check --fix
	.venv/bin/ruff format
	.venv/bin/djlint --quiet --reformat templates

# Updates the catalogues in locale/; needs gettext.
messages: sync
	DATA_DIR=.mypy_cache/data .venv/bin/python manage.py makemessages --exclude en --no-location --no-wrap --no-obsolete \
		--ignore .venv --ignore tests --ignore bench --ignore demo --ignore "templates/styleguide/*"
	DATA_DIR=.mypy_cache/data .venv/bin/python manage.py compilemessages --ignore .venv

# Redraws the reference images of the style guide; check them before committing.
visual: sync
	UPDATE_VISUAL=1 $(PYTEST) tests/browser/test_visual.py

# Writes the requirement files after a change in pyproject.toml; UPGRADE=1 updates all versions.
lock: sync
	.venv/bin/python requirements/lock.py "$(UV)" $(UPGRADE)

# Checks version, changelog, migrations and the upgrade from the last release; lists the components in dist/.
release: sync
	@.venv/bin/python -m release "$(UV)"

sync: uv python
	@$(INSTALL) $(addprefix requirements/,$(addsuffix .txt,base postgres redis s3 social dev))

uv:
	@command -v uv >/dev/null || [ -x .uv/bin/uv ] || \
		PIP_USER=0 PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check --target .uv uv || \
		{ echo "uv is missing, and 'python3 -m pip install --target .uv uv' failed as shown above." >&2; exit 2; }

python: uv
	@"$(UV)" python find --quiet >/dev/null 2>&1 || "$(UV)" python install --no-progress || \
		{ echo "Colophon needs Python $$(cat .python-version). It is not installed, and uv could not fetch it, as shown above." >&2; exit 2; }
