"""Who approves a hearing, consents to it and sits on its panel."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disputes.casefile import CaseFile
from disputes.choices import Role
from disputes.errors import Caution
from disputes.models import HearingConsent, HearingPlan, HearingSeat, Party
from disputes.models.hearing import Stage
from disputes.services import parties
from tests.disputes.hall import PANEL, Hall, attendance, consents
from tests.disputes.refusing import refused
from tests.factories import DAY, act, make_case, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

CONSENT_LAWS = (
    "《中华人民共和国人民调解法》第十七条",
    "《中华人民共和国个人信息保护法》第二十三条",
)


def test_the_chief_approves_the_start():
    hall = Hall()
    with refused(hall.dispute, "ROLE_FORBIDDEN"):
        hall.hold(Stage.INITIATION, actor=make_officer(role=Role.OFFICER))
    hall.hold(Stage.INITIATION)
    hall.hold(Stage.CONSENT, actor=make_officer(role=Role.OFFICER))


@pytest.mark.parametrize("lacking", ["to_hearing", "to_disclosure"])
def test_everybody_consents_to_the_hearing_and_apart_from_it_to_disclosure(lacking):
    hall = Hall().until(Stage.CONSENT)

    def hold(given: list[dict[str, Any]]) -> None:
        hall.hold(Stage.CONSENT, consents=given)

    first, second = given_by(hall)
    with refused(hall.dispute, "HEARING_CONSENT_MISSING", *CONSENT_LAWS, said="王\\*尚未同意"):
        hold([first, second | {lacking: False}])
    with refused(hall.dispute, "HEARING_CONSENT_MISSING", *CONSENT_LAWS):
        hold([first])
    hold([first, second])


def given_by(hall: Hall) -> list[dict[str, Any]]:
    return consents(CaseFile(hall.dispute))


def test_consents_name_each_party_of_this_dispute_once():
    hall, stranger = Hall().until(Stage.CONSENT), make_case().parties.first()
    given = given_by(hall)
    with refused(hall.dispute, "HEARING_CONSENT_INVALID"):
        hall.hold(Stage.CONSENT, consents=[*given, given[0]])
    with refused(hall.dispute, "ANOTHER_DISPUTE"):
        hall.hold(Stage.CONSENT, consents=[*given, given[0] | {"party": stranger}])


def test_whoever_joins_later_consents_before_the_hearing_opens():
    hall = Hall().until(Stage.OPENING)
    act(hall.dispute, "add_party", hall.chief, DAY)
    with refused(hall.dispute, "HEARING_CONSENT_MISSING", *CONSENT_LAWS):
        hall.hold(Stage.OPENING)
    newcomer = given_by(hall)[2:]
    hall.hold(Stage.OPENING, consents=newcomer)
    assert HearingConsent.objects.count() == 3


def test_who_came_in_after_the_notice_is_called_by_name_as_well():
    hall = Hall().until(Stage.OPENING)
    act(hall.dispute, "add_party", hall.chief, DAY)
    hall.file(lambda case: parties.add_representative(
        case, actor=hall.chief, party=case.rows(Party)[0], capacity="proxy", name="孙律师",
        powers="特别授权", authorisation="委1"))  # fmt: skip
    newcomers, everybody = given_by(hall)[2:], attendance(CaseFile(hall.dispute))
    with refused(hall.dispute, "HEARING_ATTENDANCE_MISSING", said=newcomers[0]["party"].name):
        hall.hold(Stage.OPENING, consents=newcomers, attendance=[
            row for row in everybody if row.get("party") != newcomers[0]["party"]])  # fmt: skip
    with refused(hall.dispute, "HEARING_ATTENDANCE_MISSING", said="孙律师"):
        hall.hold(Stage.OPENING, consents=newcomers, attendance=[
            row for row in everybody if "representative" not in row])  # fmt: skip
    hall.hold(Stage.OPENING, consents=newcomers, attendance=everybody)


@pytest.mark.parametrize(
    ("born", "law", "said"),
    [
        (date(2013, 3, 2), "《中华人民共和国个人信息保护法》第三十一条", "未满十四周岁"),
        (date(2012, 3, 3), "《中华人民共和国个人信息保护法》第三十一条", "未满十四周岁"),
        (date(2012, 3, 2), "《中华人民共和国民法典》第十九条", "未满十八周岁"),
    ],
)
@pytest.mark.parametrize("nth", [0, 1])
def test_the_guardian_signs_the_consent_of_a_minor(born, law, said, nth):
    hall = Hall(openness="closed").until(Stage.CONSENT)
    hall.file(lambda case: parties.change_party(
        case, case.rows(Party)[nth].pk, actor=hall.chief, born_on=born))  # fmt: skip
    alone = given_by(hall)
    with refused(hall.dispute, "HEARING_CONSENT_GUARDIAN", law, said=said):
        hall.hold(Stage.CONSENT, consents=alone)
    hall.file(lambda case: parties.add_representative(
        case, actor=hall.chief, party=case.rows(Party)[nth], capacity="guardian", name="李父",
        notified_on=DAY))  # fmt: skip
    hall.hold(Stage.CONSENT)
    signers = [c.signed_by and c.signed_by.name for c in HearingConsent.objects.order_by("pk")]
    assert signers == (["李父", None] if nth == 0 else [None, "李父"])


def changed(n: int, **fields: Any) -> list[dict[str, Any]]:
    return [row | fields if i == n else row for i, row in enumerate(PANEL)]


MORE = [{**PANEL[3], "name": f"听证员{n}"} for n in range(9)]


@pytest.mark.parametrize(
    ("seats", "said"),
    [
        (PANEL[:3] + PANEL[4:], "听证员3至7名且为单数"),  # two
        (PANEL + MORE[:1], "听证员3至7名且为单数"),  # four
        (PANEL + MORE[:6], "听证员3至7名且为单数"),  # nine
        (PANEL[1:], "主持人1名"),
        (PANEL[:4], "记录员1名"),
        ([*PANEL, PANEL[0] | {"name": "吴所长"}], "主持人1名"),
        ([*PANEL, PANEL[4] | {"name": "吴民警"}], "记录员1名"),
        (changed(1, name="赵所长"), "一人不得多席"),  # the host as a member
        (changed(4, name="李律师"), "一人不得多席"),  # a member as the recorder
        ([], "主持人1名、听证员3至7名且为单数、记录员1名"),
    ],
)
def test_a_wrong_panel_is_refused_and_the_seat_is_named(seats, said):
    hall = Hall().until(Stage.PANEL)
    with refused(hall.dispute, "PANEL_INVALID", said=said):
        hall.hold(Stage.PANEL, seats=seats)


@pytest.mark.parametrize("more", [2, 4])
def test_five_and_seven_members_sit_as_well(more):
    hall = Hall().until(Stage.PANEL)
    hall.hold(Stage.PANEL, seats=PANEL + MORE[:more])
    assert HearingSeat.objects.filter(seat="member").count() == 3 + more


def test_the_panel_is_complete_when_it_is_checked():
    hall = Hall().until(Stage.NOTICE)
    with refused(hall.dispute, "HEARING_STAGE_ORDER", said="“通知”环节不登记听证组成人员"):
        hall.hold(Stage.NOTICE, seats=MORE[:1])


# --- the unit's plan


def absent(hall: Hall, *names: str) -> list[dict[str, Any]]:
    return attendance(CaseFile(hall.dispute), dict.fromkeys(names, "住院"))


def test_a_plan_may_let_the_hearing_go_on_with_those_present_as_long_as_they_are_odd():
    hall = Hall().until(Stage.PANEL)
    HearingPlan.objects.create(unit=hall.dispute.unit.parent, quorum="odd_present", most_members=5)
    with refused(hall.dispute, "PANEL_INVALID", said="听证员3至5名且为单数"):
        hall.hold(Stage.PANEL, seats=PANEL + MORE[:4])
    hall.hold(Stage.PANEL, seats=PANEL + MORE[:2])
    hall.until(Stage.OPENING)
    with refused(hall.dispute, "HEARING_QUORUM_MISSING", said="孙代表未到场"):
        hall.hold(Stage.OPENING, attendance=absent(hall, "孙代表"))
    hall.hold(Stage.OPENING, attendance=absent(hall, "孙代表", "李律师"))
    hall.until(Stage.OPINION)
    assert HearingSeat.objects.filter(seat="member", left_on=None).count() == 3
    assert hall.seat("孙代表").left_reason == "未到场：住院"


def test_without_a_plan_nobody_of_the_panel_may_be_missing():
    hall = Hall().until(Stage.PANEL)
    hall.hold(Stage.PANEL, seats=PANEL + MORE[:2])
    hall.until(Stage.OPENING)
    for names in (("孙代表", "李律师"), ("赵所长",), ("周民警",)):
        with refused(hall.dispute, "HEARING_QUORUM_MISSING", said=f"{'、'.join(names)}未到场"):
            hall.hold(Stage.OPENING, attendance=absent(hall, *names))


def test_a_plan_asks_for_days_between_notice_and_hearing_or_for_a_reason():
    hall = Hall().until(Stage.NOTICE)
    HearingPlan.objects.create(unit=hall.dispute.unit, notice_days=7)
    with refused(hall.dispute, "HEARING_NOTICE_SHORT", said="提前7日通知", by=Caution):
        hall.hold(Stage.NOTICE)
    with refused(hall.dispute, "OUT_OF_ORDER", said="不得早于通知日期"):
        hall.hold(Stage.NOTICE, record={"scheduled_on": "2026-03-01"})
    hall.hold(Stage.NOTICE, record={"scheduled_on": "2026-03-09"})
