"""Drafts are kept with a digest that anybody can compute again."""

import json
from datetime import date

import pytest
from cryptography.hazmat.primitives.hashes import SM3, Hash

from disputes import clock
from reporting.editions import build_draft, build_drafts, canonical, digest
from reporting.models import Edition
from tests.factories import NOW, make_unit
from tests.reporting import rows

pytestmark = pytest.mark.django_db(transaction=True)
JAN = date(2025, 1, 10)


@pytest.fixture
def county():
    unit = make_unit(make_unit())
    with clock.at(NOW):
        rows.dispute(make_unit(unit), JAN)
        yield unit


def test_a_draft_holds_the_report_and_its_digest(county):
    draft = build_draft(2025, county)

    stored = Edition.objects.get()
    assert stored.body == draft.body
    assert stored.body["sections"][0]["text"] == "共排查录入矛盾纠纷1起。"
    assert (stored.cutoff, stored.status) == (date(2025, 12, 31), "draft")
    assert stored.digest == digest(stored.body) == sm3(canonical(stored.body))


def sm3(content: bytes) -> str:
    state = Hash(SM3())
    state.update(content)
    return state.finalize().hex()


def test_the_digest_of_the_standard():
    """GB/T 32905-2016, annex A, example 1."""
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_the_same_figures_give_the_same_digest_whatever_the_order_of_members(county):
    first, again = build_draft(2025, county), build_draft(2025, county)

    assert first.digest == again.digest
    turned = dict(reversed(json.loads(canonical(first.body)).items()))
    assert digest(turned) == first.digest


def test_another_figure_gives_another_digest_and_replaces_the_draft(county):
    first = build_draft(2025, county).digest
    rows.dispute(county, JAN)

    draft = build_draft(2025, county)

    assert draft.digest != first
    assert Edition.objects.get().digest == draft.digest
    assert draft.body["sections"][0]["text"] == "共排查录入矛盾纠纷2起。"


def test_every_bureau_in_use_gets_a_draft_and_no_station(county):
    closed = make_unit(county.parent)
    closed.is_active = False
    closed.save()

    drafts = build_drafts(2025)

    assert {draft.unit for draft in drafts} == {county, county.parent}
    assert Edition.objects.count() == 2


def test_a_draft_reads_canonical_json_without_blanks_and_escapes():
    assert canonical({"b": JAN, "a": "化解"}) == '{"a":"化解","b":"2025-01-10"}'.encode()
