"""The rules that a new installation begins with (归卷规则). Legal officers end and replace them.

Sources: domain reference, sections 2.1 and 7: what each step of a case is put on paper as.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from disputes import statutes
from disputes.choices import Outcome, Track

SINCE = date(2000, 1, 1)  # every case there is
BY_DEFAULT = "系统默认，可由法制员修订"
MEDIATED = (Outcome.FULFILLED, Outcome.AGREED, Outcome.FAILED, Outcome.BREACHED)
IN_VAIN = (Outcome.FAILED, Outcome.BREACHED, Outcome.DECLINED, Outcome.WITHDRAWN)
ENDED = (
    Outcome.FULFILLED,
    Outcome.FAILED,
    Outcome.BREACHED,
    Outcome.SETTLED,
    Outcome.RECONCILED,
    Outcome.FEEDBACK,
    Outcome.HANDED_OVER,
)
ANY = ("",)
PENAL = Track.SECURITY_CASE
HEARING_SET = (
    "hearing_approval", "hearing_rights", "hearing_consent", "hearing_panel", "hearing_invitation",
    "hearing_attendance", "hearing_minutes", "hearing_evidence", "hearing_deliberation",
    "hearing_opinion", "hearing_stop",
)  # fmt: skip
# paper, track, outcomes, need, condition, source; in the order of the file.
RULES: tuple[tuple[str, str, tuple[str, ...], str, str, object], ...] = (
    ("registration_form", "", ANY, "one", "", BY_DEFAULT),
    ("risk_assessment", "", ANY, "one", "", BY_DEFAULT),
    ("mediation_notice", "", MEDIATED, "one", "", BY_DEFAULT),
    ("mediation_consent", "", MEDIATED, "each", "", statutes.VOLUNTARY),
    ("proxy_authorisation", "", ANY, "each", "", statutes.MINORS_AND_PROXIES),
    ("guardian_notice", "", ANY, "each", "", statutes.MINORS_AND_PROXIES),
    *((code, "", ANY, "each", "hearing", BY_DEFAULT) for code in HEARING_SET),
    ("mediation_record", "", ANY, "each", "", BY_DEFAULT),
    ("security_agreement", PENAL, ANY, "each", "", statutes.AGREEMENT_CONTENT),
    ("spot_agreement", PENAL, ANY, "each", "", statutes.ON_THE_SPOT),
    ("peoples_agreement", Track.CIVIL, ANY, "each", "", statutes.CIVIL_AGREEMENT_CONTENT),
    ("oral_agreement", Track.CIVIL, ANY, "each", "", statutes.ORAL_AGREEMENT),
    ("traffic_agreement", Track.TRAFFIC, ANY, "each", "", statutes.TRAFFIC_AGREEMENT),
    ("performance_record", "", (Outcome.FULFILLED, Outcome.BREACHED), "each", "", BY_DEFAULT),
    ("confirmation_notice", Track.CIVIL, ANY, "optional", "", BY_DEFAULT),
    ("confirmation_application", "", ANY, "each", "", statutes.CONFIRMATION),
    ("settlement_application", PENAL, (Outcome.SETTLED,), "one", "", statutes.SETTLEMENT_APPROVAL),
    ("settlement_approval", PENAL, (Outcome.SETTLED,), "one", "", statutes.SETTLEMENT_APPROVAL),
    ("failure_notice", "", IN_VAIN, "one", "", statutes.MEDIATION_FAILED),
    ("warning_letter", "", ANY, "each", "violence", statutes.WARNING_LETTER),
    ("referral_letter", "", ANY, "each", "referred", BY_DEFAULT),
    (
        "referral_receipt",
        "",
        (Outcome.HANDED_OVER, Outcome.FEEDBACK),
        "one",
        "referred",
        BY_DEFAULT,
    ),
    ("referral_feedback", "", (Outcome.FEEDBACK,), "one", "referred", BY_DEFAULT),
    ("follow_up_record", "", (Outcome.FULFILLED,), "one", "", BY_DEFAULT),
    ("closing_approval", "", ENDED, "one", "", BY_DEFAULT),
)
STEP = 10  # between two positions, so that a rule can be put between two


def rows() -> Iterator[dict[str, Any]]:
    """Fields of every default rule."""
    for n, (paper, track, outcomes, need, condition, source) in enumerate(RULES, 1):
        for outcome in outcomes:
            yield {"paper": paper, "track": track, "outcome": outcome, "need": need,
                   "condition": condition, "position": n * STEP, "source": str(source),
                   "since": SINCE}  # fmt: skip


def fill_after_migrate(*, using: str, **kwargs: Any) -> None:
    """Put the default rules in where there is none at all: what legal officers made of them stays."""
    from django.db import DEFAULT_DB_ALIAS

    from disputes.models import CaseFileRule

    if using == DEFAULT_DB_ALIAS and not CaseFileRule.objects.exists():
        CaseFileRule.objects.bulk_create(CaseFileRule(**fields) for fields in rows())
