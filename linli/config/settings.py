"""All settings on one page. What an installation may change is read from the environment (see docs/running.md)."""

import base64
import hashlib
from typing import Any

from csp.constants import NONE, SELF

from . import database, env
from .files import file_store
from .places import ROOT, VAR

SECRET_KEY = env.secret("SECRET_KEY", kept_in=VAR / "secret-key")
DEBUG = env.yes("DEBUG")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.words("TRUSTED_ORIGINS")
BEHIND_TLS = env.yes("BEHIND_TLS")

# Keys for what is stored sealed (identity numbers, phone numbers). The first one seals; all of them open.
SEALING_KEYS = env.words("SEALING_KEYS") or [
    base64.urlsafe_b64encode(hashlib.sha256(f"sealing {SECRET_KEY}".encode()).digest()).decode()
]

# --- the database -----------------------------------------------------------------------------------------------

DATABASE_ROLE = env.text("LINLI_DATABASE_ROLE", "app")  # "owner" only inside `linli migrate`
DATABASES: dict[str, dict[str, Any]] = {
    "default": database.as_django(database.connection_parts(role=DATABASE_ROLE, var=VAR, secret_key=SECRET_KEY))
    | {"ATOMIC_REQUESTS": True, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 0},
}
if DATABASE_ROLE == "app":
    DATABASES["default"]["OPTIONS"] |= {"pool": database.shared()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # a worker has to know every room's jobs
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}

# --- the house --------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "linli.accounts",  # before allauth: its pages are drawn by our templates
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "rules",
    "csp",
    "linli.web",
    "linli.worktime",
    "linli.fence",
    "linli.journal",
    "linli.territory",
    "linli.live",
    "linli.notices",
    "linli.sheets",
    "linli.files",
    "linli.residents",
    "linli.rota",
    "linli.cases",
    "linli.activities",
    "linli.party",
    "linli.care",
    "linli.zones",
    "linli.assembly",
    "linli.alliance",
    "linli.programmes",
    "linli.reports",
    "linli.demo",
]

MIDDLEWARE = [
    "linli.web.requests.RequestNumberMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "linli.accounts.middleware.RestingSessionMiddleware",
    "linli.web.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "linli.accounts.middleware.DutyInUseMiddleware",
    "linli.accounts.middleware.FirstSignInMiddleware",
    "linli.web.refusal.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "template_partials.templatetags.partials",
                "linli.web.templatetags.ui",
                "linli.web.templatetags.once",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "linli.web.context.page_frame",
            ],
        },
    }
]

FORM_RENDERER = "linli.web.drawing.Renderer"
ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"

# --- words and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]  # catalogue: data
LOCALE_PATHS = [ROOT / "linli" / "locale"]
FORMAT_MODULE_PATH = ["linli.web.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- signing in -------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "linli.accounts.adapter.SignInBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "linli.accounts.adapter.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/15m/ip,5/15m/key", "change_password": "5/m/user"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "linli.accounts.adapter.SealingMFAAdapter"
MFA_TOTP_ISSUER = "邻里 Linli"  # catalogue: data
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS  # localhost only; browsers refuse other plain origins themselves

NEARBY_MONTHS = env.number("NEARBY_MONTHS", 12, least=1, most=120)  # how far back the same place is looked at

# A session ends after this long without a request; the engine renews it while it is used.
SESSION_COOKIE_AGE = 60 * env.number("IDLE_MINUTES", 30, least=1, most=24 * 60)
SESSION_ENGINE = "linli.accounts.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "linli.web.errors.csrf_failed"
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- units without accounts -------------------------------------------------------------------------------------

UNIT_LINK_DAYS = env.number("UNIT_LINK_DAYS", 14, least=1, most=90)

# --- what people ask about their own data --------------------------------------------------------------------------

RIGHTS_REQUEST_DAYS = env.number("RIGHTS_REQUEST_DAYS", 15, least=1, most=60)  # working days until they are answered

# --- files ------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_FINDERS = [
    "linli.web.bundles.BundleFinder",  # one stylesheet and one script out of a file per component
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FONTS = VAR / "fonts"  # licensed fonts an installation owns (仿宋, 小标宋); the packaged one is used for all others
MEDIA_ROOT = VAR / "files"  # outside everything the web serves; reached only through linli.files.serving
URN_KEYS = VAR / "urns"  # one key for each secret ballot while it is open; never in the database, nor in a backup
FILES_MOST_BYTES = env.number("FILES_MOST_MB", 20, least=1, most=200) * 1024 * 1024
FILES_PER_THING = env.number("FILES_PER_CASE", 40, least=1, most=500)
FILES_PER_PERSON_A_DAY = env.number("FILES_PER_PERSON_A_DAY", 300, least=1, most=10_000)
FILES_FROM_A_RESIDENT = env.number("FILES_FROM_A_RESIDENT", 10, least=0, most=100)
FILES_UNDO_HOURS = env.number("FILES_UNDO_HOURS", 24, least=0, most=24 * 30)
FILES_ACCEL = env.text("FILES_ACCEL")  # where nginx has MEDIA_ROOT as an internal location (docs/running.md)
STORAGES["files"] = file_store(MEDIA_ROOT)
FILE_UPLOAD_HANDLERS = [
    "linli.files.arriving.StopsAtTheLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
WHITENOISE_USE_FINDERS = DEBUG

# --- what an installation says about itself (blank lines are left out of the footer) -----------------------------

SITE_FILINGS = {
    "icp": env.text("SITE_ICP"),
    "police": env.text("SITE_POLICE_FILING"),
    "site_code": env.text("SITE_CODE"),
}

# --- logs: one JSON object a line, with the request's number and no personal data --------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_number": {"()": "linli.web.requests.RequestNumberFilter"},
        "secret_addresses": {"()": "linli.web.requests.SecretAddressFilter"},
    },
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_number)s",
            "json_ensure_ascii": False,
        }
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["request_number", "secret_addresses"],
        }
    },
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "uvicorn.access": {"level": "WARNING"},
    },
}

SILENCED_SYSTEM_CHECKS: list[str] = []
