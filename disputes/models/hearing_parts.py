"""What the stages of a hearing are made of: consents, attendance, evidence, questions, opinions."""

import json
import uuid

from django.db import models
from django.db.models import F, Q

from disputes import privacy
from disputes.models.hearing import Hearing, HearingSeat


class HearingConsent(models.Model):
    """A party's two written consents (同意书): to the hearing, and apart from it to disclosure.

    个人信息保护法 art. 23: outsiders learn personal data only with a separate consent. Either may
    be taken back (art. 15); the row stays, with the day.
    """

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="consents")
    party = models.ForeignKey("Party", models.PROTECT, related_name="+")
    to_hearing = models.BooleanField("同意听证式调解")
    to_disclosure = models.BooleanField("单独同意向听证人员提供个人信息")
    # A guardian signs for a minor; none: the party did.
    signed_by = models.ForeignKey(
        "Representative",
        models.PROTECT,
        verbose_name="代为签署的监护人或者代理人",
        null=True,
        blank=True,
        related_name="+",
    )
    document = models.CharField("同意书编号", max_length=60, blank=True)
    given_on = models.DateField("同意日期")
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawn_reason = models.CharField("撤回理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "听证同意书"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "party"], name="hearing_consent_once"),
            models.CheckConstraint(
                name="hearing_consent_withdrawn_after_given",
                condition=Q(withdrawn_on=None)
                | Q(withdrawn_on__gte=F("given_on")) & ~Q(withdrawn_reason=""),
                violation_error_message="撤回同意须有理由，且不早于同意日期",
            ),
        ]

    def __str__(self) -> str:
        return str(self.party)


class HearingAttendance(models.Model):
    """One person at a hearing: expected or not, there or not, and why not (签到)."""

    class Kind(models.TextChoices):
        PARTY = "party", "当事人"
        REPRESENTATIVE = "representative", "监护人、代理人"
        SEAT = "seat", "听证组成人员"
        WITNESS = "witness", "证人"
        COMPANION = "companion", "亲友"
        OBSERVER = "observer", "旁听人员"

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="attendance")
    kind = models.CharField("类别", max_length=16, choices=Kind)
    party = models.ForeignKey("Party", models.PROTECT, null=True, blank=True, related_name="+")
    representative = models.ForeignKey(
        "Representative", models.PROTECT, null=True, blank=True, related_name="+"
    )
    seat = models.ForeignKey(
        HearingSeat, models.PROTECT, null=True, blank=True, related_name="attendance"
    )
    name = models.CharField("姓名", max_length=50)
    organisation = models.CharField("单位", max_length=100, blank=True)
    expected = models.BooleanField("应到", default=True)
    attended = models.BooleanField("实到", null=True, blank=True)
    absence = models.CharField("未到场理由", max_length=300, blank=True)
    # 程序规定 art. 181: from 16 on, living on own labour, and asking not to notify.
    guardian_waived = models.BooleanField("以自己劳动收入为主要生活来源且不同意通知", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "听证到场情况"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "party"], name="hearing_party_listed_once"),
            models.UniqueConstraint(fields=["hearing", "seat"], name="hearing_seat_listed_once"),
            models.UniqueConstraint(
                fields=["hearing", "representative"], name="hearing_representative_listed_once"
            ),
            models.CheckConstraint(
                name="hearing_absence_has_reason",
                condition=~Q(attended=False) | ~Q(absence=""),
                violation_error_message="未到场的须写明理由",
            ),
        ]

    def __str__(self) -> str:
        return privacy.mask_name(self.name)


class EvidenceItem(models.Model):
    """One item of the evidence list (证据清单)."""

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="evidence")
    title = models.CharField("证据名称", max_length=100)
    shows = models.CharField("证明内容", max_length=500, blank=True)
    # None: put forward by the police.
    provided_by = models.ForeignKey(
        "Party", models.PROTECT, verbose_name="提供人", null=True, blank=True, related_name="+"
    )
    on_file = models.ForeignKey(
        "Evidence", models.PROTECT, verbose_name="案内证据", null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "听证证据"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class EvidenceView(models.Model):
    """What a party says of an item of evidence (质证意见)."""

    item = models.ForeignKey(EvidenceItem, models.CASCADE, related_name="views")
    party = models.ForeignKey("Party", models.PROTECT, related_name="+")
    accepted = models.BooleanField("无异议")
    text = models.CharField("质证意见", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "质证意见"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "party"], name="evidence_view_once"),
            models.CheckConstraint(
                name="evidence_objection_says_why",
                condition=Q(accepted=True) | ~Q(text=""),
                violation_error_message="对证据有异议的须写明意见",
            ),
        ]

    def __str__(self) -> str:
        return str(self.party)


class HearingQuestion(models.Model):
    """A question of the host or a member, and its answer (提问与回答)."""

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="questions")
    seat = models.ForeignKey(HearingSeat, models.PROTECT, verbose_name="提问人", related_name="+")
    party = models.ForeignKey(
        "Party", models.PROTECT, verbose_name="回答人", null=True, blank=True, related_name="+"
    )
    question = models.CharField("提问", max_length=1000)
    answer = models.CharField("回答", max_length=2000)

    class Meta:
        verbose_name = verbose_name_plural = "听证提问"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.question


class HearingOpinion(models.Model):
    """One member's opinion of the deliberation (评议意见), sealed. For reference only.

    The database neither changes nor deletes it, and takes none after the reveal. `text` and
    `supports_applicant` unseal it: nobody may show them before all are revealed together.
    """

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="opinions")
    seat = models.OneToOneField(HearingSeat, models.PROTECT, related_name="opinion")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    sealed = models.BinaryField("密封的意见", default=bytes, editable=False)
    given_on = models.DateField("提出日期", null=True, blank=True)
    recorded_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="记录人", null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "评议意见"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.seat_id}"

    def seal(self, text: str, supports_applicant: bool | None) -> None:
        """Put text and side away so that the row alone tells neither."""
        said = json.dumps({"text": text, "side": supports_applicant}, ensure_ascii=False)
        self.sealed = privacy.seal(said, place=f"opinion:{self.uid}")

    def _said(self) -> dict[str, object]:
        blob = bytes(self.sealed)
        if not blob:
            return {"text": "", "side": None}
        said: dict[str, object] = json.loads(privacy.unseal(blob, place=f"opinion:{self.uid}"))
        return said

    @property
    def text(self) -> str:
        return str(self._said()["text"])

    @property
    def supports_applicant(self) -> bool | None:
        side = self._said()["side"]
        return None if side is None else bool(side)


class OpinionReveal(models.Model):
    """The one act that shows all opinions of a hearing together (开示). Never undone."""

    hearing = models.OneToOneField(Hearing, models.PROTECT, related_name="reveal")
    revealed_on = models.DateField("开示日期")
    revealed_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="开示人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "评议意见开示"

    def __str__(self) -> str:
        return f"{self.hearing_id} {self.revealed_on}"


class HearingProposal(models.Model):
    """A proposal of the mediation that ends a hearing (调解方案).

    Face to face everybody hears it; back to back (背对背) only the party it was made to, so no
    paper for anybody else shows it.
    """

    class Mode(models.TextChoices):
        FACE_TO_FACE = "face_to_face", "面对面"
        BACK_TO_BACK = "back_to_back", "背对背"

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "接受"
        REFUSED = "refused", "不接受"
        CONSIDERED = "considered", "愿意考虑"

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="proposals")
    mode = models.CharField("方式", max_length=12, choices=Mode)
    party = models.ForeignKey(
        "Party", models.PROTECT, verbose_name="谈话对象", null=True, blank=True, related_name="+"
    )
    content = models.CharField("方案", max_length=2000)
    answer = models.CharField("答复", max_length=12, choices=Answer)
    remark = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "听证调解方案"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="hearing_private_proposal_names_party",
                condition=~Q(mode="back_to_back") | Q(party__isnull=False),
                violation_error_message="背对背调解须写明谈话的当事人",
            ),
        ]

    def __str__(self) -> str:
        return self.get_mode_display()


class HearingStop(models.Model):
    """A hearing stops: for a time (中止) or for good (终止), with ground and reason."""

    class Kind(models.TextChoices):
        SUSPENSION = "suspension", "中止"
        TERMINATION = "termination", "终止"

    class Ground(models.TextChoices):
        NEW_WITNESS = "new_witness", "需要通知新的证人到场"
        NEW_APPRAISAL = "new_appraisal", "需要鉴定或者重新鉴定"
        CANNOT_ATTEND = "cannot_attend", "当事人或者听证员因故不能继续参加"
        CONSENT_WITHDRAWN = "consent_withdrawn", "当事人撤回同意"
        RECONCILED = "reconciled", "当事人已自行和解"
        UNSUITABLE = "unsuitable", "发现不宜继续听证的情形"
        PARTY_GONE = "party_gone", "当事人死亡、终止或者下落不明"
        OTHER = "other", "其他情形"

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="stops")
    kind = models.CharField("类别", max_length=12, choices=Kind)
    ground = models.CharField("事由", max_length=20, choices=Ground)
    reason = models.CharField("具体情况", max_length=500)
    remedies_told = models.BooleanField("已告知其他救济途径", default=False)
    stopped_on = models.DateField("日期")
    resumed_on = models.DateField("恢复日期", null=True, blank=True)
    recorded_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="记录人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "听证中止、终止"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="hearing_stop_in_order",
                condition=Q(resumed_on=None)
                | Q(kind="suspension", resumed_on__gte=F("stopped_on")),
                violation_error_message="恢复日期不得早于中止日期；终止的不能恢复",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
