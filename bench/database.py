"""Databases of the bench's own, made and dropped on the server of DATABASE_URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bench.register import SIZES, fill


def conninfo(name: str) -> str:
    """Where one of our databases is."""
    return make_conninfo(settings.BENCH_URL, dbname=name)


@contextmanager
def filled(size: str) -> Iterator[str]:
    """A migrated, filled and counted database; its name. Django reads it until another one is made."""
    name = f"fengqiao_bench_{size.lower()}"
    with psycopg.connect(settings.BENCH_URL, autocommit=True) as server:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        # As in our own server: compiling a statement takes longer than running it.
        server.execute(sql.SQL("ALTER DATABASE {} SET jit = off").format(sql.Identifier(name)))
        try:
            use(name)
            call_command("migrate", interactive=False, verbosity=0)
            with psycopg.connect(conninfo(name), autocommit=True) as filling:
                fill(filling, SIZES[size])
            yield name
        finally:
            connection.close()
            server.execute(drop)


def use(name: str) -> None:
    """Let Django read another of our databases."""
    connection.close()
    connection.settings_dict["NAME"] = name


def server_url() -> str:
    """The maintenance database of the server that DATABASE_URL names."""
    import os

    given = conninfo_to_dict(os.environ["DATABASE_URL"])
    return make_conninfo("", **(given | {"dbname": "postgres"}))
