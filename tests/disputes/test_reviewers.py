"""Who reviews a case, and what a reviewer says."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from disputes.choices import Role
from disputes.errors import WrongState
from disputes.models import Review, ReviewRule
from tests.disputes.racing import at_once
from tests.disputes.refusing import refused
from tests.disputes.reviewing import close, decide, legal, pass_all, penal, submit
from tests.factories import days, make_chief, make_officer, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

Level = ReviewRule.Level

# --- who reviews


def test_nobody_reviews_what_he_sent():
    dispute = penal()
    ReviewRule.objects.update(level=Level.CHIEF)
    chief = dispute.registered_by
    sent = submit(dispute, by=chief)
    with refused(dispute, "REVIEWER_IS_SUBMITTER"):
        decide(dispute, sent, chief)


@pytest.mark.parametrize(("level", "fit"), [
    ("chief", {"own chief"}),
    ("legal", {"own legal", "county legal", "city legal"}),
    ("bureau", {"county legal", "city legal"}),
])  # fmt: skip
def test_each_level_has_its_reviewers(level, fit):
    dispute = penal()
    station, county = dispute.unit, dispute.unit.parent
    people = {
        "own chief": make_chief(station), "own legal": make_officer(station, Role.LEGAL),
        "county legal": make_officer(county, Role.LEGAL), "county chief": make_chief(county),
        "city legal": make_officer(county.parent, Role.LEGAL),
        "other legal": make_officer(make_unit(county), Role.LEGAL),
    }  # fmt: skip
    sent = submit(dispute, level)
    for name, person in people.items():
        if name not in fit:
            with refused(dispute, "REVIEWER_UNFIT"):
                decide(dispute, sent, person)
    for name in fit:
        with transaction.atomic():
            assert decide(dispute, sent, people[name]).reviewed_by == people[name]
            transaction.set_rollback(True)


def test_an_officer_reviews_nothing():
    dispute = penal()
    sent = submit(dispute)
    with refused(dispute, "ROLE_FORBIDDEN", said="民警无权审核"):
        decide(dispute, sent, make_officer(dispute.unit))


# --- what a reviewer says


@pytest.mark.parametrize("opinion", ["", "  "])
def test_a_return_names_its_reasons(opinion):
    dispute = penal()
    sent = submit(dispute)
    with refused(dispute, "REVIEW_REASONS_MISSING"):
        decide(dispute, sent, legal(dispute), passed=False, opinion=opinion)


def test_a_returned_case_is_mended_and_sent_again():
    dispute = penal()
    decide(dispute, submit(dispute), legal(dispute), passed=False, opinion="缺少伤情鉴定")
    with refused(dispute, "REVIEW_MISSING", said="已退回，须补正后重新送审"):
        close(dispute)
    pass_all(dispute, on=5)
    close(dispute)
    assert [r.passed for r in Review.objects.all()] == [False, True]


def test_a_level_gets_a_case_once_at_a_time():
    dispute = penal()
    sent = submit(dispute, "legal")
    with refused(dispute, "REVIEW_PENDING"):
        submit(dispute, "legal")
    submit(dispute, "bureau")
    decide(dispute, sent, legal(dispute))
    with refused(dispute, "WRONG_STATE", said="已经完成", by=WrongState):
        decide(dispute, sent, legal(dispute))


def test_nobody_reviews_before_the_case_was_sent():
    dispute = penal()
    sent = submit(dispute, on=5)
    with refused(dispute, "OUT_OF_ORDER"):
        decide(dispute, sent, legal(dispute), on=4)


# --- races and the database


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_the_same_moment_one_wins():
    dispute = penal()
    sent, first, second = submit(dispute), legal(dispute), legal(dispute)

    outcomes = at_once(
        lambda: decide(dispute, sent, first),
        lambda: decide(dispute, sent, second, passed=False, opinion="证据不足"),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Review", "WrongState"]
    winner = next(outcome for outcome in outcomes if isinstance(outcome, Review))
    stored = Review.objects.get()
    assert (stored.passed, stored.reviewed_by) == (winner.passed, winner.reviewed_by)
    assert dispute.events.filter(action="review").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_case_sent_twice_at_the_same_moment_is_sent_once():
    dispute = penal()

    outcomes = at_once(lambda: submit(dispute), lambda: submit(dispute))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Review", "RuleViolation"]
    assert Review.objects.count() == 1


def test_the_database_keeps_one_open_review_for_each_level_and_reasons_of_a_return():
    dispute = penal()
    sent = submit(dispute)
    twin = {"level": sent.level, "submitted_by": sent.submitted_by, "submitted_on": days(3)}
    with pytest.raises(IntegrityError, match="review_one_open"), transaction.atomic():
        Review.objects.create(dispute=dispute, **twin)
    with pytest.raises(IntegrityError, match="review_return"), transaction.atomic():
        Review.objects.update(passed=False)
