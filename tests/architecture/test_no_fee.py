"""G29 (人民调解法 art. 4): mediation is free of charge, so there is nowhere to write a fee down."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.apps import apps
from rest_framework.serializers import BaseSerializer

from config import urls as _urls  # noqa: F401  # every serializer is loaded with its view

FEE = re.compile(r"(^|_)(fees?|price|costs?|tariff|payable)(_|$)|收费|调解费|手续费|缴费")
OURS = ("disputes", "reporting")


def _serializers(base: type = BaseSerializer) -> Iterator[type]:
    for below in base.__subclasses__():
        yield below
        yield from _serializers(below)


def _of_models() -> Iterator[str]:
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            yield from (f"{model.__name__} {f.name} {getattr(f, 'verbose_name', '')}"
                        for f in model._meta.get_fields())  # fmt: skip


def _of_requests() -> Iterator[str]:
    for serializer in _serializers():
        if serializer.__module__.partition(".")[0] in OURS:
            for name, field in getattr(serializer, "_declared_fields", {}).items():
                yield f"{serializer.__name__} {name} {field.help_text or ''}"


def test_there_is_no_field_for_a_fee_in_any_table_or_request():
    fields = [*_of_models(), *_of_requests()]
    assert len(fields) > 300
    assert [f for f in fields if any(FEE.search(word) for word in f.split())] == []


def test_a_fee_would_be_found():
    for found in ("mediation_fee", "fee", "调解费", "收费标准"):
        assert FEE.search(found)
    for fine in ("coffee", "feedback", "amount", "cost_free_day"[5:]):
        assert not FEE.search(fine)
