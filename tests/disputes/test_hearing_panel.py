"""Who approves a hearing, consents to it, sits on its panel and gives an opinion."""

from __future__ import annotations

from typing import Any

import pytest

from disputes.choices import Role
from disputes.models import (
    HearingOpinion,
    HearingSeat,
)
from disputes.models.hearing import Stage
from tests.disputes.hall import PANEL, Hall
from tests.disputes.refusing import refused
from tests.factories import make_case, make_officer

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
    given = hall.consents()
    given[1][lacking] = False
    with refused(hall.dispute, "HEARING_CONSENT_MISSING", *CONSENT_LAWS, said="王\\*尚未同意"):
        hall.hold(Stage.CONSENT, record={"consents": given})
    with refused(hall.dispute, "HEARING_CONSENT_MISSING", *CONSENT_LAWS):
        hall.hold(Stage.CONSENT, record={"consents": given[:1]})


@pytest.mark.parametrize("garbage", ["同意", 1, None, {"party": 1}, ["同意"]])
def test_a_consent_that_names_nobody_is_none(garbage):
    hall = Hall().until(Stage.CONSENT)
    with refused(hall.dispute, "HEARING_CONSENT_MISSING", *CONSENT_LAWS):
        hall.hold(Stage.CONSENT, record={"consents": garbage})


def test_consents_name_each_party_of_this_dispute_once():
    hall, stranger = Hall().until(Stage.CONSENT), make_case().parties.first()
    given = hall.consents()
    for extra in (given[0], given[0] | {"party": stranger.pk}, "同意"):
        with refused(hall.dispute, "HEARING_CONSENT_INVALID"):
            hall.hold(Stage.CONSENT, record={"consents": [*given, extra]})


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
        (changed(1, name="赵所长"), "一人不得多席"),  # the host as a member
        (changed(4, name="李律师"), "一人不得多席"),  # a member as the recorder
        (changed(2, unrelated=False), "利害关系"),
        (changed(0, unrelated=False), "利害关系"),
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
    with refused(hall.dispute, "HEARING_STAGE_ORDER", said="组成听证小组"):
        hall.hold(Stage.NOTICE, seats=MORE[:1])


def test_every_member_gives_one_opinion_and_nobody_else_does():
    hall = Hall().until(Stage.DELIBERATION)
    host = HearingSeat.objects.get(seat="host")
    given = hall.opinions()
    with refused(hall.dispute, "HEARING_RECORD_MISSING", said="每名听证员"):
        hall.hold(Stage.DELIBERATION, opinions=given[:2])
    for wrong in ([*given, {"seat": host.pk, "text": "x"}], [*given, given[0]]):
        with refused(hall.dispute, "OPINION_NOT_A_MEMBER"):
            hall.hold(Stage.DELIBERATION, opinions=wrong)
    hall.hold(Stage.DELIBERATION, opinions=given)
    assert HearingOpinion.objects.count() == 3
    with refused(hall.dispute, "HEARING_STAGE_ORDER"):
        hall.hold(Stage.OPINION, opinions=given[:1])
