"""Signing freezes everything that the figures rest on; nobody changes it afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from disputes import clock
from disputes.errors import Outdated, RuleViolation, WrongState
from reporting import drain
from reporting.editions import rules, steps, verifier
from reporting.editions.digests import digest
from reporting.exports.contents import contents
from reporting.formatting import chinese_day
from reporting.models import Edition, EditionStep, Reconciliation, SignedEdition
from reporting.models.edition import EditionAction as Act
from reporting.thresholds import RECONCILE_HOURS
from tests.disputes.racing import at_once
from tests.factories import NOW
from tests.reporting import rows


def refused(bureau, edition, action=Act.SIGN, match: str = "") -> str:
    """The code of a refusal that leaves nothing behind."""
    before = (Edition.objects.values().get(), EditionStep.objects.count())
    with pytest.raises(RuleViolation, match=match or None) as refusal:
        bureau.take(edition, action)
    assert (Edition.objects.values().get(), EditionStep.objects.count()) == before
    assert not SignedEdition.objects.exists()
    return refusal.value.code


def test_a_signed_edition_holds_what_its_figures_rest_on(bureau):
    edition = bureau.signed()

    signed = SignedEdition.objects.get()
    envelope = verifier.verify(signed.content.encode())
    content = envelope["content"]
    assert (edition.status, content["title"]) == ("signed", "玄远县公安局2025年年度报告")
    assert content["cases"]["numbers"] == sorted(case.number for case in bureau.cases)
    lists = verifier.Lists(content)
    assert lists.cases("registered") == {case.number: 1 for case in bureau.cases}
    assert lists.cases("people") == {case.number: 2 for case in bureau.cases}
    assert lists.total("resolved_of_registered") == 8
    assert content["report"] == edition.body
    assert [step["action"] for step in content["steps"]] == [
        "compose", "write", "submit", "confirm", "go_on", "pass_legal", "pass_secrecy", "sign",
    ]  # fmt: skip
    assert content["definitions"]["version"] == content["report"]["definitions_version"]
    assert len(content["code"]["digest"]) == 64


def test_the_day_below_the_signature_is_that_of_signing_not_of_composing(bureau):
    edition = bureau.reviewed()
    assert edition.body["document"]["dated"] == chinese_day(NOW.date())
    with clock.at(NOW + timedelta(days=7)):
        drain.reconcile()
        bureau.take(edition, Act.SIGN)

    content = verifier.verify(SignedEdition.objects.get().content.encode())["content"]
    assert content["report"]["document"]["dated"] == chinese_day(NOW.date() + timedelta(days=7))
    assert content["report_digest"] == digest(content["report"]) == content["steps"][-1]["digest"]
    assert contents(Edition.objects.get()).document.dated == content["report"]["document"]["dated"]


def test_of_two_who_sign_at_once_exactly_one_wins(bureau):
    edition = bureau.reviewed()
    drain.reconcile()

    ended = at_once(*[lambda: bureau.take(edition, Act.SIGN)] * 2)

    assert sorted(type(one).__name__ for one in ended) == ["Edition", "Outdated"]
    assert SignedEdition.objects.count() == 1
    assert EditionStep.objects.filter(action="sign").count() == 1


def test_nothing_is_signed_before_there_was_a_reconciliation(bureau):
    edition = bureau.reviewed()
    Reconciliation.objects.all().delete()
    assert refused(bureau, edition, match="还没有与原始数据核对过") == "NOT_RECONCILED"


def test_nothing_is_signed_while_the_last_reconciliation_differs(bureau):
    edition = bureau.reviewed()
    Reconciliation.objects.create(cells=100, differing=3, seconds=1)
    assert refused(bureau, edition, match="3处与原始数据不一致") == "RECONCILIATION_DIFFERS"

    drain.reconcile()
    assert bureau.take(edition, Act.SIGN).status == "signed"


def test_an_old_reconciliation_is_none(bureau, settings):
    edition = bureau.reviewed()
    done = drain.reconcile()
    old = clock.now() - timedelta(hours=RECONCILE_HOURS.default + 1)
    Reconciliation.objects.filter(pk=done.pk).update(at=old)
    assert refused(bureau, edition) == "RECONCILIATION_OLD"


def test_what_changed_after_the_review_is_reviewed_again(bureau):
    edition = bureau.reviewed()
    rows.dispute(bureau.station, date(2025, 5, 5))
    drain.reconcile()
    assert refused(bureau, edition, match="排查录入矛盾纠纷") == "EDITION_FIGURES_MOVED"


def test_a_body_changed_past_the_service_is_not_signed(bureau):
    edition = bureau.reviewed()
    drain.reconcile()
    body = edition.body | {"as_of": "2025-12-31T00:00:00+08:00"}
    Edition.objects.update(body=body)
    assert refused(bureau, edition) == "EDITION_DIGEST_CHANGED"


def test_confirmation_asked_for_later_is_still_asked_for(bureau, settings):
    settings.EDITION_CONFIRMATION = False
    edition = bureau.reviewed(Act.SUBMIT, Act.PASS_LEGAL, Act.PASS_SECRECY)
    drain.reconcile()
    settings.EDITION_CONFIRMATION = True
    assert refused(bureau, edition, match="玄远派出所") == "LOWER_UNITS_UNCONFIRMED"


def test_a_checker_of_texts_keeps_a_report_from_being_signed(bureau, monkeypatch):
    edition = bureau.reviewed()
    drain.reconcile()
    monkeypatch.setattr(rules, "TEXT_CHECKS", [*rules.TEXT_CHECKS, lambda body: ["正文数字不实"]])
    assert refused(bureau, edition, match="正文数字不实") == "EDITION_TEXT_WRONG"


def test_nothing_is_signed_without_a_key(bureau, settings):
    edition = bureau.reviewed()
    drain.reconcile()
    settings.EDITION_KEYS = {}
    assert refused(bureau, edition) == "SIGNING_KEY_MISSING"


@pytest.mark.parametrize(
    "table",
    ["reporting_edition", "reporting_editionstep", "reporting_erratum", "reporting_signededition"],
)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id + 1000"])
def test_sql_neither_changes_nor_deletes_what_was_signed(bureau, table, statement):
    from reporting.editions import errata

    edition = bureau.signed()
    rows.dispute(bureau.station, date(2025, 5, 5))
    errata.issue(edition.pk, actor=bureau.people[Act.SIGN], reason="补录")
    with (
        pytest.raises(IntegrityError, match=r"append-only|never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_a_signed_edition_takes_no_step(bureau):
    edition = bureau.signed()
    assert all(steps.available(edition, officer) == [] for officer in bureau.people.values())
    with pytest.raises(WrongState, match="报告已签发，不能退回"):
        steps.take(
            edition.pk, Act.RETURN, actor=bureau.people[Act.SIGN], expected=edition.version,
            reason="有误",
        )  # fmt: skip
    with pytest.raises(Outdated):
        steps.take(edition.pk, Act.RETURN, actor=bureau.people[Act.SIGN], expected=1, reason="有误")
