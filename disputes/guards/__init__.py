"""Guards: one rule, one function, one citation. Read-only; no HTTP, no roles.

A guard looks at a case file and the facts of the step that somebody wants to take on a day; it
returns when the step is allowed and raises RuleViolation when a law forbids it. Codes G01–H09
are those of the domain reference.
"""

from disputes.guards.agreement import (
    agreement_complete,
    agreement_signed,
    all_performed,
    form_fits_track,
    not_in_effect_yet,
    performance_after_signing,
    performance_overdue,
    performed_after_signing,
)
from disputes.guards.closing import (
    after_last_change,
    conversion_named,
    in_order,
    reason_given,
    remedies_told,
    settlement_allowed,
)
from disputes.guards.hearing import (
    conclusion_matches,
    everyone_consented_to_hearing,
    hearing_opened,
    open_hearing_allowed,
    panel_valid,
    stage_in_order,
    stage_recorded,
)
from disputes.guards.mediation import (
    everyone_consents,
    facts_established,
    guardians_present,
    not_excluded,
    on_the_spot_allowed,
    proxy_allowed,
    second_session_reason,
    session_ended,
    sessions_at_most_two,
)

__all__ = [
    "after_last_change",
    "agreement_complete",
    "agreement_signed",
    "all_performed",
    "conclusion_matches",
    "conversion_named",
    "everyone_consented_to_hearing",
    "everyone_consents",
    "facts_established",
    "form_fits_track",
    "guardians_present",
    "hearing_opened",
    "in_order",
    "not_excluded",
    "not_in_effect_yet",
    "on_the_spot_allowed",
    "open_hearing_allowed",
    "panel_valid",
    "performance_after_signing",
    "performance_overdue",
    "performed_after_signing",
    "proxy_allowed",
    "reason_given",
    "remedies_told",
    "second_session_reason",
    "session_ended",
    "sessions_at_most_two",
    "settlement_allowed",
    "stage_in_order",
    "stage_recorded",
]
