"""The project's own settings without what would stop a load test: throttles count, but never bite."""

import os

from config.settings.test import *
from config.settings.test import CACHES, DATABASES, REDIS_URL, REST_FRAMEWORK

CACHES["default"] = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": REDIS_URL,
}
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = {"anon": "1000000/min", "user": "1000000/min"}
if os.environ.get("BENCH_SERVER"):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 4}
