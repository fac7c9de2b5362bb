from django.db import models
from django.db.models import Q


class CalendarFeed(models.Model):
    """The address of an officer's calendar (日历订阅). The token itself is shown once and not kept."""

    officer = models.ForeignKey("Officer", models.PROTECT, related_name="feeds")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("创建时间")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "officer", name="feed_one_for_an_officer", condition=Q(revoked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.created_at:%Y-%m-%d}"
