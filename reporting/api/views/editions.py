"""Editions (报告版本): drafts, texts, steps, signed files."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from config.rest.concurrency import VersionedMixin, etag, if_match
from config.rest.permissions import HasScope
from config.rest.queries import QueryForm
from config.rest.schema import ETAG, IF_NONE_MATCH
from disputes.models import Officer, Unit
from reporting.api.conditional import UNCHANGED
from reporting.api.editions import (
    BuildEditionSerializer,
    ConfirmationFormSerializer,
    DifferenceForm,
    DifferenceSerializer,
    EditionFilters,
    EditionLineSerializer,
    EditionSerializer,
    EditionsSerializer,
    EditionStepFormSerializer,
    EditionTextsSerializer,
    ToConfirmListSerializer,
    ToConfirmSerializer,
)
from reporting.api.forms import own_code, visible_unit
from reporting.api.permissions import BuildsDrafts, ReadsFigures
from reporting.editions import drafting, steps
from reporting.editions.differences import difference
from reporting.editions.parts import standings
from reporting.models import Edition, SignedEdition
from reporting.models.edition import EditionAction, Status

TAGS = ["报告版本"]


class EditionsView(VersionedMixin, GenericViewSet[Any]):
    """Editions of the own unit and below. Every write answers the edition as it is then."""

    permission_classes = [HasScope, ReadsFigures, BuildsDrafts]
    required_scope = "statistics"
    serializer_class = EditionSerializer
    pagination_class = None

    @property
    def officer(self) -> Officer:
        return cast(Officer, self.request.user)

    def get_queryset(self) -> QuerySet[Edition]:
        units = Unit.objects.visible_to(self.officer)
        rows = Edition.objects.filter(unit__in=units).select_related("unit", "signed__signed_by")
        return rows.defer("signed__content").prefetch_related("steps__actor", "steps__unit")

    @extend_schema(
        operation_id="editions_list",
        tags=TAGS,
        summary="报告列表",
        description="本单位和下级单位的年度报告、月度分析，最近的在前；不含内容。",
        parameters=[EditionFilters],
        responses=EditionsSerializer,
    )
    def list(self, request: Request) -> Response:
        form = EditionFilters.of(request)
        units = Unit.objects.visible_to(self.officer)
        rows = Edition.objects.filter(unit__in=units, **form.query()).select_related("unit")
        lines = EditionLineSerializer(rows.defer("body", "parts", "texts"), many=True).data
        return Response({"results": lines})

    @extend_schema(
        operation_id="editions_build",
        tags=TAGS,
        summary="生成报告",
        description="以此刻的数据生成初稿；已有初稿的重新生成，人工文字保留。审核中和已签发的不能重新生成。",
        request=BuildEditionSerializer,
        responses=EditionSerializer,
    )
    def build(self, request: Request) -> Response:
        given = self._read(BuildEditionSerializer)
        unit = visible_unit(request, given.pop("unit", None) or own_code(request.user))
        if given["month"] and given.get("cutoff"):
            raise ValidationError({"cutoff": "月度分析的统计截止日为该月最后一天"})
        try:
            made = drafting.build_draft(unit=unit, actor=self.officer, **given)
        except ValueError as wrong:
            raise ValidationError({"cutoff": str(wrong)}) from None
        return self._answer(made.pk)

    @extend_schema(
        operation_id="editions_retrieve",
        tags=TAGS,
        summary="报告详情",
        description="内容、人工文字、下级确认、办理记录，以及当前用户可以办理的步骤。",
    )
    def retrieve(self, request: Request, pk: int) -> Response:
        QueryForm.of(request)
        return self.current()

    @extend_schema(
        operation_id="editions_texts",
        tags=TAGS,
        summary="修改报告文字",
        description="限于初稿。文字放入提纲的位置，或者代替一个部分；其中未改动的数字仍与来源对应。",
        request=EditionTextsSerializer,
        responses=EditionSerializer,
    )
    @if_match
    def texts(self, request: Request, pk: int) -> Response:
        edition = self.get_object()
        given = self._read(EditionTextsSerializer)
        drafting.write_texts(
            edition.pk, actor=self.officer, expected=self.expected_version(edition.pk), **given
        )
        return self._answer(edition.pk)

    @extend_schema(
        operation_id="editions_step",
        tags=TAGS,
        summary="办理报告的一个步骤",
        description=(
            "送审、法制审核通过、保密审查通过、签发、退回。编写、审核、审查、签发由不同的人办理。"
            "对账不一致或者过期、下级未确认、数据在审核后有变动的，不能签发。"
        ),
        request=EditionStepFormSerializer,
        responses=EditionSerializer,
    )
    @if_match
    def step(self, request: Request, pk: int) -> Response:
        edition = self.get_object()
        self._take(edition.pk, self._read(EditionStepFormSerializer))
        return self._answer(edition.pk)

    @extend_schema(
        operation_id="editions_difference",
        tags=TAGS,
        summary="两份报告的差异",
        description="文字按部分、数字按键比较；was 为本报告，is 为另一份。",
        parameters=[DifferenceForm],
        responses=DifferenceSerializer,
    )
    def difference(self, request: Request, pk: int) -> Response:
        other = DifferenceForm.of(request).validated_data["other"]
        return Response(
            difference(self.get_object(), get_object_or_404(self.get_queryset(), pk=other))
        )

    @extend_schema(
        operation_id="editions_file",
        tags=TAGS,
        summary="已签发的文件",
        description="签发时的规范JSON，逐字节不变；可离线验证。ETag 为其摘要。",
        parameters=[IF_NONE_MATCH, ETAG],
        responses={(200, "application/json"): OpenApiTypes.OBJECT, **UNCHANGED},
    )
    def file(self, request: Request, pk: int) -> Any:
        QueryForm.of(request)
        signed = get_object_or_404(
            SignedEdition.objects.defer("content"), edition=self.get_object()
        )
        return sealed_file(request, signed, f"edition-{pk}.json")

    def _take(self, pk: int, given: dict[str, Any]) -> None:
        steps.take(
            pk, EditionAction(given["action"]), actor=self.officer,
            expected=self.expected_version(pk), reason=given["reason"],
        )  # fmt: skip

    def _read(self, form: type[Serializer[Any]]) -> dict[str, Any]:
        checked = form(data=self.request.data)
        checked.is_valid(raise_exception=True)
        return cast(dict[str, Any], checked.validated_data)

    def _answer(self, pk: int) -> Response:
        row = self.get_queryset().get(pk=pk)
        response = Response(self.get_serializer(row).data)
        response.row = row  # type: ignore[attr-defined]
        return response


class ConfirmationsView(EditionsView):
    """What reports of the superior unit say about the own one, to be confirmed or objected to."""

    @extend_schema(
        operation_id="edition_confirmations_list",
        tags=TAGS,
        summary="待本单位确认的数据",
        description="上级单位正在办理的报告所用的本单位数据；报告的其他内容不显示。",
        responses=ToConfirmListSerializer,
    )
    def list(self, request: Request) -> Response:
        QueryForm.of(request)
        rows = [_to_confirm(edition, self.officer) for edition in self._awaited()]
        return Response({"results": ToConfirmSerializer(rows, many=True).data})

    @extend_schema(
        operation_id="edition_confirmations_answer",
        tags=TAGS,
        summary="确认本单位的数据或者提出异议",
        description="由直接下级单位的统计员、法制员或者负责人办理。提出异议的，报告退回初稿。",
        request=ConfirmationFormSerializer,
        responses=ToConfirmSerializer,
    )
    @if_match
    def answer(self, request: Request, pk: int) -> Response:
        get_object_or_404(self._awaited(), pk=pk)
        self._take(pk, self._read(ConfirmationFormSerializer))
        row = self._of_the_superior().get(pk=pk)
        response = Response(ToConfirmSerializer(_to_confirm(row, self.officer)).data)
        response.row = row  # type: ignore[attr-defined]
        return response

    def current(self) -> Response:
        row = get_object_or_404(self._of_the_superior(), pk=self.kwargs["pk"])
        response = Response(ToConfirmSerializer(_to_confirm(row, self.officer)).data)
        response.row = row  # type: ignore[attr-defined]
        return response

    def _of_the_superior(self) -> QuerySet[Edition]:
        unit = self.officer.unit
        if unit is None:
            return Edition.objects.none()
        return Edition.objects.filter(unit=unit.parent_id, parts__has_key=unit.code).select_related(
            "unit"
        )

    def _awaited(self) -> QuerySet[Edition]:
        return self._of_the_superior().filter(status=Status.CONFIRMING)


def _to_confirm(edition: Edition, officer: Officer) -> dict[str, Any]:
    code = officer.unit.code if officer.unit else ""
    part = edition.parts[code]
    standing = next(one.standing for one in standings(edition) if one.code == code)
    return {
        **{name: getattr(edition, name)
           for name in ("id", "version", "title", "unit", "cutoff", "status")},
        "etag": etag(edition),
        "standing": standing,
        "digest": part["digest"],
        "figures": part["figures"],
    }  # fmt: skip


def sealed_file(request: Request, sealed: Any, name: str) -> Any:
    """A signed file, or 304 when If-None-Match names its digest; its content is read only then."""
    tag = f'"{sealed.digest}"'
    headers = {"ETag": tag, "Content-Disposition": f'attachment; filename="{name}"'}
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        response: Any = unchanged
        response["ETag"] = tag
    else:
        response = HttpResponse(sealed.content, content_type="application/json", headers=headers)
    patch_cache_control(response, private=True, no_cache=True)
    return response
