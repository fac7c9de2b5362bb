"""Legal citations (法条). Article numbers stand here and nowhere else.

Source of texts and of the in-force dates: the project's domain reference, section 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from disputes.choices import Track


@dataclass(frozen=True, slots=True)
class Statute:
    """One article of one version of a law; `until` is the first day it no longer holds."""

    law: str
    article: str
    since: date
    until: date | None = None

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    def __str__(self) -> str:
        return f"《{self.law}》{self.article}"


def _procedure(article: str) -> Statute:
    return Statute("公安机关办理行政案件程序规定", article, date(2019, 1, 1))


def _mediation(article: str) -> Statute:
    return Statute("中华人民共和国人民调解法", article, date(2011, 1, 1))


NEW_LAW = date(2026, 1, 1)
SECURITY_LAW = "中华人民共和国治安管理处罚法"
POLICE_MEDIATION = Statute(SECURITY_LAW, "第九条", date(2006, 3, 1))
SETTLEMENT = Statute(SECURITY_LAW, "第九条第四款", NEW_LAW)
SETTLEMENT_APPROVAL = _procedure("第一百八十六条")
NOT_MEDIABLE = _procedure("第一百七十九条")
ON_THE_SPOT = _procedure("第一百七十八条第三款")
FACTS_FIRST = _procedure("第一百八十条")
MINORS_AND_PROXIES = _procedure("第一百八十一条")
SECOND_SESSION = _procedure("第一百八十三条")
AGREEMENT_CONTENT = _procedure("第一百八十四条")
PERFORMANCE = _procedure("第一百八十五条")
CASE_LIMIT = _procedure("第一百六十五条")
LAST_DAY = _procedure("第三十五条")
VOLUNTARY = _mediation("第十七条")
CIVIL_AGREEMENT_CONTENT = _mediation("第二十九条")
AGREEMENT_BINDS = _mediation("第三十一条")
CONFIRMATION = _mediation("第三十三条")
PRIVACY_OF_PARTIES = Statute("中华人民共和国个人信息保护法", "第二十三条", date(2021, 11, 1))
MEDIATION_IN_PUBLIC = Statute("公安机关治安调解工作规范", "第六条", date(2007, 12, 8))
FIRST_SESSION = Statute("公安机关治安调解工作规范", "第九条", date(2007, 12, 8))
COURT_CONFIRMATION = Statute("中华人民共和国民事诉讼法", "第二百零五条", date(2024, 1, 1))
COURT_LAST_DAY = Statute("中华人民共和国民事诉讼法", "第八十五条", date(2024, 1, 1))
CONTRACT_BINDS = Statute("中华人民共和国民法典", "第五百零九条", date(2021, 1, 1))
TRAFFIC_MEDIATION = Statute("道路交通事故处理程序规定", "第八十四条", date(2018, 5, 1))
# What each track rests on.
TRACKS = {
    Track.SECURITY_CASE: POLICE_MEDIATION,
    Track.CIVIL: VOLUNTARY,
    Track.TRAFFIC: TRAFFIC_MEDIATION,
}
