"""Derived tables (汇总): recomputable from the register at any time."""

from django.db import models


class Counts(models.Model):
    """One column for every stored measure (口径), named by its code: counts and sums, never
    ratios, because ratios of months or units cannot be added."""

    registered = models.IntegerField()
    people = models.IntegerField()
    amount = models.BigIntegerField()
    repeat_alarms = models.IntegerField()
    group_events = models.IntegerField()
    with_minors = models.IntegerField()
    domestic_violence = models.IntegerField()
    resolved = models.IntegerField()
    resolved_of_registered = models.IntegerField()
    resolution_days = models.IntegerField()
    resolved_in_3_days = models.IntegerField()
    resolved_in_7_days = models.IntegerField()
    relapsed = models.IntegerField()
    relapsed_in_30_days = models.IntegerField()
    relapsed_in_90_days = models.IntegerField()
    relapsed_in_180_days = models.IntegerField()
    accepted = models.IntegerField()
    acceptance_days = models.IntegerField()
    mediations_agreed = models.IntegerField()
    mediations_failed = models.IntegerField()
    declined = models.IntegerField()
    withdrawn = models.IntegerField()
    converted = models.IntegerField()
    ended = models.IntegerField()
    ending_days = models.IntegerField()
    entries = models.IntegerField()
    same_day_entries = models.IntegerField()
    entry_delay = models.IntegerField()
    sessions = models.IntegerField()
    sessions_ended = models.IntegerField()
    sessions_agreed = models.IntegerField()
    first_sessions = models.IntegerField()
    first_session_days = models.IntegerField()
    on_the_spot = models.IntegerField()
    joint_sessions = models.IntegerField()
    hearings = models.IntegerField()
    hearings_agreed = models.IntegerField()
    agreements = models.IntegerField()
    agreements_due = models.IntegerField()
    fulfilled_of_due = models.IntegerField()
    fulfilled = models.IntegerField()
    fulfilment_days = models.IntegerField()
    breached = models.IntegerField()
    confirmations_applied = models.IntegerField()
    confirmed = models.IntegerField()
    referral_letters = models.IntegerField()
    referrals_answered = models.IntegerField()
    referrals_resolved = models.IntegerField()
    follow_ups = models.IntegerField()
    answers = models.IntegerField()
    satisfied = models.IntegerField()
    basically_satisfied = models.IntegerField()
    criminal_cases = models.IntegerField()
    deaths = models.IntegerField()

    class Meta:
        abstract = True


class Contribution(Counts):
    """What one dispute adds in one month, as the cells were last told of it.

    `came` is the month in which a cohort's rows came about, so that a cutoff can be applied; for
    what is no cohort it equals `month`. No foreign keys: a deleted dispute still has to be taken
    out of the cells.
    """

    dispute = models.ForeignKey(
        "disputes.Dispute", models.DO_NOTHING, related_name="+", db_constraint=False
    )
    unit = models.ForeignKey(
        "disputes.Unit", models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=32, db_collation="C")
    source = models.CharField(max_length=24, db_collation="C")
    track = models.CharField(max_length=16, db_collation="C")
    risk = models.CharField(max_length=16, db_collation="C")
    month = models.DateField()
    came = models.DateField()

    class Meta:
        # A rebuild sums unit by unit, a move of a unit the months of some.
        indexes = [models.Index(fields=["unit", "month"], name="contribution_unit_month")]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.month:%Y-%m}"


class Cell(Counts):
    """How much a unit and all units below it have in one month: contributions, added up.

    `dimension` is empty for the total, "own" for the unit's own part (本级), else "kind",
    "source", "track" or "risk" with its code in `slice`; never NULL, because NULLs differ from
    each other and the key would not hold. `came` as in a contribution.

    No foreign key in the database: its check would wait for a unit that is being moved, and the
    move waits for the drain.
    """

    unit = models.ForeignKey(
        "disputes.Unit", models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    month = models.DateField("月份")
    dimension = models.CharField("维度", max_length=8, db_collation="C")
    slice = models.CharField("分组", max_length=32, db_collation="C")
    came = models.DateField("发生月份")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month", "dimension", "slice", "came"], name="cell_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month:%Y-%m} {self.dimension} {self.slice}"


class DirtyKey(models.Model):
    """A dispute to count anew, or a (unit, month) whose units below it changed.

    Written by triggers only, in the writer's transaction. No unique key and no foreign key:
    writers must never wait for each other here.
    """

    dispute = models.ForeignKey(
        "disputes.Dispute", models.DO_NOTHING, null=True, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    unit = models.ForeignKey(
        "disputes.Unit", models.DO_NOTHING, null=True, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    month = models.DateField(null=True)
    marked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.dispute_id or self.unit_id}"


class RollupLock(models.Model):
    """An empty table. Locking it is the roll-up lock: LOCK TABLE takes no snapshot, so an exact
    read can wait for a drain and then see what it wrote, in one transaction."""

    def __str__(self) -> str:
        return "汇总锁"


class Reconciliation(models.Model):
    """One comparison of all cells with the rows (对账), and of stock with flows. Anything found is
    an alarm."""

    at = models.DateTimeField("时间", auto_now_add=True)
    cells = models.PositiveIntegerField("单元格数")
    differing = models.PositiveIntegerField("不一致数")
    # Disputes by unit and month for which stock and flows differ (`balance`).
    unbalanced = models.JSONField("不平衡的纠纷", default=list)
    seconds = models.FloatField("用时（秒）")

    class Meta:
        verbose_name = verbose_name_plural = "统计对账"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.differing}/{self.cells}"


class DrainPass(models.Model):
    """One transaction of a drain: how much it took, and how long (计入速度). Kept for a week."""

    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    keys = models.PositiveIntegerField("变动数")
    seconds = models.FloatField("用时（秒）")

    class Meta:
        verbose_name = verbose_name_plural = "汇总计入"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.keys}"


class Heartbeat(models.Model):
    """When a background job last ended (心跳): a worker that is silent is noticed by this."""

    job = models.CharField("任务", max_length=40, primary_key=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "任务心跳"

    def __str__(self) -> str:
        return f"{self.job} {self.at:%Y-%m-%d %H:%M}"


class CountedBy(models.Model):
    """By which version of the definitions (口径版本) the cells were counted; one row."""

    version = models.PositiveIntegerField("口径版本")
    at = models.DateTimeField("时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "汇总的口径版本"

    def __str__(self) -> str:
        return f"{self.version}"
