"""Settings read from the environment; every variable is described in docs/operate/settings.md."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from fangwei.settings.apps import CAPABILITIES
from fangwei.settings.keys import read_or_make

env = environ.Env()

ROOT = Path(__file__).resolve().parents[2]
FANGWEI_HOME = Path(env.str("FANGWEI_HOME", default=str(Path.cwd() / ".fangwei"))).expanduser().resolve()
FANGWEI_DEMO = env.bool("FANGWEI_DEMO", default=(FANGWEI_HOME / "demo").exists())
FANGWEI_LAW = [ROOT / "law", FANGWEI_HOME / "law"]
FANGWEI_KEYS = FANGWEI_HOME / "keys"
FANGWEI_LEDGER = FANGWEI_HOME / "ledger"
FANGWEI_LEDGER_NAME = env.str("FANGWEI_LEDGER_NAME", default="")
FANGWEI_LEDGER_SIGNER = env.str("FANGWEI_LEDGER_SIGNER", default="")
FANGWEI_UPLOAD_LIMIT = env.int("FANGWEI_UPLOAD_LIMIT", default=20 * 1024 * 1024)
FANGWEI_SHEET_LIMIT = env.int("FANGWEI_SHEET_LIMIT", default=50 * 1024 * 1024)
FANGWEI_TEMPLATES = FANGWEI_HOME / "templates"
FANGWEI_FONTS = env.list("FANGWEI_FONTS", default=[])
FANGWEI_API_RATE = env.int("FANGWEI_API_RATE", default=600)
FANGWEI_TEMPLATES = FANGWEI_HOME / "templates"
FANGWEI_FONTS = env.list("FANGWEI_FONTS", default=[])
FANGWEI_PASSWORD_LENGTH = env.int("FANGWEI_PASSWORD_LENGTH", default=10)
FANGWEI_ONE_TIME_HOURS = env.int("FANGWEI_ONE_TIME_HOURS", default=72)
FANGWEI_PHONES = env.list("FANGWEI_PHONES", default=["110", "119", "120", "12350", "12345"])
FANGWEI_GATE_QR = env.bool("FANGWEI_GATE_QR", default=False)
FANGWEI_PREPARE = env.bool("FANGWEI_PREPARE", default=True)
FANGWEI_MAP_NUMBER = env.str("FANGWEI_MAP_NUMBER", default="")

SECRET_KEY = read_or_make(FANGWEI_KEYS / "django.key", create=True)
DEBUG = env.bool("FANGWEI_DEBUG", default=False)
ALLOWED_HOSTS = env.list("FANGWEI_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("FANGWEI_ORIGINS", default=[])

INSTALLED_APPS = [
    *CAPABILITIES,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
]

MIDDLEWARE = [
    "fangwei.surfaces.api.middleware.ApiMiddleware",  # first: a program's request needs none of the others
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fangwei.surfaces.entrance.middleware.ActorMiddleware",
]

ROOT_URLCONF = "fangwei.urls"
WSGI_APPLICATION = "fangwei.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["fangwei.accounts.backend.PasswordBackend"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": sorted((ROOT / "fangwei" / "surfaces").glob("*/templates")),
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{FANGWEI_HOME / 'fangwei.sqlite3'}")}
if DATABASES["default"].get("ENGINE") not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
    raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// or sqlite:///")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # Receipts are promises: NORMAL may lose the last commits on power loss, so FULL.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;",
    }
else:
    DATABASES["default"]["ENGINE"] = "fangwei.ledger.postgresql"
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # What is prepared always goes by a key, and is never planned again; what differs in weight is sent spelt out.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c plan_cache_mode=force_generic_plan -c jit=off"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": FANGWEI_PASSWORD_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "fangwei" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = FANGWEI_HOME / "static"
MEDIA_ROOT = FANGWEI_HOME / "evidence"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "evidence": {
        "BACKEND": env.str("FANGWEI_EVIDENCE_BACKEND", default="django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json("FANGWEI_EVIDENCE_OPTIONS", default={"location": str(FANGWEI_HOME / "evidence")}),
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "fangwei.surfaces.entrance.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CSRF_FAILURE_VIEW = "fangwei.surfaces.entrance.errors.csrf_failed"

SESSION_ENGINE = "fangwei.surfaces.entrance.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = env.bool("FANGWEI_HTTPS", default=False)
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "worker-src": ["'self'"],
    }
}
if SESSION_COOKIE_SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("FANGWEI_LOG_LEVEL", default="WARNING")},
}

PRODUCT_NAME = _("Fangwei")
