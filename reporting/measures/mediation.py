"""How disputes were mediated (调解): sessions, hearings and the three dimensions 法、理、情."""

from django.db.models import F, Q

from disputes.models import HearingSeat, MediationSession, Persuasion
from reporting.measures.measure import Measure, Median
from reporting.measures.steps import days_between

DAY = "held_on"
HEARING = Q(mode=MediationSession.Mode.HEARING)
AGREED = Q(outcome=MediationSession.Outcome.AGREED)
ENDED = Q(outcome__in=(MediationSession.Outcome.AGREED, MediationSession.Outcome.NOT_AGREED))
FIRST = Q(ordinal=1)
WAIT = days_between(F("dispute__registered_on"), F(DAY))

MEASURES = (
    Measure("sessions", "调解场次", MediationSession, DAY, unit="场次"),
    Measure("sessions_ended", "已有结果的调解", MediationSession, DAY, ENDED, unit="场次"),
    Measure("sessions_agreed", "达成协议的调解", MediationSession, DAY, AGREED, unit="场次"),
    Measure("first_sessions", "首次调解", MediationSession, DAY, FIRST, unit="起"),
    Measure("first_session_days", "首次调解等候合计", MediationSession, DAY, FIRST, weight=WAIT,
            unit="天", note="登记日至首次调解日的自然日"),
    Median("median_first_session", "首次调解等候中位数", MediationSession, DAY, FIRST, weight=WAIT,
           unit="半天", note="以中位数的两倍存放"),
    Measure("on_the_spot", "当场调解达成协议", MediationSession, DAY,
            Q(mode=MediationSession.Mode.ON_THE_SPOT) & AGREED, unit="场次"),
    Measure("joint_sessions", "联合调解", MediationSession, DAY,
            Q(mode=MediationSession.Mode.JOINT), unit="场次"),
    Measure("hearings", "听证式调解场次", MediationSession, DAY, HEARING, unit="场次"),
    Measure("hearing_disputes", "听证式调解涉及纠纷", MediationSession, DAY, HEARING,
            distinct=True, unit="起"),
    Measure("hearings_agreed", "听证式调解达成协议", MediationSession, DAY, HEARING & AGREED,
            unit="场次"),
    Measure("hearing_members", "参与听证员", HearingSeat, "hearing__session__held_on",
            Q(seat=HearingSeat.Seat.MEMBER, left_on=None, hearing__session__isnull=False),
            unit="人次",
            case="hearing__dispute", live=True),
    *(
        Measure(f"persuaded_by_{dimension.value}", f"以{dimension.label}疏导的纠纷", Persuasion,
                "session__held_on", Q(dimension=dimension), distinct=True, unit="起",
                case="session__dispute")
        for dimension in Persuasion.Dimension
    ),
)  # fmt: skip
