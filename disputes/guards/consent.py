"""Whether a dispute may be heard, in public or not, and with whose consent. H01, H03."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.errors import RuleViolation
from disputes.guards.panel import newest_hearing
from disputes.models import Hearing, HearingConsent, Party, Representative
from disputes.models.hearing import Stage

Facts = dict[str, Any]
Circumstance = Hearing.Circumstance
CHILD = 14  # 个人信息保护法 arts. 28 and 31


def circumstances_known(case: CaseFile, facts: Facts, on: date) -> None:
    """H03: what keeps the public out is named in the words of the list."""
    unknown = sorted(set(newest_hearing(case).circumstances) - set(Circumstance.values))
    if unknown:
        raise RuleViolation(
            f"不公开的情形不存在：{'、'.join(unknown)}", code="CIRCUMSTANCE_UNKNOWN"
        )


def fit_for_hearing(case: CaseFile, facts: Facts, on: date) -> None:
    """H03: what is a state secret is told to no outsider, behind closed doors neither."""
    if Circumstance.STATE_SECRET in newest_hearing(case).circumstances:
        raise RuleViolation(
            "涉及国家秘密的纠纷不得采用听证式调解，可以依法进行普通调解",
            code="HEARING_UNSUITABLE",
            statutes=[statutes.MEDIATION_IN_PUBLIC],
        )


def open_hearing_allowed(case: CaseFile, facts: Facts, on: date) -> None:
    """H03: privacy, trade secrets, minors, violence at home, or both parties: closed doors only.

    Judged when the hearing is proposed and again when it opens: parties may have come meanwhile.
    """
    if facts.get("stage") not in (None, Stage.OPENING):
        return
    why = reasons_to_close(case, on)
    if newest_hearing(case).openness == Hearing.Openness.OPEN and why:
        law = [statutes.MEDIATION_IN_PUBLIC]
        if Circumstance.MINOR in why:
            law.append(statutes.MINORS_PRIVACY)
        named = "、".join(Circumstance(code).label for code in why)
        raise RuleViolation(
            f"{named}，听证式调解不得公开进行", code="OPEN_HEARING_FORBIDDEN", statutes=law
        )


def reasons_to_close(case: CaseFile, on: date) -> list[str]:
    """What is declared of a hearing and what the case itself says, in the order of the list."""
    dispute, found = case.dispute, set(newest_hearing(case).circumstances)
    if dispute.involves_minor or any(p.is_minor(on) for p in _active(case)):
        found.add(Circumstance.MINOR)
    if dispute.domestic_violence:
        found.add(Circumstance.DOMESTIC_VIOLENCE)
    return [code for code in Circumstance.values if code in found]


def _active(case: CaseFile) -> list[Party]:
    return [party for party in case.rows(Party) if party.is_active]


def everyone_consented_to_hearing(case: CaseFile, facts: Facts, on: date) -> None:
    """H01: every party agrees to the hearing and, apart from that, to outsiders learning its data.

    Asked when the consents come in and again when the hearing opens: somebody may have joined.
    """
    if facts["stage"] not in (Stage.CONSENT, Stage.OPENING):
        return
    given = case.rows_of(newest_hearing(case), HearingConsent)
    named = [row.party for row in given]
    if len(set(named)) < len(named):
        raise RuleViolation("同意情况应按当事人逐名记录一次", code="HEARING_CONSENT_INVALID")
    for party in _active(case):
        said = next((row for row in given if row.party == party), None)
        if said is None or not _whole(said):
            raise RuleViolation(
                f"{party}尚未同意听证式调解并单独同意向听证人员提供个人信息",
                code="HEARING_CONSENT_MISSING",
                statutes=[statutes.VOLUNTARY, statutes.PRIVACY_OF_PARTIES],
            )


def _whole(row: HearingConsent) -> bool:
    return row.to_hearing and row.to_disclosure and row.withdrawn_on is None


def guardians_consented(case: CaseFile, facts: Facts, on: date) -> None:
    """H01: for a minor the guardian signs; under 14 this is the law's own condition."""
    if facts["stage"] not in (Stage.CONSENT, Stage.OPENING):
        return
    for row in case.rows_of(newest_hearing(case), HearingConsent):
        party = row.party
        if not party.is_minor(on) or _by_guardian(row):
            continue
        young = _years(party, on) < CHILD
        raise RuleViolation(
            f"{party}未满{'十四' if young else '十八'}周岁，同意书应当由其监护人签署",
            code="HEARING_CONSENT_GUARDIAN",
            statutes=[
                statutes.DATA_OF_CHILDREN if young
                else statutes.GUARDIANS[Track(case.dispute.track)]
            ],
        )  # fmt: skip


def _by_guardian(row: HearingConsent) -> bool:
    signer = row.signed_by
    guardian = Representative.Capacity.GUARDIAN
    return signer is not None and signer.capacity == guardian and signer.party == row.party


def _years(party: Party, on: date) -> int:
    born = party.born_on
    assert born is not None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def consent_standing(case: CaseFile, facts: Facts, on: date) -> None:
    """H01: taken back can be what was given, on that day or later."""
    given = case.rows_of(newest_hearing(case), HearingConsent)
    row = next((c for c in given if c.party.pk == facts["party"]), None)
    if row is None:
        raise RuleViolation("该当事人没有有效的听证同意", code="CONSENT_NOT_GIVEN")
    if on < row.given_on:
        raise RuleViolation(f"撤回日期不得早于同意日期{row.given_on:%Y-%m-%d}", code="OUT_OF_ORDER")


def remedies_told_at_the_end(case: CaseFile, facts: Facts, on: date) -> None:
    """H09: a hearing that stops for good ends with the notice of what remains to the parties."""
    if not facts.get("remedies_told"):
        raise RuleViolation(
            "终止听证的，应当告知当事人可以继续申请调解或者依法提起诉讼",
            code="SUE_NOTICE_MISSING",
            statutes=[statutes.REMEDIES[Track(case.dispute.track)]],
        )
