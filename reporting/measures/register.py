"""What was registered (登记), and whom and how much it concerns."""

from django.db.models import BigIntegerField, F, Q, Value
from django.db.models.functions import Cast, Coalesce

from disputes.models import Dispute
from reporting.measures.measure import Measure

DAY = "registered_on"
FEN = Cast(Coalesce(F("amount"), Value(0)) * 100, BigIntegerField())

MEASURES = (
    Measure("registered", "排查录入矛盾纠纷", Dispute, DAY, unit="起", replayable=True),
    Measure("people", "涉及人数", Dispute, DAY, unit="人", weight=Coalesce(F("people_count"), 0),
            note="登记的涉及人数合计，未填写的不计"),
    Measure("amount", "涉及金额", Dispute, DAY, unit="分", weight=FEN, large=True,
            note="登记的涉及金额合计，以分为单位存放，未填写的不计"),
    Measure("repeat_alarms", "重复警情", Dispute, DAY, Q(repeat_alarm=True), unit="起"),
    Measure("group_events", "群体性纠纷", Dispute, DAY, Q(group_event=True), unit="起"),
    Measure("with_minors", "涉未成年人纠纷", Dispute, DAY, Q(involves_minor=True), unit="起"),
    Measure("domestic_violence", "涉家庭暴力纠纷", Dispute, DAY, Q(domestic_violence=True),
            unit="起"),
    Measure("standing", "期内化解并保持", Dispute, "resolved_on", Q(resolved_on__isnull=False),
            unit="起", live=True, note="化解日期在期内、现在仍处于化解状态的"),
)  # fmt: skip
