from django.db import models


class DisputeRecord(models.Model):
    """A row that belongs to a dispute and counts for the dispute's unit.

    `unit` is a copy of the dispute's unit, kept by the database: a trigger fills it (and waits
    there for a dispute that is being moved), another one follows the dispute when it moves.
    With it the days of one unit's month are one index range, however long the history.
    """

    unit = models.ForeignKey(
        "Unit", models.PROTECT, verbose_name="单位", related_name="+", editable=False, blank=True
    )

    class Meta:
        abstract = True
