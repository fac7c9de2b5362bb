"""Two officers and one row: who writes must have seen what is there now."""

import json
from types import SimpleNamespace

import pytest
from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.response import Response

from config.rest.concurrency import VersionedMixin, if_match
from disputes.errors import Outdated
from tests.config.asking import Open, ask, problem


class RowSerializer(serializers.Serializer):
    summary = serializers.CharField()
    version = serializers.IntegerField()


@pytest.fixture
def row():
    return SimpleNamespace(pk=7, version=3, summary="水渠")


@pytest.fixture
def view(row):
    class Detail(VersionedMixin, Open):
        serializer_class = RowSerializer

        def get_object(self):
            if row.version == 0:
                raise Http404
            return row

        def get(self, request):
            response = Response(self.get_serializer(self.get_object()).data)
            response.row = row
            return response

        @if_match
        def patch(self, request):
            summary = request.data["summary"]
            if self.expected_version(row.pk) != row.version:
                raise Outdated
            row.summary, row.version = summary, row.version + 1
            return self.get(request)

    return Detail


def read(view, **headers):
    return ask(view, headers=headers)


def write(view, tag: str | None, body=None):
    headers = {} if tag is None else {"If-Match": tag}
    return ask(view, "PATCH", body=body or {"summary": "水井"}, headers=headers)


def test_who_read_last_may_write_and_gets_the_next_tag(view, row):
    answer = write(view, read(view)["ETag"])

    assert answer.status_code == 200
    assert row.summary == "水井"
    assert answer["ETag"] == read(view)["ETag"]


def test_who_was_too_late_gets_the_present_row_and_changes_nothing(view, row):
    seen = read(view)["ETag"]
    write(view, seen)

    late = write(view, seen, {"summary": "水塘"})

    assert (late.status_code, problem(late)["code"]) == (412, "OUTDATED")
    assert problem(late)["current"] == {"summary": "水井", "version": 4}
    assert late["ETag"] == '"7-4"'
    assert row.summary == "水井"


@pytest.mark.parametrize(
    "tag", [None, "", "*", "7-3", 'W/"7-3"', '"7-3", "7-4"', '"x-3"', f'"7-{"9" * 30}"']
)
def test_a_write_without_one_plain_tag_is_asked_to_read_first(view, row, tag):
    answer = write(view, tag)
    assert (answer.status_code, problem(answer)["code"]) == (428, "PRECONDITION_REQUIRED")
    assert row.version == 3


def test_the_tag_is_asked_for_before_the_body_is_looked_at(view):
    assert ask(view, "PATCH", body=b"{").status_code == 428


def test_the_tag_of_another_row_never_fits(view):
    assert write(view, '"8-3"').status_code == 412


def test_a_row_that_has_gone_is_not_shown_to_the_late(view, row):
    seen = read(view)["ETag"]
    row.version = 0
    late = write(view, seen)
    assert late.status_code == 412
    assert "current" not in problem(late)


@pytest.mark.parametrize("known", ['"7-3"', 'W/"7-3"', '"1-1", "7-3"', "*"])
def test_what_a_client_already_has_is_not_sent_again(view, known):
    answer = read(view, **{"If-None-Match": known})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == '"7-3"'
    assert "Content-Type" not in answer


def test_what_a_client_has_of_an_older_version_is_sent(view):
    answer = read(view, **{"If-None-Match": '"7-2"'})
    assert json.loads(answer.content)["summary"] == "水渠"


def test_a_write_is_answered_in_full_whatever_the_client_has(view):
    answer = ask(view, "PATCH", body={"summary": "水井"},
                 headers={"If-Match": '"7-3"', "If-None-Match": "*"})  # fmt: skip
    assert answer.status_code == 200


def test_personal_data_stays_out_of_shared_caches(view):
    assert read(view)["Cache-Control"] == "private, no-cache"


def test_json_printed_by_the_database_carries_its_tag_too(view, row):
    class Printed(view):
        def get(self, request):
            response = HttpResponse(b"{}", content_type="application/json")
            response.row = row
            return response

    assert read(Printed)["ETag"] == '"7-3"'
