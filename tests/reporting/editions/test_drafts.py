"""Drafts are composed from one snapshot, keep what was written by hand, and carry a digest."""

from __future__ import annotations

import json
from datetime import date

import pytest
from cryptography.hazmat.primitives.hashes import SM3, Hash

from disputes.errors import Outdated, RuleViolation, WrongState
from reporting.editions.digests import canonical, digest
from reporting.editions.drafting import build_draft, build_drafts, write_texts
from reporting.models import Edition, EditionStep
from reporting.models.edition import EditionAction as Act
from tests.factories import make_unit
from tests.reporting import rows

JAN = date(2025, 1, 10)


def printed(edition: Edition) -> str:
    parts = edition.body["document"]["parts"]
    return "".join(r["text"] for part in parts for p in part["paragraphs"] for r in p["runs"])


def sm3(content: bytes) -> str:
    state = Hash(SM3())
    state.update(content)
    return state.finalize().hex()


def test_the_digest_of_the_standard():
    """GB/T 32905-2016, annex A, example 1."""
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_a_draft_reads_canonical_json_without_blanks_and_escapes():
    assert canonical({"b": JAN, "a": "化解"}) == '{"a":"化解","b":"2025-01-10"}'.encode()


def test_a_draft_holds_the_report_and_its_digest(bureau):
    build_draft(2025, bureau.county)

    stored = Edition.objects.get()
    assert "共排查录入矛盾纠纷12起，化解8起，化解率66.67%" in printed(stored)
    assert (stored.cutoff, stored.status, stored.version) == (date(2025, 12, 31), "draft", 1)
    assert stored.digest == digest(stored.body) == sm3(canonical(stored.body))
    assert stored.parts[bureau.station.code]["figures"][0]["text"] == "12起"


def test_the_same_figures_give_the_same_digest_whatever_the_order_of_members(bureau):
    first, again = build_draft(2025, bureau.county), build_draft(2025, bureau.county)

    assert first.digest == again.digest
    turned = dict(reversed(json.loads(canonical(first.body)).items()))
    assert digest(turned) == first.digest


def test_composing_anew_counts_anew_and_keeps_what_was_written_by_hand(bureau):
    first = build_draft(2025, bureau.county)
    slot = first.body["slots"][0]["code"]
    written = write_texts(
        first.pk, actor=bureau.people[Act.SUBMIT], expected=1, texts={slot: "坚持预防在先。"}
    )
    rows.dispute(bureau.station, JAN)

    again = build_draft(2025, bureau.county)

    assert Edition.objects.get().digest == again.digest != written.digest
    assert "共排查录入矛盾纠纷13起" in printed(again)
    assert "坚持预防在先。" in printed(again)
    assert [step.action for step in again.steps.order_by("seq")] == ["compose", "write", "compose"]


def test_an_empty_text_gives_the_place_back(bureau):
    first = build_draft(2025, bureau.county)
    slot, author = first.body["slots"][0]["code"], bureau.people[Act.SUBMIT]
    write_texts(first.pk, actor=author, expected=1, texts={slot: "坚持预防在先。"})
    last = write_texts(first.pk, actor=author, expected=2, texts={slot: " "})
    assert last.texts == {}
    assert last.digest == first.digest


def test_a_text_for_a_place_that_the_outline_has_not_is_refused(bureau):
    draft = build_draft(2025, bureau.county)
    before = Edition.objects.values().get()

    with pytest.raises(RuleViolation, match="提纲中没有这些位置：nowhere") as refused:
        write_texts(
            draft.pk, actor=bureau.people[Act.SUBMIT], expected=1, texts={"nowhere": "文字"}
        )

    assert refused.value.code == "TEXT_PLACE_UNKNOWN"
    assert Edition.objects.values().get() == before
    assert EditionStep.objects.count() == 1


def test_whoever_read_an_older_draft_does_not_overwrite_a_newer_one(bureau):
    draft, author = bureau.draft(), bureau.people[Act.SUBMIT]
    slot = draft.body["slots"][0]["code"]
    with pytest.raises(Outdated):
        write_texts(draft.pk, actor=author, expected=draft.version - 1, texts={slot: "旧稿。"})
    assert "旧稿" not in printed(Edition.objects.get())


def test_what_is_under_review_is_not_composed_anew(bureau):
    bureau.reviewed(Act.SUBMIT)
    before = Edition.objects.values().get()
    with pytest.raises(WrongState, match="下级确认，不能重新生成"):
        build_draft(2025, bureau.county)
    assert Edition.objects.values().get() == before


def test_every_bureau_in_use_gets_a_draft_and_no_station(bureau):
    closed = make_unit(bureau.county.parent)
    closed.is_active = False
    closed.save()

    drafts = build_drafts(2025)

    assert {draft.unit for draft in drafts} == {bureau.county, bureau.county.parent}
    assert Edition.objects.count() == 2


def test_a_monthly_bulletin_has_the_same_shape(bureau):
    bulletin = build_draft(2025, bureau.county, month=3)

    assert (bulletin.kind, bulletin.cutoff) == ("monthly", date(2025, 3, 31))
    assert bulletin.body["document"]["title"] == "玄远县公安局2025年3月矛盾纠纷化解工作月度分析"
    assert "共排查录入矛盾纠纷1起，化解1起，化解率100%" in printed(bulletin)
    assert bulletin.body["figures"]["resolution_rate"]["denominator"] == 1
