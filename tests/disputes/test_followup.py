"""Follow-up (回访): by the right means, of drawn cases by the right person, and what is found."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from disputes.casefile import case_file
from disputes.choices import Role, State
from disputes.errors import RuleViolation, WrongState
from disputes.models import (
    Alert,
    Dispute,
    DisputeEvent,
    FollowUp,
    Officer,
    RiskLevel,
    SampledCase,
    SampleDraw,
    Unit,
)
from disputes.services import followup
from disputes.services.followup import Satisfaction
from tests.disputes.racing import at_once
from tests.disputes.refusing import refused
from tests.factories import DAY, act, days, make_case, make_chief, make_officer, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
WEAK = "FOLLOW_UP_METHOD"


def follow_up(
    dispute: Dispute, method: str = "phone", *, by: Officer | None = None,
    sample: SampledCase | None = None, why: str = "", **fields: Any,
) -> FollowUp:  # fmt: skip
    with case_file(dispute.pk) as case:
        case.acknowledged = {WEAK: why} if why else {}
        drawn = case.row(SampledCase, sample.pk) if sample else None
        return followup.record_follow_up(
            case, actor=by or dispute.registered_by, held_on=days(9), method=method,
            visited="李明", sample=drawn, **fields,
        )  # fmt: skip


def at_level(code: str, state: str = State.CLOSED) -> Dispute:
    dispute = make_case(state)
    Dispute.objects.filter(pk=dispute.pk).update(risk_level=RiskLevel.objects.get(code=code))
    return dispute


# --- by which means


@pytest.mark.parametrize(("level", "method", "enough"), [
    ("red", "visit", True), ("red", "phone", False), ("orange", "message", False),
    ("yellow", "phone", True), ("yellow", "visit", True), ("yellow", "message", False),
    ("blue", "message", True),
])  # fmt: skip
def test_a_level_is_served_by_its_means_or_by_better_ones(level, method, enough):
    dispute = at_level(level)
    if enough:
        follow_up(dispute, method)
        return
    with refused(dispute, WEAK, said="须说明理由"):
        follow_up(dispute, method)
    follow_up(dispute, method, why="当事人在外务工")
    event = DisputeEvent.objects.get(action="follow_up")
    assert event.facts["acknowledged"] == {WEAK: "当事人在外务工"}


def test_the_means_are_the_bureaus_own():
    RiskLevel.objects.filter(code="red").update(follow_up_method="")
    follow_up(at_level("red"), "message")


def test_a_case_without_a_level_is_followed_up_by_any_means():
    follow_up(make_case(State.CLOSED), "message")


# --- what is found


def test_a_relapse_found_is_told_to_the_chief_who_takes_the_same_number_up_again():
    dispute = make_case(State.CLOSED)
    chief, officer = dispute.registered_by, make_officer(dispute.unit)
    number = dispute.number

    follow_up(dispute, by=officer, relapsed=True)

    told = Alert.objects.get()
    assert (told.officer, told.code) == (chief, "relapse_found")
    assert Dispute.objects.get().state == State.CLOSED
    with refused(dispute, "ROLE_FORBIDDEN", said="民警无权反复"):
        act(dispute, "relapse", officer, days(10))
    act(dispute, "relapse", chief, days(10))
    again = Dispute.objects.get()
    assert (again.number, again.state, again.relapse_count) == (number, State.ACCEPTED, 1)


def test_a_quiet_follow_up_tells_nobody():
    follow_up(make_case(State.CLOSED))
    assert not Alert.objects.exists()


# --- the draw


@pytest.fixture
def ended() -> list[Dispute]:
    chief = make_chief()
    return [make_case(State.CLOSED, chief) for _ in range(7)]


def draw(by: Officer, unit: Unit | None = None, **fields: Any) -> SampleDraw:
    given = {"start": DAY, "end": days(30), "size": 3, **fields}
    return followup.draw(actor=by, unit=unit or by.unit, **given)


def test_anybody_can_repeat_a_draw_from_its_seed_and_population(ended):
    made = draw(ended[0].registered_by)

    assert made.population == sorted(d.pk for d in ended)
    luck = {pk: hashlib.sha256(f"{made.seed}:{pk}".encode()).hexdigest() for pk in made.population}
    wanted = set(sorted(made.population, key=luck.__getitem__)[:3])
    assert set(made.cases.values_list("dispute", flat=True)) == wanted
    assert (made.size, made.drawn_by) == (3, ended[0].registered_by)


def test_every_draw_has_a_seed_of_its_own_and_no_draw_is_changed(ended):
    chief = ended[0].registered_by
    first, second = draw(chief), draw(chief)
    assert first.seed != second.seed
    for attempt in (lambda rows: rows.update(seed="mine"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt(SampleDraw.objects.filter(pk=first.pk))


@pytest.mark.parametrize(("asked", "drawn"), [
    ({"size": 2}, 2), ({"size": 99}, 7), ({"share": 1, "size": None}, 1),
    ({"share": 50, "size": None}, 4), ({"share": 100, "size": None}, 7),
])  # fmt: skip
def test_a_share_is_rounded_up_and_a_size_is_at_most_the_population(asked, drawn, ended):
    assert draw(ended[0].registered_by, **asked).cases.count() == drawn


def test_only_cases_that_ended_in_the_period_below_the_unit_are_drawn(ended):
    chief = ended[0].registered_by
    act(ended[0], "relapse", chief, days(1))
    act(ended[1], "archive", chief, days(1))
    act(ended[2], "follow_up", chief, days(5))
    make_case(State.ACCEPTED, chief), make_case(State.VOIDED, chief)
    beside = make_case(State.CLOSED, make_chief(make_unit(chief.unit.parent)))
    inside = [d.pk for d in ended[2:]]

    assert draw(chief, size=99).population == inside
    assert draw(make_chief(chief.unit.parent), size=99).population == [*inside, beside.pk]
    with pytest.raises(RuleViolation) as refusal:  # a follow-up of that day is no ending
        draw(chief, start=days(5), end=days(5))
    assert refusal.value.code == "SAMPLE_EMPTY"
    assert SampleDraw.objects.count() == 2


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CHIEF, Role.LEGAL}))
def test_only_chiefs_and_legal_officers_draw(role, ended):
    with pytest.raises(RuleViolation) as refusal:
        draw(make_officer(ended[0].unit, role))
    assert refusal.value.code == "ROLE_FORBIDDEN"
    assert not SampleDraw.objects.exists()
    assert draw(make_officer(ended[0].unit.parent, Role.LEGAL)).size == 3


# --- by somebody else


@pytest.fixture
def drawn(ended) -> SampledCase:
    return draw(ended[0].registered_by).cases.first()


def assign(sample: SampledCase, officer: Officer, by: Officer | None = None) -> SampledCase:
    with case_file(sample.dispute_id) as case:
        row, chief = case.row(SampledCase, sample.pk), case.dispute.registered_by
        return followup.assign(case, row, actor=by or chief, officer=officer)


def test_a_drawn_case_goes_to_somebody_who_did_not_mediate_it(drawn):
    dispute, mediator = drawn.dispute, drawn.dispute.registered_by
    with refused(dispute, "FOLLOW_UP_BY_MEDIATOR"):
        assign(drawn, mediator)
    other = make_officer(dispute.unit)
    assert assign(drawn, other).assigned_to == other
    assert Alert.objects.get(code="sample_assigned").officer == other


def test_a_second_officer_at_the_session_mediated_as_well(drawn):
    second = make_officer(drawn.dispute.unit)
    drawn.dispute.sessions.update(second_officer=second)
    with refused(drawn.dispute, "FOLLOW_UP_BY_MEDIATOR"):
        assign(drawn, second)


def test_who_reconciled_the_parties_mediated_them(ended):
    chief, officer = ended[0].registered_by, make_officer(ended[0].unit)
    dispute = make_case(State.ACCEPTED, chief)
    act(dispute, "reconcile", officer, days(20))
    sample = draw(chief, start=days(20)).cases.get()
    with refused(dispute, "FOLLOW_UP_BY_MEDIATOR"):
        assign(sample, officer)


def test_an_officer_assigns_nobody(drawn):
    officer = make_officer(drawn.dispute.unit)
    with refused(drawn.dispute, "ROLE_FORBIDDEN"):
        assign(drawn, officer, by=officer)


def test_only_the_assigned_officer_follows_a_drawn_case_up(drawn):
    dispute, mediator = drawn.dispute, drawn.dispute.registered_by
    officer, other = make_officer(dispute.unit), make_officer(dispute.unit)
    with refused(dispute, "FOLLOW_UP_NOT_ASSIGNED"):
        follow_up(dispute, by=other, sample=drawn)
    assign(drawn, officer)
    with refused(dispute, "FOLLOW_UP_NOT_ASSIGNED"):
        follow_up(dispute, by=other, sample=drawn)
    with refused(dispute, "FOLLOW_UP_BY_MEDIATOR"):
        follow_up(dispute, by=mediator, sample=drawn)
    made = follow_up(dispute, by=officer, sample=drawn)
    assert SampledCase.objects.get(pk=drawn.pk).follow_up == made
    with refused(dispute, "WRONG_STATE", said="已经回访", by=WrongState):
        follow_up(dispute, by=officer, sample=drawn)
    with refused(dispute, "WRONG_STATE", said="已经回访", by=WrongState):
        assign(drawn, other)


def test_the_mediator_still_makes_the_ordinary_follow_up_of_a_drawn_case(drawn):
    follow_up(drawn.dispute)
    assert SampledCase.objects.get(pk=drawn.pk).follow_up is None


@pytest.mark.django_db(transaction=True)
def test_two_follow_ups_of_a_drawn_case_at_the_same_moment_are_one(drawn):
    officer = make_officer(drawn.dispute.unit)
    assign(drawn, officer)

    def go():
        return follow_up(drawn.dispute, by=officer, sample=drawn)

    outcomes = at_once(go, go)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["FollowUp", "WrongState"]
    assert FollowUp.objects.count() == 1


# --- satisfaction


def test_who_was_not_reached_or_did_not_answer_is_not_satisfied(ended):
    made, officer = draw(ended[0].registered_by, size=5), make_officer(ended[0].unit)
    for sample, said in zip(
        made.cases.all(), ("very", "basically", "unsatisfied", "no_answer"), strict=False
    ):
        assign(sample, officer)
        follow_up(sample.dispute, by=officer, sample=sample, satisfaction=said)
    found = Satisfaction.of(made.cases.select_related("follow_up"))
    assert (found.answered.count, found.answered.of) == (3, 5)
    assert (found.satisfied.count, found.satisfied.of) == (2, 3)
    assert str(found.satisfied.percent) == "66.67"
    assert found.not_followed_up == 1


def test_of_no_answers_there_is_no_rate(ended):
    found = Satisfaction.of(draw(ended[0].registered_by).cases.all())
    assert (found.satisfied.of, found.satisfied.percent) == (0, None)
