"""What pytest does otherwise when changes are tried: every process has a copy of one database.

It is migrated once and copied for as many as run at once. Tests that commit are left out, so that a
copy comes back as it went, whatever the change did.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import TestCase, TransactionTestCase

OURS = "SELECT datname FROM pg_database WHERE datname = %s OR starts_with(datname, %s)"


@contextlib.contextmanager
def copies(number: int) -> Iterator[None]:
    """A migrated database and its copies 1 to `number`, there until the end of the run."""
    own, creation = connection.settings_dict["NAME"], connection.creation
    with connection._nodb_cursor() as cursor:
        _drop_ours(cursor)
        creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
        for copy in range(1, number + 1):
            creation.clone_test_db(_copy(copy), verbosity=0)
        connection.settings_dict["NAME"] = own
        try:
            yield
        finally:
            _drop_ours(cursor)


def use_copy(number: int) -> None:
    """In a process of its own, before it touches the database."""
    connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
    connection.settings_dict.update(connection.creation.get_test_db_clone_settings(_copy(number)))


@pytest.fixture(scope="session")
def django_db_setup():
    """Instead of migrating: the copy is there."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    committing = [item for item in items if _commits(item)]
    config.hook.pytest_deselected(items=committing)
    items[:] = [item for item in items if item not in committing]


def _copy(number: int) -> str:
    return f"mutant_{number}"


def _drop_ours(cursor: CursorWrapper) -> None:
    migrated = connection.creation._get_test_db_name()
    cursor.execute(OURS, [migrated, f"{migrated}_mutant_"])
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _commits(item: pytest.Item) -> bool:
    mark, case = item.get_closest_marker("django_db"), getattr(item, "cls", None)
    if mark is not None and mark.kwargs.get("transaction"):
        return True
    return bool(case) and issubclass(case, TransactionTestCase) and not issubclass(case, TestCase)
