"""The linter over editions: what a hand changed is found, blocks the way, or is answered for."""

from __future__ import annotations

import pytest

from disputes.errors import RuleViolation
from reporting.disclosure import releasing
from reporting.disclosure.tables import HIDDEN
from reporting.editions.drafting import write_texts
from reporting.editions.remarks import remarks_of
from reporting.editions.term import Term
from reporting.lint.bodies import text_of
from reporting.models import Edition, Release, RemarkAnswer
from reporting.models.edition import EditionAction as Act
from tests.disputes.api.asking import Api, created, done, problem


def changed(bureau, was: str, now: str) -> Edition:
    """A draft in which one part was rewritten by hand, with one figure changed."""
    draft = bureau.draft()
    part = next(p for p in draft.body["document"]["parts"]
                if any(was in r["text"] for one in p["paragraphs"] for r in one["runs"]))  # fmt: skip
    text = "\n".join("".join(r["text"] for r in one["runs"]) for one in part["paragraphs"])
    return write_texts(draft.pk, actor=bureau.people[Act.SUBMIT], expected=draft.version,
                       texts={part["code"]: text.replace(was, now, 1)})  # fmt: skip


def test_a_generated_report_has_no_errors_and_places_point_into_its_text(bureau):
    draft = bureau.draft()
    text, found = text_of(draft.body), [one.remark for one in remarks_of(draft)]
    assert [one for one in found if one.level == "error"] == []
    assert all(text[one.offset : one.offset + one.length] == one.quote for one in found)


def test_a_figure_changed_by_hand_stops_the_report(bureau):
    edition = changed(bureau, "12起", "13起")
    found = [one.remark for one in remarks_of(edition) if one.remark.level == "error"]
    assert "LINT_FIGURE_CHANGED" in {one.code for one in found}
    with pytest.raises(RuleViolation) as refused:
        bureau.take(edition, Act.SUBMIT)
    assert refused.value.code == "EDITION_TEXT_WRONG"
    assert "13起" in str(refused.value)
    assert Edition.objects.get().status == "draft"


def test_a_warning_is_answered_for_and_an_error_is_not(bureau):
    edition = changed(bureau, "12起", "13起，走访群众999户")
    api, address = Api(bureau.people[Act.SUBMIT]), f"/api/v1/editions/{edition.pk}/remarks/"
    seen = done(api.get(address))
    by_code = {row["code"]: row for row in seen["results"]}
    warning, error = by_code["LINT_UNBOUND"], by_code["LINT_FIGURE_CHANGED"]
    body = {"mark": warning["mark"], "reason": "走访记录在案"}
    assert created(api.post(f"{address}answers/", body))["reason"] == "走访记录在案"
    body = {"mark": error["mark"], "reason": "就是这样"}
    assert problem(api.post(f"{address}answers/", body), 422, "REMARK_NOT_ANSWERABLE")
    assert RemarkAnswer.objects.count() == 1
    again = {row["mark"]: row["answer"] for row in done(api.get(address))["results"]}
    assert again[warning["mark"]]["reason"] == "走访记录在案"
    assert again[error["mark"]] is None


def test_a_pasted_text_is_checked_for_those_who_work_on_reports(bureau):
    api = Api(bureau.people[Act.SUBMIT])
    answer = done(api.post("/api/v1/annual-reports/lint/", {"text": "发案同比下降-5%。"}))
    assert (answer["errors"], answer["results"][0]["code"]) == (1, "LINT_NEGATIVE")
    long = api.post("/api/v1/annual-reports/lint/", {"text": "1" * 200_001})
    assert problem(long, 400, "INVALID")


def test_a_release_is_recorded_with_what_was_hidden(bureau):
    edition = bureau.draft()
    tables, period = edition.body["tables"], Term.of(edition).period
    out = releasing.release(
        tables, bureau.county, period, by=bureau.people[Act.SIGN], recipient="社会公开",
        format_="csv", digest="0" * 64, edition=edition,
    )  # fmt: skip
    monthly = next(t for t in out.tables if t["code"] == "months")
    assert {row["values"][0] for row in monthly["rows"]} == {HIDDEN}  # one case in every month
    (made,) = Release.objects.all()
    assert made.cells.count() == len(out.values)
    listed = done(Api(bureau.people[Act.SUBMIT]).get("/api/v1/releases/"))["results"]
    assert listed[0]["hidden"] == len(out.hidden)
