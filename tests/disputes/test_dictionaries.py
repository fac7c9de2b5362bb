"""Dictionaries (字典): default entries where missing, a bureau's own edits untouched."""

from __future__ import annotations

import pytest

from disputes import dictionaries
from disputes.choices import JudicialClass
from disputes.models import Kind, RiskLevel

pytestmark = pytest.mark.django_db


def entries() -> list[dict]:
    return [*Kind.objects.order_by("pk").values(), *RiskLevel.objects.order_by("pk").values()]


def test_a_new_database_has_two_levels_of_kinds_and_four_risk_levels():
    majors, minors = Kind.objects.filter(parent=None), Kind.objects.exclude(parent=None)
    assert set(majors.values_list("code", flat=True)) == {code for code, _ in dictionaries.KINDS}
    assert all(minor.code == f"{minor.parent.code}.{minor.code.split('.')[1]}" for minor in minors)
    assert [level.code for level in RiskLevel.objects.all()] == ["red", "orange", "yellow", "blue"]


def test_every_judicial_class_can_be_reported():
    mapped = set(Kind.objects.exclude(parent=None).values_list("judicial_class", flat=True))
    assert mapped == set(JudicialClass.values)


def test_minor_kinds_stand_behind_their_major_kind():
    order = [kind.code for kind in Kind.objects.all()]
    assert order == sorted(
        order, key=lambda code: (order.index(code.split(".")[0]), order.index(code))
    )
    assert order[:3] == ["love_family", "love_family.love", "love_family.family"]


def test_filling_twice_changes_nothing():
    before = entries()
    dictionaries.fill()
    assert entries() == before


def test_a_bureaus_own_names_order_and_additions_stay():
    Kind.objects.filter(code="debt.loan").update(name="借款", is_active=False, position=3,
                                                 judicial_class=JudicialClass.OTHER)  # fmt: skip
    major = Kind.objects.create(code="village", name="村务")
    Kind.objects.create(code="village.accounts", name="村账", parent=major, judicial_class="other")
    RiskLevel.objects.filter(code="red").update(name="特高", rank=99)
    before = entries()
    dictionaries.fill()
    assert entries() == before


def test_what_is_missing_comes_back_under_its_major_kind():
    Kind.objects.filter(code__startswith="land.").delete()
    dictionaries.fill()
    land = Kind.objects.get(code="land")
    assert land.minors.count() == 4


def test_a_bureaus_own_level_of_the_same_height_is_no_error():
    RiskLevel.objects.filter(code="blue").delete()
    RiskLevel.objects.create(code="green", name="绿色", rank=10)
    dictionaries.fill()
    assert not RiskLevel.objects.filter(code="blue").exists()
