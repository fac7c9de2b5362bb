"""What a step of an edition must satisfy: one rule, one function."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from disputes import clock
from disputes.choices import Role
from disputes.errors import RuleViolation
from disputes.models import Officer, Unit
from reporting import state
from reporting.editions import verifier
from reporting.editions.digests import digest
from reporting.editions.history import authors, last
from reporting.editions.parts import unconfirmed
from reporting.lint import errors_in
from reporting.models import Edition
from reporting.models.edition import EditionAction

PREPARERS = frozenset({Role.CHIEF, Role.LEGAL, Role.STATISTICIAN})
NAMED = 5  # figures and units that a refusal names


# --- who


def may_prepare(officer: Officer) -> None:
    if officer.role not in PREPARERS:
        raise RuleViolation("报告由统计员、法制员或者负责人办理", code="ROLE_FORBIDDEN")


def may_review_law(officer: Officer) -> None:
    if officer.role != Role.LEGAL:
        raise RuleViolation("法制审核由法制员办理", code="ROLE_FORBIDDEN")


def may_sign(officer: Officer) -> None:
    if officer.role != Role.CHIEF:
        raise RuleViolation("报告由单位负责人签发", code="ROLE_FORBIDDEN")


def of_its_own_unit(officer: Officer, edition: Edition) -> None:
    if officer.unit_id != edition.unit_id:
        raise RuleViolation(f"由{edition.unit}自己的人员办理", code="EDITION_OF_ANOTHER_UNIT")


def of_a_lower_unit(officer: Officer, edition: Edition) -> None:
    """Of one of those directly below, whose figures the edition holds."""
    if not isinstance(officer.unit, Unit) or officer.unit.code not in edition.parts:
        raise RuleViolation("由直接下级单位确认其本单位的数据", code="EDITION_OF_ANOTHER_UNIT")


def other_than_before(officer: Officer, edition: Edition, *actions: EditionAction) -> None:
    """Whoever wrote the report does not review it, and nobody reviews or signs it twice over."""
    if officer.pk in authors(edition):
        raise RuleViolation("编写、送审人不得审核、签发本人编写的报告", code="SAME_PERSON")
    for action in actions:
        step = last(edition, action)
        if step and step.actor_id == officer.pk:
            raise RuleViolation(f"{action.label}与本步骤不得由同一人办理", code="SAME_PERSON")


# --- what


def reason_given(reason: str) -> None:
    if not reason.strip():
        raise RuleViolation("请写明理由", code="REASON_REQUIRED")


def is_whole(edition: Edition) -> None:
    """Every required slot of the outline is filled."""
    missing = [s["prompt"] for s in edition.body["slots"] if s["missing"] and s["required"]]
    if missing:
        raise RuleViolation(f"尚待填写：{'、'.join(missing[:NAMED])}", code="EDITION_INCOMPLETE")


def term_is_over(edition: Edition) -> None:
    if clock.today() <= edition.cutoff:
        raise RuleViolation(
            f"统计截止日{edition.cutoff:%Y-%m-%d}尚未过去，不能送审", code="EDITION_TERM_OPEN"
        )


def text_is_right(edition: Edition) -> None:
    """What the text prints are the frozen figures, and no checker of `TEXT_CHECKS` objects."""
    found = [problem for check in TEXT_CHECKS for problem in check(edition.body)]
    if found:
        raise RuleViolation("；".join(found[:NAMED]), code="EDITION_TEXT_WRONG")


# Each gives the errors in a body, in Chinese: what stands here, no report is signed with.
TEXT_CHECKS: list[Any] = [verifier.wrong_texts, errors_in]


def lower_units_confirmed(edition: Edition) -> None:
    waiting = unconfirmed(edition) if settings.EDITION_CONFIRMATION else []
    if waiting:
        named = "、".join(one.name for one in waiting[:NAMED])
        raise RuleViolation(
            f"{len(waiting)}个下级单位尚未确认数据：{named}", code="LOWER_UNITS_UNCONFIRMED"
        )


def as_reviewed(edition: Edition) -> None:
    """Body and digest are those that both reviewers saw."""
    seen = [last(edition, a) for a in (EditionAction.PASS_LEGAL, EditionAction.PASS_SECRECY)]
    if digest(edition.body) != edition.digest or any(
        step is None or step.digest != edition.digest for step in seen
    ):
        raise RuleViolation("报告内容与审核时不一致，请退回重新审核", code="EDITION_DIGEST_CHANGED")


def reconciled() -> None:
    """Nothing is wrong with the cells that forbids signing (see `state.alarms`)."""
    for alarm in state.alarms():
        if alarm.blocks:
            raise RuleViolation(f"{alarm.explanation}，处理后才能签发", code=alarm.code)


def figures_stand(edition: Edition, body: dict[str, Any], parts: dict[str, Any]) -> None:
    """Composed at this moment, the same figures come out as were reviewed."""
    then, now = edition.body["figures"], body["figures"]
    moved = [
        now.get(key, then.get(key, {}))["name"]
        for key in sorted(then.keys() | now.keys())
        if then.get(key) != now.get(key)
    ]
    former = edition.body.get("tables", [])
    moved += [table["title"] for table in body["tables"] if table not in former]
    moved += [part["name"] for code, part in parts.items() if edition.parts.get(code) != part]
    if moved:
        named = "、".join(dict.fromkeys(moved[:NAMED]))
        raise RuleViolation(
            f"审核以后数据有变动：{named}等{len(moved)}处，请退回重新生成",
            code="EDITION_FIGURES_MOVED",
        )
