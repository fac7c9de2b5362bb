"""Production: refuses to start without its secrets; speaks https only."""

from config import env

env.require("SECRET_KEY", "DATA_KEYS", "BLIND_INDEX_KEY", "AUDIT_KEY", "ALLOWED_HOSTS",
            "DATABASE_URL")  # fmt: skip
if not env.text("CELERY_BROKER_URL", ""):
    env.require("REDIS_URL")

from config.logs import logging_config
from config.settings.base import *
from config.settings.base import PROXY_COUNT, STORAGES

DEBUG = False
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}

SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes speak http on the inner network
if PROXY_COUNT:
    # Only a proxy of ours may say that the visitor came by https; it must overwrite the header.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", "")

LOGGING = logging_config(as_json=True)
