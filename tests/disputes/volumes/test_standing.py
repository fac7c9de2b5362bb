"""What a file still lacks, by track and outcome; the rules are data."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from disputes import clock
from disputes.choices import Outcome, Role, State, Track
from disputes.models import AuditEvent, CaseFileRule
from disputes.volumes import needs
from tests.disputes.api.asking import Api, created, done, problem
from tests.disputes.papers import cases
from tests.disputes.papers.printing import void
from tests.disputes.volumes.filing import issue_whole, long_case, missing, on_file
from tests.factories import DAY, act, days, make_case, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


@pytest.mark.parametrize(
    ("state", "track", "names"),
    [
        (State.FULFILLED, Track.SECURITY_CASE,
         ["矛盾纠纷登记表", "矛盾纠纷风险评估表", "调解告知书", "调解申请（同意）书", "调解申请（同意）书",
          "调解笔录", "治安调解协议书", "调解协议履行记录", "矛盾纠纷回访记录", "矛盾纠纷结案审批表"]),
        (State.FAILED, Track.CIVIL,
         ["矛盾纠纷登记表", "矛盾纠纷风险评估表", "调解告知书", "调解申请（同意）书", "调解申请（同意）书",
          "调解笔录", "调解不成（终止）告知书", "矛盾纠纷结案审批表"]),
        (State.WITHDRAWN, Track.CIVIL,
         ["矛盾纠纷登记表", "矛盾纠纷风险评估表", "调解不成（终止）告知书"]),
        (State.ACCEPTED, Track.TRAFFIC, ["矛盾纠纷登记表", "矛盾纠纷风险评估表"]),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_by_track_and_outcome(state, track, names):
    assert missing(make_case(state, track=track)) == names


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (State.FULFILLED, Outcome.FULFILLED), (State.AGREED, Outcome.AGREED),
        (State.BREACHED, Outcome.BREACHED), (State.FAILED, Outcome.FAILED),
        (State.CLOSED, Outcome.FAILED), (State.DECLINED, Outcome.DECLINED),
        (State.WITHDRAWN, Outcome.WITHDRAWN), (State.CONVERTED, Outcome.CONVERTED),
        (State.ARCHIVED, Outcome.WITHDRAWN), (State.MEDIATING, Outcome.OPEN),
    ],
)  # fmt: skip
def test_the_outcome_is_that_of_the_end_even_after_archiving(state, outcome):
    assert needs.outcome(on_file(make_case(state))) == outcome


def test_the_way_of_closing_is_an_outcome_of_its_own():
    assert needs.outcome(on_file(cases.settled())) == Outcome.SETTLED
    dispute = make_case(State.MEDIATING)
    act(dispute, "reconcile", dispute.registered_by, days(0))
    assert needs.outcome(on_file(dispute)) == Outcome.RECONCILED


def test_each_party_needs_a_paper_of_its_own_and_a_voided_one_is_missing_again():
    dispute = make_case(State.FAILED)
    consents = [p for p in issue_whole(dispute) if p.code == "mediation_consent"]
    assert "调解申请（同意）书" not in missing(dispute)
    void(dispute, consents[0])
    (lost,) = [m for m in needs.standing(on_file(dispute)).missing if m.code == "mediation_consent"]
    assert (lost.subject, lost.about, lost.lacking) == (consents[0].subject, "李*", [])


def test_a_paper_for_which_nothing_has_been_done_yet_says_so():
    dispute = make_case(State.FULFILLED)
    found = {m.code: m for m in needs.standing(on_file(dispute)).missing}
    assert found["follow_up_record"].lacking == [needs.NOTHING_DONE]


def test_a_complete_file_has_nothing_missing():
    dispute = long_case()
    issue_whole(dispute)
    assert missing(dispute) == []


def rule(**fields) -> CaseFileRule:
    told = {"paper": "file_index", "need": "one", "position": 5, "source": "县局规定",
            "since": clock.today()} | fields  # fmt: skip
    return CaseFileRule.objects.create(**told)


def test_a_rule_holds_for_the_cases_of_its_days_only():
    dispute = make_case(State.WITHDRAWN)  # ended on 2 March
    ended = needs.ended_on(on_file(dispute))
    late = rule(since=ended + timedelta(days=1))
    assert "卷宗目录" not in missing(dispute)
    CaseFileRule.objects.filter(pk=late.pk).update(until=ended + timedelta(days=2))
    early = rule(since=ended)
    assert missing(dispute)[0] == "卷宗目录"  # in the place that the rule gives it
    CaseFileRule.objects.filter(pk=early.pk).update(until=ended)
    assert "卷宗目录" not in missing(dispute)


def test_a_condition_keeps_a_rule_from_other_cases():
    rule(condition="violence", paper="follow_up_record", need="one", since=DAY)
    quiet, violent = make_case(State.FAILED), make_case(State.FAILED, domestic_violence=True)
    assert "矛盾纠纷回访记录" not in missing(quiet)
    assert "矛盾纠纷回访记录" in missing(violent)


def test_legal_officers_begin_and_end_rules_and_nobody_edits_one():
    dispute = make_case(State.WITHDRAWN)
    legal = Api(make_officer(dispute.unit, Role.LEGAL))
    today = clock.today()
    body = {"paper": "file_index", "need": "one", "position": 5, "source": "县局规定",
            "since": str(today)}  # fmt: skip
    chief = Api(dispute.registered_by)
    problem(chief.post("/api/v1/case-file-rules/", body), 403, "ROLE_FORBIDDEN")
    past = legal.post("/api/v1/case-file-rules/", body | {"since": str(today - timedelta(days=1))})
    problem(past, 422, "RULE_BACKDATED")
    made = created(legal.post("/api/v1/case-file-rules/", body))
    twice = legal.post("/api/v1/case-file-rules/", body)
    assert twice.status_code in (400, 422)
    with pytest.raises(IntegrityError, match="only ends"), transaction.atomic():
        CaseFileRule.objects.filter(pk=made["id"]).update(need="each")
    ended = done(legal.post(f"/api/v1/case-file-rules/{made['id']}/end/", {"until": str(today)}))
    assert ended["until"] == str(today)
    again = legal.post(f"/api/v1/case-file-rules/{made['id']}/end/", {"until": str(today)})
    problem(again, 409, "WRONG_STATE")
    assert list(AuditEvent.objects.values_list("action", flat=True)) == [
        "begin_case_file_rule", "end_case_file_rule",
    ]  # fmt: skip
    listed = done(chief.get("/api/v1/case-file-rules/"))
    assert listed[0]["paper_name"] == "卷宗目录"
