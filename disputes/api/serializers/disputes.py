"""Disputes: the row of a list, the whole case, and what may be entered and corrected."""

from __future__ import annotations

from rest_framework import serializers

from config.rest.serializers import StrictSerializer
from disputes import privacy, workflow
from disputes.api.serializers.agreements import AgreementSerializer, ConfirmationSerializer
from disputes.api.serializers.fields import (
    MOST_PARTIES,
    BusinessDay,
    KindCode,
    Moment,
    Money,
    Text,
)
from disputes.api.serializers.followups import (
    FollowUpSerializer,
    SampleSerializer,
)
from disputes.api.serializers.hearings import HearingSerializer
from disputes.api.serializers.inquiry import (
    AppraisalSerializer,
    EvidenceSerializer,
    FindingSerializer,
)
from disputes.api.serializers.linking import (
    CriminalCaseSerializer,
    LinkedCaseSerializer,
    RecurrenceSerializer,
)
from disputes.api.serializers.people import AddPartySerializer, PartySerializer
from disputes.api.serializers.procedure import (
    NoticeSerializer,
    RecusalSerializer,
    WarningDecisionSerializer,
)
from disputes.api.serializers.referrals import ReferralSerializer
from disputes.api.serializers.review import ReviewSerializer
from disputes.api.serializers.risk import RiskAssessmentSerializer
from disputes.api.serializers.sessions import SessionSerializer
from disputes.api.serializers.steps import StepBodySerializer
from disputes.choices import Source, Track
from disputes.guards import closing, conversion
from disputes.models import Dispute, DisputeEvent, MediationSession
from disputes.transitions import STEPS, TRANSITIONS

STEP_CHOICES = [(name, TRANSITIONS[name].label) for name in STEPS]
CONVERSIONS = [("penalty", "转处罚"), ("criminal", "转刑事")]
CONVERSION_GROUNDS = [
    item for grounds in conversion.CONVERSION_GROUNDS.values() for item in grounds.items()
]
SETTLED_BY = list(closing.SETTLED_BY.items())
EXCERPT = 120  # characters of the summary that a list shows


class DisputeRowSerializer(serializers.ModelSerializer[Dispute]):
    """A dispute in a list, and the answer to a step.

    The declaration: lists are printed by PostgreSQL (`api/reading.py`); a property test keeps
    both equal, and the OpenAPI file is made from here.
    """

    unit_name = serializers.CharField(source="unit.name", read_only=True, help_text="登记单位名称")
    track_name = serializers.CharField(source="get_track_display", read_only=True)
    kind = serializers.CharField(source="kind.code", read_only=True, help_text="类型代码")
    kind_name = serializers.CharField(source="kind.name", read_only=True, help_text="类型名称")
    source_name = serializers.CharField(source="get_source_display", read_only=True)
    summary = serializers.SerializerMethodField(help_text=f"简要情况的前{EXCERPT}字")
    risk_level = serializers.CharField(
        source="risk_level.code", read_only=True, allow_null=True, help_text="风险等级代码"
    )
    state_name = serializers.CharField(source="get_state_display", read_only=True)
    registered_at = Moment(read_only=True, help_text="登记时间（服务器时间）")
    responsible_name = serializers.CharField(
        source="responsible.name", read_only=True, help_text="责任民警姓名"
    )
    referral_count = serializers.IntegerField(
        source="referrals.count", read_only=True, help_text="移交次数"
    )
    available_actions = serializers.SerializerMethodField(help_text="当前用户可执行的动作")
    party_names = serializers.SerializerMethodField(help_text="当事人姓名，已遮蔽")

    class Meta:
        model = Dispute
        fields = [
            "id", "number", "unit", "unit_name", "track", "track_name", "kind", "kind_name",
            "source", "source_name", "place", "summary", "amount", "risk_level", "state",
            "state_name", "registered_at", "resolved_on", "responsible_name", "referral_count",
            "relapse_count", "version", "available_actions", "party_names",
        ]  # fmt: skip
        read_only_fields = fields

    def get_summary(self, dispute: Dispute) -> str:
        return dispute.summary[:EXCERPT]

    def get_available_actions(self, dispute: Dispute) -> list[str]:
        role = self.context["request"].user.role
        return workflow.available_actions(dispute.state, role, dispute.track)

    def get_party_names(self, dispute: Dispute) -> list[str]:
        return [privacy.mask_name(p.name) for p in dispute.parties.all() if p.is_active]


class DisputeSerializer(DisputeRowSerializer):
    """The whole case. Names stand in full, numbers and addresses stay masked."""

    summary = serializers.CharField(  # type: ignore[assignment]
        read_only=True, help_text="简要情况"
    )
    kind_major = serializers.CharField(
        source="kind.parent.code", read_only=True, allow_null=True, help_text="大类代码"
    )
    registered_by_name = serializers.CharField(
        source="registered_by.name", read_only=True, help_text="登记民警姓名"
    )
    occurred_at = Moment(read_only=True, allow_null=True, help_text="发生时间")
    discovered_at = Moment(read_only=True, allow_null=True, help_text="发现时间")
    reported_at = Moment(read_only=True, allow_null=True, help_text="报警时间")
    parties = PartySerializer(many=True, read_only=True)
    findings = FindingSerializer(many=True, read_only=True)
    evidence = EvidenceSerializer(many=True, read_only=True)
    appraisals = AppraisalSerializer(many=True, read_only=True)
    notices = NoticeSerializer(many=True, read_only=True)
    recusals = RecusalSerializer(many=True, read_only=True)
    warning_decisions = WarningDecisionSerializer(many=True, read_only=True)
    sessions = SessionSerializer(many=True, read_only=True)
    hearings = HearingSerializer(many=True, read_only=True)
    agreements = AgreementSerializer(many=True, read_only=True)
    confirmations = ConfirmationSerializer(many=True, read_only=True)
    referrals = ReferralSerializer(many=True, read_only=True)
    partners = serializers.SerializerMethodField(help_text="协办单位：移交接收的和参加联合调解的")
    merged_into = LinkedCaseSerializer(read_only=True, allow_null=True)
    merged = LinkedCaseSerializer(many=True, read_only=True)
    split_from = LinkedCaseSerializer(read_only=True, allow_null=True)
    split_off = LinkedCaseSerializer(many=True, read_only=True)
    recurrences = RecurrenceSerializer(many=True, read_only=True)
    criminal_cases = CriminalCaseSerializer(many=True, read_only=True)
    follow_ups = FollowUpSerializer(many=True, read_only=True)
    risk_assessments = RiskAssessmentSerializer(many=True, read_only=True)
    reviews = ReviewSerializer(many=True, read_only=True)
    samples = SampleSerializer(many=True, read_only=True)

    class Meta:
        model = Dispute
        fields = [
            "id", "number", "unit", "unit_name", "track", "track_name", "kind", "kind_name",
            "kind_major", "source", "source_name", "alarm_number", "place", "summary", "claims",
            "people_count", "amount", "repeat_alarm", "group_event", "involves_minor",
            "domestic_violence", "ethnic_religious", "occurred_at", "discovered_at",
            "reported_at", "registered_at", "registered_by", "registered_by_name", "responsible",
            "responsible_name", "risk_level", "state", "state_name", "resolved_on",
            "relapse_count", "version", "available_actions", "parties", "findings", "evidence",
            "appraisals", "notices", "recusals", "warning_decisions", "sessions", "hearings",
            "agreements", "confirmations", "referrals", "partners", "merged_into", "merged",
            "split_from", "split_off", "recurrences", "criminal_cases", "follow_ups", "risk_assessments",
            "reviews", "samples",
        ]  # fmt: skip
        read_only_fields = fields

    # Every table is read once, however many rows the case has.
    JOINED = (
        "unit", "kind__parent", "risk_level", "registered_by", "responsible", "merged_into",
        "split_from",
    )  # fmt: skip
    READ = (
        "findings__found_by", "evidence__obtained_by", "appraisals", "notices__told_by",
        "recusals__officer", "recusals__decided_by", "warning_decisions__decided_by",
        "parties__representatives", "sessions__participants", "sessions__guests",
        "sessions__host", *(f"hearings__{rows}" for rows in HearingSerializer.READ), "confirmations",
        *(f"agreements__{rows}" for rows in AgreementSerializer.READ), "referrals", "follow_ups__visited_by",
        "risk_assessments__level", "risk_assessments__assessed_by",
        "risk_assessments__suggested", "risk_assessments__leader", "reviews__submitted_by",
        "reviews__reviewed_by", "samples__assigned_to", "sessions__persuasions",
        "merged", "split_off", "recurrences__earlier__unit", "recurrences__decided_by",
        "criminal_cases__linked_by",
    )  # fmt: skip

    def get_partners(self, dispute: Dispute) -> list[str]:
        """Bodies that hold a letter or took part in a joint mediation, each once."""
        letters = [r for r in dispute.referrals.all() if not (r.returned_on or r.withdrawn_on)]
        joint = [s for s in dispute.sessions.all() if s.mode == MediationSession.Mode.JOINT]
        guests = [guest.organisation for s in joint for guest in s.guests.all()]
        return list(dict.fromkeys([r.receiver_name for r in letters] + list(filter(None, guests))))


class _Circumstances(StrictSerializer):
    """What is entered at registration and may be corrected later."""

    alarm_number = Text(40, required=False, allow_blank=True, help_text="接警单编号")
    place = Text(200, required=False, allow_blank=True, help_text="发生地点")
    claims = Text(2000, required=False, allow_blank=True, help_text="诉求")
    people_count = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=32767, help_text="涉及人数"
    )
    amount = Money(required=False, allow_null=True, help_text="涉及金额（元）")
    repeat_alarm = serializers.BooleanField(required=False, help_text="重复警情")
    group_event = serializers.BooleanField(required=False, help_text="群体性")
    involves_minor = serializers.BooleanField(required=False, help_text="涉未成年人")
    domestic_violence = serializers.BooleanField(required=False, help_text="涉家庭暴力")
    ethnic_religious = serializers.BooleanField(required=False, help_text="涉民族宗教")
    occurred_at = Moment(required=False, allow_null=True, help_text="发生时间")
    discovered_at = Moment(required=False, allow_null=True, help_text="发现时间")
    reported_at = Moment(required=False, allow_null=True, help_text="报警时间")


class RegisterSerializer(_Circumstances):
    """A dispute to be registered. Unit, number and time come from the server."""

    track = serializers.ChoiceField(Track.choices, help_text="办理途径")
    kind = KindCode()
    source = serializers.ChoiceField(  # type: ignore[assignment]
        Source.choices, help_text="来源"
    )
    summary = Text(4000, help_text="简要情况")
    parties = AddPartySerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=MOST_PARTIES, help_text="当事人"
    )


class AmendSerializer(StepBodySerializer, _Circumstances):
    """What was entered wrongly: only the fields that are sent change."""

    reason = Text(500, help_text="更正事由")
    kind = KindCode(required=False)
    source = serializers.ChoiceField(  # type: ignore[assignment]
        Source.choices, required=False, help_text="来源"
    )
    summary = Text(4000, required=False, help_text="简要情况")


class StepSerializer(StepBodySerializer):
    """One step of the workflow and the facts it rests on."""

    action = serializers.ChoiceField(
        STEP_CHOICES,
        help_text="动作；当前可用的见 available_actions",
    )
    occurred_on = BusinessDay()
    reason = Text(500, required=False, allow_blank=True, help_text="事由")
    remedies_told = serializers.BooleanField(
        required=False, help_text="已告知可以提起民事诉讼等其他途径"
    )
    convert_to = serializers.ChoiceField(CONVERSIONS, required=False, help_text="转往何处")
    ground = serializers.ChoiceField(
        CONVERSION_GROUNDS, required=False, help_text="转处罚或者转刑事的理由"
    )
    track = serializers.ChoiceField(Track.choices, required=False, help_text="变更后的办理途径")
    determined_on = serializers.DateField(
        required=False, help_text="收到道路交通事故认定书的日期；受理该途径的必填"
    )
    applied_on = serializers.DateField(
        required=False, help_text="书面申请调解的日期；受理道路交通事故损害赔偿的必填"
    )
    settled_by = serializers.ChoiceField(SETTLED_BY, required=False, help_text="和解方式")
    performed = serializers.BooleanField(required=False, help_text="和解已经履行")
    applied_by_all = serializers.BooleanField(required=False, help_text="各方已书面申请")
    approved_by = Text(50, required=False, allow_blank=True, help_text="批准的负责人")
    granted = serializers.BooleanField(
        required=False, help_text="是否同意解除涉家庭暴力标记；由申请人以外的所长决定"
    )


class EventSerializer(serializers.ModelSerializer[DisputeEvent]):
    """One entry of the history. It is never changed."""

    action_name = serializers.SerializerMethodField(help_text="动作名称")
    actor_name = serializers.CharField(source="actor.name", read_only=True, help_text="经办人姓名")
    recorded_at = Moment(read_only=True, help_text="录入时间")
    facts = serializers.DictField(read_only=True, help_text="办理要素")

    class Meta:
        model = DisputeEvent
        fields = [
            "seq", "action", "action_name", "from_state", "to_state", "change", "days", "actor",
            "actor_name", "occurred_on", "recorded_at", "facts",
        ]  # fmt: skip
        read_only_fields = fields

    def get_action_name(self, event: DisputeEvent) -> str:
        step = TRANSITIONS.get(event.action)
        return step.label if step else "登记"
