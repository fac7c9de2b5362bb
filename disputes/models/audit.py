from django.db import models


class AuditEvent(models.Model):
    """Who read or changed something that must be accounted for (审计). Append-only.

    Each row carries a keyed digest over itself and the row before it, so that a row taken out
    or altered past the database's own trigger breaks the chain.
    """

    at = models.DateTimeField("时间")
    actor = models.ForeignKey("Officer", models.PROTECT, verbose_name="操作人", related_name="+")
    unit = models.ForeignKey(
        "Unit", models.PROTECT, verbose_name="单位", null=True, related_name="+"
    )
    action = models.CharField("操作", max_length=40)
    target = models.CharField("对象", max_length=80)
    purpose = models.CharField("事由", max_length=200, blank=True)
    details = models.JSONField("详情", default=dict, blank=True)
    request_id = models.CharField("请求编号", max_length=64, blank=True)
    digest = models.BinaryField("校验值", max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target}"


class IdempotencyKey(models.Model):
    """The first answer to a creating request, given again to a retry with the same key."""

    user = models.ForeignKey("Officer", models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("user", "key", name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
