from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "统计与年报"

    def ready(self) -> None:
        from disputes.signals import case_written
        from reporting import checks, tasks, versions  # noqa: F401  (checks register themselves)

        case_written.connect(tasks.kick)
        post_migrate.connect(versions.rebuild_after_migrate, sender=self)
