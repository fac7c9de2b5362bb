"""Signing an edition (签发): everything it rests on is frozen in the same exact snapshot, then signed.

Of two who sign at once the first to hold the row wins; the other's snapshot is older than the row
and cannot lock it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from disputes import clock
from disputes.errors import RuleViolation
from disputes.models import Officer
from reporting import population
from reporting.editions import lists, rules, verifier
from reporting.editions.digests import digest, plain
from reporting.editions.drafting import composed, locked, snapshot
from reporting.editions.history import record
from reporting.editions.signing import sealed, signer
from reporting.editions.term import Term
from reporting.formatting import chinese_day
from reporting.indicators import ALL, POPULATION
from reporting.models import Edition, SignedEdition
from reporting.models.edition import EditionAction, Status
from reporting.periods import Period
from reporting.statistics import definitions, figure

COUNTED_BY = ("disputes", "reporting")  # whose code decides what a figure is


def sign(pk: int, *, actor: Officer, expected: int, permits: Callable[[Edition], None]) -> Edition:
    """Freeze and sign. `permits` says whether this officer may, now.

    Raises RuleViolation: an alarm of `state`, LOWER_UNITS_UNCONFIRMED,
    EDITION_TEXT_WRONG, EDITION_DIGEST_CHANGED, EDITION_FIGURES_MOVED, EDITION_INCONSISTENT,
    SIGNING_KEY_MISSING; WrongState; Outdated, also when somebody else signed meanwhile.
    """
    provider = signer()
    with snapshot():
        edition = locked(pk, expected)
        permits(edition)
        rules.reconciled()
        rules.lower_units_confirmed(edition)
        rules.text_is_right(edition)
        rules.as_reviewed(edition)
        rules.figures_stand(edition, *composed(edition))
        _date(edition)
        edition.status, edition.version = Status.SIGNED, edition.version + 1
        record(edition, EditionAction.SIGN, actor, to=Status.SIGNED)
        content = frozen(edition)
        if found := list(verifier.contradictions(content)):
            raise RuleViolation(
                f"数字与所含纠纷不一致：{'；'.join(found[:5])}", code="EDITION_INCONSISTENT"
            )
        envelope = sealed(verifier.EDITION, content, provider)
        SignedEdition.objects.create(
            edition=edition, content=verifier.canonical(envelope).decode(), signed_by=actor,
            digest=envelope["digest"], key_id=provider.key_id, signed_at=clock.now(),
        )  # fmt: skip
        edition.save(update_fields=["status", "version", "body", "digest"])
    return edition


def _date(edition: Edition) -> None:
    """The day below the signature (成文日期) is that of signing, not of composing.

    《党政机关公文处理工作条例》. The digest of this step is therefore another than the
    reviewers' of an earlier day.
    """
    edition.body["document"]["dated"] = chinese_day(clock.today())
    edition.digest = digest(edition.body)


def frozen(edition: Edition) -> dict[str, Any]:
    """All that the figures rest on, as it stands in this snapshot."""
    period = Term.of(edition).period
    listed = lists.gather(period, edition.unit, kinds_of(edition.body))
    return plain({
        "title": f"{edition.unit}{edition.title}",
        "unit": {"code": edition.unit.code, "name": edition.unit.name},
        "kind": edition.kind,
        "year": edition.year,
        "month": edition.month,
        "start": period.start,
        "cutoff": period.cutoff,
        "frozen_at": clock.now(),
        "report": edition.body,
        "report_digest": edition.digest,
        "texts": edition.texts,
        "parts": edition.parts,
        "indicators": indicators(listed, edition, period),
        "cases": lists.as_json(listed),
        "activities": lists.entries(period, edition.unit),
        "population": inhabitants(edition, period),
        "definitions": definitions(),
        "code": {"version": _version(), "digest": code_digest()},
        "steps": [_step(step) for step in edition.steps.select_related("actor", "unit")],
    })  # fmt: skip


def kinds_of(body: dict[str, Any]) -> list[str]:
    """Codes of the kinds of disputes that a report counts."""
    found = (f["source"]["code"] for f in body["figures"].values() if f["source"]["kind"] == "kind")
    return list(dict.fromkeys(found))


def indicators(listed: lists.Listed, edition: Edition, period: Period) -> list[dict[str, Any]]:
    """Every indicator there is, printed or not, from the very lists that are frozen."""
    counts = totals(listed) | {POPULATION: inhabitants(edition, period) or 0}
    return [figure(i, counts) | {"form": i.form} for i in ALL]


def totals(listed: lists.Listed) -> dict[str, int]:
    """What each list comes to, by measure."""
    sums = {code: sum(added.values()) for code, added in listed.added.items()}
    return sums | {code: verifier.twice_the_median(rows) for code, rows in listed.rows.items()}


def inhabitants(edition: Edition, period: Period) -> int | None:
    known = population.newest({edition.unit.code}, period.end.year)
    return known[0].inhabitants if known else None


def _step(step: Any) -> dict[str, Any]:
    return {
        "seq": step.seq, "action": step.action, "label": step.get_action_display(),
        "by": str(step.actor) if step.actor else "", "unit": step.unit.name, "at": step.at,
        "digest": step.digest, "reason": step.reason,
    }  # fmt: skip


def _version() -> str:
    try:
        return version("fengqiao")
    except PackageNotFoundError:
        return ""


@cache
def code_digest() -> str:
    """SM3 over the names and contents of the source files that count and write."""
    root = Path(__file__).parents[2]
    files = sorted(path for app in COUNTED_BY for path in (root / app).rglob("*.py"))
    parts = (
        f"{path.relative_to(root).as_posix()}\n".encode() + path.read_bytes() for path in files
    )
    return verifier.sm3(b"\n".join(parts))
