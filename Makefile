# Two commands: «make run» shows the blog, «make test» tests it. Both set up all they need by themselves.
# The environment variables are listed in README.md; PORT=8001 make run, for example.

UV = $$(command -v uv || echo .uv/bin/uv)
SYNC = UV_PROJECT_ENVIRONMENT=.venv UV_COMPILE_BYTECODE=1 "$(UV)" sync --quiet --locked --inexact
# What the environment asks for: PostgreSQL, Redis, S3, social login.
EXTRAS = $$([ -z "$$DATABASE_URL$$DATABASE_URL_FILE" ] || echo --extra postgres) \
	$$([ -z "$$REDIS_URL$$REDIS_URL_FILE" ] || echo --extra redis) $$([ -z "$$S3_BUCKET$$S3_BUCKET_FILE" ] || echo --extra s3) \
	$$([ -z "$$SOCIAL_LOGIN_ISSUER$$SOCIAL_LOGIN_ISSUER_FILE" ] || echo --extra social)
PYTEST = .venv/bin/python -m pytest -n auto --maxprocesses 4

.PHONY: run test test-all lint format messages visual uv python sync

run: uv python
	@[ -d .venv ] || echo "Installing what the blog needs into .venv …"
	@$(SYNC) $(EXTRAS)
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

# Brings the catalogues under locale/ up to date; needs gettext.
messages: sync
	DATA_DIR=.mypy_cache/data .venv/bin/python manage.py makemessages --exclude en --no-location --no-wrap --no-obsolete \
		--ignore .venv --ignore tests --ignore bench --ignore config/demo --ignore "templates/styleguide/*"
	DATA_DIR=.mypy_cache/data .venv/bin/python manage.py compilemessages --ignore .venv

# Draws the reference pictures of the style guide anew; look at them before committing.
visual: sync
	UPDATE_VISUAL=1 $(PYTEST) tests/browser/test_visual.py

sync: uv python
	@$(SYNC) --group dev --extra postgres --extra redis --extra s3 --extra social

uv:
	@command -v uv >/dev/null || [ -x .uv/bin/uv ] || \
		PIP_USER=0 PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check --target .uv uv || \
		{ echo "uv is missing, and «python3 -m pip install --target .uv uv» failed as shown above." >&2; exit 2; }

python: uv
	@"$(UV)" python find --quiet >/dev/null 2>&1 || "$(UV)" python install --quiet 2>/dev/null || \
		{ echo "Colophon needs Python $$(cat .python-version); it is not here and could not be fetched." >&2; exit 2; }
