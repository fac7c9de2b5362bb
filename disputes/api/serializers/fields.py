"""Fields of request bodies and answers: cleaned texts, money, times, masks, rows on file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.rest.serializers import CleanedField
from disputes import clock, identity
from disputes.choices import CASE_ROLES
from disputes.models import Kind, Officer

MOMENT = "%Y-%m-%dT%H:%M:%S+08:00"  # whole seconds, Shanghai: what SQL can print as well
MOST_PARTIES = 200  # wages of a building site, land of a village
EARLIEST = timezone.make_aware(datetime(1900, 1, 1))  # noqa: DTZ001


class Text(CleanedField):
    """Free text of at most `longest` characters, emoji and rare characters welcome."""

    def __init__(self, longest: int, **kwargs: Any) -> None:
        def clean(text: str) -> str:
            return identity.clean_text(text, longest)

        super().__init__(clean, max_length=longest, **kwargs)


class Name(CleanedField):
    """A name of a person or body."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(identity.person_name, max_length=identity.NAME_LENGTH, **kwargs)


class Phone(CleanedField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(identity.phone, max_length=30, **kwargs)


class Money(serializers.DecimalField):
    """An amount in yuan (元). A third decimal place is refused, never rounded away."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, min_value=Decimal(0), **kwargs)

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, str | int | float):
            self.fail("invalid")
        try:
            return identity.money(str(data))
        except identity.InvalidIdentity as refused:
            raise ValidationError(refused.message, code=refused.code) from None


class Moment(serializers.DateTimeField):
    """A time in Shanghai, to the second."""

    default_error_messages = {"too_early": "时间不得早于1900年"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format=MOMENT, **kwargs)

    def to_internal_value(self, value: Any) -> datetime:
        moment = super().to_internal_value(value)
        if moment < EARLIEST:
            self.fail("too_early")
        return moment.replace(microsecond=0)


class BusinessDay(serializers.DateField):
    """The day on which something happened: today unless said otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("default", clock.today)
        kwargs.setdefault("help_text", "发生日期，缺省为今天；不得晚于今天，也不得早于登记日期")
        super().__init__(**kwargs)


class Masked(serializers.CharField):
    """A sealed value as far as it may be seen. Full values leave only through `reveal`."""

    def __init__(self, mask: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)
        self.mask = mask

    def to_representation(self, value: Any) -> str:
        return self.mask(value)


class OnFile(serializers.IntegerField):
    """The id of a row of the open case file; anything else does not exist here.

    The view puts the case file into the context. Rows it reads are those the guards use.
    """

    default_error_messages = {"not_on_file": "本纠纷中没有这条记录"}

    def __init__(self, model: type[models.Model], **kwargs: Any) -> None:
        super().__init__(min_value=1, **kwargs)
        self.model = model

    def run_validation(self, data: Any = serializers.empty) -> Any:
        value = super().run_validation(data)
        if not isinstance(value, int):
            return value
        try:
            return self.context["case"].row(self.model, value)
        except ObjectDoesNotExist:
            self.fail("not_on_file")


class KindCode(serializers.SlugRelatedField[Kind]):
    """A kind of dispute by its code."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "纠纷小类代码，见 dictionaries")
        super().__init__(slug_field="code", queryset=Kind.objects.all(), **kwargs)


class Colleague(serializers.PrimaryKeyRelatedField[Officer]):
    """An active officer of the caller's own unit or below who may handle cases."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Officer.objects.all(), **kwargs)

    def get_queryset(self) -> models.QuerySet[Officer]:
        visible = Officer.objects.visible_to(self.context["request"].user)
        return visible.filter(is_active=True, role__in=CASE_ROLES)
