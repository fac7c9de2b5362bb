"""The table of days on which a yearly notice changes the plain week (放假安排)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disputes", "0002_kept_by_the_database"),
    ]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="日期")),
                (
                    "kind",
                    models.CharField(
                        choices=[("off", "放假"), ("on", "上班")], max_length=3, verbose_name="类型"
                    ),
                ),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                ("source", models.CharField(max_length=100, verbose_name="来源")),
            ],
            options={
                "verbose_name": "放假安排",
                "verbose_name_plural": "放假安排",
                "ordering": ["day"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("day__iso_week_day__lte", 5), ("kind", "off")),
                            models.Q(("day__iso_week_day__gte", 6), ("kind", "on")),
                            _connector="OR",
                        ),
                        name="holiday_changes_the_plain_week",
                        violation_error_message="放假只登记周一至周五的日期，上班只登记周末的日期",
                    )
                ],
            },
        ),
    ]
