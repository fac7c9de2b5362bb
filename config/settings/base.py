"""What all environments share. Nothing here depends on the machine except through config.env."""

from __future__ import annotations

from datetime import timedelta

from config import env
from config.addresses import broker, cache
from config.logs import logging_config
from config.paths import BASE_DIR, VAR_DIR
from config.rest.enums import ENUM_NAMES
from config.storing import attachments

SECRET_KEY = env.text("SECRET_KEY")
# Master keys of field encryption: 32 bytes by id. The first encrypts, all of them decrypt.
DATA_KEYS = env.key_ring("DATA_KEYS")
DATA_KEY_CURRENT = next(iter(DATA_KEYS))
BLIND_INDEX_KEY = env.key("BLIND_INDEX_KEY")
AUDIT_KEY = env.key("AUDIT_KEY")

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "disputes.Officer"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

INSTALLED_APPS = [
    "config",
    "disputes",
    "reporting",
    "unfold",  # before the admin, whose templates it replaces
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "oauth2_provider",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_celery_beat",
]
MIDDLEWARE = [
    "config.middleware.request_id",
    "config.middleware.refuse_nul",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.admin_scripts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.idle_session",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it rewrites the answer of a locked account
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Database, cache, broker
DATABASES = {"default": env.database("DATABASE_URL") | {"CONN_MAX_AGE": 0}}
if _pool_size := env.integer("DATABASE_POOL_SIZE", 0, most=200):  # config.wsgi asks for one
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": _pool_size, "timeout": 10}
REDIS_URL = env.text("REDIS_URL", "")
CACHES = {"default": cache(REDIS_URL)}

CELERY_BROKER_URL = broker(env.text("CELERY_BROKER_URL", REDIS_URL))
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
# A case must not wait for a broker that is away: what was not sent is found by the next minute.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1}
CELERY_TIMEZONE = TIME_ZONE
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 3600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_IMPORTS = ["config.tasks"]

# Sign-in
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: a locked account is not even compared
    "config.accounts.SignIn",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": _VALIDATION + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "police_number"]},
    },
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {"NAME": _VALIDATION + "NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# Read from the cache, kept in the database: an outage of Redis signs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 30 * 60  # seconds without a request; see config.middleware.idle_session
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# How many proxies of ours stand before the service: whose X-Forwarded-For is believed.
PROXY_COUNT = env.integer("PROXY_COUNT", 0, most=10)

ACCOUNT_ADAPTER = "config.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
HEADLESS_CLIENTS = ["browser"]
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "枫桥"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "config.accounts.client_ip"
AXES_USERNAME_FORM_FIELD = "login"

OAUTH2_PROVIDER = {
    "SCOPES": {"disputes": "办理纠纷", "statistics": "统计与年报"},
    "DEFAULT_SCOPES": [],
    "PKCE_REQUIRED": True,
    "ROTATE_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ACCESS_TOKEN_EXPIRE_SECONDS": 15 * 60,
    "REFRESH_TOKEN_EXPIRE_SECONDS": 30 * 24 * 3600,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https", "fengqiao"],
    "OAUTH2_GRANT_TYPES_SUPPORTED": ["authorization_code", "client_credentials", "refresh_token"],
    "OAUTH2_RESPONSE_TYPES_SUPPORTED": ["code"],
    # RFC 9700, what the library will make its default in 4.0.
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
}

# REST
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "config.rest.authentication.OAuth2",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["config.rest.permissions.HasScope"],
    "DEFAULT_PARSER_CLASSES": ["config.rest.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "config.rest.schema.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "config.rest.throttling.Visitors",
        "config.rest.throttling.People",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "60/min", "user": "1200/min"},
    "EXCEPTION_HANDLER": "config.rest.errors.handle",
    "NUM_PROXIES": PROXY_COUNT,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "枫桥 API",
    "DESCRIPTION": "派出所矛盾纠纷调解：从登记到年度报告。错误一律为 application/problem+json。",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
}

# Periods that no law fixes, or whose text was not at hand (本单位规定). Those of the law are in
# disputes.deadlines, those of a risk level in the dictionary of levels.
ALERT_BEFORE_DAYS = env.integer("ALERT_BEFORE_DAYS", 3, most=60)
# How far back the same parties or the same alarm make a dispute a candidate of recurrence (再发).
RECURRENCE_MONTHS = env.integer("RECURRENCE_MONTHS", 12, least=1, most=120)
REFERRAL_ANSWER_DAYS = env.integer("REFERRAL_ANSWER_DAYS", 15, least=1, most=365)
# Of the time limit of a case under the law of 2026; before, art. 165 allowed one.
CASE_EXTENSIONS_MOST = env.integer("CASE_EXTENSIONS_MOST", 2, least=1, most=2)

# The calendar (排期): hours a hold lasts, hours and days at most, days before a hearing at which
# its parties are told, and the office hours in which free time is proposed.
APPOINTMENT_HOLD_HOURS = env.integer("APPOINTMENT_HOLD_HOURS", 48, least=1, most=336)
APPOINTMENT_MOST_HOURS = env.integer("APPOINTMENT_MOST_HOURS", 10, least=1, most=16)
APPOINTMENT_AHEAD_DAYS = env.integer("APPOINTMENT_AHEAD_DAYS", 180, least=7, most=730)
HEARING_NOTICE_DAYS = env.integer("HEARING_NOTICE_DAYS", 3, most=30)
OFFICE_HOURS = env.hours("OFFICE_HOURS", "08:30-12:00,14:30-18:00")

# Whether before 2026 one officer alone may mediate an offence when all of it is recorded, as
# 程序规定 art. 52 may be read (its text was not at hand). Off: two officers.
LONE_OFFICER_BEFORE_2026 = env.flag("LONE_OFFICER_BEFORE_2026", False)

# Whether a 治安调解协议 may go to judicial confirmation (司法确认) like one of people's mediation.
CONFIRM_POLICE_AGREEMENTS = env.flag("CONFIRM_POLICE_AGREEMENTS", False)

# Reports. The first of EDITION_KEYS signs; public keys of former ones stay published.
EDITION_SIGNER = env.text("EDITION_SIGNER", "reporting.editions.signing.Ed25519Signer")
EDITION_KEYS = env.key_ring("EDITION_KEYS", optional=True)
EDITION_PUBLIC_KEYS = env.key_ring("EDITION_PUBLIC_KEYS", optional=True)
# Whether the units directly below confirm their figures before a report is reviewed.
EDITION_CONFIRMATION = env.flag("EDITION_CONFIRMATION", True)
EXPORT_KEPT_DAYS = env.integer("EXPORT_KEPT_DAYS", 7, least=1, most=90)
EDITION_UNLOCK_DAYS = env.integer("EDITION_UNLOCK_DAYS", 7, least=1, most=90)

# Attachments: an upload is one request and stays in memory until it is sealed.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "attachments": attachments(),
}
MEBIBYTE = 1024 * 1024
ATTACHMENT_MOST = env.integer("ATTACHMENT_MIB", 50, least=1, most=500) * MEBIBYTE
ATTACHMENT_TYPES = env.words(
    "ATTACHMENT_TYPES", "jpg,png,webp,heic,mp3,wav,m4a,amr,mp4,mov,pdf,docx,xlsx"
)
# The framework's temporary files would lie on the disk in the clear.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = ATTACHMENT_MOST + MEBIBYTE

# Browser protection and static files
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
CONSOLE = BASE_DIR / "web" / "dist"  # made by `make web`
STATICFILES_DIRS = [("console", CONSOLE)] if CONSOLE.exists() else []
# Names with a hash of the content, by Vite or by Django: a browser may keep them for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/(console/assets/.+|.+\.[0-9a-f]{12}\..+)$"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
_NONE, _SELF = "'none'", "'self'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [_SELF],
        "style-src": [_SELF, "'unsafe-inline'"],
        "img-src": [_SELF, "data:"],
        "object-src": [_NONE],
        "base-uri": [_NONE],
        "frame-ancestors": [_NONE],
        # The consent form of OAuth ends in a redirect to the mobile client.
        "form-action": [_SELF, "fengqiao:"],
    }
}

LOGGING = logging_config(as_json=False)
