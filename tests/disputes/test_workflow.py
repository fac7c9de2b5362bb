"""The table of transitions, whole: who may do what from where, and what it does to 化解."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest
from django.db import transaction

from disputes import clock, workflow
from disputes.casefile import case_file
from disputes.choices import Role, State, Track
from disputes.errors import Caution, Outdated, RuleViolation, WrongState
from disputes.models import Agreement, Dispute, MediationSession
from tests.disputes.agreeing import draft
from tests.disputes.racing import at_once
from tests.disputes.refusing import everything_about, refused
from tests.factories import act, days, make_case, make_chief, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ISSUES = "《中华人民共和国人民调解法》第二十九条"
VOLUNTARY = "《中华人民共和国人民调解法》第十七条"
SECURITY = "《中华人民共和国治安管理处罚法》第九条"
TRAFFIC = "《道路交通事故处理程序规定》第八十四条"

# action: sources > target | roles | change of 化解. Written by hand: whoever changes the table in
# the code has to change the law of this page as well.
TABLE = """
accept: registered > accepted | officer chief | 0
decline: registered accepted > declined | chief | 0
hold_session: accepted mediating > mediating | officer chief | 0
agree: mediating > agreed | officer chief | 1
change_agreement: agreed breached > agreed | officer chief | 1
fulfil: agreed breached > fulfilled | officer chief | 1
breach: agreed > breached | officer chief | -1
reconcile: accepted mediating > closed | officer chief | 1 | civil
settle: accepted mediating failed breached > closed | officer chief | 1 | security_case
feedback: registered accepted mediating failed breached closed > closed | officer chief | 1
hand_over: registered accepted mediating failed breached > closed | officer chief | 0
take_back: closed > accepted | officer chief | 0
fail: mediating > failed | officer chief | 0
withdraw: registered accepted mediating > withdrawn | officer chief | 0
convert: accepted mediating failed breached > converted | officer chief | 0
change_track: registered accepted mediating failed > accepted | officer chief | 0
close: failed fulfilled breached > closed | officer chief | 0
relapse: fulfilled closed > accepted | chief | -1
archive: closed declined withdrawn converted > archived | chief legal | 0
void: registered accepted mediating agreed fulfilled failed breached closed declined withdrawn \
converted > voided | chief | -1
merge: registered accepted mediating agreed fulfilled failed breached closed > voided | chief | -1
absorb: registered accepted mediating agreed fulfilled failed breached closed > - | chief | 0
split: registered accepted mediating agreed failed breached > - | chief | 0
decide_recurrence: registered accepted mediating agreed fulfilled failed breached closed > - \
| officer chief | 0
link_criminal: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted archived > - | officer chief | 0
amend: registered accepted mediating agreed failed breached > - | officer chief | 0
ask_clearance: registered accepted mediating agreed fulfilled failed breached > - \
| officer chief | 0
decide_clearance: registered accepted mediating agreed fulfilled failed breached > - | chief | 0
add_party: registered accepted mediating agreed failed breached > - | officer chief | 0
change_party: registered accepted mediating agreed failed breached > - | officer chief | 0
represent: registered accepted mediating agreed failed breached > - | officer chief | 0
assess_risk: registered accepted mediating agreed fulfilled failed breached closed > - \
| officer chief | 0
mark_party: registered accepted mediating agreed fulfilled failed breached closed > - \
| officer chief | 0
unmark_party: registered accepted mediating agreed fulfilled failed breached closed > - \
| officer chief | 0
submit_review: accepted mediating agreed fulfilled failed breached > - | officer chief | 0
review: accepted mediating agreed fulfilled failed breached > - | chief legal | 0
extend: accepted mediating failed breached > - | chief | 0 | security_case
find: accepted mediating > - | officer chief | 0 | security_case
add_evidence: registered accepted mediating agreed failed breached > - | officer chief | 0
request_appraisal: registered accepted mediating agreed failed breached > - | officer chief | 0
record_appraisal: registered accepted mediating agreed failed breached > - | officer chief | 0
notify: registered accepted mediating agreed fulfilled failed breached closed declined withdrawn \
converted > - | officer chief | 0
request_recusal: registered accepted mediating agreed failed breached > - | officer chief | 0
decide_recusal: registered accepted mediating agreed fulfilled failed breached closed > - \
| chief | 0
decide_warning: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted > - | officer chief | 0
join_session: mediating > - | officer chief | 0
refuse: mediating > - | officer chief | 0
end_session: mediating > - | officer chief | 0
propose_hearing: accepted mediating > - | officer chief | 0
hold_stage: accepted mediating agreed fulfilled failed closed > - | officer chief | 0
change_panel: accepted mediating > - | officer chief legal | 0
object_to_panel: accepted mediating > - | officer chief | 0
decide_panel_objection: accepted mediating > - | chief legal | 0
give_opinion: mediating > - | officer chief | 0
reveal_opinions: mediating > - | officer chief | 0
suspend_hearing: accepted mediating > - | officer chief | 0
resume_hearing: accepted mediating > - | officer chief | 0
terminate_hearing: accepted mediating failed > - | officer chief | 0
withdraw_hearing_consent: accepted mediating > - | officer chief | 0
draft_agreement: mediating > - | officer chief | 0
sign_agreement: mediating > - | officer chief | 0
perform: agreed breached > - | officer chief | 0
waive: agreed breached > - | officer chief | 0
apply_confirmation: agreed fulfilled breached closed > - | officer chief | 0
record_confirmation: agreed fulfilled breached closed > - | officer chief | 0
refer: registered accepted mediating agreed failed breached > - | officer chief | 0
receive: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted > - | officer chief | 0
return: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted > - | officer chief | 0
remind: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted > - | officer chief | 0
withdraw_referral: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted > - | officer chief | 0
answer: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted > - | officer chief | 0
follow_up: agreed fulfilled failed breached closed > - | officer chief | 0
assign_follow_up: agreed fulfilled failed breached closed > - | chief legal | 0
record_persuasion: mediating agreed fulfilled failed breached closed > - | officer chief | 0
issue_paper: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted > - | officer chief | 0
void_paper: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted > - | officer chief | 0
sign_paper: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted > - | officer chief | 0
seal_paper: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted > - | chief | 0
attach: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted > - | officer chief | 0
void_attachment: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted > - | officer chief | 0
make_annex: archived > - | officer chief | 0
decide_annex: archived > - | chief legal | 0
arrange: accepted mediating > - | officer chief | 0
confirm_appointment: accepted mediating > - | officer chief | 0
reschedule: accepted mediating > - | officer chief | 0
cancel_appointment: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted voided > - | officer chief | 0
tell_appointment: accepted mediating > - | officer chief | 0
keep_appointment: registered accepted mediating agreed fulfilled failed breached closed converted \
> - | officer chief | 0
miss_appointment: registered accepted mediating agreed fulfilled failed breached closed declined \
withdrawn converted voided > - | officer chief | 0
take_method_step: registered accepted mediating agreed fulfilled failed breached closed > - \
| officer chief | 0
"""


class Row(NamedTuple):
    """One line of the table above. Without a last column a step exists on every track."""

    action: str
    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    change: int
    tracks: frozenset[str]


def table() -> list[Row]:
    return [_row(line) for line in TABLE.strip().splitlines()]


def _row(line: str) -> Row:
    action, _, rest = line.partition(": ")
    way, roles, change, *tracks = rest.split(" | ")
    sources, target = way.split(" > ")
    return Row(
        action,
        frozenset(sources.split()),
        target,
        frozenset(roles.split()),
        int(change),
        frozenset(tracks[0].split() if tracks else Track.values),
    )


def test_the_table_in_the_code_is_the_table_written_down_here():
    in_code = [
        Row(t.action, frozenset(t.sources), str(t.target or "-"), frozenset(t.roles),
            int(t.change), frozenset(t.tracks))
        for t in workflow.ROWS
    ]  # fmt: skip
    assert in_code == table()


@pytest.fixture
def no_guards(monkeypatch):
    """The table alone: what the guards add has its own tests."""
    bare = {a: replace(t, guards=(), effect=None) for a, t in workflow.TRANSITIONS.items()}
    monkeypatch.setattr(workflow, "TRANSITIONS", bare)


@pytest.mark.usefixtures("no_guards")
@pytest.mark.parametrize("state", State)
def test_every_action_is_refused_to_every_role_and_state_the_table_does_not_name(state):
    dispute, people = make_case(state), [make_officer(role=role) for role in Role]
    before = everything_about(dispute)

    with case_file(dispute.pk) as case:
        for step in workflow.TRANSITIONS.values():
            for person in people:
                if state in step.sources and person.role in step.roles:
                    continue
                with pytest.raises((WrongState, RuleViolation)) as refusal:
                    workflow.take_step(case, step.action, actor=person, on=days(9))
                wanted = "ROLE_FORBIDDEN" if state in step.sources else "WRONG_STATE"
                assert (refusal.value.code, case.added, case.changed) == (wanted, [], {})

    assert everything_about(dispute) == before


@pytest.mark.usefixtures("no_guards")
@pytest.mark.parametrize("state", State)
def test_every_action_the_table_allows_leads_where_the_table_says(state):
    dispute, people = make_case(state), [make_officer(role=role) for role in Role]
    for person in people:
        actions = workflow.available_actions(state, person.role, dispute.track)
        assert actions == [
            t.action
            for t in workflow.ROWS
            if state in t.sources and person.role in t.roles and dispute.track in t.tracks
        ]
        for action in actions:
            with transaction.atomic():
                event = workflow.perform(dispute.pk, action, actor=person, on=days(9))
                now = Dispute.objects.get(pk=dispute.pk)
                target = workflow.TRANSITIONS[action].target or state
                assert (event.from_state, event.to_state, now.state) == (state, target, target)
                assert event.seq == now.version == dispute.version + 1
                assert (event.actor, event.occurred_on) == (person, days(9))
                transaction.set_rollback(True)


@pytest.mark.parametrize("role", [Role.STATISTICIAN, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN,
                                  Role.AUDIT_ADMIN, Role.MACHINE])  # fmt: skip
def test_who_only_counts_or_administers_acts_on_no_case(role):
    assert not any(
        workflow.available_actions(state, role, track) for state in State for track in Track
    )


def test_a_refused_role_is_named_in_chinese_and_nothing_is_written():
    dispute = make_case(State.REGISTERED)
    lawyer = make_officer(role=Role.LEGAL)
    with refused(dispute, "ROLE_FORBIDDEN", said="法制员无权受理"):
        workflow.perform(dispute.pk, "accept", actor=lawyer, on=days(0))


def test_a_wrong_state_is_named_in_chinese_and_nothing_is_written():
    dispute, officer = make_case(State.WITHDRAWN), make_chief()
    with refused(dispute, "WRONG_STATE", said="“已撤回”状态不能受理", by=WrongState):
        workflow.perform(dispute.pk, "accept", actor=officer, on=days(0))


@pytest.mark.parametrize(
    ("action", "track", "law", "said"),
    [
        ("settle", Track.CIVIL, VOLUNTARY, "民间纠纷不能认可和解"),
        ("settle", Track.TRAFFIC, TRAFFIC, "道路交通事故损害赔偿不能认可和解"),
        ("reconcile", Track.SECURITY_CASE, SECURITY, "治安案件不能登记和好"),
        ("reconcile", Track.TRAFFIC, TRAFFIC, "道路交通事故损害赔偿不能登记和好"),
    ],
)
def test_a_step_of_another_track_is_refused_by_the_law_of_this_one(action, track, law, said):
    dispute = make_case(State.ACCEPTED, track=track)
    with refused(dispute, "TRACK_FORBIDDEN", law, said=f"^{said}$"):
        act(dispute, action, make_chief(), days(0))


def test_a_step_leaves_an_event_with_both_times_its_actor_and_its_facts():
    dispute, officer = make_case(State.MEDIATING), make_officer()

    act(dispute, "fail", officer, days(3), reason="分歧过大")

    event, dispute = dispute.events.last(), Dispute.objects.get()
    assert (event.action, event.from_state, event.to_state) == ("fail", "mediating", "failed")
    assert (event.seq, event.actor, event.occurred_on) == (dispute.version, officer, days(3))
    assert event.recorded_at == clock.now()
    assert event.facts["reason"] == "分歧过大"
    assert [e.seq for e in dispute.events.all()] == list(range(1, dispute.version + 1))


def test_a_step_decided_on_an_older_version_is_refused_under_the_lock():
    dispute, officer = make_case(), make_chief()
    with refused(dispute, "OUTDATED", by=Outdated):
        workflow.perform(
            dispute.pk, "accept", actor=officer, on=days(0), expected=dispute.version - 1
        )


@pytest.mark.django_db(transaction=True)
def test_two_officers_pressing_the_same_button_make_one_event():
    dispute, officer = make_case(), make_officer()
    seen = dispute.version

    def press():
        return workflow.perform(dispute.pk, "accept", actor=officer, on=days(0), expected=seen).seq

    outcomes = at_once(press, press)

    assert seen + 1 in outcomes
    assert any(isinstance(outcome, Outdated) for outcome in outcomes)
    assert dispute.events.filter(action="accept").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_without_a_version_do_not_both_succeed_either():
    dispute, officer = make_case(), make_officer()

    def press():
        return workflow.perform(dispute.pk, "accept", actor=officer, on=days(0)).seq

    outcomes = at_once(press, press)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["WrongState", "int"]
    assert dispute.events.filter(action="accept").count() == 1


def test_what_follows_from_a_step_is_written_on_whichever_way_it_is_taken():
    dispute, officer = make_case(State.MEDIATING), make_chief()
    act(dispute, "draft_agreement", officer, days(1))

    workflow.perform(dispute.pk, "agree", actor=officer, on=days(1))
    agreement = Agreement.objects.get()
    assert (agreement.signed_on, agreement.effective_on) == (days(1), days(1))
    assert MediationSession.objects.get().outcome == "agreed"

    workflow.perform(dispute.pk, "breach", actor=officer, on=days(2), facts={"reason": "拒付"})
    assert Agreement.objects.get().breached_on == days(2)

    act(dispute, "perform", officer, days(5))
    assert Agreement.objects.get().fulfilled_on == days(5)

    act(dispute, "relapse", officer, days(6))
    assert Dispute.objects.get().relapse_count == 1


def test_what_follows_from_a_step_follows_what_was_entered():
    dispute = make_case(State.ACCEPTED, track=Track.CIVIL)
    act(dispute, "change_track", make_chief(), days(1))
    assert Dispute.objects.get().track == Track.SECURITY_CASE


def test_a_step_that_moves_the_case_is_not_taken_before_the_last_one_and_a_record_is():
    dispute, officer = make_case(), make_chief()
    act(dispute, "accept", officer, days(3))
    with refused(dispute, "OUT_OF_ORDER"):
        workflow.perform(
            dispute.pk, "withdraw", actor=officer, on=days(2), facts={"reason": "和好"}
        )
    assert act(dispute, "assess_risk", officer, days(2)).occurred_on == days(2)


def test_the_reason_to_go_on_stays_on_the_step_that_needed_it_and_on_no_other():
    dispute = make_case(State.MEDIATING)
    draft(dispute, issues=" ")
    with refused(dispute, "AGREEMENT_BRIEF", ISSUES, by=Caution):
        act(dispute, "agree", dispute.registered_by, days(0), acknowledged={"AGREEMENT_BRIEF": " "})
    told = {"acknowledged": {"AGREEMENT_BRIEF": "双方均无异议", "HOST_IS_PARTY": "同名"}}
    act(dispute, "agree", dispute.registered_by, days(0), **told)
    act(dispute, "breach", dispute.registered_by, days(1), **told)

    agreed, breached = list(dispute.events.all())[-2:]
    assert agreed.facts["acknowledged"] == {"AGREEMENT_BRIEF": "双方均无异议"}
    assert "acknowledged" not in breached.facts


def test_all_that_would_refuse_a_step_is_told_at_once_and_nothing_is_written():
    dispute = make_case(State.MEDIATING)
    draft(dispute, issues=" ", signatures=[])
    before = everything_about(dispute)
    guards = workflow.TRANSITIONS["agree"].guards
    asked = {"actor": dispute.registered_by, "on": days(0), "guards": guards}
    with case_file(dispute.pk) as case:
        told = workflow.refusals(case, "agree", **asked)
        less = workflow.refusals(case, "agree", **{**asked, "guards": guards[:1]})
        early = workflow.refusals(case, "agree", **{**asked, "on": days(-1)})
        other = workflow.refusals(
            case, "agree", **{**asked, "actor": make_officer(role=Role.LEGAL)}
        )
        case.acknowledged = {"AGREEMENT_BRIEF": "双方均无异议"}
        rest = workflow.refusals(case, "agree", **asked)

    assert [refusal.code for refusal in told] == ["AGREEMENT_BRIEF", "SIGNATURES_MISSING"]
    assert (less, [refusal.code for refusal in other]) == ([], ["ROLE_FORBIDDEN"])
    assert [refusal.code for refusal in rest] == ["SIGNATURES_MISSING"]
    assert [refusal.code for refusal in early][:2] == ["BEFORE_REGISTRATION", "OUT_OF_ORDER"]
    assert everything_about(dispute) == before
