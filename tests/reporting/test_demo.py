"""The demo's report: what its units entered gives the published figures, and its people sign it."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from disputes.demo import CITY_CODE, SIGN_IN, bureau, plan, seed
from disputes.models import Officer, Unit
from reporting import drain
from reporting.activities.kinds import KINDS
from reporting.activities.totals import totals
from reporting.demo import entries, figures
from reporting.demo.signing import signed_edition
from reporting.document import Document
from reporting.editions import verifier
from reporting.editions.signing import trusted_keys
from reporting.models import Activity, ActivityRecord, EditionStep
from reporting.models.activity import Status
from reporting.models.edition import EditionAction
from reporting.periods import Period
from reporting.report import annual_report
from tests.reporting.test_published import ENTERED, PUBLISHED, total, uniform

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city() -> Unit:
    """The demo bureau with all its counties, without a case."""
    bureau.build(plan.Size((), stations=1), random.Random(seed.SEED))
    return Unit.objects.get(code=CITY_CODE)


@pytest.fixture
def entered(city) -> Unit:
    entries.enter()
    return city


def test_what_the_units_entered_adds_up_to_what_was_published(entered):
    found = totals(Period.year(figures.YEAR), entered)
    expected = {kind: total(written) for kind, written in ENTERED["qingyang"].items()}
    assert {kind: (one.value, one.hedge) for kind, one in found.items()} == {
        kind: (one.value, one.hedge) for kind, one in expected.items()
    }
    assert Activity.objects.exclude(unit=entered).count() == 8 * len(figures.BY_COUNTIES)


def test_the_report_says_every_published_sentence_that_is_no_sum_of_cases(entered):
    drain.reconcile()
    with drain.exact_snapshot():
        report = annual_report(figures.YEAR, entered)
    said = uniform("".join(Document.from_json(report["document"]).lines()))
    of_cases = {text for text in PUBLISHED["qingyang"] if "矛盾纠纷" in text}
    assert len(of_cases) == 1
    missing = [text for text in PUBLISHED["qingyang"] if uniform(text) not in said]
    assert set(missing) == of_cases


def test_a_part_never_exceeds_its_whole_in_any_unit(entered):
    by_unit: dict[int, Counter[str]] = {}
    for record in ActivityRecord.objects.filter(status=Status.APPROVED).select_related("activity"):
        if record.activity.year == figures.YEAR:
            by_unit.setdefault(record.activity.unit_id, Counter())[record.activity.kind] = (
                record.value
            )
    for values in by_unit.values():
        for kind in values:
            whole = KINDS[kind].part_of
            assert not whole or values[kind] <= values[whole], kind


def test_nobody_approved_an_own_entry(entered):
    for activity in Activity.objects.prefetch_related("records"):
        writer, _, approver = [record.actor_id for record in activity.records.all()]
        assert (activity.status, writer != approver) == (Status.APPROVED, True)


def test_figures_that_are_there_are_left_alone(entered):
    before = ActivityRecord.objects.count()
    assert entries.enter() == 0
    assert ActivityRecord.objects.count() == before


def test_no_figures_without_the_demo(db):
    with pytest.raises(CommandError, match="没有演示数据"):
        call_command("demo_figures")


def test_the_report_is_confirmed_by_every_county_reviewed_and_signed_by_different_people(entered):
    drain.reconcile()
    edition = signed_edition()

    steps = list(EditionStep.objects.filter(edition=edition).select_related("actor", "unit"))
    by = {step.action: step.actor.username for step in steps if step.actor and step.unit == entered}
    assert by[EditionAction.SUBMIT] == "qingyang_statistician"
    assert by[EditionAction.PASS_LEGAL] == "qingyang_legal"
    assert by[EditionAction.PASS_SECRECY] == "qingyang_secrecy"
    assert by[EditionAction.SIGN] == "qingyang_chief"
    confirmed = [step.actor.username for step in steps if step.action == EditionAction.CONFIRM]
    listed = next(people for place, people in SIGN_IN.items() if place.startswith("县级"))
    assert sorted(confirmed) == sorted(username for username, _ in listed)
    verifier.verify(edition.signed.content.encode(), trusted_keys())
    assert signed_edition() == edition
    assert EditionStep.objects.filter(edition=edition).count() == len(steps)


def test_everybody_who_acts_on_the_report_can_sign_in(city):
    names = {username for people in SIGN_IN.values() for username, _ in people}
    assert names - set(Officer.objects.values_list("username", flat=True)) <= {
        "dongzhi_officer"  # of a station that is not built here
    }
