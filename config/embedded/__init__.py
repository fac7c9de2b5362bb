"""Embedded PostgreSQL and Redis (内置服务) for a machine without services.

Both listen on unix sockets that only their owner reaches and keep everything below one folder.
"""

from config.embedded.sockets import database_url, redis_url

__all__ = ["database_url", "redis_url"]
