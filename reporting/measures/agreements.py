"""Agreements (协议), their performance (履行), and judicial confirmation (司法确认)."""

from django.db.models import BigIntegerField, F, Q, Value
from django.db.models.functions import Cast, Coalesce

from disputes.models import Agreement, Confirmation, Obligation, Performance
from reporting.measures.measure import Measure, Median
from reporting.measures.steps import days_between

EFFECTIVE, FULFILLED = Q(effective_on__isnull=False), Q(fulfilled_on__isnull=False)
TOOK = days_between(F("effective_on"), F("fulfilled_on"))
# What was replaced binds no more; what was waived was neither performed nor left undone.
BINDS = EFFECTIVE & Q(replaced_on=None, has_waiver=False)
DUE = Q(agreement__effective_on__isnull=False, agreement__replaced_on=None, waived_on=None)
FEN = Cast(Coalesce(F("amount"), Value(0)) * 100, BigIntegerField())

MEASURES = (
    Measure("agreements", "达成调解协议", Agreement, "effective_on", EFFECTIVE),
    Measure("agreements_due", "到期协议", Agreement, "due_on", BINDS, note="被代替的和含免除义务的协议不计"),
    Measure("fulfilled_of_due", "到期协议中已履行", Agreement, "due_on", BINDS & FULFILLED,
            as_of="fulfilled_on"),
    Measure("fulfilled", "履行完毕协议", Agreement, "fulfilled_on", FULFILLED),
    Measure("fulfilment_days", "履行用时合计", Agreement, "fulfilled_on", FULFILLED, weight=TOOK,
            unit="天", note="协议生效日至履行完毕日的自然日"),
    Median("median_fulfilment", "履行用时中位数", Agreement, "fulfilled_on", FULFILLED,
           weight=TOOK, unit="半天", note="以中位数的两倍存放"),
    Measure("breached", "认定未履行协议", Agreement, "breached_on", Q(breached_on__isnull=False)),
    Measure("obligations_due", "到期履行义务", Obligation, "due_on", DUE, unit="项", live=True,
            case="agreement__dispute", note="生效协议中履行期限在期内的各项义务，已免除的不计"),
    Measure("obligations_met", "到期义务中已履行", Obligation, "due_on",
            DUE & FULFILLED, unit="项", live=True, as_of="fulfilled_on",
            case="agreement__dispute"),
    Measure("amount_due", "到期应付金额", Obligation, "due_on", DUE & Q(type="money"),
            weight=FEN, unit="分", live=True, large=True, case="agreement__dispute"),
    Measure("amount_paid", "已付金额", Performance, "performed_on",
            weight=FEN, unit="分", live=True, large=True, case="obligation__agreement__dispute",
            note="按每笔履行的日期统计，含部分履行"),
    Measure("confirmations_applied", "申请司法确认", Confirmation, "applied_on"),
    Measure("confirmed", "司法确认有效", Confirmation, "applied_on",
            Q(result=Confirmation.Result.CONFIRMED), as_of="result_on",
            note="期内申请的，截至统计截止日已裁定有效的"),
)  # fmt: skip
