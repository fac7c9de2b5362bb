"""What came afterwards: referrals (移交), follow-ups (回访), recurrence (再发), crime (民转刑)."""

from django.db.models import DateField, F, Func, Q, Value
from django.db.models.functions import Coalesce

from disputes.choices import Receiver
from disputes.models import CriminalCase, FollowUp, Recurrence, Referral
from reporting.measures.measure import Measure

GOVERNANCE = (Receiver.GOVERNANCE_CENTRE, Receiver.PEACE_OFFICE)
SATISFIED = (FollowUp.Satisfaction.VERY, FollowUp.Satisfaction.SATISFIED)
ANSWERED = ~Q(satisfaction=FollowUp.Satisfaction.NO_ANSWER)
RECURRED = Q(is_recurrence=True)


def _within(days: int) -> Q:
    """So many days at most after the earlier dispute was resolved, or else registered."""
    before = Coalesce("earlier__resolved_on", "earlier__registered_on")
    last = Func(before, Value(days), template="(%(expressions)s)", arg_joiner=" + ",
                output_field=DateField())  # fmt: skip
    return RECURRED & Q(dispute__registered_on__lte=last)


MEASURES = (
    Measure("referral_letters", "移交函", Referral, "sent_on"),
    # Distinct disputes: one referred in March and in May is one in the year, not two.
    Measure("referred", "移交", Referral, "sent_on", distinct=True, unit="起"),
    Measure("referred_governance", "移交综治中心、平安法治办公室", Referral, "sent_on",
            Q(receiver__in=GOVERNANCE), distinct=True, unit="起"),
    Measure("transferred", "移送主办", Referral, "sent_on", Q(kind=Referral.Kind.TRANSFER),
            distinct=True, unit="起"),
    Measure("referrals_answered", "移交函中已反馈", Referral, "sent_on",
            Q(answered_on__isnull=False), as_of="answered_on",
            note="期内发出的移交函中，截至统计截止日已反馈的"),
    Measure("referrals_resolved", "移交后反馈化解", Referral, "resolved_on",
            Q(resolved_on__isnull=False)),
    Measure("follow_ups", "回访", FollowUp, "held_on", unit="次"),
    Measure("followed_up", "回访纠纷", FollowUp, "held_on", distinct=True, unit="起"),
    Measure("followed_up_of_resolved", "化解后已回访", FollowUp, "dispute__resolved_on",
            Q(held_on__gte=F("dispute__resolved_on")), as_of="held_on", distinct=True, unit="起",
            note="化解日期在期内、现在仍处于化解状态的纠纷中，截至统计截止日已回访的"),
    Measure("answers", "回访作出评价", FollowUp, "held_on", ANSWERED, unit="次"),
    Measure("satisfied", "满意和非常满意", FollowUp, "held_on", Q(satisfaction__in=SATISFIED),
            unit="次"),
    Measure("basically_satisfied", "基本满意以上", FollowUp, "held_on",
            Q(satisfaction__in=(*SATISFIED, FollowUp.Satisfaction.BASICALLY)), unit="次"),
    Measure("recurred", "再发纠纷", Recurrence, "dispute__registered_on", RECURRED,
            as_of="decided_on", distinct=True, unit="起",
            note="期内登记、经人工认定为同一当事人再次发生的纠纷"),
    *(
        Measure(f"recurred_in_{days}_days", f"{days}日内再发", Recurrence,
                "dispute__registered_on", _within(days), as_of="decided_on", distinct=True,
                unit="起", note=f"距前次化解（未化解的距前次登记）不超过{days}日")
        for days in (30, 90, 180)
    ),
    Measure("criminal_cases", "民转刑案件", CriminalCase, "filed_on", note="按刑事立案日期统计"),
    Measure("deaths", "民转刑死亡", CriminalCase, "filed_on", weight=F("deaths"), unit="人"),
)  # fmt: skip
