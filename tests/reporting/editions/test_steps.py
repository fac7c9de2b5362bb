"""Who takes which step, from where, and what it asks for."""

from __future__ import annotations

from datetime import date

import pytest

from disputes import clock
from disputes.choices import Role
from disputes.errors import RuleViolation, WrongState
from reporting.editions import steps
from reporting.editions.drafting import build_draft
from reporting.editions.parts import standings
from reporting.models import Edition, EditionStep
from reporting.models.edition import EditionAction as Act
from tests.factories import make_officer, make_unit, nine
from tests.reporting import rows

PATH = {
    Act.SUBMIT: (),
    Act.CONFIRM: (Act.SUBMIT,),
    Act.PASS_LEGAL: (Act.SUBMIT, Act.CONFIRM),
    Act.PASS_SECRECY: (Act.SUBMIT, Act.CONFIRM, Act.PASS_LEGAL),
    Act.SIGN: (Act.SUBMIT, Act.CONFIRM, Act.PASS_LEGAL, Act.PASS_SECRECY),
}
AFTER = {Act.SUBMIT: "confirming", Act.CONFIRM: "legal", Act.PASS_LEGAL: "secrecy",
         Act.PASS_SECRECY: "approved"}  # fmt: skip


def before(bureau, action: Act) -> Edition:
    return bureau.reviewed(*PATH[action]) if PATH[action] else bureau.draft()


def refused(edition: Edition, action: Act, officer, reason: str = "") -> RuleViolation:
    stood = (Edition.objects.values().get(), EditionStep.objects.count())
    with pytest.raises(RuleViolation) as refusal:
        steps.take(edition.pk, action, actor=officer, expected=edition.version, reason=reason)
    assert (Edition.objects.values().get(), EditionStep.objects.count()) == stood
    return refusal.value


@pytest.mark.parametrize("action", sorted(AFTER))
def test_a_step_leads_on_and_stays_on_record_with_what_was_seen(bureau, action):
    edition = bureau.take(before(bureau, action), action)

    assert edition.status == AFTER[action]
    step = edition.steps.filter(action=action).get()
    assert (step.actor, step.digest) == (bureau.people[action], edition.digest)
    assert step.at == clock.now()


@pytest.mark.parametrize("action", sorted(PATH))
@pytest.mark.parametrize("role", [Role.OFFICER, Role.MACHINE, Role.SECURITY_ADMIN])
def test_a_role_without_the_right_takes_no_step(bureau, action, role):
    edition = before(bureau, action)
    other = make_officer(bureau.people[action].unit, role)
    assert refused(edition, action, other).code == "ROLE_FORBIDDEN"
    assert action not in steps.available(edition, other)


@pytest.mark.parametrize("action", sorted(PATH))
def test_the_same_role_of_another_unit_takes_no_step(bureau, action):
    edition = before(bureau, action)
    stranger = make_officer(make_unit(bureau.county.parent), bureau.people[action].role)
    assert refused(edition, action, stranger).code == "EDITION_OF_ANOTHER_UNIT"
    assert action in steps.available(edition, bureau.people[action])


def test_the_author_reviews_nothing_of_the_own_report(bureau):
    edition = before(bureau, Act.PASS_SECRECY)
    refusal = refused(edition, Act.PASS_SECRECY, bureau.people[Act.SUBMIT])
    assert (refusal.code, refusal.detail[:6]) == ("SAME_PERSON", "编写、送审人")


def test_nobody_reviews_twice(bureau):
    edition = before(bureau, Act.PASS_SECRECY)
    refusal = refused(edition, Act.PASS_SECRECY, bureau.people[Act.PASS_LEGAL])
    assert refusal.code == "SAME_PERSON"
    assert refusal.detail == "法制审核通过与本步骤不得由同一人办理"


def test_nobody_signs_what_he_checked_for_secrecy(bureau):
    edition = bureau.reviewed(*PATH[Act.PASS_SECRECY])
    chief = bureau.people[Act.SIGN]
    edition = steps.take(edition.pk, Act.PASS_SECRECY, actor=chief, expected=edition.version)
    assert refused(edition, Act.SIGN, chief).code == "SAME_PERSON"


@pytest.mark.parametrize("action", sorted(PATH.keys() - {Act.SUBMIT}))
def test_every_review_can_return_the_report_with_a_reason(bureau, action):
    edition, chief = before(bureau, action), bureau.people[Act.SIGN]
    assert refused(edition, Act.RETURN, chief, reason=" ").code == "REASON_REQUIRED"
    edition = steps.take(
        edition.pk, Act.RETURN, actor=chief, expected=edition.version, reason="数字存疑"
    )
    assert edition.status == "draft"
    assert edition.steps.order_by("seq").last().reason == "数字存疑"


def test_a_returned_report_is_reviewed_from_the_beginning_but_confirmed_figures_stay(bureau):
    edition = bureau.reviewed(Act.SUBMIT, Act.CONFIRM, Act.PASS_LEGAL)
    edition = steps.take(
        edition.pk, Act.RETURN, actor=bureau.people[Act.SIGN], expected=edition.version,
        reason="数字存疑",
    )  # fmt: skip
    edition = bureau.take(edition, Act.SUBMIT)
    assert edition.status == "legal"  # the station's figures are those it confirmed


def test_changed_figures_are_confirmed_again(bureau):
    edition = bureau.reviewed(Act.SUBMIT, Act.CONFIRM)
    edition = steps.take(
        edition.pk, Act.RETURN, actor=bureau.people[Act.SIGN], expected=edition.version,
        reason="补录一件",
    )  # fmt: skip
    rows.dispute(bureau.station, date(2025, 4, 4))
    edition = build_draft(2025, bureau.county, actor=bureau.people[Act.SUBMIT])
    assert [one.standing for one in standings(edition)] == ["waiting"]
    assert bureau.take(edition, Act.SUBMIT).status == "confirming"


def test_an_objection_returns_the_report(bureau):
    edition = bureau.reviewed(Act.SUBMIT)
    station = bureau.people[Act.CONFIRM]
    assert refused(edition, Act.OBJECT, station).code == "REASON_REQUIRED"
    edition = steps.take(
        edition.pk, Act.OBJECT, actor=station, expected=edition.version, reason="漏计一件"
    )
    assert edition.status == "draft"
    (standing,) = standings(edition)
    assert (standing.standing, standing.reason) == ("objected", "漏计一件")


def test_a_report_goes_on_once_the_last_unit_has_confirmed(bureau):
    make_officer(second := make_unit(bureau.county), Role.CHIEF)
    edition = bureau.reviewed(Act.SUBMIT, Act.CONFIRM)
    assert edition.status == "confirming"
    chief = second.officers.get()
    edition = steps.take(edition.pk, Act.CONFIRM, actor=chief, expected=edition.version)
    assert edition.status == "legal"


def test_where_confirmation_is_not_asked_for_the_review_begins_at_once(bureau, settings):
    settings.EDITION_CONFIRMATION = False
    assert bureau.reviewed(Act.SUBMIT).status == "legal"


def test_a_report_with_an_empty_required_place_is_not_submitted(bureau):
    edition = build_draft(2025, bureau.county)
    refusal = refused(edition, Act.SUBMIT, bureau.people[Act.SUBMIT])
    assert refusal.code == "EDITION_INCOMPLETE"
    assert refusal.detail.startswith("尚待填写：")


def test_a_year_that_is_not_over_is_not_submitted(bureau):
    edition = bureau.draft()
    with clock.at(nine(date(2025, 12, 31))):
        refusal = refused(edition, Act.SUBMIT, bureau.people[Act.SUBMIT])
    assert refusal.code == "EDITION_TERM_OPEN"


def test_a_step_out_of_turn_is_refused(bureau):
    edition = bureau.draft()
    with pytest.raises(WrongState, match="报告初稿，不能法制审核通过"):
        bureau.take(edition, Act.PASS_LEGAL)
