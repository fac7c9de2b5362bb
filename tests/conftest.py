"""The test database: with several workers it is migrated once and copied for each."""

from __future__ import annotations

import os

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from hypothesis import settings

if "MUTANT_UNDER_TEST" in os.environ:  # set by tests.mutants
    from tests.mutants.database import django_db_setup, pytest_collection_modifyitems  # noqa: F401
    from tests.mutants.trying import pytest_addoption, pytest_runtestloop  # noqa: F401

# A busy machine is not a fault: no example is judged by the clock.
settings.register_profile("fengqiao", deadline=None)
settings.load_profile("fengqiao")

LOCK = "SELECT pg_advisory_lock(hashtext('fengqiao test template'))"
MADE_BY = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, request, django_db_blocker
):
    """Have Django copy this worker's database from a template that the first worker migrates."""
    run = getattr(request.config, "workerinput", {}).get("testrunuid")
    if run and not request.config.getoption("reuse_db"):
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(LOCK)  # until the connection closes: the other workers wait here
            _ensure_template(cursor, run)
        connection.settings_dict["TEST"]["TEMPLATE"] = _template()


@pytest.hookimpl(trylast=True)  # after pytest-django, which until then refuses the database
def pytest_unconfigure(config):
    if config.getoption("numprocesses", None):  # the process that leads the workers
        with connection._nodb_cursor() as cursor:
            _drop_template(cursor)


def _template() -> str:
    return f"test_{connection.settings_dict['NAME']}_template"


def _drop_template(cursor: CursorWrapper) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{_template()}"')


def _ensure_template(cursor: CursorWrapper, run: str) -> None:
    """Make the template unless a worker of this run has made it; one of another run is replaced."""
    cursor.execute(MADE_BY, [_template()])
    if cursor.fetchone() == (run,):
        return
    _drop_template(cursor)
    cursor.execute(f'CREATE DATABASE "{_template()}"')
    _migrate_template()
    cursor.execute(f"COMMENT ON DATABASE \"{_template()}\" IS '{run}'")


def _migrate_template() -> None:
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = _template()
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
