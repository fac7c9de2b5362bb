"""Which track (办理途径) a case may take, and what a track asks for when it is taken up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.errors import RuleViolation
from disputes.guards.mediation import SIDES
from disputes.mediations import mediated_in_vain
from disputes.models import Party
from disputes.workdays import CalendarUnknown

Facts = dict[str, Any]
TRAFFIC_DAYS = 10  # working days from the receipt of the 认定书
WITHOUT_HOLIDAYS = timedelta(weeks=2)  # what they are where weekends alone count


def traffic_applied(case: CaseFile, facts: Facts, on: date) -> None:
    """Traffic compensation is mediated when all parties apply in writing in time.

    道路交通事故处理程序规定 art. 86: within 10 days of receiving the 认定书, working days by
    art. 112. A change to this track needs the same.
    """
    if facts.get("track", case.dispute.track) != Track.TRAFFIC:
        return
    names = {
        "determined_on": "收到道路交通事故认定书的日期",
        "applied_on": "书面申请日期",
        "applied_by_all": "各方一致书面申请",
    }
    missing = [name for key, name in names.items() if not facts.get(key)]
    if missing:
        raise RuleViolation(
            f"道路交通事故损害赔偿调解须由当事人一致书面申请，请填写：{'、'.join(missing)}",
            code="TRAFFIC_APPLICATION_MISSING",
            statutes=[statutes.TRAFFIC_APPLICATION],
        )
    determined_on, applied_on = facts["determined_on"], facts["applied_on"]
    if not determined_on <= applied_on <= on:
        raise RuleViolation("申请日期应在收到认定书之日以后、受理之日以前", code="OUT_OF_ORDER")
    due_on = _last_day(case, determined_on)
    if applied_on > due_on:
        raise RuleViolation(
            f"申请损害赔偿调解的期限已于{due_on:%Y-%m-%d}届满（收到认定书之日起十个工作日）",
            code="TRAFFIC_APPLICATION_LATE",
            statutes=[statutes.TRAFFIC_APPLICATION, statutes.TRAFFIC_DAYS],
        )


def _last_day(case: CaseFile, start: date) -> date:
    """The tenth working day; where the holidays of a year are not known, weekends alone count."""
    try:
        return case.calendar.add(start, TRAFFIC_DAYS)
    except CalendarUnknown:
        return start + WITHOUT_HOLIDAYS


def another_track(case: CaseFile, facts: Facts, on: date) -> None:
    """A case changes to a track that it is not on; an offence mediated in vain stays one."""
    track = facts.get("track")
    if track not in Track.values or track == case.dispute.track:
        raise RuleViolation(
            "请选择不同于现在的办理途径",
            code="TRACK_UNCHANGED",
            statutes=[statutes.TRACKS[Track(case.dispute.track)].on(on)],
        )
    if mediated_in_vain(case):
        raise RuleViolation(
            "治安案件调解未达成协议或者达成协议后不履行的，应当依法处罚，不得变更办理途径，请转处罚",
            code="PENALTY_PROCEDURE_FOLLOWS",
            statutes=[statutes.PERFORMANCE, statutes.POLICE_MEDIATION.on(on)],
        )


def roles_fit_track(case: CaseFile, facts: Facts, on: date) -> None:
    """Victim and suspect belong to a security case, applicant and respondent to the others."""
    track = Track(facts["track"]) if facts.get("track") in Track.values else None
    if track is None:
        return
    sides = SIDES[track]
    wrong = [
        f"{party}（{party.get_role_display()}）"
        for party in case.rows(Party)
        if party.is_active and party.role not in sides
    ]
    if wrong:
        raise RuleViolation(
            f"变更为{track.label}前，请先将{'、'.join(wrong)}的当事人地位更正为"
            f"{'或者'.join(side.label for side in sides)}",
            code="ROLE_TRACK_MISMATCH",
            statutes=[statutes.TRACKS[track].on(on)],
        )
