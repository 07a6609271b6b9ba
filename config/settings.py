"""The only settings module. It reads the environment; without any variables it is a local site on SQLite."""

import logging
import os
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.conf.global_settings import LANGUAGES
from django.utils.csp import CSP

from config.env.backing_services import Config, database, mailer, redis
from config.env.secret_keys import fallback_keys, secret_key
from config.env.shared_caches import shared_caches
from config.env.social_login import APPS, social_login
from config.env.variables import DEFAULT_DATA_DIR, LOOPBACK, Env
from config.runtime.code_version import code_version

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# --- installation ---------------------------------------------------------------------------------------------
DATA_DIR = env.folder("DATA_DIR", DEFAULT_DATA_DIR)
HOST, PORT = env.host("HOST", "127.0.0.1"), env.number("PORT", 8000, least=1, most=65535)
EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104 (to recognise them; not a default)
URL_HOST = f"[{HOST}]" if ":" in HOST else HOST
SITE_URL = env.origin("SITE_URL", f"http://{'localhost' if HOST in EVERY_ADDRESS else URL_HOST}:{PORT}")
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
SITE_IS_SECURE = SITE_URL.startswith("https://")
SITE_IS_LOCAL = SITE_HOST in LOOPBACK
DEBUG = env.flag("DEBUG", default=False)
ALLOWED_HOSTS = sorted({SITE_HOST, "localhost", "127.0.0.1", "[::1]", *env.hosts("ALLOWED_HOSTS")})
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0, most=10)
SECRET_KEY = secret_key(env, "SECRET_KEY", DATA_DIR)
SECRET_KEY_FALLBACKS = fallback_keys(env, "SECRET_KEY_FALLBACKS")
SECURITY_CONTACT = env.contact("SECURITY_CONTACT")
LOAD_DEMO = env.flag("LOAD_DEMO", default=SITE_IS_LOCAL)
DEMO_LOGINS = "demo.users.logins"  # a dotted path, since nothing imports the demo
WEB_WORKERS = env.number("WEB_WORKERS", min(4, os.cpu_count() or 1), least=1, most=64)
WEB_THREADS = env.number("WEB_THREADS", 4, least=1, most=64)
PAGE_CACHE_BYTES = env.number("PAGE_CACHE_MB", 32, least=1, most=10_000) * 1_000_000
SOCIAL_LOGIN = social_login(env)

# --- database and apps ----------------------------------------------------------------------------------------
DATABASES = {"default": database(env, "DATABASE_URL", DATA_DIR, threads=WEB_THREADS)}
USES_POSTGRES = DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"

INSTALLED_APPS = [
    "accounts",
    "blog",
    "comments",
    "config",
    "demo",
    "config.apps.ColophonAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    *(["django.contrib.postgres"] if USES_POSTGRES else []),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "accounts.allauth.user_sessions.UserSessionsConfig",
    *(APPS if SOCIAL_LOGIN else []),
    "django_tasks_db",
]

# The security headers come first, so that every response has them. The page cache is in front of all of them
# (config.wsgi), and stores responses with their headers.
MIDDLEWARE = [
    "config.middleware.security_headers.SecurityHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.middleware.proxies.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.compression.AcceptEncodingMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.compression.TextGZipMiddleware",
    "config.middleware.request_validation.RequestValidationMiddleware",
    "config.middleware.allowed_methods.AllowedMethodsMiddleware",
    "config.middleware.body_limits.BodyLimitMiddleware",
    "config.middleware.maintenance_mode.MaintenanceModeMiddleware",
    "blog.middleware.WordPressQueryMiddleware",
    "config.middleware.public_pages.PublicPageMiddleware",
    "config.middleware.unavailable.DatabaseOutageMiddleware",
    "accounts.middleware.ConstantTimeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.csrf.FetchMetadataMiddleware",
    "config.middleware.request_validation.FormValidationMiddleware",
    "config.middleware.admin_search.AdminSearchMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SiteNameMiddleware",
    "accounts.sessions.LastSeenMiddleware",
    "accounts.middleware.StaffSecondFactorMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
    "blog.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "config.middleware.csrf.csrf_token_if_identified",
                "blog.context_processors.current_site",
            ]
        },
    }
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "config.backends.form_renderer.FormRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- caches, tasks, mail --------------------------------------------------------------------------------------
# Rate limits are in the default cache, which all processes share and which survives restarts.
# Parts of pages are in the cache named pages. Whole pages have a store of their own (config.page_cache.store).
REDIS_URL = redis(env, "REDIS_URL")
CACHES: dict[str, Config]
if REDIS_URL:
    CACHES = {
        name: {
            "BACKEND": "config.backends.redis_cache.ResilientRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": f"colophon-{prefix}",
        }
        for name, prefix in {"default": "default", "pages": f"pages-{code_version(BASE_DIR)}"}.items()
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "config.backends.database_cache.CheckedDatabaseCache",
            "LOCATION": "cache_entries",
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        },
        "pages": {
            "BACKEND": "config.backends.memory_cache.MemoryCache",
            "LOCATION": "pages",
            "OPTIONS": {"MAX_BYTES": PAGE_CACHE_BYTES // 2},
        },
    }
PURGE_URLS, PURGE_HEADERS, SHARED_CACHE_SECONDS = shared_caches(env)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MAILERS = {"default": mailer(env, "MAIL_URL")}
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"blog@{SITE_HOST if '.' in SITE_HOST else 'localhost'}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- files ----------------------------------------------------------------------------------------------------
STATIC_URL, STATIC_ROOT = "/static/", DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.backends.css_bundle.CssBundleFinder",
]
MEDIA_URL, MEDIA_ROOT = "/media/", DATA_DIR / "media"
# Unlike everything else in DATA_DIR, images and static files may be read by another user's web server.
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o644, 0o755
S3_BUCKET, S3_PUBLIC_URL = env.text("S3_BUCKET"), env.origin("S3_PUBLIC_URL", path=True)
S3_OPTIONS = {
    "bucket_name": S3_BUCKET,
    "endpoint_url": env.origin("S3_ENDPOINT_URL") or None,
    "region_name": env.text("S3_REGION") or None,
    "access_key": env.text("S3_ACCESS_KEY") or None,
    "secret_key": env.text("S3_SECRET_KEY") or None,
    "custom_domain": S3_PUBLIC_URL.partition("://")[2] or None,
    "url_protocol": S3_PUBLIC_URL.partition("//")[0] or None,
    "querystring_auth": False,
    "file_overwrite": False,
    "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
}
if S3_BUCKET:
    env.has_package("S3_BUCKET", S3_BUCKET, "storages", extra="s3")
    if not S3_PUBLIC_URL:
        env.bad("S3_PUBLIC_URL", "", "name the URL that readers load images from: https://media.example.org.")
STORAGES = {
    "default": (
        {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": S3_OPTIONS}
        if S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
AVATAR_PROCESSOR = "blog.images.process_avatar"

# --- language and time ----------------------------------------------------------------------------------------
LANGUAGE_CODE = env.choice("LANGUAGE_CODE", "en", dict(LANGUAGES), "use a language code such as en, de or pt-br.")
TIME_ZONE = env.choice("TIME_ZONE", "UTC", available_timezones(), "use a name such as Europe/Berlin.")
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.languages"

# --- accounts -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["accounts.passwords.LeanArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [{"NAME": "accounts.passwords.SiteNameValidator"}]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "/", "/"
ACCOUNT_ADAPTER = "accounts.allauth.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.allauth.signup.SignupDetails"
ACCOUNT_FORMS = {
    "add_email": "accounts.allauth.forms.AddEmailForm",
    "change_password": "accounts.allauth.forms.ChangePasswordForm",
    "confirm_login_code": "accounts.allauth.forms.ConfirmLoginCodeForm",
    "login": "accounts.allauth.forms.LoginForm",
    "reauthenticate": "accounts.allauth.forms.ReauthenticateForm",
    "request_login_code": "accounts.allauth.forms.RequestLoginCodeForm",
    "reset_password": "accounts.allauth.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.allauth.forms.ResetPasswordKeyForm",
    "set_password": "accounts.allauth.forms.SetPasswordForm",
    "signup": "accounts.allauth.forms.SignupForm",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # so that a stolen session cannot change the email address
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser in which the password was entered
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # the adapter does the same work for unknown addresses and sends nothing
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # only the other sessions end
ACCOUNT_RATE_LIMITS = {
    "signup": "20/m/ip,60/d/ip",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # seconds; OWASP ASVS 6.5.5 allows no more
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_IS_SECURE else "http"
MFA_ADAPTER = "accounts.allauth.mfa.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_PERIOD = 30  # seconds
MFA_TOTP_TOLERANCE = 1  # periods: phones are slow to type on, and their clocks differ; RFC 6238, 5.2 and 6
MFA_ALLOW_UNVERIFIED_EMAIL = True  # login needs a verified one; otherwise users with a key could not change it
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_IS_LOCAL and not SITE_IS_SECURE  # http://localhost
MFA_FORMS = {
    "activate_totp": "accounts.allauth.mfa.forms.ActivateTOTPForm",
    "add_webauthn": "accounts.allauth.mfa.forms.AddPasskeyForm",
    "authenticate": "accounts.allauth.mfa.forms.AuthenticateForm",
    "authenticate_webauthn": "accounts.allauth.mfa.forms.AuthenticatePasskeyForm",
    "edit_webauthn": "accounts.allauth.mfa.forms.RenamePasskeyForm",
    "login_webauthn": "accounts.allauth.mfa.forms.LoginPasskeyForm",
    "reauthenticate": "accounts.allauth.mfa.forms.ReauthenticateForm",
    "reauthenticate_webauthn": "accounts.allauth.mfa.forms.ReauthenticatePasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "accounts.allauth.social.adapter.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {"signup": "accounts.allauth.social.forms.SignupForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False  # users choose their public name
SOCIALACCOUNT_LOGIN_ON_GET = SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address proves nothing: users connect the provider in their account
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds for each of up to three requests to the provider
REGISTRATION_OPEN = env.flag("REGISTRATION_OPEN", default=True)
STAFF_NEEDS_SECOND_FACTOR = env.flag("STAFF_NEEDS_SECOND_FACTOR", default=False)

# --- responses ------------------------------------------------------------------------------------------------
# The nonce is added only if a template uses it, as only those of Django's admin do.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, *([urlsplit(S3_PUBLIC_URL)._replace(path="").geturl()] if S3_PUBLIC_URL else [])],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.error_views.csrf_failure"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT = SITE_IS_SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SITE_IS_SECURE else 0
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000  # without files; fits the longest article (config.middleware.body_limits)
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # addresses are unique by a constraint on Lower("email"), which the check cannot read
    "security.W003",  # config.middleware.csrf is a subclass of the middleware that the check looks for
    "security.W005",  # HSTS for all subdomains isn't the blog's decision
    "security.W021",  # nor is HSTS preloading
]

LOG_FORMAT = env.choice("LOG_FORMAT", "text", ("text", "json"), "use text or json.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "service_failures": {"()": "config.runtime.log_formatters.ServiceFailureFilter"},
        "outages": {"()": "config.runtime.database_outage.OutageFilter"},
    },
    "formatters": {"console": {"()": "config.runtime.log_formatters.make_formatter", "log_format": LOG_FORMAT}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "console",
            "filters": ["service_failures", "outages"],
        },
    },
    "root": {
        "handlers": ["console"],
        "level": env.choice("LOG_LEVEL", "WARNING", logging.getLevelNamesMapping(), "use WARNING, INFO or DEBUG."),
    },
    "loggers": {
        "django": {"handlers": [], "level": "NOTSET", "propagate": True},
        "psycopg.pool": {"level": "ERROR"},  # it warns at every attempt; OutageFilter logs an outage once
        "django_tasks_db": {"level": "ERROR"},  # it warns at every stop
        # Scanners send these all the time; the response is 400, and a traceback is of no use.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}

env.finish()
