from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DisputesConfig(AppConfig):
    name = "disputes"
    verbose_name = "矛盾纠纷"

    def ready(self) -> None:
        from disputes import checks, dictionaries, holidays  # noqa: F401  (checks register)
        from disputes.volumes import defaults

        post_migrate.connect(dictionaries.fill_after_migrate, sender=self)
        post_migrate.connect(holidays.fill_after_migrate, sender=self)
        post_migrate.connect(defaults.fill_after_migrate, sender=self)
