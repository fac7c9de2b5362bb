"""Steps of a story: agreements, their performance, breach, waiver, change, and the court."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Self

from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.models import (
    Confirmation,
    MediationSession,
    Obligation,
    Party,
    Representative,
    SessionParticipant,
)
from disputes.services import agreement, confirmation, mediation, performance
from tests.acts import finding_fields
from tests.scenarios.cast import Term
from tests.scenarios.mediating import Mediating

FORMS = {
    Track.CIVIL: {"form": "peoples", "mediator": "赵六"},
    Track.SECURITY_CASE: {"form": "security"},
    Track.TRAFFIC: {"form": "traffic"},
}
PAPER = {
    "occurred": "2026年3月1日19时许", "place": "幸福小区3号楼", "cause": "排水",
    "facts": "双方因排水发生口角", "circumstances": "情节较轻", "consequence": "未造成人身伤害",
    "issues": "水管由谁修", "responsibility": "王强负全部责任", "content": "王强修好水管并赔偿",
}  # fmt: skip


class Agreeing(Mediating):
    def agree(self, *terms: Term, unsigned: Sequence[str] = (), **fields: Any) -> Self:
        """A complete agreement takes effect: everybody whom the law asks for signs it."""
        with self.file() as case:
            agreement.draft(
                case, actor=self.officer, on=self._today, **self._paper(case, terms, unsigned),
                **fields,
            )  # fmt: skip
            mediation.take_agreement_into_effect(case, actor=self.officer, on=self._today)
        return self

    def agree_orally(self, *terms: Term, recorded_by: str) -> Self:
        """People's mediation: the mediator writes down what was agreed, nobody signs."""
        with self.file() as case:
            paper = self._paper(case, terms) | {"form": "oral", "mediator": recorded_by}
            paper["signatures"] = []
            agreement.draft(case, actor=self.officer, on=self._today, **paper)
            mediation.take_agreement_into_effect(case, actor=self.officer, on=self._today)
        return self

    def change_agreement(self, *terms: Term, reason: str) -> Self:
        with self.file() as case:
            former = case.agreement
            assert former is not None
            agreement.change(
                case, former, actor=self.officer, on=self._today, reason=reason,
                **self._paper(case, terms),
            )  # fmt: skip
        return self

    def _paper(
        self, case: CaseFile, terms: Sequence[Term], unsigned: Sequence[str] = ()
    ) -> dict[str, Any]:
        track = Track(case.dispute.track)
        organ = ("mediator", "seal") if track == Track.CIVIL else ("host",)
        signatures = [row for row in _signatures(case) if row["name"] not in unsigned]
        signatures += [
            {"signer": one} | ({"name": "幸福村人民调解委员会"} if one == "seal" else {})
            for one in organ
        ]
        return PAPER | FORMS[track] | {
            "obligations": [term(case) for term in terms], "signatures": signatures
        }  # fmt: skip

    def settle_on_the_spot(
        self, *terms: Term, recording: str = "", ticks: Sequence[str] = (), **conditions: bool
    ) -> Self:
        """Mediated, agreed and performed at once; on paper, or with nothing but a recording."""
        clear = {"minor": True, "facts_clear": True, "loss_undisputed": True, "performed_now": True}
        with self.file() as case:
            session = {
                "place": "现场", "facts_found": "双方陈述一致", "second_officer": self.colleague,
                "participants": [{"party": p, "consented": True} for p in case.rows(Party)],
            }  # fmt: skip
            paper = self._paper(case, terms) | {"form": "on_the_spot", "recording": recording}
            if recording:
                paper |= {"signatures": [], **dict.fromkeys(ticks, True)}
            mediation.mediate_on_the_spot(
                case, actor=self.officer, held_on=self._today, session=session, agreement=paper,
                proof="当场收讫", facts=clear | conditions, finding=finding_fields(),
                evidence=[{"kind": "statement", "title": "现场询问"}],
            )  # fmt: skip
        return self

    # --- what becomes of it

    def performs(self, name: str, amount: int | None = None) -> Self:
        """The next thing that somebody owes is done, or a part of a sum is paid."""
        with self.file() as case:
            performance.record_performance(
                case, _owed_by(case, name).pk, actor=self.officer, performed_on=self._today,
                proof="收条", amount=None if amount is None else Decimal(amount),
            )  # fmt: skip
        return self

    def waives(self, creditor: str, *, owed_by: str, signed_by: str = "") -> Self:
        """The creditor lets go of what is left, in writing."""
        with self.file() as case:
            performance.waive(
                case, _owed_by(case, owed_by).pk, actor=self.officer, waived_on=self._today,
                reason="念及邻里情分", consent="免除声明", signer="party",
                name=signed_by or creditor,
            )  # fmt: skip
        return self

    def breach(self) -> Self:
        return self.step("breach", reason="到期拒不履行")

    def owed(self, name: str) -> int:
        """How many things somebody still has to do under the agreement in force."""
        with self.file() as case:
            return len(_open(case, name))

    # --- the court

    def apply_to_court(self, **fields: Any) -> Self:
        told = {"court": "区人民法院", "applied_by_all": True, "personal_status": False, **fields}
        with self.file() as case:
            assert case.agreement is not None
            confirmation.apply_for_confirmation(
                case, case.agreement, actor=self.officer, applied_on=self._today, **told
            )
        return self

    def court_decides(self, result: str) -> Self:
        with self.file() as case:
            confirmation.record_result(
                case, case.rows(Confirmation)[-1], actor=self.officer, result=result,
                result_on=self._today,
            )  # fmt: skip
        return self


def _signatures(case: CaseFile) -> list[dict[str, Any]]:
    """Parties or who came for them, and the guardians on file."""
    sessions = case.rows(MediationSession)
    there = case.rows_of(sessions[-1], SessionParticipant) if sessions else []
    sent = {row.party for row in there if row.by_proxy}
    rows = [
        {"signer": "party", "party": party, "name": party.name}
        for party in case.rows(Party)
        if party.is_active and party not in sent
    ]
    speaking = [
        one for one in case.rows(Representative)
        if one.capacity == "guardian" or one.party in sent
    ]  # fmt: skip
    return rows + [
        {"signer": one.capacity, "party": one.party, "name": one.name} for one in speaking
    ]


def _open(case: CaseFile, name: str) -> list[Obligation]:
    assert case.agreement is not None
    rows = case.rows_of(case.agreement, Obligation)
    return [row for row in rows if row.debtor.name == name and row.discharged_on is None]


def _owed_by(case: CaseFile, name: str) -> Obligation:
    """The one that is due next; what was paid already stays refused by the rules."""
    assert case.agreement is not None
    every = [o for o in case.rows_of(case.agreement, Obligation) if o.debtor.name == name]
    return min(_open(case, name) or every, key=lambda row: (row.due_on, row.pk))
