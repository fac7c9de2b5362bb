"""What becomes of signed editions: cases behind figures, errata, public keys, unlocked years."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.rest.idempotency import idempotent
from config.rest.permissions import HasScope
from config.rest.queries import QueryForm
from config.rest.schema import ETAG, IF_NONE_MATCH
from disputes.models import Dispute, Officer, Unit
from reporting.api.conditional import UNCHANGED
from reporting.api.editions import (
    ErrataSerializer,
    ErratumContentSerializer,
    ErratumFormSerializer,
    ErratumSerializer,
    FrozenCasesForm,
    FrozenCasesSerializer,
    PublicKeysSerializer,
    UnlockingFormSerializer,
    UnlockingSerializer,
    UnlockingsSerializer,
    VerdictSerializer,
)
from reporting.api.forms import own_code, visible_unit
from reporting.api.permissions import ReadsCasesBehindFigures, ReadsFigures
from reporting.api.views.editions import TAGS, sealed_file
from reporting.editions import errata, locks, verifier
from reporting.editions.reading import behind
from reporting.editions.signing import public_keys, trusted_keys
from reporting.models import Edition, Erratum, SignedEdition, Unlocking


class _SignedView(APIView):
    """About a signed edition of the own unit or below; anything else is not found."""

    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    def signed(self, pk: int) -> SignedEdition:
        found: SignedEdition = get_object_or_404(
            SignedEdition.objects.select_related("edition__unit"),
            edition=pk, edition__unit__in=Unit.objects.visible_to(self.officer),
        )  # fmt: skip
        return found

    @property
    def officer(self) -> Officer:
        return cast(Officer, self.request.user)


class FrozenCasesView(_SignedView):
    permission_classes = [HasScope, ReadsCasesBehindFigures]

    @extend_schema(
        operation_id="editions_cases",
        tags=TAGS,
        summary="固定数字所含的纠纷",
        description="签发时固定的编号和贡献；现在可见的附纠纷地址。来自工作量数据的，列出数据条目。",
        parameters=[FrozenCasesForm],
        responses=FrozenCasesSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        given = FrozenCasesForm.of(request).validated_data
        try:
            found = behind(self.signed(pk), given["figure"], given["part"])
        except KeyError:
            raise Http404 from None
        page = found.cases[given["start"] : given["start"] + given["page_size"]]
        answer = {
            "figure": given["figure"], "name": found.name, "part": given["part"],
            "measure": found.measure, "total": found.total,
            "count": len(found.cases) or len(found.entries),
            "results": self._named(page), "entries": found.entries,
        }  # fmt: skip
        return Response(FrozenCasesSerializer(answer).data)

    def _named(self, page: list[tuple[str, int]]) -> list[dict[str, Any]]:
        visible = Dispute.objects.visible_to(self.officer).only("number", "state")
        now = {dispute.number: dispute for dispute in visible.filter(number__in=dict(page))}
        return [
            {"number": number, "contribution": n,
             "id": now[number].pk if number in now else None,
             "state_name": now[number].get_state_display() if number in now else None}
            for number, n in page
        ]  # fmt: skip


class ErratumView(_SignedView):
    permission_classes = [HasScope, ReadsCasesBehindFigures]

    @extend_schema(
        operation_id="editions_erratum",
        tags=TAGS,
        summary="签发以来的变动",
        description="以此刻的数据与固定的内容比较：变动的数字、纠纷和原因。尚未签发为更正说明。",
        responses=ErratumContentSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        QueryForm.of(request)
        return Response(errata.erratum(self.signed(pk).edition))


class ErrataView(_SignedView):
    @extend_schema(
        operation_id="errata_list",
        tags=TAGS,
        summary="已签发的更正说明",
        responses=ErrataSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        QueryForm.of(request)
        rows = _errata(self.signed(pk).edition)
        return Response({"results": ErratumSerializer(rows, many=True).data})

    @extend_schema(
        operation_id="errata_issue",
        tags=TAGS,
        summary="签发更正说明",
        description="由编写单位的负责人签发，依次编号；没有新的变动时拒绝。",
        request=ErratumFormSerializer,
        responses={201: ErratumSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        form = ErratumFormSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        edition = self.signed(pk).edition
        made = errata.issue(edition.pk, actor=self.officer, **form.validated_data)
        return Response(ErratumSerializer(made).data, 201)


class ErratumFileView(_SignedView):
    permission_classes = [HasScope, ReadsCasesBehindFigures]

    @extend_schema(
        operation_id="errata_file",
        tags=TAGS,
        summary="更正说明的文件",
        description="规范JSON，可离线验证。",
        parameters=[IF_NONE_MATCH, ETAG],
        responses={(200, "application/json"): OpenApiTypes.OBJECT, **UNCHANGED},
    )
    def get(self, request: Request, pk: int, number: int) -> Any:
        QueryForm.of(request)
        found = get_object_or_404(_errata(self.signed(pk).edition), number=number)
        return sealed_file(request, found, f"erratum-{pk}-{number}.json")


def _errata(edition: Edition) -> QuerySet[Erratum]:
    return Erratum.objects.filter(edition=edition).defer("content").select_related("signed_by")


class PublicKeysView(APIView):
    """Public by their nature: whoever receives a report must be able to check it."""

    authentication_classes = ()
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="edition_keys",
        tags=TAGS,
        summary="签名公钥",
        description="签发报告所用的公钥，含停用的；离线验证时以 --key 指定保存的本答复。",
        auth=[],
        responses=PublicKeysSerializer,
    )
    def get(self, request: Request) -> Response:
        QueryForm.of(request)
        return Response({"keys": public_keys()})


class VerifyView(APIView):
    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    @extend_schema(
        operation_id="editions_verify",
        tags=TAGS,
        summary="验证签发的文件",
        description="请求体为下载的文件原样，逐字节核对规范格式、摘要、签名、数字和所列纠纷。",
        request=OpenApiTypes.OBJECT,
        responses=VerdictSerializer,
    )
    def post(self, request: Request) -> Response:
        QueryForm.of(request)
        try:
            said = verifier.answer(request._request.body, trusted_keys())
        except verifier.Unacceptable as refused:
            return Response({"accepted": False, "detail": str(refused)})
        return Response({"accepted": True, "detail": said})


class UnlockingsView(APIView):
    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    @extend_schema(
        operation_id="unlockings_list",
        tags=TAGS,
        summary="已签发年度的解锁记录",
        responses=UnlockingsSerializer,
    )
    def get(self, request: Request) -> Response:
        QueryForm.of(request)
        officer: Any = request.user
        rows = Unlocking.objects.filter(unit__in=Unit.objects.visible_to(officer))
        found = rows.select_related("unit", "granted_by")
        return Response({"results": UnlockingSerializer(found, many=True).data})

    @extend_schema(
        operation_id="unlockings_create",
        tags=TAGS,
        summary="限时解锁已签发年度的工作量数据",
        description="由负责人批准，写明理由和天数；期满自动恢复锁定。纠纷的登记和办理不受锁定影响。",
        request=UnlockingFormSerializer,
        responses={201: UnlockingSerializer},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        form = UnlockingFormSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given, officer = form.validated_data, cast(Officer, request.user)
        unit = visible_unit(request, given.pop("unit", None) or own_code(officer))
        made = locks.unlock(actor=officer, unit=unit, **given)
        return Response(UnlockingSerializer(made).data, 201)
