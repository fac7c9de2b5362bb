"""Drafts (初稿): composed anew from one exact snapshot, with the texts that were written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, OperationalError

from disputes import clock
from disputes.choices import UnitLevel
from disputes.errors import Outdated, RuleViolation, WrongState
from disputes.models import Officer, Unit
from reporting.breakdowns import tables
from reporting.drain import exact_snapshot
from reporting.editions import rules
from reporting.editions.bulletin import ANALYSIS, monthly_bulletin
from reporting.editions.digests import digest, plain
from reporting.editions.history import record
from reporting.editions.parts import figures_below
from reporting.editions.term import Term
from reporting.models import Edition
from reporting.models.edition import EditionAction, Status
from reporting.outlines.choosing import outline_of
from reporting.report import annual_report

SERIALIZATION, UNIQUE = "40001", "23505"
LONGEST = 20_000  # characters of one text


@contextmanager
def snapshot() -> Iterator[None]:
    """An exact snapshot that may write an edition.

    Raises Outdated where somebody else wrote the same one meanwhile: a row that changed after the
    snapshot was taken cannot be locked in it.
    """
    try:
        with exact_snapshot():
            yield
    except (OperationalError, IntegrityError) as error:
        if getattr(error.__cause__, "sqlstate", None) in (SERIALIZATION, UNIQUE):
            raise Outdated from None
        raise


def locked(pk: int, expected: int) -> Edition:
    """The edition, locked. Raises Outdated for another version than the caller saw."""
    edition: Edition = (
        Edition.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
    )
    if edition.version != expected:
        raise Outdated
    return edition


def build_draft(
    year: int, unit: Unit, *, month: int = 0, cutoff: Any = None, actor: Officer | None = None
) -> Edition:
    """Compose a unit's draft, or compose it anew: what was written by hand stays.

    Raises WrongState once it is under review or signed, Outdated, and ValueError like `Term`.
    """
    with snapshot():
        found = Edition.objects.filter(unit=unit, year=year, month=month)
        edition = found.select_for_update(of=("self",)).select_related("unit").first()
        if edition is None:
            edition = Edition(unit=unit, year=year, month=month, version=0)
        elif edition.status != Status.DRAFT:
            raise WrongState(f"{edition.title}{edition.get_status_display()}，不能重新生成")
        term = Term(year, month, cutoff or edition.cutoff)
        edition.kind, edition.cutoff = term.kind, term.period.cutoff
        _compose(edition, EditionAction.COMPOSE, actor)
    return edition


def build_once(term: Term, unit: Unit) -> bool:
    """What the scheduled job does: a first draft unless there is an edition. Safe to repeat.

    Says whether one was made.
    """
    if Edition.objects.filter(unit=unit, year=term.year, month=term.month).exists():
        return False
    with snapshot():
        edition = Edition(unit=unit, kind=term.kind, year=term.year, month=term.month, version=0)
        edition.cutoff = term.period.cutoff
        _compose(edition, EditionAction.COMPOSE, None)
    return True


def bureaus() -> Any:
    """Units with an edition of their own; stations report to their bureau and have none."""
    return Unit.objects.filter(is_active=True).exclude(level=UnitLevel.STATION)


def build_drafts(year: int) -> list[Edition]:
    """Every bureau's draft of a year."""
    return [build_draft(year, bureau) for bureau in bureaus()]


def write_texts(pk: int, *, actor: Officer, expected: int, texts: Mapping[str, str]) -> Edition:
    """Put texts into their places; an empty one gives the place back to what is generated.

    The draft is composed anew with them. Raises RuleViolation, WrongState, Outdated.
    """
    with snapshot():
        edition = locked(pk, expected)
        rules.may_prepare(actor)
        rules.of_its_own_unit(actor, edition)
        if edition.status != Status.DRAFT:
            raise WrongState(f"{edition.get_status_display()}的报告不能修改文字，请先退回")
        _refuse_unknown(edition, texts)
        kept = {**edition.texts, **texts}
        edition.texts = {code: text for code, text in kept.items() if text.strip()}
        _compose(edition, EditionAction.WRITE, actor)
    return edition


def _refuse_unknown(edition: Edition, texts: Mapping[str, str]) -> None:
    if unknown := sorted(texts.keys() - places(edition)):
        raise RuleViolation(f"提纲中没有这些位置：{'、'.join(unknown)}", code="TEXT_PLACE_UNKNOWN")


def places(edition: Edition) -> set[str]:
    """Codes of the slots and parts that a text may be put into."""
    if edition.month:
        return {ANALYSIS}
    outline = outline_of(edition.unit)
    return {slot.code for _, slot in outline.slots()} | {part.code for part in outline.parts}


def composed(edition: Edition) -> tuple[dict[str, Any], dict[str, Any]]:
    """Body and parts as they come out now. Call inside `drain.exact_snapshot`."""
    term = Term.of(edition)
    if edition.month:
        body = monthly_bulletin(term.period, edition.unit, edition.texts)
    else:
        body = annual_report(edition.year, edition.unit, edition.cutoff, texts=edition.texts)
    body["tables"] = tables(term.period, edition.unit)
    return plain(body), plain(figures_below(term.period, edition.unit))


def _compose(edition: Edition, action: EditionAction, actor: Officer | None) -> None:
    edition.body, edition.parts = composed(edition)
    edition.digest, edition.built_at = digest(edition.body), clock.now()
    edition.version += 1
    edition.save()
    record(edition, action, actor, to=Status.DRAFT)
