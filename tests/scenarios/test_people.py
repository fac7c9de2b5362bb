"""Minors, guardians and proxies: 程序规定 art. 181, 民法典 arts. 19 and 165; many parties."""

from __future__ import annotations

import pytest

from tests.scenarios.cast import applicant, born, pays, person, respondent, suspect, victim
from tests.scenarios.story import CIVIL, SECURITY, Story

ART_181 = "程序规定第一百八十一条"
ART_184 = "程序规定第一百八十四条"
PROXY_LAWS = {CIVIL: ["民法典第一百六十五条"], SECURITY: [ART_181]}


def quarrel_with_a_minor(birthday: str) -> Story:
    """An offence against somebody of that birthday, ready to be mediated on 2 March 2026."""
    people = [victim("李小明", **born(birthday)), suspect("王强")]
    return Story(SECURITY, "2026-03-02", people).accept().investigate()


def test_a_minor_is_not_mediated_without_a_guardian_and_is_with_one():
    s = quarrel_with_a_minor("2012-05-01")
    with s.refused("GUARDIAN_REQUIRED", ART_181, said="李*未满十八周岁"):
        s.mediate()

    s.guardian("李小明", "李父")
    with s.refused("GUARDIAN_REQUIRED", ART_181):
        s.mediate()  # notified, and did not come

    s.mediate(with_guardian=["李小明"])
    with s.refused("SIGNATURES_MISSING", ART_184, said="李*的监护人"):
        s.agree(pays("王强", 300, by="2026-03-10"), unsigned=["李父"])
    s.agree(pays("王强", 300, by="2026-03-10")).on("2026-03-09").performs("王强")
    assert s.state == "fulfilled"


def test_a_guardian_who_is_on_file_but_was_notified_of_nothing_does_not_do():
    s = quarrel_with_a_minor("2012-05-01")
    s.guardian("李小明", "李父", notified=False)
    with s.refused("GUARDIAN_REQUIRED", ART_181):
        s.mediate(with_guardian=["李小明"])


def test_at_seventeen_one_who_lives_on_own_labour_may_do_without_the_guardian():
    s = quarrel_with_a_minor("2008-12-01")
    with s.refused("GUARDIAN_REQUIRED", ART_181):
        s.mediate()
    s.mediate(without_guardian=["李小明"]).agree(pays("王强", 300, by="2026-03-10"))
    assert s.state == "agreed"


def test_at_fifteen_nobody_may_do_without_the_guardian():
    s = quarrel_with_a_minor("2010-12-01")
    with s.refused("GUARDIAN_REQUIRED", ART_181):
        s.mediate(without_guardian=["李小明"])


def test_who_comes_of_age_between_two_mediations_needs_no_guardian_any_more():
    s = quarrel_with_a_minor("2008-03-06").guardian("李小明", "李父")
    s.mediate(with_guardian=["李小明"]).no_agreement()
    with s.on("2026-03-05").refused("GUARDIAN_REQUIRED", ART_181):
        s.mediate_again()
    s.on("2026-03-06").mediate_again()
    assert s.state == "mediating"


def test_of_unknown_birth_nobody_is_taken_for_grown_up_until_somebody_made_sure():
    people = [applicant("李明", adult_confirmed=False), respondent("王强")]
    s = Story(CIVIL, "2026-03-02", people).accept()
    with s.refused("AGE_UNKNOWN", "民法典第十九条", said="李*的出生日期未知"):
        s.mediate()
    s.correct("李明", born_on=born("1980-01-01")["born_on"]).mediate()
    assert s.state == "mediating"


def test_a_victim_may_send_a_proxy_with_written_powers_and_a_suspect_never():
    s = Story(SECURITY, "2026-03-02").accept().investigate()
    with s.refused("PROXY_POWER_MISSING", ART_181):
        s.proxy("李明", "孙律师", powers="")
    s.proxy("李明", "孙律师")
    with s.refused("SUSPECT_PROXY_FORBIDDEN", ART_181):
        s.proxy("王强", "周律师")
    with s.refused("PARTY_ABSENT", ART_181, said="王*未到场"):
        s.mediate(by_proxy=["李明", "王强"])

    s.mediate(by_proxy=["李明"]).agree(pays("王强", 300, by="2026-03-10"))

    signed = s.dispute.agreements.get().signatures.all()
    assert {(one.signer, one.name) for one in signed} >= {("proxy", "孙律师"), ("party", "王强")}


def test_a_party_with_a_proxy_cannot_be_made_the_suspect_afterwards():
    s = Story(SECURITY, "2026-03-02").accept().investigate().proxy("李明", "孙律师")
    with s.refused("SUSPECT_PROXY_FORBIDDEN", ART_181):
        s.correct("李明", role="suspect")


def test_a_party_that_lives_abroad_is_mediated_by_video():
    s = Story(CIVIL, "2026-03-02").accept().mediate(remote=True, place="视频连线")
    s.agree(pays("王强", 300, by="2026-03-10")).on("2026-03-08").performs("王强")
    assert s.dispute.sessions.get().remote
    assert (s.state, s.resolved) == ("fulfilled", "2026-03-02")


def test_a_hundred_parties_stand_under_one_agreement_and_nobody_is_left_out():
    names = [f"业主{a}{b}" for a in "甲乙丙丁戊己庚辛壬" for b in "一二三四五六七八九十百"]
    people = [applicant(name) for name in names] + [respondent("幸福物业", is_organisation=True)]
    s = Story(CIVIL, "2026-03-02", people, group_event=True, people_count=100).accept().mediate()
    refunds = [pays("幸福物业", 100, by="2026-03-31", to=name) for name in names]
    with s.refused(
        "SIGNATURES_MISSING", "人民调解法第二十九条第二款", said="缺少签名或者盖章：业*"
    ):
        s.agree(*refunds, unsigned=["业主壬百"])

    s.agree(*refunds).on("2026-03-20")
    for _ in names:
        s.performs("幸福物业")

    paper = s.dispute.agreements.get()
    assert (len(people), paper.signatures.count(), paper.obligations.count()) == (100, 102, 99)
    assert (s.state, s.resolved) == ("fulfilled", "2026-03-02")


@pytest.mark.parametrize(
    ("track", "article"),
    [(CIVIL, "人民调解法第十七条"), (SECURITY, "程序规定第一百七十九条")],
)
def test_who_comes_in_after_the_mediation_is_asked_before_an_agreement_binds_him(track, article):
    s = Story(track).accept()
    s = s.investigate() if track == SECURITY else s
    s.mediate().comes_in(**person("周刚", "suspect" if track == SECURITY else "respondent"))
    with s.refused("CONSENT_MISSING", article, said="周*没有参加本次调解"):
        s.agree(pays("周刚", 100, by="2026-03-20"))
    with s.refused("PARTY_REFUSED", article):
        s.joins("周刚", consented=False)
    with s.refused("PARTY_ABSENT", *PROXY_LAWS[track]):
        s.joins("周刚", attended=False)
    s.joins("周刚")
    with s.not_now("已经参加本次调解", "ALREADY_PARTICIPANT"):
        s.joins("周刚")
    s.agree(pays("周刚", 100, by="2026-03-20"))
    assert s.state == "agreed"


def test_nobody_joins_a_mediation_that_has_ended():
    s = Story(CIVIL).accept().mediate().no_agreement().comes_in(**respondent("周刚"))
    with s.not_now("尚未结束的调解"):
        s.joins("周刚")


def test_a_minor_who_comes_in_later_comes_with_a_guardian():
    s = Story(CIVIL).accept().mediate().comes_in(**respondent("周小刚", **born("2012-05-01")))
    with s.refused("GUARDIAN_REQUIRED", "民法典第十九条"):
        s.joins("周小刚")
    s.guardian("周小刚", "周父").joins("周小刚", guardian_attended=True)
    assert s.dispute.sessions.get().participants.count() == 3
