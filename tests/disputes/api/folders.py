"""The folders below a dispute's address, and a dispute with a row in each of them."""

from __future__ import annotations

from typing import Any

from disputes.models import (
    Agreement,
    Annex,
    Appointment,
    Appraisal,
    Attachment,
    Confirmation,
    Dispute,
    Hearing,
    MediationSession,
    Officer,
    Paper,
    Party,
    Recurrence,
    Recusal,
    Referral,
    Representative,
    Review,
    SampledCase,
    Volume,
)
from tests.disputes.api.addresses import Operation
from tests.disputes.api.asking import applied_to_court
from tests.disputes.volumes import making
from tests.factories import DAY, act, make_candidate, make_case, make_sample

FOLDERS = {
    "agreements": Agreement,
    "annexes": Annex,
    "appointments": Appointment,
    "appraisals": Appraisal,
    "attachments": Attachment,
    "confirmations": Confirmation,
    "hearings": Hearing,
    "papers": Paper,
    "parties": Party,
    "recurrences": Recurrence,
    "recusals": Recusal,
    "referrals": Referral,
    "representatives": Representative,
    "reviews": Review,
    "samples": SampledCase,
    "sessions": MediationSession,
    "volumes": Volume,
}
STEPS = (
    "represent", "refer", "arrange", "issue_paper", "attach", "propose_hearing",
    "draft_agreement", "request_appraisal", "request_recusal", "submit_review",
)  # fmt: skip


def a_row_in_every_folder(chief: Officer) -> Dispute:
    dispute = make_case("mediating", chief)
    for action in STEPS:
        act(dispute, action, chief, DAY)
    applied_to_court(dispute)
    make_sample(dispute)
    make_candidate(dispute)
    making.done_volume(dispute)
    making.undecided_annex(dispute)
    dispute.refresh_from_db()
    return dispute


def addressed(operation: Operation, dispute: Dispute) -> Any:
    """The row that an operation on a case means, and whose version it is asked for."""
    if "<int:pk>" not in operation.route:
        return dispute
    folder = operation.route.removeprefix("disputes/<int:dispute_id>/").partition("/")[0]
    return FOLDERS[folder].objects.filter(dispute=dispute).order_by("pk").first()
