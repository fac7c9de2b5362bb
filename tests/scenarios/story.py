"""The language in which whole lives of disputes are told, for a lawyer to read line by line.

    s = Story(SECURITY, "2026-02-12").accept().investigate()
    s.mediate().no_agreement()
    with s.on("2026-03-02").refused("SECOND_MEDIATION_LATE", "程序规定第一百八十三条"):
        s.mediate_again()

A story speaks to the real services only. Its days are those of the server's clock: a step happens
on the day of the last `on`. `refused` asserts code, articles, wording and an unchanged database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from disputes.casefile import both_files
from disputes.choices import Receiver, Role, Track
from disputes.clock import at as clock_at
from disputes.models import (
    Alert,
    Dispute,
    Hearing,
    Officer,
    Party,
    Recurrence,
    Recusal,
    Referral,
    Review,
    RiskLevel,
    SampledCase,
)
from disputes.models.hearing import Stage
from disputes.services import (
    criminal,
    extension,
    followup,
    hearing,
    hearing_stops,
    linking,
    procedure,
    recurrence,
    referral,
    review,
    risk,
)
from disputes.workflow import take_step
from tests.disputes.hall import consents, deliberate, everything_for
from tests.factories import make_kind, make_officer, nine
from tests.scenarios.agreeing import Agreeing
from tests.scenarios.cast import called

SECURITY, CIVIL, TRAFFIC = Track.SECURITY_CASE, Track.CIVIL, Track.TRAFFIC


class Story(Agreeing):
    """What happens around the mediation itself: other bodies, review, risk, visits, hearings."""

    @classmethod
    def of(cls, dispute: Dispute, like: Story) -> Story:
        """A story that begins with a case that another one brought forth, on the same day."""
        story = cls.__new__(cls)
        story.__dict__.update(like.__dict__ | {"pk": dispute.pk})
        return story

    # --- other bodies

    def refer(self, receiver: str, name: str) -> Self:
        """Another body is asked to help; the case stays ours."""
        return self._send("refer", receiver, name)

    def transfer(self, receiver: str, name: str) -> Self:
        """Another body is to become responsible, from its receipt on."""
        return self._send("transfer", receiver, name)

    def _send(self, kind: str, receiver: str, name: str) -> Self:
        with self.file() as case:
            referral.refer(
                case, actor=self.officer, on=self._today, kind=kind, receiver=Receiver(receiver),
                receiver_name=name, channel="letter", reason="由其处理更为适宜",
            )  # fmt: skip
        return self

    def letter(self, do: str, **told: Any) -> Self:
        """Something happens to the newest letter: receive, send_back, remind, withdraw, answer."""
        with self.file() as case:
            newest = case.rows(Referral)[-1]
            getattr(referral, do)(case, newest, actor=self.officer, on=self._today, **told)
        return self

    def received(self) -> Self:
        return self.letter("receive", received_by="钱主任")

    def returned(self) -> Self:
        return self.letter("send_back", reason="不属本单位管辖")

    def reminded(self) -> Self:
        return self.letter("remind")

    def letter_withdrawn(self) -> Self:
        return self.letter("withdraw", reason="双方已另行协商")

    def answered(self, *, resolved: bool) -> Self:
        return self.letter("answer", text="已办理", resolved=resolved)

    def crime_filed(self, number: str) -> Self:
        with self.file() as case:
            criminal.link(
                case, actor=self.officer, filed_on=self._today, kind="civil_to_criminal",
                number=number, charge="故意伤害罪",
            )  # fmt: skip
        return self

    # --- recusal, warning letter, extension

    def ask_to_stand_back(self, officer: Officer) -> Self:
        with self.file() as case:
            procedure.request_recusal(
                case, actor=self.officer, officer=officer, ground="interest",
                statement="系一方亲属", requested_on=self._today,
            )  # fmt: skip
        return self

    def recusal(self, *, granted: bool, by: Officer | None = None) -> Self:
        with self.file() as case:
            procedure.decide_recusal(
                case, case.rows(Recusal)[-1], actor=by or self.chief, granted=granted,
                reason="经核查属实" if granted else "经核查不属实", decided_on=self._today,
            )  # fmt: skip
        return self

    def warning_letter(self, perpetrator: str, **fields: Any) -> Self:
        with self.file() as case:
            procedure.decide_warning(
                case, actor=self.officer, issued=True, reason="多次实施家庭暴力",
                perpetrator=called(case, perpetrator), decided_on=self._today, **fields,
            )  # fmt: skip
        return self

    def ask_to_clear_violence(self, by: Officer | None = None) -> Self:
        """Somebody says that it is no violence at home after all."""
        return self._by(by or self.officer, "ask_clearance", reason="双方并非家庭成员")

    def clear_violence(self, *, granted: bool = True, by: Officer | None = None) -> Self:
        told = {"reason": "经核查属实", "granted": granted}
        return self._by(by or self.chief, "decide_clearance", **told)

    def _by(self, officer: Officer, action: str, **facts: Any) -> Self:
        with self.file() as case:
            take_step(case, action, actor=officer, on=self._today, facts=facts)
        return self

    def extend(self, days: int = 30) -> Self:
        with self.file() as case:
            extension.extend(
                case, actor=self.chief, days=days, reason="案情复杂", approved_by="县公安局王局长",
                approved_on=self._today,
            )  # fmt: skip
        return self

    # --- review, risk, follow-up

    def submit(self, level: str = "") -> Self:
        with self.file() as case:
            review.submit_review(case, actor=self.officer, on=self._today, level=level)
        return self

    def examined(
        self, *, passed: bool = True, opinion: str = "同意", by: Officer | None = None
    ) -> Self:
        with self.file() as case:
            review.review(
                case, case.rows(Review)[-1], actor=by or self.legal, on=self._today,
                passed=passed, opinion=opinion,
            )  # fmt: skip
        return self

    def close(self) -> Self:
        return self.step("close")

    def archive(self) -> Self:
        return self.step("archive")

    def relapse(self) -> Self:
        return self.step("relapse", reason="双方再次争吵")

    def assess(self, level: str, *, leader: Officer | None = None, basis: str = "扬言报复") -> Self:
        with self.file() as case:
            risk.assess_risk(
                case, actor=self.officer, level=RiskLevel.objects.get(code=level), basis=basis,
                on=self._today, leader=leader,
            )  # fmt: skip
        return self

    def visit(
        self, method: str = "phone", *, by: Officer | None = None, drawn: bool = False,
        **fields: Any,
    ) -> Self:  # fmt: skip
        with self.file() as case:
            followup.record_follow_up(
                case, actor=by or self.officer, held_on=self._today, method=method,
                visited=case.rows(Party)[0].name,
                sample=case.rows(SampledCase)[-1] if drawn else None, **fields,
            )  # fmt: skip
        return self

    def draw(self, first: str, last: str) -> Self:
        """The chief has one case of a period drawn for a visit by somebody else."""
        with clock_at(nine(self._today)):
            followup.draw(
                actor=self.chief, unit=self.dispute.unit, size=1,
                start=date.fromisoformat(first), end=date.fromisoformat(last),
            )  # fmt: skip
        return self

    def assign_visit(self, officer: Officer) -> Self:
        with self.file() as case:
            followup.assign(case, case.rows(SampledCase)[-1], actor=self.chief, officer=officer)
        return self

    def another_officer(self, role: str = Role.OFFICER) -> Officer:
        """Somebody else of the station."""
        return make_officer(self.dispute.unit, role)

    def alerts(self, officer: Officer) -> list[str]:
        """What an officer is alerted to."""
        rows = Alert.objects.filter(dispute=self.pk, officer=officer, cleared_at=None)
        return [alert.code for alert in rows]

    # --- several disputes

    def merge_into(self, kept: Story) -> Self:
        with clock_at(nine(self._today)), both_files(self.pk, kept.pk) as (case, into):
            linking.merge(case, into, actor=self.chief, reason="同一事由重复登记")
        return self

    def split(self, *names: str, leaving: Sequence[str] = ()) -> Story:
        """A new case with some of the parties, from today on."""
        with self.file() as case:
            new = linking.split(
                case, actor=self.chief, reason="并非同一事由", kind=make_kind(), summary="另一起口角",
                parties=[called(case, name) for name in names],
                leaving=[called(case, name) for name in leaving],
            )  # fmt: skip
        return Story.of(new, like=self)

    def decide_recurrence(self, *, same: bool) -> Self:
        with self.file() as case:
            recurrence.decide(
                case, case.rows(Recurrence)[-1], actor=self.officer, on=self._today,
                is_recurrence=same, reason="同一事由再次争吵",
            )  # fmt: skip
        return self

    # --- hearing-style mediation

    def propose_hearing(self, openness: str = "open") -> Self:
        with self.file() as case:
            hearing.propose(
                case, actor=self.officer, on=self._today, reason="久调不决", openness=openness
            )
        return self

    def hear(self, *stages: Stage, **record: Any) -> Self:
        """Hold stages with all that they need; `record` changes what is recorded."""
        for stage in stages:
            self._hold(stage, record)
        return self

    def hear_until(self, last: Stage) -> Self:
        """The stages that are left up to this one."""
        held = Hearing.objects.filter(dispute=self.pk).last().stages.count()
        return self.hear(*list(Stage)[held : list(Stage).index(last) + 1])

    def _hold(self, stage: Stage, record: dict[str, Any]) -> None:
        actor = self.chief if stage == Stage.INITIATION else self.officer
        with self.file() as case:
            held = case.rows(Hearing)[-1]
            if stage == Stage.DELIBERATION:
                deliberate(case, self.officer, self._today)
            told = everything_for(case, stage, {"record": record})
            hearing.hold_stage(case, held.pk, actor=actor, stage=stage, held_on=self._today, **told)

    def consent(self, *, only: str = "", undisclosed: str = "") -> Self:
        """Consents as they come in: of one party alone, or without that to disclosure."""
        with self.file() as case:
            given = [
                row | {"to_disclosure": row["party"].name != undisclosed}
                for row in consents(case) if only in ("", row["party"].name)
            ]  # fmt: skip
            hearing.hold_stage(
                case, case.rows(Hearing)[-1].pk, actor=self.officer, stage=Stage.CONSENT,
                held_on=self._today, record={"served_on": "2026-03-02"}, consents=given,
            )  # fmt: skip
        return self

    def takes_back_consent(self, name: str, *, told: bool = True) -> Self:
        """A party does not want to be heard any more, but may still be mediated."""
        with self.file() as case:
            hearing_stops.withdraw_consent(
                case, case.rows(Hearing)[-1].pk, actor=self.officer, party=called(case, name),
                reason="不愿外人知晓", remedies_told=told, withdrawn_on=self._today,
            )  # fmt: skip
        return self
