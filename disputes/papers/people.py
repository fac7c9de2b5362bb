"""What a paper says of people: in full, because a paper is the legal document itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from disputes.casefile import CaseFile
from disputes.models import Party, Representative
from disputes.models.party import DocumentType, Sex
from disputes.papers import wording
from disputes.papers.fields import Label

UNKNOWN = "登记时未核实"
OF_PERSON = "当事人为单位时没有"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A party as papers name it."""

    role: Annotated[str, Label("当事人地位")]
    name: Annotated[str, Label("姓名或者名称")]
    sex: Annotated[str, Label("性别", OF_PERSON)]
    born_on: Annotated[str, Label("出生日期", UNKNOWN)]
    age: Annotated[str, Label("年龄", UNKNOWN)]
    document: Annotated[str, Label("证件种类", UNKNOWN)]
    id_number: Annotated[str, Label("证件号码", UNKNOWN)]
    phone: Annotated[str, Label("联系电话", UNKNOWN)]
    address: Annotated[str, Label("住址", UNKNOWN)]
    employer: Annotated[str, Label("工作单位", "无工作单位或者未登记")]
    representatives: Annotated[str, Label("监护人、代理人", "没有监护人或者代理人参加时")]
    line: Annotated[str, Label("基本情况")]


def person(case: CaseFile, party: Party, on: date) -> Person:
    """A party on the day of the paper: the age is that of this day."""
    sex = "" if party.is_organisation else _sex(party)
    document = "" if not party.id_number else DocumentType(party.document_type).label
    told = {
        "sex": sex, "born_on": wording.day(party.born_on), "age": wording.age(party.born_on, on),
        "document": document, "id_number": party.id_number, "phone": party.phone,
        "address": party.address, "employer": party.employer,
        "representatives": representatives(case, party),
    }  # fmt: skip
    return Person(
        role=party.get_role_display(), name=party.name, line=_line(party.name, told), **told
    )


def _sex(party: Party) -> str:
    return party.get_sex_display() if party.sex in (Sex.MALE, Sex.FEMALE) else ""


def _line(name: str, told: dict[str, str]) -> str:
    """One sentence, as agreements introduce a party; what is not known is not mentioned."""
    parts = [name, told["sex"], told["born_on"] and f"{told['born_on']}出生", told["age"]]
    if told["id_number"]:
        parts.append(f"{told['document']}{told['id_number']}")
    parts += [f"{label}：{_in_one_line(told[key])}" for key, label in LINES.items() if told[key]]
    return "，".join(part for part in parts if part)


def _in_one_line(text: str) -> str:
    """An address may come in thirty lines; in a sentence it is one."""
    return " ".join(text.split())


LINES = {
    "employer": "工作单位", "address": "住址", "phone": "联系电话",
    "representatives": "监护人、代理人",
}  # fmt: skip


def representatives(case: CaseFile, party: Party) -> str:
    """Those who act for a party, each with capacity, relation and phone."""
    rows = [r for r in case.rows(Representative) if r.party == party]
    return "；".join(f"{r.name}（{_capacity(r)}）" for r in rows)


def _capacity(row: Representative) -> str:
    told = [row.get_capacity_display(), row.relation, row.phone and f"电话{row.phone}"]
    return "，".join(part for part in told if part)


def people(case: CaseFile, on: date) -> list[Person]:
    """All parties that are still parties."""
    return [person(case, party, on) for party in case.rows(Party) if party.is_active]
