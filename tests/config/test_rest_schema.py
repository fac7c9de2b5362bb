"""The OpenAPI file says of every operation what really happens, without being told each time."""

import io
from contextlib import redirect_stderr

import pytest
from django.urls import include, path
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.validation import validate_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.routers import SimpleRouter

from config.rest.authentication import OAuth2
from config.rest.concurrency import VersionedMixin, if_match
from config.rest.idempotency import idempotent
from config.rest.pagination import KeysetPagination, PageForm
from config.rest.permissions import HasScope
from disputes.models import Unit


class UnitSerializer(serializers.ModelSerializer):
    class Meta:
        model = Unit
        fields = ["id", "name"]


class Filters(PageForm):
    name = serializers.CharField(required=False, help_text="单位名称")


@extend_schema(tags=["单位"])
class UnitViewSet(VersionedMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    queryset = Unit.objects.all()
    serializer_class = UnitSerializer
    pagination_class = KeysetPagination
    query_form = Filters
    authentication_classes = [OAuth2]
    permission_classes = [HasScope]
    required_scope = "disputes"

    @extend_schema(summary="登记")
    @idempotent
    def create(self, request):
        raise NotImplementedError

    @extend_schema(summary="详情")
    def retrieve(self, request, pk=None):
        raise NotImplementedError

    @extend_schema(summary="推进一步")
    @action(detail=True, methods=["post"])
    @if_match
    def steps(self, request, pk=None):
        raise NotImplementedError


class Untagged(viewsets.ViewSet):
    permission_classes = [AllowAny]

    @extend_schema(responses=UnitSerializer, summary="公开", operation_id="open")
    def list(self, request):
        raise NotImplementedError


def patterns(*routes):
    router = SimpleRouter()
    for prefix, view in routes:
        router.register(prefix, view, basename=prefix)
    oauth = path("o/", include("oauth2_provider.urls", namespace="oauth2_provider"))
    return [path("api/v1/", include(router.urls)), oauth]


urlpatterns = patterns(("units", UnitViewSet))


@pytest.fixture(scope="module")
def document():
    return generate(patterns(("units", UnitViewSet)))


def generate(urls) -> dict:
    document = SchemaGenerator(patterns=urls).get_schema(public=True)
    validate_schema(document)
    document["paths"] = {k: v for k, v in document["paths"].items() if k.startswith("/api/")}
    return document


pytestmark = pytest.mark.urls(__name__)


def operation(document, operation_id: str) -> dict:
    return next(
        found
        for methods in document["paths"].values()
        for found in methods.values()
        if found["operationId"] == operation_id
    )


def parameters(found: dict, where: str) -> dict[str, bool]:
    return {p["name"]: p.get("required", False) for p in found["parameters"] if p["in"] == where}


ALWAYS = {"400", "401", "403", "429"}


@pytest.mark.parametrize(
    ("operation_id", "statuses"),
    [
        ("units_list", {"200"} | ALWAYS),
        ("units_retrieve", {"200", "304", "404"} | ALWAYS),
        ("units_create", {"201", "404", "409", "422"} | ALWAYS),
        ("units_steps_create", {"200", "404", "409", "412", "422", "428"} | ALWAYS),
    ],
)
def test_every_operation_has_a_stable_name_and_names_its_refusals(document, operation_id, statuses):
    responses = operation(document, operation_id)["responses"]

    assert set(responses) == statuses
    for status in statuses - {"200", "201", "304"}:
        body = responses[status]["content"]["application/problem+json"]
        assert body["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_the_problem_document_is_described_as_it_leaves(document):
    described = document["components"]["schemas"]["Problem"]
    assert list(described["properties"])[:6] == [
        "type", "title", "status", "code", "detail", "statutes",
    ]  # fmt: skip
    assert set(described["required"]) == set(list(described["properties"])[:6])


def test_headers_are_described_where_they_are_required(document):
    def headers(name):
        return parameters(operation(document, name), "header")

    assert headers("units_create") == {"Idempotency-Key": True}
    assert headers("units_steps_create") == {"If-Match": True}
    assert headers("units_retrieve") == {"If-None-Match": False}
    assert headers("units_list") == {}
    read = operation(document, "units_retrieve")["responses"]
    assert "ETag" in read["200"]["headers"]
    assert "headers" not in read["404"]


def test_a_lists_parameters_and_page_are_those_of_its_form(document):
    found = operation(document, "units_list")

    assert parameters(found, "query") == {"cursor": False, "name": False, "page_size": False}
    page = document["components"]["schemas"]["PaginatedUnitList"]
    assert page["required"] == ["next", "results"]


def test_the_file_says_which_scope_a_token_needs(document):
    assert operation(document, "units_list")["security"] == [{"oauth2": ["disputes"]}]
    flows = document["components"]["securitySchemes"]["oauth2"]["flows"]
    assert set(flows) == {"authorizationCode", "clientCredentials"}
    assert flows["clientCredentials"]["tokenUrl"] == "/o/token/"


def test_an_open_operation_asks_nobody_to_sign_in():
    quiet = io.StringIO()
    with redirect_stderr(quiet):
        document = generate(patterns(("open", Untagged)))
    assert set(operation(document, "open")["responses"]) == {"200", "400", "429"}


def test_a_forgotten_tag_fails_the_generation_in_ci():
    GENERATOR_STATS.reset()
    with redirect_stderr(io.StringIO()) as said:
        generate(patterns(("open", Untagged)))

    assert "/api/v1/open/: no tags given" in said.getvalue()
    assert GENERATOR_STATS
    GENERATOR_STATS.reset()


def test_a_complete_view_makes_no_warning():
    with redirect_stderr(io.StringIO()) as said:
        generate(patterns(("units", UnitViewSet)))
    assert said.getvalue() == ""
