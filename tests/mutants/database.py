"""What pytest does otherwise when mutmut runs it: databases are borrowed, tests are in order.

One database is migrated for the whole run, and whoever tests a mutant borrows a copy. Tests that
commit are left out, so that a copy comes back as it went, whatever the mutant did.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from itertools import count

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import TestCase, TransactionTestCase

OURS = "SELECT datname FROM pg_database WHERE datname = %s OR starts_with(datname, %s)"
BORROW = "SELECT pg_try_advisory_lock(hashtext(%s))"  # given back when the connection closes


@contextlib.contextmanager
def migrated() -> Iterator[None]:
    """The database that is copied, there until the end of the run."""
    with connection._nodb_cursor() as cursor:
        _drop_ours(cursor)
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
        try:
            yield
        finally:
            _drop_ours(cursor)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """Instead of migrating for every mutant: a copy that no other process uses now."""
    own, creation = connection.settings_dict["NAME"], connection.creation
    with contextlib.ExitStack() as borrowed:
        with django_db_blocker.unblock():
            cursor = borrowed.enter_context(connection._nodb_cursor())
            connection.settings_dict["NAME"] = creation._get_test_db_name()
            copy = next(name for name in map(_copy, count(1)) if _borrow(cursor, name))
            creation.clone_test_db(copy, verbosity=0, keepdb=True)
            connection.settings_dict.update(creation.get_test_db_clone_settings(copy))
        yield
        connection.close()
        connection.settings_dict["NAME"] = own


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The tests most likely to notice come first: those named like its module."""
    committing = [item for item in items if _commits(item)]
    config.hook.pytest_deselected(items=committing)
    words = os.environ["MUTANT_UNDER_TEST"].split(".")[1:-1]  # guards, closing
    items[:] = sorted(
        (item for item in items if item not in committing),
        key=lambda item: (-sum(w in item.path.name for w in words), "api" in item.path.parts),
    )


def _copy(number: int) -> str:
    return f"mutant_{number}"


def _borrow(cursor: CursorWrapper, copy: str) -> bool:
    cursor.execute(BORROW, [copy])
    return cursor.fetchone()[0]


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
