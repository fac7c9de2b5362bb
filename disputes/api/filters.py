"""Filters of the lists: declared parameters, and what they mean in SQL and to the ORM."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.validators import RegexValidator
from django.db.models import Q
from psycopg import sql
from rest_framework import serializers

from config.rest.pagination import PageForm
from disputes.api.paging import KeyPageForm
from disputes.api.serializers.fields import Text
from disputes.api.serializers.units import VisibleUnit
from disputes.choices import Role, Source, State, Track, UnitLevel
from disputes.querysets import subtree

NUMBER = RegexValidator(r"\A[0-9]{1,24}\Z", "请输入纠纷编号或其开头的数字")

# How a filter reads in SQL, where `d` is the dispute. Values are bound by the filter's name.
CONDITIONS = {
    "state": sql.SQL("d.state = ANY(%(state)s)"),
    "track": sql.SQL("d.track = %(track)s"),
    # ARRAY(…) is computed once, before the index on the day is walked.
    "kind": sql.SQL(
        "d.kind_id = ANY(ARRAY(SELECT k.id FROM disputes_kind k"
        " LEFT JOIN disputes_kind m ON m.id = k.parent_id WHERE %(kind)s IN (k.code, m.code)))"
    ),
    "source": sql.SQL("d.source = %(source)s"),
    "risk_level": sql.SQL(
        "d.risk_level_id = (SELECT id FROM disputes_risklevel WHERE code = %(risk_level)s)"
    ),
    "registered_from": sql.SQL("d.registered_on >= %(registered_from)s"),
    "registered_to": sql.SQL("d.registered_on <= %(registered_to)s"),
    "resolved": sql.SQL("(d.resolved_on IS NOT NULL) = %(resolved)s"),
    "referred": sql.SQL(
        "EXISTS (SELECT FROM disputes_referral r WHERE r.dispute_id = d.id) = %(referred)s"
    ),
    "q": sql.SQL("d.number LIKE %(q)s"),
}


class DisputeFilters(PageForm):
    """What a list of disputes may be narrowed by."""

    state = serializers.ListField(
        child=serializers.ChoiceField(State.choices), required=False, help_text="状态，可重复"
    )
    track = serializers.ChoiceField(Track.choices, required=False, help_text="办理途径")
    kind = serializers.CharField(required=False, max_length=32, help_text="大类或者小类代码")
    source = serializers.ChoiceField(  # type: ignore[assignment]
        Source.choices, required=False, help_text="来源"
    )
    unit = VisibleUnit(required=False, help_text="单位编号，含其下级")
    risk_level = serializers.CharField(required=False, max_length=16, help_text="风险等级代码")
    registered_from = serializers.DateField(required=False, help_text="登记日期自（含）")
    registered_to = serializers.DateField(required=False, help_text="登记日期至（含）")
    resolved = serializers.BooleanField(required=False, help_text="现在是否已化解")
    referred = serializers.BooleanField(required=False, help_text="是否移交过")
    q = serializers.CharField(required=False, validators=[NUMBER], help_text="纠纷编号或其开头")

    def conditions(self) -> Iterator[sql.Composable]:
        """The conditions of the filters that were given."""
        given = self.validated_data
        yield from (CONDITIONS[name] for name in CONDITIONS.keys() & given.keys())
        if unit := given.get("unit"):
            yield sql.SQL("d.{} = %(unit)s").format(sql.Identifier(subtree(unit)[0]))

    def values(self) -> dict[str, Any]:
        """The values to bind, by the filter's name."""
        given = {k: v for k, v in self.validated_data.items() if k not in ("cursor", "page_size")}
        if "q" in given:
            given["q"] += "%"
        if "unit" in given:
            given["unit"] = given["unit"].pk
        return given


class UnitFilters(KeyPageForm):
    """What the list of units may be narrowed by."""

    level = serializers.ChoiceField(UnitLevel.choices, required=False, help_text="层级")
    parent = VisibleUnit(required=False, help_text="上级单位编号")  # type: ignore[assignment]
    q = Text(60, required=False, help_text="单位名称的一部分，或机构代码的开头")

    def query(self) -> Q:
        given = self.validated_data
        found = Q(**{name: given[name] for name in ("level", "parent") if name in given})
        if text := given.get("q"):
            found &= Q(name__contains=text) | Q(code__startswith=text)
        return found


class OfficerFilters(KeyPageForm):
    """What the list of accounts may be narrowed by."""

    role = serializers.ChoiceField(Role.choices, required=False, help_text="角色")
    unit = VisibleUnit(required=False, help_text="单位编号，不含下级")
    q = Text(50, required=False, help_text="姓名、登录名的一部分，或警号的开头")

    def query(self) -> Q:
        given = self.validated_data
        found = Q(**{name: given[name] for name in ("role", "unit") if name in given})
        if text := given.get("q"):
            found &= (
                Q(name__contains=text)
                | Q(username__contains=text)
                | Q(police_number__startswith=text)
            )
        return found
