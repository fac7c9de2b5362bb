"""Later changes never change a signed edition: an erratum names the cases that moved, and why."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from disputes import clock
from disputes.choices import Role
from disputes.errors import RuleViolation
from disputes.models import Dispute, Kind
from reporting.editions import errata, verifier
from reporting.editions.differences import difference
from reporting.models import Erratum, SignedEdition, Threshold
from reporting.models.edition import EditionAction as Act
from reporting.thresholds import SMALL_CELL
from tests.factories import NOW, make_officer, make_unit
from tests.reporting import rows

LATER = NOW + timedelta(days=3)


def ten_changes(bureau) -> dict[str, str]:
    """Ten cases changed in as many ways as there are; number → code of the cause."""
    cases, expected = bureau.cases, {}
    for case in cases[:3]:  # voided
        Dispute.objects.filter(pk=case.pk).update(state="voided")
        rows.event(case, date(2026, 7, 1), 0, action="void", to_state="voided",
                       recorded_at=LATER)  # fmt: skip
        expected[case.number] = "voided"
    for case in cases[8:10]:  # resolved within the year, entered late
        rows.event(case, date(2025, 12, 20), 1, days=3, recorded_at=LATER)
        expected[case.number] = "late_entry"
    case = cases[3]  # relapsed before the cutoff
    rows.event(case, date(2025, 11, 1), -1, action="relapse", recorded_at=LATER)
    expected[case.number] = "relapsed"
    elsewhere = make_unit(make_unit(bureau.county.parent))
    Dispute.objects.filter(pk=cases[4].pk).update(unit=elsewhere)
    expected[cases[4].number] = "corrected"
    Dispute.objects.filter(pk=cases[5].pk).update(people_count=9)
    rows.event(cases[5], date(2026, 7, 1), 0, action="amend", recorded_at=LATER)
    expected[cases[5].number] = "amended"
    for month in (3, 4):  # registered late
        late = rows.dispute(bureau.station, date(2025, month, 3))
        Dispute.objects.filter(pk=late.pk).update(registered_at=LATER)
        expected[late.number] = "late_entry"
    return expected


def test_after_ten_changed_cases_the_edition_stands_and_the_erratum_names_exactly_those(bureau):
    edition = bureau.signed()
    file = SignedEdition.objects.get().content.encode()
    with clock.at(LATER):
        expected = ten_changes(bureau)
        found = errata.erratum(edition)

    assert SignedEdition.objects.get().content.encode() == file
    assert verifier.verify(file)
    named = {case["number"]: case["causes"][-1]["code"] for case in found["cases"]}
    assert named == expected
    assert len(named) == 10
    figures = {figure["code"]: figure for figure in found["figures"]}
    assert figures["registered"]["was"]["value"] == 12
    assert figures["registered"]["is"]["value"] == 12 - 3 - 1 + 2
    assert figures["resolved"]["was"]["value"] == 8
    assert figures["resolved"]["is"]["value"] == 8 - 3 - 1 - 1 + 2
    registered = next(m for m in found["measures"] if m["code"] == "registered")
    left = {line["number"] for line in registered["cases"] if line["is"] == 0}
    assert left == {case.number for case in (*bureau.cases[:3], bureau.cases[4])}
    assert {figure["key"] for figure in found["printed"]} >= {"registered", "resolved"}


def test_nothing_changed_is_nothing_to_correct(bureau):
    edition = bureau.signed()
    assert errata.erratum(edition)["cases"] == []
    with pytest.raises(RuleViolation) as refused:
        errata.issue(edition.pk, actor=bureau.people[Act.SIGN], reason="无")
    assert refused.value.code == "ERRATUM_EMPTY"
    assert not Erratum.objects.exists()


def test_what_happens_after_the_cutoff_is_no_error_of_the_report(bureau):
    edition = bureau.signed()
    rows.event(bureau.cases[9], date(2026, 2, 1), 1, days=3)
    assert errata.erratum(edition)["cases"] == []


def test_errata_are_signed_and_numbered(bureau):
    edition, chief = bureau.signed(), bureau.people[Act.SIGN]
    rows.dispute(bureau.station, date(2025, 5, 5))
    first = errata.issue(edition.pk, actor=chief, reason="补录一件")

    envelope = verifier.verify(first.content.encode())
    assert envelope["schema"] == "fengqiao-erratum/1"
    assert envelope["content"]["title"] == "玄远县公安局2025年年度报告更正说明（第1号）"
    assert envelope["content"]["edition"]["digest"] == SignedEdition.objects.get().digest
    with pytest.raises(RuleViolation) as refused:
        errata.issue(edition.pk, actor=chief, reason="补录一件")
    assert refused.value.code == "ERRATUM_SAID_ALREADY"
    rows.dispute(bureau.station, date(2025, 6, 5))
    assert errata.issue(edition.pk, actor=chief, reason="再补录一件").number == 2


def test_only_the_chief_of_the_unit_issues_an_erratum(bureau):
    edition = bureau.signed()
    rows.dispute(bureau.station, date(2025, 5, 5))
    for officer, code in (
        (bureau.people[Act.PASS_LEGAL], "ROLE_FORBIDDEN"),
        (make_officer(bureau.county.parent, Role.CHIEF), "EDITION_OF_ANOTHER_UNIT"),
    ):
        with pytest.raises(RuleViolation) as refused:
            errata.issue(edition.pk, actor=officer, reason="补录")
        assert refused.value.code == code
    assert not Erratum.objects.exists()


def test_a_kind_that_was_corrected_moves_the_figures_by_kind(bureau):
    Threshold.objects.create(code=SMALL_CELL.code, value=1)  # or the text would name no kind
    for case in bureau.cases[:4]:
        Dispute.objects.filter(pk=case.pk).update(kind=Kind.objects.get(code="debt.loan"))
    for case in bureau.cases[4:6]:
        Dispute.objects.filter(pk=case.pk).update(
            kind=Kind.objects.exclude(code__regex="^(debt|neighbour)")
            .filter(code__contains=".")
            .first()
        )
    edition = bureau.signed()
    content = json.loads(SignedEdition.objects.get().content)["content"]
    if not [f for f in content["report"]["figures"] if f.startswith("kind.")]:
        pytest.fail("the national outline prints the most frequent kinds")
    moved = bureau.cases[0]
    Dispute.objects.filter(pk=moved.pk).update(
        kind=Kind.objects.get(code="neighbour.neighbour_daily")
    )
    found = errata.erratum(edition)
    assert [case["number"] for case in found["cases"]] == [moved.number]
    assert {figure["key"] for figure in found["printed"]} == {"kind.debt", "kind.neighbour"}
    named = {measure["code"]: measure["name"] for measure in found["measures"]}
    assert named == {"debt": "经济债务纠纷", "neighbour": "邻里纠纷"}


def test_two_editions_differ_in_texts_and_figures(bureau):
    march, april = bureau.draft(month=3), bureau.draft(month=9)
    found = difference(march, april)
    figures = {figure["key"]: figure for figure in found["figures"]}
    assert figures["resolved"]["was"]["value"] == 1
    assert figures.get("resolved", {})["is"] is None
    assert found["texts"][0]["was"].startswith("共排查录入矛盾纠纷1起，化解1起")
    assert difference(march, march) == {"texts": [], "figures": []}
