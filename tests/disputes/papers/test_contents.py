"""Every field that the domain reference, section 7, asks for stands on its paper."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from disputes.casefile import CaseFile, case_file
from disputes.choices import State, Track
from disputes.models import Agreement, Dispute, Evidence, Party
from disputes.papers import BY_CODE, PAPERS, applicable, lacking_of
from disputes.papers.fields import lacking, shapes
from disputes.papers.hearing_fields import HearingFields
from disputes.papers.paper import Heading, Making
from disputes.papers.templates import builtin
from disputes.services import parties
from tests.disputes.papers import cases
from tests.disputes.papers.printing import file_of, issue, printed_names, text_of
from tests.factories import DAY, act, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

# Written by hand from section 7: paper, and the fields in templates that answer each of its items.
# "p." stands for each party.
PARTY = "p.name p.sex p.born_on p.document p.id_number p.phone p.address p.employer"
SECTION_7 = {
    "registration_form": f"number organ registered_by occurred discovered reported registered "
    f"source alarm_number {PARTY} kind track place summary claims people_count amount risk_level "
    "risk_basis responsible leader deadline routing opinion",
    "risk_assessment": "f.name f.points score level assessor reviewer assessed_on next_on",
    "mediation_notice": "p.name summary recusal_law effects issued_on organ",
    "mediation_consent": "p.line claims single_officer p.name",
    "proxy_authorisation": "p.line agent powers term",
    "guardian_notice": "minor guardian relation notified_on attended",
    "mediation_record": "begun ended place host recorder p.name p.capacity rights facts "
    "statements outcome",
    "security_agreement": "number mediating_organ host host_unit session_place p.line "
    "others_present occurred place names cause facts circumstances result content d.text "
    "signed_on",
    "spot_agreement": "number mediating_organ host p.line occurred place cause facts content "
    "d.text recording signed_on",
    "peoples_agreement": "p.line facts issues responsibility content d.text mediator signed_on",
    "oral_agreement": "p.line facts issues responsibility content d.text mediator signed_on",
    "settlement_application": "p.line agreement proof p.name",
    "settlement_approval": "agreement proof applied performed opinion approved_by approved_on",
    "failure_notice": "reason remedies p.name issued_on",
    "hearing_approval": "reason proposed_by proposed_on ground approved_by approved_on",
    "hearing_rights": "p.name openness served_on",
    "hearing_consent": "c.name c.to_hearing c.to_disclosure c.remark",
    "hearing_panel": "s.seat s.name s.organisation s.capacity s.unrelated conflict_check x.what",
    "hearing_invitation": "scheduled_on place openness",
    "hearing_attendance": "a.kind a.name a.expected a.attended a.absence began ended",
    "hearing_minutes": "summary scheduled_on began ended place openness s.name a.name a.attended "
    "h.stage h.record",
    "hearing_evidence": "e.title e.provided_by e.shows e.views",
    "hearing_deliberation": "o.name o.text o.side votes collective",
    "hearing_opinion": "opinion persuasion s.name",
    "hearing_private_talk": "party talk host held_on",
    "hearing_stop": "p.name what ground reason stopped_on remedies",
    "performance_record": "o.content o.amount o.due_on o.done o.proof confirmed",
    "follow_up_record": "held_on method visited_by visited performed relapsed new_risk "
    "satisfaction suggestions next_on",
    "referral_letter": "number receiver dispute_number summary done risk_level reason attachments "
    "officer organ_phone sent_on organ",
    "referral_receipt": "letter_number received_by received_on return_reason",
    "referral_feedback": "letter_number answer answered_on",
    "confirmation_notice": "p.name agreement effective_on last_day",
    "confirmation_application": "p.line agreement effective_on court applied_on",
    "warning_letter": "perpetrator_line facts delivered_on committee_told_on",
    "file_index": "e.title e.number e.made_on e.pages",
    "closing_approval": "summary state opinion approval agreement fulfilled",
    "traffic_agreement": "p.line facts content d.text signed_on",
}


def test_the_list_names_every_paper():
    assert SECTION_7.keys() == BY_CODE.keys()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.code)
def test_every_field_of_section_7_is_printed(paper):
    wanted = set(SECTION_7[paper.code].split())
    assert wanted <= printed_names(builtin(paper))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.code)
def test_every_field_of_a_paper_of_its_own_is_on_its_page(paper):
    """What is asked of the case is printed; the common fields are at everybody's disposal."""
    shared = shapes(HearingFields if issubclass(paper.fields, HearingFields) else Heading)
    own = {name for name in shapes(paper.fields) if name not in shared}
    loose = {name.partition(".")[0] for name in printed_names(builtin(paper), loops=True)}
    assert own - loose <= UNPRINTED.get(paper.code, set())


UNPRINTED = {
    "security_agreement": {"issues", "responsibility", "mediator", "signatures"},
    "spot_agreement": {"host_unit", "issues", "responsibility", "mediator", "signatures"},
    "peoples_agreement": {
        "host", "host_unit", "session_place", "session_on", "others_present", "circumstances",
        "result", "recording", "signatures",
    },
    "oral_agreement": {
        "host", "host_unit", "session_place", "session_on", "others_present", "circumstances",
        "result", "recording", "signatures", "cause", "mediating_organ",
    },
    "traffic_agreement": {
        "session_place", "session_on", "others_present", "circumstances", "result", "recording",
        "signatures", "mediator",
    },
    "warning_letter": {"perpetrator"},
    "confirmation_notice": {"content", "mediator", "court", "applied_on"},
    "confirmation_application": {"last_day", "law"},
    "referral_letter": {
        "letter_number", "received_on", "received_by", "returned_on", "return_reason",
        "answered_on", "answer", "resolved",
    },
    "referral_receipt": {
        "channel", "summary", "done", "risk_level", "reason", "attachments", "answered_on",
        "answer", "resolved",
    },
    "referral_feedback": {
        "referral_kind", "channel", "sent_on", "done", "risk_level", "reason", "attachments",
        "received_on", "received_by", "returned_on", "return_reason",
    },
}  # fmt: skip


@pytest.mark.parametrize("make", [*cases.MAKERS, cases.traffic], ids=lambda m: m.__name__)
def test_whatever_is_filled_is_printed_and_nothing_is_left_of_the_tags(make):
    dispute = make()
    case = CaseFile(Dispute.objects.get(pk=dispute.pk))
    for paper, row in list(applicable(case)):
        missing = ["卷内材料"] if paper.code == "file_index" and not case.rows(Evidence) else []
        assert lacking_of(case, paper, row, DAY) == missing  # an index of nothing is none
    for issued in cases.issue_all(dispute):
        text = text_of(file_of(issued))
        assert issued.name in text
        assert issued.number in text
        for left in ("{{", "{%", "None", "Undefined", "False", "True"):
            assert left not in text, (issued.code, left)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.code)
def test_an_empty_field_without_a_rule_makes_the_paper_lacking(paper):
    """The declaration decides: whatever has no rule is missed when it is empty."""
    required = {
        name: shape.label.name
        for name, shape in shapes(paper.fields).items()
        if not shape.label.empty
    }
    empty = paper.fields(**{
        name: [] if shape.items else "" for name, shape in shapes(paper.fields).items()
    })  # fmt: skip
    assert lacking(empty) == list(dict.fromkeys(required.values()))
    assert {"organ", "number", "issued_on", "officer", "names"} <= required.keys()


def test_the_agreement_of_a_security_case_says_what_article_184_asks_for():
    dispute = cases.performed()
    agreement = Agreement.objects.get()
    text = text_of(file_of(issue(dispute, "security_agreement", agreement.pk)))
    for said in (
        agreement.organ, agreement.number, "主持人：", "李明，女，1949年12月31日出生",
        "居民身份证11010519491231002X", "工作单位：朝阳区第一小学", "联系电话：13800000000",
        "时间：2026年3月1日19时许", "地点：幸福小区3号楼", "起因：排水", "经过：2026年3月",
        "情节：情节较轻", "结果：未造成人身伤害", "王强修好水管并赔偿一百元",
        "金额100.00元（人民币壹佰元整）；履行方式：现金；履行期限：2026年3月2日以前",
        "依法不予处罚", "提起民事诉讼", "自双方当事人签名之日起生效", "一式三份",
        "被侵害人李明（签名、捺指印）：", "主持人（签名）：", "（印章）", "2026年3月2日",
    ):  # fmt: skip
        assert said in text


def test_others_present_sign_and_a_guardian_has_a_line_of_his_own():
    dispute = make_case(State.AGREED, track=Track.SECURITY_CASE)
    Agreement.objects.update(others_present="赵主任（村干部）")
    cases.represent(dispute, "李明", capacity="guardian", name="李父")
    lines = text_of(
        file_of(issue(dispute, "security_agreement", Agreement.objects.get().pk))
    ).splitlines()
    assert "其他在场人员：赵主任（村干部）" in lines
    assert "其他在场人员（签名）：" in lines
    assert lines.count("监护人、代理人（签名）：") == 1


@pytest.mark.parametrize("signed", [True, False])
def test_a_draft_leaves_the_date_to_be_written_by_hand(signed):
    dispute = make_case(State.MEDIATING, track=Track.SECURITY_CASE)
    act(dispute, "draft_agreement", dispute.registered_by, DAY)
    if signed:
        act(dispute, "agree", dispute.registered_by, DAY)
    text = text_of(file_of(issue(dispute, "security_agreement", Agreement.objects.get().pk)))
    assert ("　　年　　月　　日" in text) is not signed


def test_the_performance_record_tells_parts_and_what_is_left():
    dispute = make_case(State.AGREED)
    cases.pay(dispute, "40.00", days(0))
    record = issue(dispute, "performance_record", Agreement.objects.get().pk)
    assert "2026年3月2日履行40.00元，尚未履行完毕" in text_of(file_of(record))


def test_an_application_about_an_agreement_not_in_effect_lacks_its_days():
    dispute = cases.peoples()
    Agreement.objects.update(effective_on=None)
    case = CaseFile(dispute)
    paper = BY_CODE["confirmation_application"]
    (row,) = paper.rows(case)
    assert lacking_of(case, paper, row, DAY) == ["生效日期", "申请期限"]


def test_the_application_window_ends_on_the_thirtieth_day():
    dispute = make_case(State.AGREED)  # in effect on 2 March 2026
    notice = issue(dispute, "confirmation_notice", Agreement.objects.get().pk)
    assert "最迟于2026年4月1日" in text_of(file_of(notice))


def test_the_age_is_that_of_the_day_of_the_paper():
    dispute = make_case(State.ACCEPTED)
    Party.objects.filter(dispute=dispute, name="王强").update(born_on=date(2008, 6, 30))
    case = CaseFile(dispute)
    paper = BY_CODE["mediation_consent"]
    boy = case.rows(Party)[1]
    for day, age in ((date(2026, 6, 29), "17周岁"), (date(2026, 6, 30), "18周岁")):
        filled = paper.fill(Making(case, boy, "1号", dispute.registered_by, day))
        assert age in filled.parties[1].line


def test_the_index_lists_papers_that_stand_and_the_evidence():
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    form = issue(dispute, "registration_form")
    text = text_of(file_of(issue(dispute, "file_index")))
    assert "矛盾纠纷登记表" in text
    assert form.number in text
    assert "当事人陈述：询问笔录" in text


def test_a_hundred_parties_rare_characters_and_a_long_address_make_a_correct_paper():
    dispute = make_case(State.ACCEPTED)
    address = "\n".join(f"第{n}行。" for n in range(1, 31))
    with case_file(dispute.pk) as case:
        for n in range(98):
            parties.add_party(
                case,
                actor=dispute.registered_by,
                role="applicant",
                adult_confirmed=True,
                name=f"䶮㵘堃{n:02d}",
                address=address,
            )
    text = text_of(file_of(issue(dispute, "registration_form")))
    assert all(f"䶮㵘堃{n:02d}" in text for n in range(98))
    assert {text.count(f"第{n}行。") for n in range(1, 31)} == {98}


def test_times_are_those_of_shanghai():
    dispute = make_case()
    text = text_of(file_of(issue(dispute, "registration_form")))
    there = timezone.localtime(dispute.registered_at)
    assert f"2026年3月2日{there.hour}时00分" in text
    assert there.hour == 9
