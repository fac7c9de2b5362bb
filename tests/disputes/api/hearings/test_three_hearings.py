"""Three hearings over HTTP: agreed, failed, stopped; each with its papers."""

from __future__ import annotations

import pytest

from disputes.models import (
    MediationSession,
)
from tests.disputes.api.asking import created, done, one, problem
from tests.disputes.api.hearings.hall import CASE, TODAY, Hearing, fill_pool
from tests.disputes.api.hearings.seeing import (
    ART_6,
    ART_26,
    MINORS,
    PIPL_31,
    SET,
    issue_all,
    refuse,
    still_missing,
    unchanged,
)
from tests.disputes.api.test_walk import agreement

pytestmark = pytest.mark.django_db


def test_a_hearing_that_brings_an_agreement_and_all_its_papers(hearing):
    hearing.propose().until("conclusion")
    first, second = hearing.parties
    created(hearing.chief.post(one(hearing.pk, "agreements/"), agreement(first, second)))
    assert done(hearing.chief.step(hearing.pk, "agree"))["state"] == "agreed"
    created(hearing.hold("conclusion", record={"outcome": "agreed"}))
    row = created(hearing.hold("follow_up"))

    assert (row["standing"], len(row["stages"]), row["revealed_on"]) == ("concluded", 14, TODAY)
    session = MediationSession.objects.get(dispute=hearing.pk)
    assert (session.mode, session.outcome, session.host) == (
        "hearing",
        "agreed",
        hearing.chief.officer,
    )
    held = done(hearing.chief.get(one(hearing.pk, f"sessions/{session.pk}/")))
    assert (held["began_at"], held["ended_at"]) == (
        f"{TODAY}T09:00:00+08:00", f"{TODAY}T11:30:00+08:00",
    )  # fmt: skip
    papers = issue_all(hearing)
    assert papers.keys() == SET | {
        "peoples_agreement", "performance_record", "confirmation_notice", "follow_up_record",
    }  # fmt: skip
    assert still_missing(hearing) == {"risk_assessment"}  # nobody assessed one
    (minutes,) = papers["hearing_minutes"]
    for said in (
        "2026年6月30日9时00分", "2026年6月30日11时30分", "冯会计", "外出务工", "老渠何年修建？",
        "登记的四至有误", "以老渠为界，补偿八百元", "〔理〕争一尺地，误一季粮", "听证室-20260630-01",
    ):  # fmt: skip
        assert said in minutes, said
    assert "定于2026年6月30日9时00分在村委会议事厅举行" in papers["hearing_invitation"][0]
    assert "支持申请方主要诉求3名" in papers["hearing_deliberation"][0]


def test_what_is_said_back_to_back_stands_on_no_paper_that_the_other_side_reads(hearing):
    hearing.propose().until("conclusion")
    papers = issue_all(hearing)
    talks = papers.pop("hearing_private_talk")
    for secret, party, other in (
        ("五百元也可以接受", "谈话对象李明", "王强"), ("最多愿意出一千元", "谈话对象王强", "李明"),
    ):  # fmt: skip
        (own,) = [text for text in talks if secret in text]
        assert party in own.replace("\n", "")
        assert other not in own
        assert not any(secret in text for texts in papers.values() for text in texts)


def test_a_hearing_that_fails_tells_the_remedies(hearing):
    hearing.propose().until("conclusion")
    with unchanged(hearing.pk):
        answer = hearing.hold("conclusion", record={"remedies_told": False})
        art_185 = "《公安机关办理行政案件程序规定》第一百八十五条"
        refuse(hearing, answer, "SUE_NOTICE_MISSING", art_185, said="其他救济途径")
        early = f"{TODAY}T08:59:00+08:00"
        refuse(hearing, hearing.hold("conclusion", record={"outcome": "agreed"}),
               "HEARING_WITHOUT_AGREEMENT", said="听证意见仅供参考")  # fmt: skip
        assert hearing.hold("conclusion", ended_at=early).status_code == 422
    row = created(hearing.hold("conclusion"))
    assert (row["standing"], row["dispute"]["state"]) == ("concluded", "mediating")
    done(hearing.chief.step(hearing.pk, "fail", reason="分歧较大", remedies_told=True))
    created(hearing.hold("follow_up"))
    papers = issue_all(hearing)
    assert papers.keys() == SET | {"failure_notice", "closing_approval", "follow_up_record"}
    (notice,) = papers["failure_notice"]
    assert "经调解未达成协议" in notice
    assert "原因：分歧较大" in notice
    assert "也可以向人民法院提起诉讼" in notice
    assert still_missing(hearing) == {"risk_assessment"}
    assert "已告知其他救济途径：是" in papers["hearing_minutes"][0]
    assert "未达成协议" in papers["hearing_minutes"][0]


def test_a_party_takes_back_its_consent_and_ordinary_mediation_goes_on(hearing):
    hearing.propose().until("questions")
    first, second = hearing.parties
    body = {"party": second["id"], "reason": "不愿外人知晓家事"}
    with unchanged(hearing.pk):
        refuse(hearing, hearing.send("withdraw-consent", body), "SUE_NOTICE_MISSING", ART_26)
    stopped = done(hearing.send("withdraw-consent", body | {"remedies_told": True}))

    assert stopped["standing"] == "terminated"
    assert [c["withdrawn_on"] for c in stopped["consents"]] == [None, TODAY]
    assert stopped["stops"][0]["ground"] == "consent_withdrawn"
    assert MediationSession.objects.get(dispute=hearing.pk).outcome == "not_agreed"
    with unchanged(hearing.pk):
        refuse(hearing, hearing.hold("questions"), "HEARING_TERMINATED", status=409,
               said="可以另行组织普通调解")  # fmt: skip
        again = hearing.send("withdraw-consent", body | {"remedies_told": True})
        refuse(hearing, again, "HEARING_TERMINATED", status=409)
    papers = issue_all(hearing)
    assert papers.keys() == SET - {
        "hearing_deliberation", "hearing_opinion", "hearing_private_talk"
    } | {"hearing_stop"}  # fmt: skip
    assert "终止" in papers["hearing_stop"][0]
    assert "提起民事诉讼" in papers["hearing_stop"][0]
    assert still_missing(hearing) == {"risk_assessment"}
    assert "撤回同意：不愿外人知晓家事" in papers["hearing_consent"][0]

    ordinary = {
        "mode": "ordinary", "place": "调解室", "facts_found": "地界以老渠为准",
        "participants": [{"party": p["id"], "consented": True} for p in (first, second)],
    }  # fmt: skip
    assert created(hearing.chief.post(one(hearing.pk, "sessions/"), ordinary))["ordinal"] == 2


def test_a_minor_is_not_heard_in_public_but_rightly_behind_closed_doors(api, clerk):
    fill_pool(api)
    child = {"role": "applicant", "name": "李小明", "id_number": _child("2013-05-01")}
    hearing = Hearing(api, clerk, CASE | {"parties": [child, CASE["parties"][1]]})
    with unchanged(hearing.pk):
        refuse(hearing, hearing.ask("open"), "OPEN_HEARING_FORBIDDEN", ART_6, MINORS,
               said="涉及未成年人")  # fmt: skip
        refuse(hearing, hearing.ask("closed", circumstances=["state_secret"]),
               "HEARING_UNSUITABLE", ART_6)  # fmt: skip
    hearing.propose("closed", circumstances=["minor"]).until("consent")
    with unchanged(hearing.pk):
        refuse(hearing, hearing.hold("consent"), "HEARING_CONSENT_GUARDIAN", PIPL_31,
               said="未满十四周岁")  # fmt: skip
    guardian = created(api.post(one(hearing.pk, "representatives/"), {
        "party": hearing.parties[0]["id"], "capacity": "guardian", "name": "李父",
        "relation": "父子", "notified_on": TODAY,
    }))["id"]  # fmt: skip
    consents = hearing.lists("consent")["consents"]
    consents[0]["signed_by"] = guardian
    created(hearing.hold("consent", consents=consents))
    hearing.until("notice")
    with unchanged(hearing.pk):
        looking_on = [{"kind": "observer", "name": "邻居"}]
        refuse(hearing, hearing.hold("notice", attendance=looking_on), "CLOSED_HEARING_OBSERVER",
               ART_6, said="邻居")  # fmt: skip
    hearing.until("opening")
    roll = hearing.lists("opening")["attendance"]
    with unchanged(hearing.pk):
        absent = [row | ({"attended": False, "absence": "在外地"} if row.get("representative") else {})
                  for row in roll]  # fmt: skip
        told = problem(hearing.hold("opening", attendance=absent), 422, "GUARDIAN_REQUIRED")
        assert told["statutes"] == ["《中华人民共和国民法典》第十九条"]
    hearing.until("conclusion")
    created(hearing.hold("conclusion"))
    papers = issue_all(hearing)
    assert papers.keys() == SET | {"guardian_notice"}
    assert "李父：" in papers["guardian_notice"][0]
    assert still_missing(hearing) == {"risk_assessment"}
    assert "由李父（监护人）签署" in papers["hearing_consent"][0]
    assert "不公开（涉及未成年人）" in papers["hearing_minutes"][0].replace("\n", "")


def _child(born: str) -> str:
    """An identity number of somebody born that day: digits and check sum only, nobody's."""
    body = f"110105{born.replace('-', '')}001"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
