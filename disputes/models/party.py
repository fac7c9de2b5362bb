"""People of a dispute. Identity numbers, phones and addresses are stored sealed."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from disputes import privacy
from disputes.models.record import DisputeRecord


class Sex(models.TextChoices):
    """GB/T 2261.1."""

    UNKNOWN = "0", "未知"
    MALE = "1", "男"
    FEMALE = "2", "女"
    UNSTATED = "9", "未说明"


class DocumentType(models.TextChoices):
    ID_CARD = "id_card", "居民身份证"
    PASSPORT = "passport", "护照"
    RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证"
    FOREIGN_PERMANENT = "foreign_permanent", "外国人永久居留证"
    CREDIT_CODE = "credit_code", "统一社会信用代码"


class SealedContact(models.Model):
    """A phone number kept sealed. `uid` ties every ciphertext to its row."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    phone_sealed = models.BinaryField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def _place(self, field: str) -> str:
        return f"{self._meta.model_name}.{field}:{self.uid}"

    def _seal(self, field: str, text: str) -> bytes | None:
        return privacy.seal(text, place=self._place(field)) if text else None

    def _unseal(self, field: str) -> str:
        blob = getattr(self, f"{field}_sealed")
        return privacy.unseal(bytes(blob), place=self._place(field)) if blob else ""

    @property
    def phone(self) -> str:
        return self._unseal("phone")

    @phone.setter
    def phone(self, text: str) -> None:
        self.phone_sealed = self._seal("phone", text)


class Party(SealedContact, DisputeRecord):
    """A party (当事人) of one dispute, a person or an organisation."""

    class PartyRole(models.TextChoices):
        APPLICANT = "applicant", "申请人"
        RESPONDENT = "respondent", "被申请人"
        VICTIM = "victim", "被侵害人"
        SUSPECT = "suspect", "违法嫌疑人"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="parties")
    role = models.CharField("当事人地位", max_length=12, choices=PartyRole)
    is_organisation = models.BooleanField("是否单位", default=False)
    name = models.CharField("姓名或名称", max_length=50)
    sex = models.CharField("性别", max_length=1, choices=Sex, default=Sex.UNKNOWN)
    born_on = models.DateField("出生日期", null=True, blank=True)
    adult_confirmed = models.BooleanField("已核实年满十八周岁", default=False)
    document_type = models.CharField(
        "证件类型", max_length=20, choices=DocumentType, default=DocumentType.ID_CARD, blank=True
    )
    id_number_sealed = models.BinaryField(null=True, blank=True, editable=False)
    id_number_index = models.BinaryField(null=True, blank=True, editable=False)
    phone_index = models.BinaryField(null=True, blank=True, editable=False)
    address_sealed = models.BinaryField(null=True, blank=True, editable=False)
    employer = models.CharField("工作单位", max_length=100, blank=True)
    is_active = models.BooleanField("有效", default=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["id_number_index"],
                name="party_id_number",
                condition=Q(id_number_index__isnull=False),
            ),
            models.Index(
                fields=["phone_index"],
                name="party_phone",
                condition=Q(phone_index__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="party_organisation_is_not_born",
                condition=Q(is_organisation=False) | Q(born_on=None),
                violation_error_message="单位没有出生日期",
            ),
        ]

    def __str__(self) -> str:
        return privacy.mask_name(self.name)

    def is_minor(self, on: date) -> bool | None:
        """Under 18 on that day; None while the birth date of a person is unknown."""
        if self.is_organisation:
            return False
        if self.born_on is None:
            return None
        born = self.born_on
        return (on.year - born.year - ((on.month, on.day) < (born.month, born.day))) < 18

    @property
    def id_number(self) -> str:
        return self._unseal("id_number")

    @id_number.setter
    def id_number(self, text: str) -> None:
        self.id_number_sealed = self._seal("id_number", text)
        self.id_number_index = privacy.blind_index(text, domain="id_number") if text else None

    @property
    def address(self) -> str:
        return self._unseal("address")

    @address.setter
    def address(self, text: str) -> None:
        self.address_sealed = self._seal("address", text)

    @SealedContact.phone.setter
    def phone(self, text: str) -> None:
        self.phone_sealed = self._seal("phone", text)
        self.phone_index = privacy.blind_index(text, domain="phone") if text else None


class Representative(SealedContact, DisputeRecord):
    """A guardian (监护人) or proxy (代理人) who acts for a party."""

    class Capacity(models.TextChoices):
        GUARDIAN = "guardian", "监护人"
        PROXY = "proxy", "委托代理人"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="representatives")
    party = models.ForeignKey(Party, models.PROTECT, related_name="representatives")
    capacity = models.CharField("身份", max_length=8, choices=Capacity)
    name = models.CharField("姓名", max_length=50)
    relation = models.CharField("与当事人关系", max_length=30, blank=True)
    powers = models.CharField("委托权限", max_length=500, blank=True)
    authorisation = models.CharField("委托书编号", max_length=60, blank=True)
    notified_on = models.DateField("通知日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "监护人和代理人"
        ordering = ["pk"]

    def __str__(self) -> str:
        return privacy.mask_name(self.name)
