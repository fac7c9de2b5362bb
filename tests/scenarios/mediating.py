"""Steps of a story: acceptance, inquiry, mediation, and the ways it ends without an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.models import Appraisal, MediationSession, Officer, Party
from disputes.services import inquiry, mediation, parties, procedure
from tests.acts import finding_fields
from tests.scenarios.cast import called
from tests.scenarios.telling import Teller


class Mediating(Teller):
    def accept(self, **facts: Any) -> Self:
        return self.step("accept", **facts)

    def accept_on_application(self, *, report_received: str, applied: str) -> Self:
        """A traffic case: all parties applied in writing after they got the 事故认定书."""
        determined_on, applied_on = map(date.fromisoformat, (report_received, applied))
        return self.accept(determined_on=determined_on, applied_on=applied_on, applied_by_all=True)

    def investigate(self) -> Self:
        """Evidence is collected and the offence is found minor and fit for mediation."""
        return self.collect().find()

    def collect(self) -> Self:
        with self.file() as case:
            inquiry.add_evidence(
                case,
                actor=self.officer,
                obtained_on=self._today,
                kind="statement",
                title="询问笔录",
            )
        return self

    def find(self, *exclusions: str, **fields: Any) -> Self:
        told = finding_fields(exclusions=list(exclusions), **fields)
        with self.file() as case:
            inquiry.find(case, actor=self.officer, found_on=self._today, **told)
        return self

    def send_to_appraisal(self, name: str, subject: str = "injury") -> Self:
        with self.file() as case:
            inquiry.request_appraisal(
                case, actor=self.officer, requested_on=self._today, subject=subject,
                organisation="物证鉴定所", party=called(case, name),
            )  # fmt: skip
        return self

    def appraised(self, result: str) -> Self:
        with self.file() as case:
            newest = case.rows(Appraisal)[-1]
            inquiry.record_appraisal(
                case, newest, actor=self.officer, result_on=self._today, result=result
            )
        return self

    def tell(self, about: str) -> Self:
        with self.file() as case:
            procedure.notify(
                case, actor=self.officer, about=about, method="in_person", told_on=self._today
            )
        return self

    def tell_remedies(self) -> Self:
        """They may go to court or to a people's mediation committee."""
        return self.tell("civil_remedies")

    def tell_to_sue(self) -> Self:
        return self.tell("suit")

    # --- people

    def comes_in(self, **person: Any) -> Self:
        with self.file() as case:
            parties.add_party(case, actor=self.officer, **person)
        return self

    def correct(self, name: str, **fields: Any) -> Self:
        with self.file() as case:
            parties.change_party(case, called(case, name).pk, actor=self.officer, **fields)
        return self

    def guardian(self, name: str, guardian: str, *, notified: bool = True) -> Self:
        """Put on file, and notified of the mediation."""
        notified_on = self._today if notified else None
        return self._represent(name, "guardian", guardian, notified_on=notified_on)

    def proxy(self, name: str, proxy: str, powers: str = "代为调解、签署协议") -> Self:
        return self._represent(name, "proxy", proxy, powers=powers, authorisation="委托书1")

    def _represent(self, name: str, capacity: str, who: str, **fields: Any) -> Self:
        with self.file() as case:
            parties.add_representative(
                case, actor=self.officer, party=called(case, name), capacity=capacity, name=who,
                **fields,
            )  # fmt: skip
        return self

    # --- mediation

    def mediate(
        self,
        *,
        host: Officer | None = None,
        second: Officer | None = None,
        alone: bool = False,
        unwilling: Sequence[str] = (),
        by_proxy: Sequence[str] = (),
        with_guardian: Sequence[str] = (),
        without_guardian: Sequence[str] = (),
        **fields: Any,
    ) -> Self:
        """Everybody on file takes part and consents, two officers mediate, unless told.

        `without_guardian`: who lives on own labour and does not want the guardian notified.
        """
        told = {"mode": "ordinary", "place": "调解室", "facts_found": "双方陈述一致", **fields}
        told |= {"host": host or self.officer}
        told |= {} if alone else {"second_officer": second or self.colleague}
        with self.file() as case:
            everybody = [
                {
                    "party": party, "consented": party.name not in unwilling,
                    "attended": party.name not in by_proxy, "by_proxy": party.name in by_proxy,
                    "guardian_attended": party.name in with_guardian,
                    "guardian_waived": party.name in without_guardian,
                }
                for party in case.rows(Party) if party.is_active
            ]  # fmt: skip
            mediation.hold_session(
                case, actor=told["host"], held_on=self._today, participants=everybody, **told
            )
        return self

    def mediate_again(self, wanted_by: str = "police", **fields: Any) -> Self:
        return self.mediate(second_reason=wanted_by, **fields)

    def joins(self, name: str, *, consented: bool = True, **fields: Any) -> Self:
        """Somebody who was put on file later takes part in the mediation under way."""
        with self.file() as case:
            mediation.join_session(
                case, _newest(case), actor=self.officer, joined_on=self._today,
                participants=[{"party": called(case, name), "consented": consented, **fields}],
            )  # fmt: skip
        return self

    def no_agreement(self) -> Self:
        """The mediation of that day ended without one."""
        with self.file() as case:
            mediation.end_session(
                case, _newest(case).pk, actor=self.officer, outcome="not_agreed",
                record="双方分歧较大", on=self._today,
            )  # fmt: skip
        return self

    def walks_out(self, name: str) -> Self:
        """A party does not want to go on in the middle of it."""
        with self.file() as case:
            mediation.record_refusal(
                case, _newest(case), actor=self.officer, party=called(case, name),
                reason="不愿意继续调解", refused_on=self._today,
            )  # fmt: skip
        return self

    # --- ends and turns

    def fail(self, **facts: Any) -> Self:
        return self.step("fail", reason="双方分歧较大", **facts)

    def decline(self) -> Self:
        return self.step("decline", reason="不属于公安机关管辖")

    def withdraw(self) -> Self:
        return self.step("withdraw", reason="申请人撤回")

    def punish(self, ground: str) -> Self:
        return self.step("convert", convert_to="penalty", ground=ground, reason="依法处罚")

    def prosecute(self, ground: str) -> Self:
        return self.step("convert", convert_to="criminal", ground=ground, reason="涉嫌犯罪")

    def settle(self, by: str = "parties") -> Self:
        """A settlement, performed, applied for by all in writing, and approved."""
        return self.step(
            "settle", settled_by=by, performed=True, applied_by_all=True, approved_by="赵所长"
        )

    def becomes_an_offence(self) -> Self:
        return self._becomes(Track.SECURITY_CASE, "applicant", "victim", "suspect")

    def becomes_a_quarrel(self) -> Self:
        return self._becomes(Track.CIVIL, "victim", "applicant", "respondent")

    def _becomes(self, track: Track, first: str, one: str, other: str) -> Self:
        with self.file() as case:
            for party in case.rows(Party):
                role = one if party.role == first else other
                parties.change_party(case, party.pk, actor=self.officer, role=role)
        return self.step("change_track", track=track, reason="经查明案件性质")


def _newest(case: CaseFile) -> MediationSession:
    return case.rows(MediationSession)[-1]
