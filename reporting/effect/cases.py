"""Which cases are compared, and how each of them ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from disputes.choices import Resolution, State
from disputes.models import (
    Agreement,
    Dispute,
    DisputeEvent,
    FollowUp,
    MediationSession,
    Recurrence,
    Unit,
)
from reporting.measures import MEASURES
from reporting.measures.aftercare import ANSWERED, RECURRED, SATISFIED
from reporting.measures.agreements import BINDS
from reporting.periods import Period
from reporting.slices.cases import NOT_ASSESSED

Mode = MediationSession.Mode
HEARING, ORDINARY = "hearing", "ordinary"
GROUPS = {HEARING: "听证式调解", ORDINARY: "普通调解"}
MODES = {HEARING: (Mode.HEARING,), ORDINARY: (Mode.ORDINARY, Mode.JOINT)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is compared: of the cases it can be told of, how many met it. Each case counts once."""

    code: str
    name: str
    note: str


OUTCOMES = {outcome.code: outcome for outcome in (
    Outcome("agreement", "达成协议率", "期内该种调解已有结果的纠纷中，达成协议的"),
    Outcome("fulfilment", "协议履行率",
            "生效协议在截止日前到期的纠纷中，到期协议全部履行的；被代替和含免除义务的协议不计"),
    Outcome("recurrence_90", "90日反复、再发率",
            "化解满90日的纠纷中，90日内反复或者经认定再发的"),
    Outcome("recurrence_180", "180日反复、再发率",
            "化解满180日的纠纷中，180日内反复或者经认定再发的"),
    Outcome("satisfaction", "满意度",
            "回访作出评价的纠纷中，最近一次评价为满意或者非常满意的"),
)}  # fmt: skip
WITHIN = {"recurrence_90": 90, "recurrence_180": 180}


def cases(period: Period, unit: Unit) -> QuerySet[Any]:
    """The cases of both groups, with `group`, `minor`, `major` and `risk`, and for every outcome
    whether it can be told (`<code>_of`) and whether it was met (`<code>_met`).

    A case is heard when a hearing of it ended in the period; ordinary when another session did and
    no hearing of it was held until the cutoff. What is mediated on the spot (当场调解) is neither:
    such quarrels are small. Later events count up to the cutoff.
    """
    ended = MEASURES["sessions_ended"].counted(period, unit)
    by_group = {g: ended.filter(mode__in=modes).values("dispute") for g, modes in MODES.items()}
    heard = MediationSession.objects.filter(
        dispute=OuterRef("pk"), mode=Mode.HEARING, held_on__lte=period.cutoff
    )
    is_heard = Q(pk__in=by_group[HEARING])
    is_ordinary = Q(pk__in=by_group[ORDINARY]) & ~Exists(heard)
    found = Dispute.objects.exclude(state=State.VOIDED).filter(is_heard | is_ordinary)
    annotated: QuerySet[Any] = found.annotate(
        group=Case(When(is_heard, Value(HEARING)), default=Value(ORDINARY), output_field=CharField()),
        minor=F("kind__code"),
        major=Coalesce("kind__parent__code", "kind__code"),
        risk=Coalesce("risk_level__code", Value(NOT_ASSESSED)),
        first_resolved=_first_resolved(period),
        last_answer=_last_answer(period),
    ).annotate(
        **_agreement(ended), **_fulfilment(period), **_recurrence(period),
        satisfaction_of=_bool(Q(last_answer__isnull=False)),
        satisfaction_met=_bool(Q(last_answer__in=SATISFIED)),
    )  # fmt: skip
    return annotated


def _agreement(ended: QuerySet[Any]) -> dict[str, Any]:
    agreed = ended.filter(outcome=MediationSession.Outcome.AGREED)
    met = Q()
    for group, modes in MODES.items():
        met |= Q(group=group, pk__in=agreed.filter(mode__in=modes).values("dispute"))
    return {"agreement_of": Value(True), "agreement_met": _bool(met)}


def _fulfilment(period: Period) -> dict[str, Any]:
    due = Agreement.objects.filter(
        BINDS, dispute=OuterRef("pk"), effective_on__range=(period.start, period.cutoff),
        due_on__lte=period.cutoff,
    )  # fmt: skip
    open_ones = due.filter(Q(fulfilled_on=None) | Q(fulfilled_on__gt=period.cutoff))
    return {
        "fulfilment_of": Exists(due),
        "fulfilment_met": _bool(Q(Exists(due)) & ~Exists(open_ones)),
    }


def _first_resolved(period: Period) -> Subquery:
    given = DisputeEvent.objects.filter(
        dispute=OuterRef("pk"), change=Resolution.TAKES_EFFECT,
        occurred_on__range=(period.start, period.cutoff),
    )  # fmt: skip
    return Subquery(given.order_by("occurred_on").values("occurred_on")[:1])


def _recurrence(period: Period) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code, days in WITHIN.items():
        last = Func(OuterRef("first_resolved"), Value(days), template="(%(expressions)s)",
                    arg_joiner=" + ", output_field=DateField())  # fmt: skip
        relapsed = DisputeEvent.objects.filter(
            dispute=OuterRef("pk"), action="relapse",
            occurred_on__gte=OuterRef("first_resolved"), occurred_on__lte=last,
        )  # fmt: skip
        again = Recurrence.objects.filter(
            RECURRED, earlier=OuterRef("pk"), decided_on__lte=period.cutoff,
            dispute__registered_on__gte=OuterRef("first_resolved"),
            dispute__registered_on__lte=last,
        ).exclude(dispute__state=State.VOIDED)  # fmt: skip
        seen = Q(first_resolved__lte=period.cutoff - timedelta(days=days))
        found |= {
            f"{code}_of": _bool(seen),
            f"{code}_met": _bool(seen & (Q(Exists(relapsed)) | Q(Exists(again)))),
        }
    return found


def _last_answer(period: Period) -> Subquery:
    given = FollowUp.objects.filter(
        ANSWERED, dispute=OuterRef("pk"), held_on__range=(period.start, period.cutoff)
    )
    return Subquery(given.order_by("-held_on", "-pk").values("satisfaction")[:1])


def _bool(condition: Combinable | Q) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(condition, output_field=BooleanField())
