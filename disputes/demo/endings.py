"""How a dispute can end: one story each. The plan says how many disputes take which."""

from __future__ import annotations

from collections.abc import Callable

from disputes.choices import State, Track
from disputes.demo import acts, hearings
from disputes.demo.pace import Steps
from disputes.demo.story import Story
from disputes.models import Agreement
from disputes.services import criminal, inquiry, linking, mediation

# --- resolved when the year ends


def reconciled(s: Story) -> Steps:
    """Talked over, and the parties are reconciled on record."""
    yield from s.begin()
    yield from acts.letters(s)
    yield from _reconcile(s)
    s.free()
    yield from acts.aftercare(s)


def agreed(s: Story) -> Steps:
    yield from s.begin()
    yield from acts.letters(s)
    yield s.wait(0, 14)
    acts.session(s)
    yield from acts.agreed_and_done(s)


def agreed_second(s: Story) -> Steps:
    """The first mediation fails, the second succeeds."""
    yield from s.begin()
    yield from acts.letters(s)
    yield s.wait(0, 10)
    acts.session(s)
    yield from acts.no_agreement(s)
    yield s.wait(1, 7)
    acts.session(s, second_reason=s.pick({"police": 60, "party": 40}))
    yield from acts.agreed_and_done(s)


def joint(s: Story) -> Steps:
    """Mediated together with the judicial office, a court, a lawyer or the village."""
    yield from s.begin()
    yield from acts.letters(s)
    yield s.wait(0, 16)
    held = acts.session(s, acts.Mode.JOINT, guests=acts.partners(s))
    acts.persuaded(s, held)
    yield from acts.agreed_and_done(s)


def on_the_spot(s: Story) -> Steps:
    """Minor, clear, undisputed and performed at once."""
    yield from s.registered()
    yield s.wait(0, 0)
    agreement = acts.paper(s, 0, Agreement.Form.ON_THE_SPOT)
    recorded = s.chance(0.4)
    if recorded:
        shown = dict.fromkeys(("shows_parties", "shows_facts", "shows_content"), True)
        recording = f"执法记录仪{s.now:%Y%m%d%H%M}"
        agreement |= {"recording": recording, "signatures": [], **shown}
    mediation.mediate_on_the_spot(
        s.case, actor=s.officer, held_on=s.today, agreement=agreement, proof="当场履行，双方确认",
        session={"place": s.case.dispute.place, "facts_found": s.case.dispute.summary,
                 "participants": acts.participants(s), "second_officer": s.colleague(s.officer)},
        finding=s.finding(), evidence=[{"kind": "av", "title": "现场执法记录仪录像"}],
        facts=dict.fromkeys(("minor", "facts_clear", "loss_undisputed", "performed_now"), True),
    )  # fmt: skip
    s.free()
    yield from acts.aftercare(s)


def answered(s: Story) -> Steps:
    """Referred, and the receiving body resolves it."""
    yield from s.begin()
    yield from acts.letters(s)
    yield from acts.answered(s, resolved=True)
    s.free()
    yield from acts.aftercare(s)


def relapsed_again(s: Story) -> Steps:
    """Reconciled, quarrelled again, and settled by an agreement."""
    yield from s.begin()
    yield from acts.letters(s)
    yield from _reconcile(s)
    yield from _relapse(s)
    yield s.wait(1, 10)
    acts.session(s)
    yield from acts.agreed_and_done(s)


def performed_late(s: Story) -> Steps:
    """The deadline passes; then the debtor performs after all."""
    yield from s.begin()
    yield from acts.letters(s)
    yield s.wait(0, 10)
    acts.session(s)
    yield from acts.agree(s, days=(5, 20))
    yield from acts.breached(s)
    yield s.wait(1, 12)
    yield from acts.performed(s)
    s.free()
    yield from acts.aftercare(s)


# --- unresolved when the year ends


def failed(s: Story) -> Steps:
    yield from s.begin()
    yield from acts.letters(s)
    yield s.wait(0, 12)
    acts.session(s)
    yield from acts.no_agreement(s)
    yield from acts.give_up(s)


def declined(s: Story) -> Steps:
    yield from s.registered()
    yield s.wait(0, 3)
    s.inform()
    s.step("decline", actor=s.station.chief, reason="不属于公安机关调解范围，已告知向有关部门反映")
    yield from s.file_away(close=False)


def withdrawn(s: Story) -> Steps:
    """Withdrawn by the applicant; a quarrel that was to be referred is handed over instead."""
    yield from s.begin()
    if s.plan.referred and s.plan.matter.track == Track.CIVIL:
        yield from acts.transferred(s)
        return
    yield from acts.letters(s)
    yield s.wait(0, 10)
    s.step("withdraw", reason="当事人自愿撤回调解申请")
    yield from s.file_away(close=False)


def converted(s: Story) -> Steps:
    """Mediation is refused or in vain: punishment, rarely a criminal case."""
    yield from s.begin()
    ground = "refused"
    if s.chance(0.4):
        yield s.wait(0, 5)
        acts.session(s)
        yield from acts.no_agreement(s)
        ground = "not_agreed"
    if s.chance(0.08):
        yield from _badly_injured(s)
        criminal.link(
            s.case, actor=s.officer, filed_on=s.today, kind="civil_to_criminal",
            number=f"A{s.station.county.division}{s.now:%Y%m%d%H%M}", charge="故意伤害罪",
        )  # fmt: skip
        s.step("convert", reason="伤情构成轻伤，涉嫌犯罪", convert_to="criminal", ground="injury")
    else:
        yield s.wait(0, 8)
        s.step("convert", reason="依法作出处理", convert_to="penalty", ground=ground)
    yield from s.file_away(close=False)


def _badly_injured(s: Story) -> Steps:
    """The injury turns out to be worse than it looked."""
    yield s.wait(0, 2)
    appraisal = inquiry.request_appraisal(
        s.case, actor=s.officer, requested_on=s.today, subject="injury", party=s.first,
        organisation=f"{s.station.county.bureau}物证鉴定室",
    )  # fmt: skip
    yield s.wait(1, 8)
    inquiry.record_appraisal(s.case, appraisal, actor=s.officer, result_on=s.today, result="minor")


def breached(s: Story) -> Steps:
    """The debtor does not perform; perhaps in the year after."""
    yield from s.begin()
    yield from acts.letters(s)
    yield s.wait(0, 10)
    acts.session(s)
    yield from acts.agree(s, days=(5, 20))
    yield from acts.breached(s)
    s.pass_cutoff()
    yield s.wait(10, 120)
    yield from acts.performed(s)
    yield from acts.aftercare(s)


def relapsed(s: Story) -> Steps:
    """Reconciled, quarrelled again, and still quarrelling when the year ends."""
    yield from s.begin()
    yield from acts.letters(s)
    yield from _reconcile(s)
    yield from _relapse(s)
    s.pass_cutoff()
    yield s.wait(3, 60)
    acts.session(s)
    yield from acts.agreed_and_done(s)


def left_open(s: Story) -> Steps:
    """Under way when the year ends; goes on in the next one."""
    yield from s.begin()
    yield from acts.letters(s)
    if s.chance(0.35):
        yield s.wait(0, 8)
        acts.session(s)
    s.pass_cutoff()
    yield s.wait(2, 45)
    if s.plan.late_letter:
        yield from acts.letter(s)
    yield s.wait(1, 30)
    if s.case.dispute.state == State.ACCEPTED:
        acts.session(s)
    yield from acts.agreed_and_done(s)


def voided(s: Story) -> Steps:
    """Registered by mistake; whatever happened to it no longer counts."""
    yield from s.begin()
    yield from acts.letters(s)
    if s.plan.matter.track == Track.CIVIL and s.chance(0.3):
        yield from _reconcile(s)
    yield s.wait(0, 6)
    twin = s.twin()
    if twin is None:
        s.step("void", actor=s.station.chief, reason="与本所已登记的另一起纠纷重复")
    else:
        linking.merge(s.case, twin.case, actor=s.station.chief, reason="与已登记的纠纷系同一事由")


# --- parts


def _reconcile(s: Story) -> Steps:
    yield s.wait(0, 7)
    yield from s.reviewed()
    s.step(
        "reconcile",
        reason=s.rng.choice(("经劝导双方互相谅解", "双方握手言和，互不追究", "一方认错，对方接受")),
    )


def _relapse(s: Story) -> Steps:
    yield s.wait(8, 55)
    s.step("relapse", actor=s.station.chief, reason="双方因同一事由再次发生争吵")
    s.assess("orange")


ENDINGS: dict[str, Callable[[Story], Steps]] = {
    story.__name__: story
    for story in (
        reconciled, agreed, agreed_second, joint, on_the_spot, answered, relapsed_again,
        performed_late, failed, declined, withdrawn, converted, breached, relapsed, left_open,
        voided,
    )
}  # fmt: skip
ENDINGS |= {
    "heard": hearings.heard,
    "heard_twice": hearings.heard_twice,
    "heard_in_vain": hearings.heard_in_vain,
}
