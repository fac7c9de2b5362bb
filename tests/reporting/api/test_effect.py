"""Hearing-style beside ordinary mediation: matched, counted again by hand, never on tiny numbers."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from disputes.choices import Role
from disputes.models import Dispute, Recurrence, RiskLevel
from reporting.effect.cases import OUTCOMES
from reporting.effect.comparison import Arm, compare, matched
from reporting.models import Threshold
from tests.disputes.api.asking import Api, done, problem
from tests.factories import make_officer, make_unit
from tests.reporting import rows

EFFECT = "/api/v1/statistics/hearing-effect/"
YEAR = {"year": 2025}
KINDS = ("neighbour.neighbour_daily", "neighbour.neighbour_water", "debt.loan")
AGREEMENT = OUTCOMES["agreement"]


def lines(*given):
    """(group, minor, risk, met, of); the major kind is what stands before the dot."""
    return [
        (g, minor, minor.split(".")[0], risk, Arm(met, of)) for g, minor, risk, met, of in given
    ]


def test_the_mix_of_kinds_makes_no_difference():
    """Hearings take the hard cases: crude they look worse, like with like they are better."""
    found = compare(AGREEMENT, lines(
        ("hearing", "a.x", "low", 9, 10), ("ordinary", "a.x", "low", 160, 200),
        ("hearing", "b.y", "high", 50, 100), ("ordinary", "b.y", "high", 16, 40),
    ), least=5, total=30)  # fmt: skip

    assert found.crude["hearing"] == (59, 110)
    assert found.crude["ordinary"] == (176, 240)
    # weights 10*200/210 and 100*40/140: 0.25 and 0.75; differences 10 and 10 points
    assert found.difference == Decimal("10.00")
    assert (found.shares["hearing"], found.shares["ordinary"]) == (
        Decimal("60.00"),
        Decimal("50.00"),
    )


def test_the_interval_is_newcombes_for_one_stratum():
    """His worked example (1998, table II, a): 56/70 - 48/80, method 10: 0.0524 to 0.3339."""
    found = compare(AGREEMENT, lines(
        ("hearing", "a.x", "low", 56, 70), ("ordinary", "a.x", "low", 48, 80),
    ), least=5, total=30)  # fmt: skip
    assert (found.difference, found.low, found.high) == (
        Decimal("20.00"), Decimal("5.24"), Decimal("33.39"),
    )  # fmt: skip
    assert found.text == "听证式调解高20个百分点（95%区间5.24至33.39个百分点）"


def test_an_interval_with_zero_in_it_says_so():
    found = compare(AGREEMENT, lines(
        ("hearing", "a.x", "low", 30, 40), ("ordinary", "a.x", "low", 28, 40),
    ), least=5, total=30)  # fmt: skip
    assert found.text.startswith("两组看不出差异（相差5个百分点，95%区间-14.")


def test_all_or_none_still_has_an_interval():
    found = compare(AGREEMENT, lines(
        ("hearing", "a.x", "low", 30, 30), ("ordinary", "a.x", "low", 30, 30),
    ), least=5, total=30)  # fmt: skip
    assert found.difference == 0
    assert found.low < -10 < 10 < found.high


@pytest.mark.parametrize(("n", "why"), [
    (29, "按类型和风险匹配后，听证式调解29起、普通调解500起，任一组不足30起的不作比较"), (30, ""),
])  # fmt: skip
def test_tiny_numbers_are_not_compared(n, why):
    found = compare(AGREEMENT, lines(
        ("hearing", "a.x", "low", n, n), ("ordinary", "a.x", "low", 400, 500),
    ), least=5, total=30)  # fmt: skip
    assert found.why_not == why
    assert (found.difference is None) is bool(why)
    assert (found.low is None, found.high is None) == (bool(why), bool(why))


def test_thin_strata_of_a_major_kind_and_risk_are_put_together_or_left_out():
    kept, dropped = matched(lines(
        ("hearing", "a.x", "low", 1, 6), ("ordinary", "a.x", "low", 1, 6),
        ("hearing", "a.y", "low", 1, 3), ("ordinary", "a.y", "low", 1, 9),
        ("hearing", "a.z", "low", 1, 2), ("ordinary", "a.z", "low", 1, 1),
        ("hearing", "a.z", "high", 2, 4), ("ordinary", "a.z", "high", 0, 9),
        ("ordinary", "b.y", "low", 5, 50),
    ), least=5)  # fmt: skip
    assert [(s.key, s.kinds) for s in kept] == [("a*|low", ("a.y", "a.z")), ("a.x|low", ("a.x",))]
    assert kept[0].arms == {"hearing": (2, 5), "ordinary": (2, 10)}
    assert [s.key for s in dropped] == ["a*|high", "b*|low"]


# --- through the API, against a recount by hand


@pytest.fixture
def crowd(transactional_db):
    """A hundred and twenty cases of every sort, in two stations of a county."""
    county = make_unit()
    stations = [make_unit(county, "station") for _ in range(2)]
    draws, levels = random.Random(5), list(RiskLevel.objects.order_by("rank"))[:2]
    for n in range(120):
        _case(draws, stations[n % 2], levels)
    return county


def _case(draws: random.Random, station, levels) -> None:
    day = date(2025, 1, 1) + timedelta(draws.randrange(300))
    case = rows.dispute(
        station, day, kind=draws.choice(KINDS), risk_level=draws.choice([None, *levels])
    )
    hearing = draws.random() < 0.5
    mode = "hearing" if hearing else draws.choice(["ordinary", "joint", "on_the_spot"])
    held = day + timedelta(draws.randrange(30))
    if hearing and draws.random() < 0.4:
        rows.session(case, day, mode="ordinary", outcome="not_agreed")
    outcome = draws.choice(["agreed", "agreed", "not_agreed", "pending"])
    rows.session(case, held, mode=mode, outcome=outcome)
    if outcome == "agreed":
        rows.event(case, held, 1)
        due = held + timedelta(draws.randrange(20))
        paid = draws.choice([None, due, due + timedelta(400)])
        deal = rows.agreement(case, held, due=due, fulfilled=paid)
        if draws.random() < 0.2:
            type(deal).objects.filter(pk=deal.pk).update(has_waiver=True)
        if draws.random() < 0.4:
            rows.event(
                case, held + timedelta(draws.choice([0, 90, 91, 180, 181])), -1, action="relapse"
            )
        if draws.random() < 0.2:
            later = held + timedelta(draws.choice([1, 90, 91, 180, 181]))
            again = rows.dispute(station, later)
            rows.recurrence(again, case, later, yes=draws.random() < 0.7)
            if draws.random() < 0.3:
                Dispute.objects.filter(pk=again.pk).update(state="voided")
    for _ in range(draws.randrange(3)):
        rows.follow_up(case, held + timedelta(draws.randrange(60)),
                       satisfaction=draws.choice(["very", "satisfied", "unsatisfied", "no_answer"]))  # fmt: skip
    if draws.random() < 0.1:
        Dispute.objects.filter(pk=case.pk).update(state="voided")


def by_hand(start: date, end: date, cutoff: date) -> dict[str, dict[str, tuple[set, set]]]:
    """Outcome → group → (cases that met it, cases it can be told of), in plain Python."""
    found = {code: {g: (set(), set()) for g in ("hearing", "ordinary")} for code in OUTCOMES}
    for case in Dispute.objects.exclude(state="voided"):
        sessions = list(case.sessions.all())
        ended = [s for s in sessions if start <= s.held_on <= end and s.outcome != "pending"]
        heard = [s for s in ended if s.mode == "hearing"]
        plain = [s for s in ended if s.mode in ("ordinary", "joint")]
        if heard:
            group, ended = "hearing", heard
        elif plain and not any(s.mode == "hearing" and s.held_on <= cutoff for s in sessions):
            group, ended = "ordinary", plain
        else:
            continue

        def tell(code: str, met: bool, case=case, group=group) -> None:
            mine, of = found[code][group]
            of.add(case.pk)
            if met:
                mine.add(case.pk)

        tell("agreement", any(s.outcome == "agreed" for s in ended))
        due = [a for a in case.agreements.all() if a.effective_on and not a.replaced_on
               and not a.has_waiver and start <= a.effective_on <= cutoff and a.due_on <= cutoff]  # fmt: skip
        if due:
            tell("fulfilment", all(a.fulfilled_on and a.fulfilled_on <= cutoff for a in due))
        events = list(case.events.all())
        resolved = min((e.occurred_on for e in events if e.change == 1 and start <= e.occurred_on <= cutoff),
                       default=None)  # fmt: skip
        for days in (90, 180):
            if resolved and resolved + timedelta(days) <= cutoff:
                last = resolved + timedelta(days)
                back = any(
                    e.action == "relapse" and resolved <= e.occurred_on <= last for e in events
                )
                again = _again(case, resolved, last, cutoff)
                tell(f"recurrence_{days}", back or again)
        answers = [f for f in case.follow_ups.all()
                   if f.satisfaction != "no_answer" and start <= f.held_on <= cutoff]  # fmt: skip
        if answers:
            newest = max(answers, key=lambda f: (f.held_on, f.pk))
            tell("satisfaction", newest.satisfaction in ("very", "satisfied"))
    return found


def _again(case, resolved, last, cutoff) -> bool:
    return any(
        r.is_recurrence and r.decided_on <= cutoff and r.dispute.state != "voided"
        and resolved <= r.dispute.registered_on <= last
        for r in Recurrence.objects.filter(earlier=case)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "cutoff"),
    [(date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 31)),
     (date(2025, 3, 7), date(2025, 6, 18), date(2025, 9, 30))],
)  # fmt: skip
def test_every_number_is_that_of_a_recount_and_of_its_cases(crowd, start, end, cutoff):
    for code in ("effect_stratum", "effect_least"):
        Threshold.objects.create(code=code, value=2)
    api = Api(make_officer(crowd, Role.STATISTICIAN))
    asked = {"from": start, "to": end, "cutoff": cutoff}
    answer = done(api.get(EFFECT, asked))
    expected = by_hand(start, end, cutoff)

    for outcome in answer["outcomes"]:
        for arm in outcome["groups"]:
            met, of = expected[outcome["code"]][arm["group"]]
            assert (arm["numerator"], arm["denominator"]) == (len(met), len(of)), outcome["code"]
            for part, ids in (("numerator", met), ("denominator", of)):
                page = asked | {"outcome": outcome["code"], "group": arm["group"], "part": part,
                                "page_size": 200}  # fmt: skip
                found = done(api.get(f"{EFFECT}cases/", page))
                assert {row["id"] for row in found["results"]} == ids
                assert found["total"] == len(ids)
        sums = defaultdict(int)
        for stratum in (*outcome["strata"], *outcome["dropped"]):
            for arm in stratum["groups"]:
                sums[arm["group"]] += arm["denominator"]
        assert sums == {a["group"]: a["denominator"] for a in outcome["groups"]}
        for stratum in outcome["strata"][:2]:
            page = asked | {"outcome": outcome["code"], "group": "hearing", "part": "denominator",
                            "stratum": stratum["key"]}  # fmt: skip
            assert (
                done(api.get(f"{EFFECT}cases/", page))["total"]
                == stratum["groups"][0]["denominator"]
            )
    assert any(o["difference"] for o in answer["outcomes"])


def test_a_small_bureau_is_told_why_there_is_no_comparison(bureau):
    answer = done(bureau.api().get(EFFECT, YEAR))
    agreement = answer["outcomes"][0]
    assert agreement["groups"][0]["denominator"] == 1
    assert agreement["difference"] is None
    assert agreement["interval"] == []
    assert "不作比较" in agreement["text"]
    assert "不作因果结论" in answer["caveat"]


def test_an_unknown_stratum_is_refused(bureau):
    asked = YEAR | {"outcome": "agreement", "group": "hearing", "stratum": "x|low"}
    assert problem(bureau.api().get(f"{EFFECT}cases/", asked), 400, "INVALID")
    for role, status in ((Role.MACHINE, 403), (Role.LEGAL, 200)):
        page = {k: v for k, v in asked.items() if k != "stratum"}
        assert bureau.api(role).get(f"{EFFECT}cases/", page).status_code == status


def test_another_bureau_does_not_exist(bureau):
    api = bureau.api(unit=bureau.other)
    for path, more in (
        (EFFECT, {}),
        (f"{EFFECT}cases/", {"outcome": "agreement", "group": "hearing"}),
    ):
        asked = YEAR | {"unit": bureau.station.code} | more
        assert api.get(path, asked).status_code == 404
