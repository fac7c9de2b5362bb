"""Legal citations (法条). Article numbers stand here and nowhere else.

Source of texts and of the in-force dates: the project's domain reference, section 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from disputes.choices import Track


@dataclass(frozen=True, slots=True)
class Statute:
    """One article of one version of a law; `until` is the first day it no longer holds.

    `before` is the version that this one replaced. `unconfirmed`: the rule is confirmed, the
    number of its article is not, and whoever reads the citation is told so. `note` is what a
    legal reviewer has to know about it, in Chinese, for docs/rules.md.
    """

    law: str
    article: str
    since: date
    until: date | None = None
    before: Statute | None = None
    unconfirmed: bool = False
    note: str = ""

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    def on(self, day: date) -> Statute:
        """The version that a case of this day cites: a case keeps the law of its own day."""
        return self.before.on(day) if self.before and day < self.since else self

    def __str__(self) -> str:
        return f"《{self.law}》{self.article}" + ("（条文序号待核对）" if self.unconfirmed else "")


def _procedure(article: str) -> Statute:
    return Statute("公安机关办理行政案件程序规定", article, date(2019, 1, 1))


def _mediation(article: str) -> Statute:
    return Statute("中华人民共和国人民调解法", article, date(2011, 1, 1))


NEW_LAW = date(2026, 1, 1)
SECURITY_LAW = "中华人民共和国治安管理处罚法"
POLICE_MEDIATION_2006 = Statute(SECURITY_LAW, "第九条", date(2006, 3, 1), NEW_LAW)
POLICE_MEDIATION = Statute(SECURITY_LAW, "第九条", NEW_LAW, before=POLICE_MEDIATION_2006)
OFFICERS = Statute(
    "公安机关办理行政案件程序规定", "第五十二条", date(2019, 1, 1), unconfirmed=True,
    note="该条是否允许一名民警带领警务辅助人员调解并全程录音录像，原文待核对；默认须两名以上民警，"
    "核对后可以系统设置 LONE_OFFICER_BEFORE_2026 放宽",
)  # fmt: skip
SINGLE_OFFICER = Statute(
    SECURITY_LAW, "第一百零八条", NEW_LAW, before=OFFICERS, unconfirmed=True,
    note="内容经公开报道核对，条文序号待核对",
)  # fmt: skip
RECUSAL = _procedure("第十七条")
RECUSAL_DECISION = _procedure("第二十一条")
RECUSAL_EFFECT = _procedure("第二十四条")
INJURY_APPRAISAL = _procedure("第九十条")
MEDIABLE = _procedure("第一百七十八条")
CIVIL_NOTICE = _procedure("第一百七十八条第二款")
SETTLEMENT = Statute(
    SECURITY_LAW, "第九条第四款", NEW_LAW,
    note="内容经公开报道核对，款次待核对；违法行为发生在施行以前、处理在施行以后的，从轻适用，须说明理由",
)  # fmt: skip
MILDER_LAW = Statute("中华人民共和国行政处罚法", "第三十七条", date(2021, 7, 15))
SETTLEMENT_APPROVAL = _procedure("第一百八十六条")
NOT_MEDIABLE = _procedure("第一百七十九条")
ON_THE_SPOT = _procedure("第一百七十八条第三款")
FACTS_FIRST = _procedure("第一百八十条")
MINORS_AND_PROXIES = _procedure("第一百八十一条")
SECOND_SESSION = _procedure("第一百八十三条")
AGREEMENT_CONTENT = _procedure("第一百八十四条")
PERFORMANCE = _procedure("第一百八十五条")
CASE_LIMIT = _procedure("第一百六十五条")
CASE_EXTENSIONS = Statute(
    SECURITY_LAW, "第一百一十八条", NEW_LAW, before=CASE_LIMIT, unconfirmed=True,
    note="可以延长二次及条文序号待核对；最多次数由系统设置 CASE_EXTENSIONS_MOST 确定",
)  # fmt: skip
LAST_DAY = _procedure("第三十五条")
IMPARTIAL = _mediation("第十五条")
VOLUNTARY = _mediation("第十七条")
MEDIATION_FAILED = _mediation("第二十六条")
CIVIL_AGREEMENT_CONTENT = _mediation("第二十九条")
AGREEMENT_BINDS = _mediation("第三十一条")
SUIT_ON_AGREEMENT = _mediation("第三十二条")
CONFIRMATION = _mediation("第三十三条")
AUTOMATED_DECISION = Statute("中华人民共和国个人信息保护法", "第二十四条", date(2021, 11, 1))
SENSITIVE_DATA = Statute("中华人民共和国个人信息保护法", "第二十八条", date(2021, 11, 1))
PRIVACY_OF_PARTIES = Statute("中华人民共和国个人信息保护法", "第二十三条", date(2021, 11, 1))
CONSENT_TAKEN_BACK = Statute("中华人民共和国个人信息保护法", "第十五条", date(2021, 11, 1))
DATA_OF_CHILDREN = Statute("中华人民共和国个人信息保护法", "第三十一条", date(2021, 11, 1))
MINORS_PRIVACY = Statute("中华人民共和国未成年人保护法", "第一百零三条", date(2021, 6, 1))
MEDIATION_IN_PUBLIC = Statute("公安机关治安调解工作规范", "第六条", date(2007, 12, 8))
FIRST_SESSION = Statute("公安机关治安调解工作规范", "第九条", date(2007, 12, 8))
COURT_CONFIRMATION = Statute("中华人民共和国民事诉讼法", "第二百零五条", date(2024, 1, 1))
COURT_LAST_DAY = Statute("中华人民共和国民事诉讼法", "第八十五条", date(2024, 1, 1))
CONTRACT_BINDS = Statute("中华人民共和国民法典", "第五百零九条", date(2021, 1, 1))
TRAFFIC_MEDIATION = Statute("道路交通事故处理程序规定", "第八十四条", date(2018, 5, 1))
TRAFFIC_APPLICATION = Statute("道路交通事故处理程序规定", "第八十六条", date(2018, 5, 1))
TRAFFIC_DAYS = Statute("道路交通事故处理程序规定", "第一百一十二条", date(2018, 5, 1))
TRAFFIC_REMEDIES = Statute("中华人民共和国道路交通安全法", "第七十四条", date(2004, 5, 1))
TRAFFIC_RECUSAL = Statute("中华人民共和国道路交通安全法", "第八十三条", date(2004, 5, 1))
CIVIL_MINORS = Statute("中华人民共和国民法典", "第十九条", date(2021, 1, 1))
CIVIL_PROXIES = Statute("中华人民共和国民法典", "第一百六十五条", date(2021, 1, 1))
WARNING_LETTER = Statute("中华人民共和国反家庭暴力法", "第十六条", date(2016, 3, 1))
WARNING_DELIVERY = Statute("中华人民共和国反家庭暴力法", "第十七条", date(2016, 3, 1))
ORAL_AGREEMENT = _mediation("第二十八条")
CIVIL_SIGNATURES = _mediation("第二十九条第二款")
TRAFFIC_AGREEMENT = Statute("道路交通事故处理程序规定", "第九十三条", date(2018, 5, 1))
WAIVER = Statute("中华人民共和国民法典", "第五百七十五条", date(2021, 1, 1))
CONFIRMATION_REFUSED = Statute(
    "最高人民法院关于人民调解协议司法确认程序的若干规定", "第四条", date(2011, 3, 30)
)
# What each track rests on.
TRACKS = {
    Track.SECURITY_CASE: POLICE_MEDIATION,
    Track.CIVIL: VOLUNTARY,
    Track.TRAFFIC: TRAFFIC_MEDIATION,
}
# The same duty of each track, by its own rulebook.
CONSENTS = {
    Track.SECURITY_CASE: NOT_MEDIABLE,
    Track.CIVIL: VOLUNTARY,
    Track.TRAFFIC: TRAFFIC_APPLICATION,
}
GUARDIANS = {
    Track.SECURITY_CASE: MINORS_AND_PROXIES,
    Track.CIVIL: CIVIL_MINORS,
    Track.TRAFFIC: CIVIL_MINORS,
}
PROXIES = {
    Track.SECURITY_CASE: MINORS_AND_PROXIES,
    Track.CIVIL: CIVIL_PROXIES,
    Track.TRAFFIC: CIVIL_PROXIES,
}
REMEDIES = {
    Track.SECURITY_CASE: PERFORMANCE,
    Track.CIVIL: MEDIATION_FAILED,
    Track.TRAFFIC: TRAFFIC_REMEDIES,
}
SUITS = REMEDIES | {Track.CIVIL: SUIT_ON_AGREEMENT}
RECUSALS = {
    Track.SECURITY_CASE: RECUSAL,
    Track.CIVIL: IMPARTIAL,
    Track.TRAFFIC: TRAFFIC_RECUSAL,
}
