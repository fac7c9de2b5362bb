"""A definition cannot change silently: its version is raised, and the cells are counted anew."""

from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Q, Value

from reporting import drain, rollup, versions
from reporting.indicators import DEFINITIONS_VERSION, INDICATORS
from reporting.measures import MEASURES
from reporting.models import Cell, CountedBy
from tests.factories import make_unit
from tests.reporting import rows


def test_the_definitions_are_those_of_their_version():
    assert list(versions.faults()) == []


@pytest.mark.parametrize(
    ("table", "code", "change"),
    [
        ("MEASURES", "measure resolved", {"weight": Value(1)}),
        ("MEASURES", "measure agreements", {"when": Q(effective_on__isnull=True)}),
        ("MEASURES", "measure sessions", {"day": "dispute__registered_on"}),
        ("MEASURES", "measure fulfilled_of_due", {"as_of": ""}),
        ("MEASURES", "measure referral_letters", {"distinct": True}),
        ("INDICATORS", "indicator resolution_rate", {"denominator": "resolved"}),
        ("INDICATORS", "indicator mean_days", {"places": 1}),
    ],
)
def test_a_changed_definition_is_named_until_the_version_is_raised(
    table, code, change, monkeypatch, tmp_path
):
    name = code.split()[1]
    monkeypatch.setattr(versions, "FILE", _copy(versions.FILE, tmp_path))
    monkeypatch.setitem(getattr(versions, table), name, replace(_of(table, name), **change))

    (said,) = versions.faults()

    assert said.startswith(f"{code} changed, and DEFINITIONS_VERSION is still")
    before = versions.FILE.read_text()
    with pytest.raises(CommandError, match=f"{code} changed"):
        call_command("freeze_definitions")
    assert versions.FILE.read_text() == before

    monkeypatch.setattr(versions, "DEFINITIONS_VERSION", DEFINITIONS_VERSION + 1)
    (said,) = versions.faults()
    assert "run manage.py freeze_definitions" in said
    call_command("freeze_definitions", verbosity=0)
    assert list(versions.faults()) == []


def test_a_name_or_a_note_is_no_definition(monkeypatch):
    renamed = replace(MEASURES["resolved"], name="化解数", note="说明")
    monkeypatch.setitem(versions.MEASURES, "resolved", renamed)
    assert list(versions.faults()) == []


def test_a_measure_that_is_gone_is_a_change(monkeypatch):
    monkeypatch.delitem(versions.MEASURES, "deaths")
    (said,) = versions.faults()
    assert said.startswith("measure deaths changed")


@pytest.mark.django_db(transaction=True)
def test_migrating_counts_anew_what_other_definitions_counted():
    rows.dispute(make_unit(), date(2025, 1, 10))
    drain.drain()
    Cell.objects.update(registered=7)

    _migrated()
    assert rollup.differing() != []  # the version is the same: nothing to do

    CountedBy.objects.update(version=DEFINITIONS_VERSION - 1)
    assert drain.outdated()
    _migrated()

    assert rollup.differing() == []
    assert not drain.outdated()


@pytest.mark.django_db(transaction=True)
def test_an_empty_register_is_of_the_version_of_now():
    CountedBy.objects.all().delete()
    _migrated()
    assert CountedBy.objects.get().version == DEFINITIONS_VERSION


@pytest.mark.django_db
def test_before_the_table_is_there_nothing_is_counted():
    class Earlier:
        all_models = {"reporting": {}}

    versions.rebuild_after_migrate(using="default", apps=Earlier)


def _migrated() -> None:
    versions.rebuild_after_migrate(using="default", apps=apps)


def _of(table, name):
    return (MEASURES if table == "MEASURES" else INDICATORS)[name]


def _copy(file, folder):
    copied = folder / file.name
    copied.write_text(file.read_text())
    return copied
