"""The usual steps with the demo's accounts, and the files that come of them."""

from __future__ import annotations

from pathlib import Path

from disputes.choices import Role
from disputes.demo import CITY_CODE
from disputes.models import Officer, Unit
from reporting import drain
from reporting.demo.entries import OUTLINE
from reporting.demo.figures import YEAR
from reporting.demo.texts import TEXTS
from reporting.editions import steps
from reporting.editions.drafting import build_draft, write_texts
from reporting.exports.making import MEDIA_TYPES, made
from reporting.models import Edition
from reporting.models.edition import EditionAction as Action
from reporting.models.edition import Status
from reporting.models.export import Format
from reporting.outlines.choosing import choice_of, choose

FORMATS = (Format.DOCX, Format.XLSX, Format.CSV, Format.JSON)
WRITER, LEGAL = "qingyang_statistician", "qingyang_legal"
REVIEWER, CHIEF = "qingyang_secrecy", "qingyang_chief"


def signed_edition() -> Edition:
    """The city bureau's signed report; whatever is missing of its steps is taken.

    Raises Officer.DoesNotExist for a demo of an earlier version, which has not all these people,
    and what the steps raise.
    """
    city = Unit.objects.get(code=CITY_CODE)
    edition = Edition.objects.filter(unit=city, year=YEAR, month=0).first()
    if edition and edition.status == Status.SIGNED:
        return edition
    people = {name: Officer.objects.select_related("unit").get(username=name)
              for name in (WRITER, LEGAL, REVIEWER, CHIEF)}  # fmt: skip
    if edition is None or edition.status == Status.DRAFT:
        edition = _submitted(city, people[WRITER])
    for officer in _unconfirmed(edition):
        edition = _take(edition, Action.CONFIRM, officer)
    for action, name in (
        (Action.PASS_LEGAL, LEGAL), (Action.PASS_SECRECY, REVIEWER), (Action.SIGN, CHIEF),
    ):  # fmt: skip
        if edition.status in steps.STEPS[action].sources:
            if action == Action.SIGN:
                drain.reconcile()
            edition = _take(edition, action, people[name])
    return edition


def _submitted(city: Unit, writer: Officer) -> Edition:
    if choice_of(city).outline != OUTLINE:
        choose(city, OUTLINE, actor=writer, expected=choice_of(city).version)
    draft = build_draft(YEAR, city, actor=writer)
    written = write_texts(draft.pk, actor=writer, expected=draft.version, texts=TEXTS)
    return _take(written, Action.SUBMIT, writer)


def _unconfirmed(edition: Edition) -> list[Officer]:
    """A legal officer of each county bureau that has not confirmed its figures yet."""
    if edition.status != Status.CONFIRMING:
        return []
    done = edition.steps.filter(action=Action.CONFIRM).values("unit")
    below = Officer.objects.filter(unit__code__in=edition.parts, role=Role.LEGAL)
    return list(below.exclude(unit__in=done).select_related("unit").order_by("unit__path"))


def _take(edition: Edition, action: Action, officer: Officer) -> Edition:
    return steps.take(edition.pk, action, actor=officer, expected=edition.version)


def write_files(edition: Edition, folder: Path) -> list[Path]:
    """The edition in each format, none of which needs an office program to be made."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for format_ in FORMATS:
        path = folder / f"{edition.unit.name}{edition.title}.{MEDIA_TYPES[format_][0]}"
        path.write_bytes(made(edition, format_))
        written.append(path)
    return written
