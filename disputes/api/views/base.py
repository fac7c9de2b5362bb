"""What the views of a dispute share: the one door, the case file, the answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from config.rest.concurrency import VersionedMixin
from config.rest.permissions import HasScope
from disputes.api.reading import dispute_row
from disputes.api.serializers.standing import answering
from disputes.casefile import CaseFile, case_file
from disputes.models import Dispute, Officer
from disputes.querysets import DisputeQuerySet


class OfficerView(GenericViewSet[Any]):
    """A view for signed-in officers whose token, if they use one, is good for cases."""

    permission_classes = [HasScope]
    required_scope = "disputes"

    @property
    def officer(self) -> Officer:
        """Who asks. Nobody else gets past the permissions."""
        return cast(Officer, self.request.user)

    @property
    def request_id(self) -> str:
        return str(getattr(self.request, "request_id", ""))

    def read(self, form: type[BaseSerializer[Any]], **context: Any) -> dict[str, Any]:
        """The checked body of the request. Raises ValidationError (400)."""
        checked = form(data=self.request.data, context={"request": self.request} | context)
        checked.is_valid(raise_exception=True)
        return cast(dict[str, Any], checked.validated_data)


class CaseView(VersionedMixin, OfficerView):
    """Something about the dispute of the address (`dispute_id`).

    Row scope is asked here and nowhere else: outside it a dispute does not exist (404).
    """

    def visible(self) -> DisputeQuerySet:
        return Dispute.objects.visible_to(self.officer)

    def seen_version(self, pk: int) -> int | None:
        """The version that If-Match names; None where the caller did not say.

        Where it must be said, `if_match` has refused before (428).
        """
        return self.expected_version(pk) if "If-Match" in self.request.headers else None

    def read(self, form: type[BaseSerializer[Any]], **context: Any) -> dict[str, Any]:
        """The checked body; warnings it acknowledges go to the open file, for all its steps."""
        given = super().read(form, **context)
        reasons = given.pop("acknowledged", ())
        if reasons:
            context["case"].acknowledged = {row["code"]: row["reason"] for row in reasons}
        return given

    @contextmanager
    def open_case(self) -> Iterator[CaseFile]:
        """The case file, locked now and saved at the end. Raises Http404, Outdated.

        If-Match is about the row of the address: the dispute, unless a `pk` stands behind it.
        """
        pk = self.kwargs["dispute_id"]
        if not self.visible().filter(pk=pk).exists():
            raise Http404
        expected = None if "pk" in self.kwargs else self.seen_version(pk)
        with case_file(pk, expected=expected) as case:
            yield case

    def current(self) -> Response:
        """The dispute as it is now."""
        return self.row_answer(self.kwargs["dispute_id"])

    def row_answer(self, pk: int, status: int = 200) -> Response:
        """The dispute as a list shows it, with its version. Raises Http404."""
        row = dispute_row(self.officer, pk)
        if row is None:
            raise Http404
        response = Response(row, status=status)
        response.row = Dispute(pk=pk, version=row["version"])  # type: ignore[attr-defined]
        return response


class RecordView(CaseView):
    """A row that belongs to a dispute: read, put on file, changed through services.

    A row with a version of its own is read with an ETag; a write to it needs If-Match.
    """

    model: type[models.Model]
    serializer_class: Any  # the declaration of the row

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = self.model._default_manager.filter(dispute_id=self.kwargs["dispute_id"])
        return rows.filter(dispute__in=self.visible())

    def current(self) -> Response:
        if "pk" not in self.kwargs:
            return super().current()
        row = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        response = Response(self.get_serializer(row).data)
        if hasattr(row, "version"):
            response.row = row  # type: ignore[attr-defined]
        return response

    def on_file(self, case: CaseFile) -> Any:
        """The row of the address on the open file. Raises Http404, Outdated."""
        pk = self.kwargs["pk"]
        row = next((row for row in case.rows(self.model) if row.pk == pk), None)
        if row is None:
            raise Http404
        case.check_version(row, self.seen_version(pk))
        return row

    def answer(self, case: CaseFile, row: models.Model, status: int = 200) -> Response:
        """The row as it is now, and with it how its dispute stands."""
        declared = answering(self.serializer_class)
        context = {"request": self.request, "case": case}
        response = Response(declared(row, context=context).data, status=status)
        if hasattr(row, "version"):
            response.row = row  # type: ignore[attr-defined]
        return response
