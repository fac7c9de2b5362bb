"""Risk: a score suggests and explains, a named officer decides, the history stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from disputes import statutes
from disputes.casefile import case_file
from disputes.choices import Role, State, Track
from disputes.errors import WrongState
from disputes.models import (
    Alert,
    Dispute,
    DisputeEvent,
    Officer,
    RiskAssessment,
    RiskFactor,
    RiskLevel,
)
from disputes.services import risk
from tests.disputes.racing import at_once
from tests.disputes.refusing import refused
from tests.factories import DAY, days, make_case, make_chief, make_officer, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
BELOW = "RISK_BELOW_SUGGESTION"


def assess(dispute: Dispute, code: str, *, why: str = "", **fields: Any) -> RiskAssessment:
    told = {"basis": "多次报警", "on": DAY, "actor": dispute.registered_by, **fields}
    with case_file(dispute.pk) as case:
        case.acknowledged = {BELOW: why} if why else {}
        return risk.assess_risk(case, level=RiskLevel.objects.get(code=code), **told)


def suggestion(dispute: Dispute, *ticked: str) -> risk.Suggestion:
    with case_file(dispute.pk) as case:
        return risk.suggest(case, ticked)


# --- the suggestion


def test_a_quiet_case_suggests_the_lowest_level():
    said = suggestion(make_case())
    assert (said.score, said.level.code) == (0, "blue")
    assert said.explanation == "没有计分的风险因素，合计0分，建议蓝色（低）"


def test_the_suggestion_explains_every_point():
    said = suggestion(make_case(repeat_alarm=True), "weapon", "drink")
    assert (said.score, said.level.code) == (50, "orange")
    assert said.explanation == (
        "持有或者准备凶器（25分）＋重复警情（15分，登记信息）＋酗酒（10分），"
        "合计50分，建议橙色（较高）"
    )


@pytest.mark.parametrize(("fields", "codes"), [
    ({"repeat_alarm": True}, {"repeat_alarms"}),
    ({"group_event": True}, {"crowd"}),
    ({"involves_minor": True}, {"children"}),
    ({"domestic_violence": True}, {"domestic_violence"}),
    ({"amount": 100_000}, {"money"}),
    ({"amount": "99999.99"}, set()),
    ({"amount": None}, set()),
])  # fmt: skip
def test_what_the_register_says_counts_by_itself(fields, codes):
    said = suggestion(make_case(**fields))
    assert {point.code for point in said.points} == codes
    assert all(point.by_case for point in said.points)


def test_a_factor_that_is_ticked_and_registered_counts_once():
    assert suggestion(make_case(repeat_alarm=True), "repeat_alarms").score == 15


def test_a_bureaus_own_weights_limits_and_levels_count():
    RiskFactor.objects.filter(code="drink").update(weight=70)
    RiskFactor.objects.create(
        code="many", name="五人以上", weight=5, flag="people_count", at_least=5
    )
    said = suggestion(make_case(people_count=5), "drink")
    assert (said.score, said.level.code) == (75, "red")
    RiskLevel.objects.filter(code="red").update(is_active=False)
    assert suggestion(make_case(people_count=4), "drink").level.code == "orange"


@pytest.mark.parametrize("code", ["nonsense", "drink"])
def test_a_factor_that_is_not_in_use_cannot_be_ticked(code):
    RiskFactor.objects.filter(code="drink").update(is_active=False)
    dispute = make_case()
    with refused(dispute, "RISK_FACTOR_UNKNOWN", said=code):
        assess(dispute, "blue", factors=[code])


# --- the decision


def test_the_decision_keeps_factors_score_and_suggestion_of_that_day():
    dispute = make_case(domestic_violence=True)
    assess(dispute, "yellow", factors=["drink"])
    RiskFactor.objects.update(weight=1)
    stored = RiskAssessment.objects.get()
    assert (stored.score, stored.suggested.code, stored.level.code) == (30, "yellow", "yellow")
    assert stored.factors == [
        {"code": "domestic_violence", "name": "涉家庭暴力", "points": 20, "by_case": True},
        {"code": "drink", "name": "酗酒", "points": 10, "by_case": False},
    ]
    assert stored.assessed_by == dispute.registered_by


def test_the_risk_level_keeps_its_history():
    dispute = make_case()
    assess(dispute, "blue")
    assess(dispute, "red", basis="扬言报复", leader=dispute.registered_by)
    assert Dispute.objects.get().risk_level.code == "red"
    history = [(r.level.code, r.basis, r.unit) for r in RiskAssessment.objects.all()]
    assert history == [("blue", "多次报警", dispute.unit), ("red", "扬言报复", dispute.unit)]


def test_a_level_below_the_suggestion_needs_a_reason_which_stays_on_the_event():
    dispute = make_case(domestic_violence=True)
    with refused(dispute, BELOW, said="评分20分，建议黄色（中）；定为蓝色（低）须说明理由"):
        assess(dispute, "blue")
    assess(dispute, "blue", why="双方已分居，无再次接触可能")
    event = DisputeEvent.objects.filter(action="assess_risk").get()
    assert event.facts["acknowledged"] == {BELOW: "双方已分居，无再次接触可能"}
    assert RiskAssessment.objects.get().suggested.code == "yellow"


def test_a_level_at_or_above_the_suggestion_needs_none():
    dispute = make_case(domestic_violence=True)
    assess(dispute, "yellow")
    assess(dispute, "orange", leader=dispute.registered_by)
    assert RiskAssessment.objects.count() == 2


def test_a_score_alone_decides_nothing():
    dispute = make_case()
    with pytest.raises(ValidationError):
        assess(dispute, "blue", basis="")
    with refused(dispute, "RISK_BASIS_MISSING", str(statutes.AUTOMATED_DECISION)):
        assess(dispute, "blue", basis="  ")
    with refused(dispute, "ROLE_FORBIDDEN", said="系统对接账号无权评估风险"):
        assess(dispute, "blue", actor=make_officer(role=Role.MACHINE))


@pytest.mark.parametrize("code", ["red", "orange"])
def test_a_high_level_needs_a_leader(code):
    dispute = make_case()
    with refused(dispute, "LEADER_REQUIRED", said="须指定包案领导"):
        assess(dispute, code)


def test_the_leader_is_a_chief_of_the_unit_or_above():
    dispute = make_case()
    station, bureau = dispute.unit, dispute.unit.parent
    beside = make_unit(bureau)
    unfit = [make_officer(station), make_chief(beside), make_officer(bureau, Role.LEGAL),
             make_officer(station, Role.CHIEF, is_active=False)]  # fmt: skip
    for leader in unfit:
        for level in ("red", "blue"):
            with refused(dispute, "LEADER_REQUIRED", said="本单位或者上级单位的负责人"):
                assess(dispute, level, leader=leader)
    for leader in (make_chief(station), make_chief(bureau), make_chief(bureau.parent)):
        assert assess(dispute, "red", leader=leader).leader == leader


# --- who is told


def told(dispute: Dispute) -> list[Officer]:
    return [a.officer for a in Alert.objects.filter(dispute=dispute, code="risk_raised")]


def test_a_rise_to_the_highest_level_is_told_to_the_chiefs_of_the_unit():
    dispute = make_case()
    chief, other = dispute.registered_by, make_chief(dispute.unit)
    make_chief(dispute.unit.parent), make_officer(dispute.unit)
    assess(dispute, "orange", leader=chief)
    assert told(dispute) == []
    assess(dispute, "red", leader=chief)
    assert set(told(dispute)) == {chief, other}
    assert dispute.number in Alert.objects.first().title


def test_a_case_that_stays_at_the_highest_level_alarms_nobody_again():
    dispute = make_case()
    assess(dispute, "red", leader=dispute.registered_by)
    Alert.objects.all().delete()
    assess(dispute, "red", leader=dispute.registered_by)
    assert told(dispute) == []


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_the_same_moment_are_two_rows_and_the_later_one_holds():
    dispute = make_case(State.ACCEPTED, track=Track.CIVIL)

    outcomes = at_once(lambda: assess(dispute, "blue"), lambda: assess(dispute, "yellow"))

    assert all(isinstance(outcome, RiskAssessment) for outcome in outcomes), outcomes
    history = list(RiskAssessment.objects.order_by("pk"))
    assert Dispute.objects.get().risk_level == history[-1].level
    seqs = dispute.events.filter(action="assess_risk").values_list("seq", flat=True)
    assert len(set(seqs)) == 2


def test_the_history_is_append_only():
    dispute = make_case()
    stored = assess(dispute, "blue")
    with pytest.raises(IntegrityError, match="append-only"):
        RiskAssessment.objects.filter(pk=stored.pk).update(basis="改")


def test_nobody_assesses_a_case_that_is_over():
    dispute = make_case(State.VOIDED)
    with refused(dispute, "WRONG_STATE", said="已作废", by=WrongState):
        assess(dispute, "blue", on=days(1))
