"""Tests: fixed keys, fast password hashing, connections that end with the test."""

import os

from config import embedded
from config.paths import VAR_DIR

FIXED = {
    "SECRET_KEY": "only-for-tests-" + "0123456789" * 5,
    "DATA_KEYS": "t2:" + "22" * 32 + ",t1:" + "11" * 32,
    "BLIND_INDEX_KEY": "33" * 32,
    "AUDIT_KEY": "44" * 32,
    "EDITION_KEYS": "t1:" + "66" * 32,
    "ALLOWED_HOSTS": "*",
    "DATABASE_POOL_SIZE": "0",
    "PROXY_COUNT": "0",
}
for _name, _value in FIXED.items():
    os.environ.pop(f"{_name}_FILE", None)
    os.environ[_name] = _value
# `make test` says where the servers are; what only reads the code needs none.
os.environ.setdefault("DATABASE_URL", embedded.database_url(VAR_DIR / "test"))
os.environ.setdefault("REDIS_URL", embedded.redis_url(VAR_DIR / "test"))

from config.settings.base import *

# Tests that store files say where; the others must not leave any.
STORAGES = STORAGES | {"attachments": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
