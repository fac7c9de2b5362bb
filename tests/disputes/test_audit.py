"""The audit chain (审计): what is altered or taken out past the trigger is found."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from disputes import clock
from disputes.models import AuditEvent
from disputes.services import audit
from tests.disputes.racing import at_once
from tests.factories import NOW, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


@pytest.fixture
def chain() -> list[AuditEvent]:
    """Four entries, a second apart."""
    officer = make_officer()
    entries = []
    for n in range(4):
        with clock.at(NOW + timedelta(seconds=n)):
            entries.append(audit.record(
                actor=officer, action="read_party", target=f"party:{n}", purpose="核对身份",
                details={"fields": ["id_number"], "n": n}, request_id=f"r{n}",
            ))  # fmt: skip
    return entries


@contextmanager
def past_the_trigger():
    """What a superuser can do who wants to cover something up."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the table is still in use
        cursor.execute("ALTER TABLE disputes_auditevent DISABLE TRIGGER append_only")
        yield cursor
        cursor.execute("ALTER TABLE disputes_auditevent ENABLE TRIGGER append_only")


def test_an_entry_says_who_read_what_why_and_from_where(chain):
    entry = AuditEvent.objects.get(pk=chain[1].pk)
    assert (entry.actor, entry.unit) == (chain[0].actor, chain[0].actor.unit)
    assert (entry.at, entry.action, entry.target) == (
        NOW + timedelta(seconds=1),
        "read_party",
        "party:1",
    )
    assert (entry.purpose, entry.request_id) == ("核对身份", "r1")
    assert entry.details == {"fields": ["id_number"], "n": 1}


def test_an_untouched_chain_is_intact(chain):
    assert audit.broken_links() == []
    assert len({bytes(entry.digest) for entry in chain}) == 4


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "actor_id = (SELECT max(id) FROM disputes_officer)",
        "unit_id = NULL",
        "action = 'nothing'",
        "target = 'party:9'",
        "purpose = ''",
        "details = '{}'",
        "request_id = ''",
        "digest = decode(repeat('00', 32), 'hex')",
    ],
)
def test_an_altered_column_breaks_the_chain_at_its_row(chain, change):
    make_officer()
    with past_the_trigger() as cursor:
        cursor.execute(f"UPDATE disputes_auditevent SET {change} WHERE id = %s", [chain[1].pk])
    assert chain[1].pk in audit.broken_links()


def test_a_row_taken_out_breaks_the_chain_behind_it(chain):
    with past_the_trigger() as cursor:
        cursor.execute("DELETE FROM disputes_auditevent WHERE id = %s", [chain[1].pk])
    assert audit.broken_links() == [chain[2].pk]


def test_two_rows_that_change_places_break_the_chain(chain):
    one, other = chain[1].pk, chain[2].pk
    with past_the_trigger() as cursor:
        for old, new in ((one, -1), (other, one), (-1, other)):
            cursor.execute("UPDATE disputes_auditevent SET id = %s WHERE id = %s", [new, old])
    assert audit.broken_links() == [one, other, chain[3].pk]


def test_a_forged_row_needs_the_key(chain, settings):
    settings.AUDIT_KEY = "55" * 32
    forged = audit.record(actor=chain[0].actor, action="read_party", target="party:5")
    settings.AUDIT_KEY = "44" * 32
    assert audit.broken_links() == [forged.pk]


@pytest.mark.django_db(transaction=True)
def test_entries_written_at_the_same_moment_make_one_chain():
    officer = make_officer()

    def note(n: int):
        return lambda: audit.record(actor=officer, action="read_party", target=f"party:{n}")

    at_once(*map(note, range(6)))
    assert AuditEvent.objects.count() == 6
    assert audit.broken_links() == []
