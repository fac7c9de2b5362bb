"""Which track (办理途径) a case takes, how it changes to another, and the law of each on its day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disputes import statutes, workflow
from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.models import Dispute, DisputeEvent, MediationSession, Officer, Party
from disputes.services import parties
from disputes.workdays import WorkCalendar
from tests.disputes.notices import CALENDAR
from tests.disputes.refusing import refused
from tests.factories import DAY, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_9 = "《中华人民共和国治安管理处罚法》第九条"
ART_185 = "《公安机关办理行政案件程序规定》第一百八十五条"
ART_86 = "《道路交通事故处理程序规定》第八十六条"
ART_112 = "《道路交通事故处理程序规定》第一百一十二条"
PAPERS = {"determined_on": DAY, "applied_on": DAY, "applied_by_all": True}


@pytest.fixture
def officer() -> Officer:
    return make_chief()


def step(dispute: Dispute, action: str, officer: Officer, on: date = DAY, **facts: Any) -> Any:
    """One step with exactly these facts."""
    return workflow.perform(dispute.pk, action, actor=officer, on=on, facts=facts)


def change(dispute: Dispute, officer: Officer, track: str, on: date = DAY, **facts: Any) -> Any:
    return step(dispute, "change_track", officer, on, track=track, reason="途径有误", **facts)


def become(dispute: Dispute, *roles: str) -> None:
    """Correct the roles of the parties on file."""
    with case_file(dispute.pk) as case:
        for party, role in zip(list(case.rows(Party)), roles, strict=True):
            parties.change_party(case, party.pk, actor=dispute.registered_by, role=role)


# --- changing the track


@pytest.mark.parametrize("state", [State.REGISTERED, State.ACCEPTED, State.MEDIATING, State.FAILED])
def test_a_quarrel_that_is_an_offence_becomes_a_security_case(officer, state):
    dispute = make_case(state)
    become(dispute, "victim", "suspect")
    change(dispute, officer, Track.SECURITY_CASE)
    dispute.refresh_from_db()
    assert (dispute.track, dispute.state) == (Track.SECURITY_CASE, State.ACCEPTED)
    event = DisputeEvent.objects.filter(dispute=dispute).last()
    assert event.facts["track"] == "security_case"
    ended = set(MediationSession.objects.values_list("outcome", "track"))
    assert ended <= {("not_agreed", "civil")}


def test_a_case_does_not_change_to_the_track_it_is_on_or_to_none(officer):
    dispute = make_case(State.ACCEPTED)
    for track in (Track.CIVIL, "", "criminal"):
        with refused(dispute, "TRACK_UNCHANGED", str(statutes.VOLUNTARY)):
            change(dispute, officer, track)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (Track.CIVIL, Track.SECURITY_CASE, "被侵害人或者违法嫌疑人"),
        (Track.SECURITY_CASE, Track.CIVIL, "李\\*（被侵害人）、王\\*（违法嫌疑人）"),
        (Track.SECURITY_CASE, Track.TRAFFIC, "申请人或者被申请人"),
    ],
)
def test_roles_that_do_not_fit_are_named_with_what_to_change(officer, before, after, said):
    dispute = make_case(State.ACCEPTED, track=before)
    with refused(dispute, "ROLE_TRACK_MISMATCH", str(statutes.TRACKS[after]), said=said):
        change(dispute, officer, after, **PAPERS)


def test_a_party_that_left_does_not_stand_in_the_way(officer):
    dispute = make_case(State.ACCEPTED)
    act(dispute, "add_party", officer, DAY)
    with case_file(dispute.pk) as case:
        parties.change_party(case, case.rows(Party)[2].pk, actor=officer, is_active=False)
    become(dispute, "victim", "suspect", "applicant")
    assert change(dispute, officer, Track.SECURITY_CASE).to_state == State.ACCEPTED


def test_an_offence_mediated_in_vain_does_not_become_a_quarrel(officer):
    dispute = make_case(State.FAILED, track=Track.SECURITY_CASE)
    become(dispute, "applicant", "respondent")
    with refused(dispute, "PENALTY_PROCEDURE_FOLLOWS", ART_185, ART_9):
        change(dispute, officer, Track.CIVIL)


def test_a_change_of_track_has_a_reason(officer):
    dispute = make_case(State.ACCEPTED)
    with refused(dispute, "REASON_MISSING"):
        step(dispute, "change_track", officer, track="security_case", reason=" ")


# --- traffic


@pytest.mark.parametrize("lacking", PAPERS)
def test_traffic_compensation_is_mediated_when_everybody_applies_in_writing(officer, lacking):
    dispute = make_case(track=Track.TRAFFIC)
    with refused(dispute, "TRAFFIC_APPLICATION_MISSING", ART_86):
        step(dispute, "accept", officer, **PAPERS | {lacking: None})
    assert step(dispute, "accept", officer, **PAPERS).to_state == State.ACCEPTED


@pytest.mark.parametrize(
    ("determined_on", "applied_on", "in_time"),
    [
        (DAY, date(2026, 3, 16), True),  # a Monday, and the tenth working day after it
        (DAY, date(2026, 3, 17), False),
        # spring festival from 15 to 23 February; 14 and 28 February are worked
        (date(2026, 2, 9), date(2026, 2, 28), True),
        (date(2026, 2, 9), date(2026, 3, 1), False),
    ],
)
def test_they_apply_within_ten_working_days(
    officer, monkeypatch, determined_on, applied_on, in_time
):
    monkeypatch.setattr("disputes.casefile.current_calendar", lambda: CALENDAR)
    dispute = make_case(track=Track.TRAFFIC, day=determined_on)
    papers = PAPERS | {"determined_on": determined_on, "applied_on": applied_on}
    if in_time:
        assert step(dispute, "accept", officer, applied_on, **papers).to_state == State.ACCEPTED
    else:
        with refused(dispute, "TRAFFIC_APPLICATION_LATE", ART_86, ART_112, said="已于2026-"):
            step(dispute, "accept", officer, applied_on, **papers)


def test_a_year_whose_holidays_are_not_known_counts_weekends_only(officer, monkeypatch):
    monkeypatch.setattr("disputes.casefile.current_calendar", lambda: WorkCalendar.of((), ()))
    dispute = make_case(track=Track.TRAFFIC)
    papers = PAPERS | {"applied_on": days(15)}
    with refused(dispute, "TRAFFIC_APPLICATION_LATE", ART_86, ART_112, said="2026-03-16届满"):
        step(dispute, "accept", officer, days(15), **papers)
    papers["applied_on"] = days(14)
    assert step(dispute, "accept", officer, days(14), **papers).to_state == State.ACCEPTED


@pytest.mark.parametrize(("determined_on", "applied_on"), [(days(1), days(0)), (days(0), days(2))])
def test_the_papers_are_dated_in_order(officer, determined_on, applied_on):
    dispute = make_case(track=Track.TRAFFIC)
    papers = PAPERS | {"determined_on": determined_on, "applied_on": applied_on}
    with refused(dispute, "OUT_OF_ORDER"):
        step(dispute, "accept", officer, days(1), **papers)


def test_who_changes_to_the_traffic_track_shows_the_same_papers(officer):
    dispute = make_case(State.ACCEPTED)
    with refused(dispute, "TRAFFIC_APPLICATION_MISSING", ART_86):
        change(dispute, officer, Track.TRAFFIC)
    change(dispute, officer, Track.TRAFFIC, **PAPERS)
    assert Dispute.objects.get().track == Track.TRAFFIC


def test_other_tracks_are_accepted_without_papers(officer):
    for track in (Track.CIVIL, Track.SECURITY_CASE):
        assert step(make_case(track=track), "accept", officer).to_state == State.ACCEPTED


# --- the law of its own day


@pytest.mark.parametrize(
    ("day", "since"),
    [(date(2025, 12, 31), date(2006, 3, 1)), (date(2026, 1, 1), date(2026, 1, 1))],
)
def test_a_citation_is_the_version_in_force_on_the_day(day, since):
    article = statutes.POLICE_MEDIATION.on(day)
    assert (article.since, article.in_force(day)) == (since, True)


def test_no_two_versions_of_an_article_are_in_force_on_one_day():
    versions = [s for s in vars(statutes).values() if isinstance(s, statutes.Statute) and s.before]
    assert versions
    for newer in versions:
        assert newer.before.until in (newer.since, None)
        assert newer.on(newer.since) is newer
        assert newer.before.in_force(date.fromordinal(newer.since.toordinal() - 1))


def test_what_is_cited_from_memory_says_so():
    assert str(statutes.SINGLE_OFFICER).endswith("（条文序号待核对）")
    assert "待核对" not in str(statutes.POLICE_MEDIATION)
