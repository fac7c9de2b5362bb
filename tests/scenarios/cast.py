"""Who is in a story, what they promise each other, and how a law is cited in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.models import Party

Term = Callable[[CaseFile], dict[str, Any]]
OPPOSITE = {
    "applicant": "respondent", "respondent": "applicant", "victim": "suspect", "suspect": "victim"
}  # fmt: skip
LAWS = {
    "程序规定": "公安机关办理行政案件程序规定",
    "行政处罚法": "中华人民共和国行政处罚法",
    "治安管理处罚法": "中华人民共和国治安管理处罚法",
    "治安调解工作规范": "公安机关治安调解工作规范",
    "人民调解法": "中华人民共和国人民调解法",
    "民法典": "中华人民共和国民法典",
    "民事诉讼法": "中华人民共和国民事诉讼法",
    "反家庭暴力法": "中华人民共和国反家庭暴力法",
    "未成年人保护法": "中华人民共和国未成年人保护法",
    "个人信息保护法": "中华人民共和国个人信息保护法",
    "司法确认规定": "最高人民法院关于人民调解协议司法确认程序的若干规定",
    "交通事故处理程序规定": "道路交通事故处理程序规定",
}


def cite(short: str) -> str:
    """The full citation of "程序规定第一百八十三条"."""
    law = next(name for name in LAWS if short.startswith(name))
    return f"《{LAWS[law]}》{short.removeprefix(law)}"


def person(name: str, role: str, **fields: Any) -> dict[str, Any]:
    """A party. Grown up, as somebody has made sure, unless a birthday says more."""
    grown_up = not fields.keys() & {"born_on", "id_number", "adult_confirmed"}
    return {"role": role, "name": name, "adult_confirmed": grown_up, **fields}


def born(day: str) -> dict[str, date]:
    return {"born_on": date.fromisoformat(day)}


def applicant(name: str, **fields: Any) -> dict[str, Any]:
    return person(name, "applicant", **fields)


def respondent(name: str, **fields: Any) -> dict[str, Any]:
    return person(name, "respondent", **fields)


def victim(name: str, **fields: Any) -> dict[str, Any]:
    return person(name, "victim", **fields)


def suspect(name: str, **fields: Any) -> dict[str, Any]:
    return person(name, "suspect", **fields)


def called(case: CaseFile, name: str) -> Party:
    """The party of that name."""
    return next(party for party in case.rows(Party) if party.name == name)


def pays(debtor: str, amount: int, by: str, to: str = "") -> Term:
    """One sum of money, due on a day; each instalment is one. To the other side unless told."""
    return _promise(debtor, to, by, type="money", content="赔偿损失", amount=amount)


def apologises(debtor: str, by: str, to: str = "") -> Term:
    return _promise(debtor, to, by, type="apology", content="当面赔礼道歉")


def repairs(debtor: str, by: str, to: str = "") -> Term:
    return _promise(debtor, to, by, type="act", content="修好水管")


def _promise(debtor: str, creditor: str, by: str, **what: Any) -> Term:
    def term(case: CaseFile) -> dict[str, Any]:
        owes = called(case, debtor)
        other = OPPOSITE[owes.role]
        opposite = next(p for p in case.rows(Party) if p.role == other and p.is_active)
        return {
            "debtor": owes, "creditor": called(case, creditor) if creditor else opposite,
            "method": "当面履行", "due_on": date.fromisoformat(by), **what,
        }  # fmt: skip

    return term
