"""Errata (更正说明): what has changed since an edition was signed, case by case and figure by figure.

Computed by comparing the frozen lists with today's; the signed file itself never changes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from disputes import clock
from disputes.errors import RuleViolation
from disputes.models import Officer
from reporting.drain import exact_snapshot
from reporting.editions import lists, rules, sealing, verifier
from reporting.editions.causes import causes_of
from reporting.editions.digests import plain
from reporting.editions.drafting import composed, snapshot
from reporting.editions.signing import sealed, signer
from reporting.editions.term import Term
from reporting.measures import MEASURES
from reporting.models import Edition, Erratum, SignedEdition

SHOWN = ("value", "text", "numerator", "denominator")


def erratum(edition: Edition) -> dict[str, Any]:
    """What is different now; `cases` are exactly those that moved. Raises SignedEdition.DoesNotExist."""
    with exact_snapshot():
        return _compared(edition)


def issue(pk: int, *, actor: Officer, reason: str) -> Erratum:
    """Sign what is different now as the edition's next erratum.

    Raises RuleViolation: ERRATUM_EMPTY, ERRATUM_SAID_ALREADY, ROLE_FORBIDDEN.
    """
    provider = signer()
    rules.may_sign(actor)
    rules.reason_given(reason)
    with snapshot():
        edition = Edition.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
        rules.of_its_own_unit(actor, edition)
        content = _compared(edition)
        _refuse_idle(edition, content)
        number = (edition.errata.aggregate(n=Max("number"))["n"] or 0) + 1
        content |= {"number": number, "reason": reason, "signed_by": str(actor),
                    "title": f"{content['title']}（第{number}号）"}  # fmt: skip
        envelope = sealed(verifier.ERRATUM, content, provider)
        return Erratum.objects.create(
            edition=edition, number=number, reason=reason, signed_by=actor,
            content=verifier.canonical(envelope).decode(), digest=envelope["digest"],
            key_id=provider.key_id, signed_at=clock.now(),
        )  # fmt: skip


def _refuse_idle(edition: Edition, content: Mapping[str, Any]) -> None:
    if not any(content[name] for name in CHANGES):
        raise RuleViolation("签发以来没有变动，无需更正", code="ERRATUM_EMPTY")
    former = edition.errata.order_by("number").last()
    if former is None:
        return
    said = json.loads(former.content)["content"]
    if all(said[name] == content[name] for name in CHANGES):
        raise RuleViolation(
            f"第{former.number}号更正说明以来没有新的变动", code="ERRATUM_SAID_ALREADY"
        )


CHANGES = ("figures", "printed", "measures", "activities", "cases")


def _compared(edition: Edition) -> dict[str, Any]:
    signed = SignedEdition.objects.get(edition=edition)
    envelope = json.loads(signed.content)
    then = envelope["content"]
    period = Term.of(edition).period
    kinds = sealing.kinds_of(then["report"])
    listed = lists.gather(period, edition.unit, kinds)
    now = {"cases": lists.as_json(listed), "activities": lists.entries(period, edition.unit),
           "population": sealing.inhabitants(edition, period)}  # fmt: skip
    was, today = verifier.Lists(then), verifier.Lists(plain(now))
    measures = list(_moved(was, today, _names(then["report"])))
    since = datetime.fromisoformat(then["frozen_at"])
    return plain({
        "title": f"{then['title']}更正说明",
        "edition": {"title": then["title"], "digest": envelope["digest"],
                    "frozen_at": then["frozen_at"]},
        "as_of": clock.now(),
        "figures": _figures(then["indicators"], sealing.indicators(listed, edition, period)),
        "printed": _printed(then["report"], edition),
        "measures": measures,
        "activities": list(_entries(was, today)),
        "cases": causes_of(_contributions(measures), since, period.cutoff),
    })  # fmt: skip


def _names(report: Mapping[str, Any]) -> dict[str, str]:
    """Of every list of cases: measures, and the kinds of disputes that the report counts."""
    kinds = (f for f in report["figures"].values() if f["source"]["kind"] == "kind")
    counted = {figure["source"]["code"]: f"{figure['name']}纠纷" for figure in kinds}
    return counted | {code: measure.name for code, measure in MEASURES.items()}


def _moved(
    was: verifier.Lists, today: verifier.Lists, names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Measures of which some case adds something else now."""
    for code in was.measures:
        old, new = was.cases(code), today.cases(code) if code in today.measures else {}
        lines = [
            {"number": number, "was": old.get(number, 0), "is": new.get(number, 0)}
            for number in sorted(old.keys() | new.keys())
            if old.get(number, 0) != new.get(number, 0)
        ]
        if lines:
            yield {"code": code, "name": names[code], "was": was.total(code),
                   "is": today.total(code) or 0, "cases": lines}  # fmt: skip


def _contributions(measures: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """By case number the measures in which it counts differently."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for measure in measures:
        for line in measure["cases"]:
            found[line["number"]].append(
                {
                    "code": measure["code"],
                    "name": measure["name"],
                    "was": line["was"],
                    "is": line["is"],
                }
            )
    return dict(sorted(found.items()))


def _figures(then: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Indicators with another value, numerator or denominator; new ones are none."""
    today = {figure["code"]: figure for figure in plain({"all": now})["all"]}
    return [
        {"code": old["code"], "name": old["name"], **_change(old, today[old["code"]])}
        for old in then
        if old["code"] in today and _shown(old) != _shown(today[old["code"]])
    ]


def _printed(report: dict[str, Any], edition: Edition) -> list[dict[str, Any]]:
    """Figures of the text that would be printed otherwise today, or not at all."""
    now = composed(edition)[0]["figures"]
    return [
        {"key": key, "name": old["name"], **_change(old, now.get(key))}
        for key, old in report["figures"].items()
        if key not in now or _shown(old) != _shown(now[key])
    ]


def _shown(figure: Mapping[str, Any]) -> list[Any]:
    return [figure[name] for name in SHOWN]


def _change(old: Mapping[str, Any], new: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "was": {name: old[name] for name in SHOWN},
        "is": new and {name: new[name] for name in SHOWN},
    }


def _entries(was: verifier.Lists, today: verifier.Lists) -> Iterator[dict[str, Any]]:
    """Activity entries that came, went or were corrected."""
    for kind in sorted(was.activities.keys() | today.activities.keys()):
        old, new = ({entry["id"]: entry for entry in found.activities.get(kind, ())}
                    for found in (was, today))  # fmt: skip
        for pk in sorted(old.keys() | new.keys()):
            if old.get(pk) != new.get(pk):
                yield {"kind": kind, "was": old.get(pk), "is": new.get(pk)}
