"""Outlines of the annual report (年度报告提纲): which there are, and which one a unit writes by."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from config.rest.concurrency import VersionedMixin, if_match
from config.rest.permissions import HasScope
from config.rest.queries import QueryForm
from disputes.models import Unit
from reporting.api.forms import visible_unit
from reporting.api.outlines import (
    ChooseOutlineSerializer,
    OutlineChoiceSerializer,
    OutlinesSerializer,
)
from reporting.api.permissions import ChoosesOutlines, ReadsFigures
from reporting.models import OutlineChoice
from reporting.outlines import OUTLINES, Heading, Outline, Slot
from reporting.outlines.choosing import choice_of, choose
from reporting.sections import clauses_of, names_of

TAGS = ["年度报告"]
UNIT_CODE = OpenApiParameter(
    "unit_code",
    {"type": "string", "pattern": "^[0-9]{12}$"},
    OpenApiParameter.PATH,
    description="机构代码，12位",
)


class OutlinesView(APIView):
    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    @extend_schema(
        operation_id="report_outlines_list",
        tags=TAGS,
        summary="年度报告提纲",
        description="通用提纲和五份公开报告的提纲：标题、顺序、编号方式、所用数字和由人工填写的部分。",
        parameters=[],
        responses=OutlinesSerializer,
    )
    def get(self, request: Request) -> Response:
        QueryForm.of(request)
        return Response({"results": [_outline(outline) for outline in OUTLINES.values()]})


class OutlineChoiceView(VersionedMixin, GenericViewSet[Any]):
    """The choice of one unit. Its ETag is there before it was ever chosen."""

    permission_classes = [HasScope, ReadsFigures, ChoosesOutlines]
    required_scope = "statistics"
    serializer_class = OutlineChoiceSerializer

    @extend_schema(
        operation_id="report_outline_retrieve",
        tags=TAGS,
        summary="单位选定的提纲",
        description="没有选定的，用通用提纲。",
        parameters=[UNIT_CODE],
    )
    def retrieve(self, request: Request, unit_code: str) -> Response:
        QueryForm.of(request)
        return self.current()

    @extend_schema(
        operation_id="report_outline_choose",
        tags=TAGS,
        summary="选定提纲",
        parameters=[UNIT_CODE],
        request=ChooseOutlineSerializer,
        responses=OutlineChoiceSerializer,
    )
    @if_match
    def choose(self, request: Request, unit_code: str) -> Response:
        unit = self._unit()
        asked = ChooseOutlineSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        actor: Any = request.user
        made = choose(
            unit, asked.validated_data["outline"], actor=actor,
            expected=self.expected_version(unit.pk),
        )  # fmt: skip
        return _answer(made)

    def current(self) -> Response:
        return _answer(choice_of(self._unit()))

    def _unit(self) -> Unit:
        return visible_unit(self.request, self.kwargs["unit_code"])


def _answer(choice: OutlineChoice) -> Response:
    chosen = choice.version > 0
    body = {
        "unit": {"code": choice.unit.code, "name": choice.unit.name},
        "outline": choice.outline,
        "name": OUTLINES[choice.outline].name,
        "chosen_by": choice.chosen_by.name if chosen else None,
        "chosen_at": choice.chosen_at,
    }
    response = Response(body)
    # The row is the unit's one choice, and has no id of its own before it is made.
    response.row = OutlineChoice(pk=choice.unit.pk, version=choice.version)  # type: ignore[attr-defined]
    return response


def _outline(outline: Outline) -> dict[str, Any]:
    plain = {
        name: getattr(outline, name) for name in ("code", "name", "source", "title", "addressee")
    }
    return plain | {"parts": [_part(part) for part in outline.parts]}


def _part(part: Heading) -> dict[str, Any]:
    contents = [one for block in part.blocks for one in block.content]
    sentences = tuple(one for one in contents if isinstance(one, tuple))
    slots = [one for one in contents if isinstance(one, Slot)]
    return {
        **{name: getattr(part, name) for name in ("code", "level", "number", "heading", "runs_in")},
        "figures": names_of(clauses_of(sentences)),
        "slots": [{name: getattr(slot, name) for name in ("code", "prompt", "required")}
                  for slot in slots],
    }  # fmt: skip
