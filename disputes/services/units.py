"""The tree of units: create, import, move. Path, ancestors and history are kept here."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, QuerySet

from disputes import clock
from disputes.choices import UnitLevel
from disputes.errors import Outdated, RuleViolation
from disputes.models import Officer, Unit, UnitAncestry, UnitMove
from disputes.models.unit import FOREVER, SEGMENT

BEGINNING = date(1949, 10, 1)  # earlier than any case a register can hold
RANK = {level: n for n, level in enumerate(UnitLevel)}
ANCESTORS = ("province", "city", "county")


@transaction.atomic
def create_unit(
    *, code: str, name: str, level: str, parent: Unit | None = None, short_name: str = ""
) -> Unit:
    """Create a unit below `parent`. Raises RuleViolation for a wrong level, ValidationError."""
    if parent is not None:
        # Locked and read again: the parent may be moving, and its path with it.
        parent = Unit.objects.select_for_update().get(pk=parent.pk)
    _refuse_level(level, parent)
    unit = Unit(code=code, name=name, level=level, parent=parent, path=_next_path(parent),
                short_name=short_name)  # fmt: skip
    unit.full_clean(exclude=["path"])
    unit.save()
    _place(unit)
    unit.save()
    UnitAncestry.objects.bulk_create(
        UnitAncestry(unit=unit, ancestor=ancestor, since=BEGINNING) for ancestor in _chain(unit)
    )
    return unit


@transaction.atomic
def change_unit(unit_id: int, *, expected: int | None = None, **fields: Any) -> Unit:
    """Change name, short name, phone or use; place and code stay. Raises Outdated, ValidationError.

    Numbers that were given keep the short name of their day; the serial runs on.
    """
    unit: Unit = Unit.objects.select_for_update().get(pk=unit_id)
    if expected not in (None, unit.version):
        raise Outdated
    for name, value in fields.items():
        setattr(unit, name, value)
    unit.version += 1
    unit.full_clean(exclude=["path"])
    unit.save(update_fields=[*fields, "version"])
    return unit


@transaction.atomic
def import_units(lines: Iterable[str], *, actor: Officer | None = None) -> list[Unit]:
    """Create units from CSV lines with the columns 机构代码,单位名称,层级,上级代码 and maybe 文书简称.

    All or nothing; an error names the line. Units that exist with the same data are left alone.
    Who imports for somebody (`actor`) imports below that one's unit. Raises RuleViolation
    (UNIT_CSV_FORMAT, UNIT_CSV_HEADER, UNIT_CSV_ROW, UNIT_OUTSIDE).
    """
    try:
        reader = csv.DictReader(lines)
        columns, rows = set(reader.fieldnames or ()), list(reader)
    except csv.Error:
        raise RuleViolation("文件不是有效的 CSV", code="UNIT_CSV_FORMAT") from None
    if not {"机构代码", "单位名称", "层级"} <= columns:
        raise RuleViolation("首行应为：机构代码,单位名称,层级,上级代码", code="UNIT_CSV_HEADER")
    levels = {level.label: level for level in UnitLevel} | {
        level.value: level for level in UnitLevel
    }
    created = []
    for number, row in enumerate(rows, start=2):
        created += _import_row(number, {k: (v or "").strip() for k, v in row.items() if k}, levels)
    if actor is not None:
        _refuse_outside(created, actor)
    return created


def _refuse_outside(created: list[Unit], actor: Officer) -> None:
    mine = Unit.objects.visible_to(actor).filter(pk__in=[unit.pk for unit in created])
    if mine.count() != len(created):
        raise RuleViolation("只能导入本单位以下的单位", code="UNIT_OUTSIDE")


def _import_row(number: int, row: dict[str, str], levels: dict[str, UnitLevel]) -> list[Unit]:
    code, above = row["机构代码"], row.get("上级代码", "")
    parent = Unit.objects.filter(code=above).first() if above else None
    if above and parent is None:
        raise RuleViolation(f"第{number}行：上级代码{above}不存在", code="UNIT_CSV_ROW")
    if row["层级"] not in levels:
        raise RuleViolation(f"第{number}行：层级“{row['层级']}”无效", code="UNIT_CSV_ROW")
    data: dict[str, Any] = {
        "code": code,
        "name": row["单位名称"],
        "level": levels[row["层级"]],
        "parent": parent,
    }
    if short_name := row.get("文书简称"):
        data["short_name"] = short_name
    if Unit.objects.filter(**data).exists():
        return []
    try:
        return [create_unit(**data)]
    except (ValidationError, RuleViolation) as wrong:
        reason = wrong.detail if isinstance(wrong, RuleViolation) else "；".join(wrong.messages)
        raise RuleViolation(f"第{number}行：{reason}", code="UNIT_CSV_ROW") from None


@transaction.atomic
def move_unit(
    *,
    unit_id: int,
    parent_id: int,
    effective_from: date,
    reason: str,
    actor: Officer,
    expected: int | None = None,
) -> UnitMove:
    """Put a unit, with all below it, under another bureau from a month on (划转).

    Rights follow the new tree at once. Figures of the months before stay with the old bureau;
    `effective_from` is the first day of this month or of an earlier one, after the last move of
    the unit or of one below it, and not before the last one of the new parent or above: a month
    in which the parent stood elsewhere would count there without the unit. Raises RuleViolation,
    and Outdated unless the unit's version is the `expected` one.
    """
    with connection.cursor() as cursor:
        # No dispute may be filed while its unit changes its ancestors. Exclusive, so that whoever
        # has locked a dispute ends first: a weaker lock would end in a deadlock with him.
        cursor.execute("LOCK TABLE disputes_dispute IN EXCLUSIVE MODE")
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    parent = Unit.objects.select_for_update().get(pk=parent_id)
    if expected not in (None, unit.version):
        raise Outdated
    _refuse_move(unit, parent, effective_from)
    move = UnitMove(unit=unit, from_parent=unit.parent, to_parent=parent, reason=reason,
                    effective_from=effective_from, moved_by=actor)  # fmt: skip
    _replant(list(Unit.objects.below(unit).order_by("path")), parent, effective_from)
    move.save()
    return move


def _replant(family: list[Unit], parent: Unit, since: date) -> None:
    """Put the first of the family below `parent`, and everybody else where it stood below that."""
    root, new_path, placed = family[0], _next_path(parent), {parent.pk: parent}
    old_path, root.parent = root.path, parent
    for member in family:
        member.parent = placed[member.parent_id]
        member.path = new_path + member.path[len(old_path) :]
        member.version += 1
        _place(member)
        member.save()
        _reroute(member, since)
        placed[member.pk] = member


def _reroute(unit: Unit, since: date) -> None:
    """Close the ancestry that no longer holds, open the new one."""
    today = UnitAncestry.objects.filter(unit=unit, until=FOREVER)
    chain = {ancestor.pk for ancestor in _chain(unit)}
    today.exclude(ancestor__in=chain).update(until=since)
    kept = set(today.values_list("ancestor_id", flat=True))
    UnitAncestry.objects.bulk_create(
        UnitAncestry(unit=unit, ancestor_id=pk, since=since) for pk in sorted(chain - kept)
    )


def _refuse_move(unit: Unit, parent: Unit, effective_from: date) -> None:
    _refuse_level(unit.level, parent)
    if unit.parent is None:
        raise RuleViolation("最上级单位不能划转", code="UNIT_MOVE_ROOT")
    if parent.path.startswith(unit.path) or parent == unit.parent:
        raise RuleViolation("不能划转到本单位、其下级或者现上级", code="UNIT_MOVE_TARGET")
    if effective_from.day != 1 or effective_from > clock.today() or not (
        _last_change(Unit.objects.below(unit)) < effective_from
        and _last_change(Unit.objects.filter(pk=parent.pk)) <= effective_from
    ):  # fmt: skip
        raise RuleViolation(
            "生效日期应为某月1日，不晚于今天，晚于本单位和下级单位上一次划转，不早于新上级的划转",
            code="UNIT_MOVE_DATE",
        )


def _last_change(units: QuerySet[Unit]) -> date:
    """When the ancestry of any of these last began or ended: a move up the tree only ends one."""
    lines = UnitAncestry.objects.filter(unit__in=units)
    began = lines.aggregate(day=Max("since"))["day"]
    ended = lines.exclude(until=FOREVER).aggregate(day=Max("until"))["day"]
    return max(began, ended or began)


def _refuse_level(level: str, parent: Unit | None) -> None:
    if parent is not None and RANK[UnitLevel(parent.level)] >= RANK[UnitLevel(level)]:
        raise RuleViolation("上级单位的层级应当高于本单位", code="UNIT_LEVEL")


def _next_path(parent: Unit | None) -> str:
    """The parent's path and one more segment. The caller holds the parent's row."""
    last = Unit.objects.filter(parent=parent).aggregate(last=Max("path"))["last"]
    serial = int(last[-SEGMENT:]) + 1 if last else 1
    return f"{parent.path if parent else ''}{serial:0{SEGMENT}d}"


def _chain(unit: Unit) -> list[Unit]:
    """The unit and everything above it, from itself to the root."""
    chain = [unit]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return chain


def _place(unit: Unit) -> None:
    """Set the ancestor columns: one per level above, and the unit's own."""
    above = {ancestor.level: ancestor for ancestor in _chain(unit)}
    for level in ANCESTORS:
        setattr(unit, level, above.get(level))
