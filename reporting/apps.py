from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "统计与年报"

    def ready(self) -> None:
        from disputes.signals import case_written
        from reporting import checks, tasks  # noqa: F401  (checks register themselves)

        case_written.connect(tasks.kick)
