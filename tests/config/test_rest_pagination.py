"""Pages: every row once, in order, and a clear answer to a cursor that is none."""

import base64
import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from config.rest.pagination import HIGHEST_ID, Cursor, KeysetPagination, PageForm
from disputes.choices import UnitLevel
from disputes.models import Unit, UnitAncestry
from tests.config.asking import Open, ask, problem

DAY = date(2026, 3, 10)


@given(st.dates(), st.integers(1, HIGHEST_ID))
def test_a_cursor_survives_the_way_through_a_client(day, number):
    text = str(Cursor(day, number))

    assert text.replace("-", "").replace("_", "").isalnum()  # needs no escaping in an address
    assert len(text) <= 80
    assert Cursor.parse(text) == Cursor(day, number)


def encoded(value) -> str:
    """As a cursor is written, so that only its content is wrong."""
    text = json.dumps(value, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "====",
        "页",
        encoded([]),
        encoded(["2026-03-10"]),
        encoded(["2026-02-30", 1]),
        encoded(["2026-03-10", "1"]),
        encoded(["2026-03-10", True]),
        encoded(["2026-03-10", 0]),
        encoded(["2026-03-10", -1]),
        encoded(["2026-03-10", 2**63]),
        encoded(["2026-03-10", 1.0]),
        encoded([20260310, 1]),
        encoded({"day": "2026-03-10", "id": 1}),
        str(Cursor(DAY, 1)) + "=",
        str(Cursor(DAY, 1)) + "A",
    ],
)
def test_a_cursor_that_no_page_gave_is_refused_in_chinese(text):
    answer = ask(Listing, path=f"/api/v1/x/?cursor={text}")

    assert answer.status_code == 400
    assert problem(answer)["errors"][0] == {
        "field": "cursor",
        "code": "INVALID_CURSOR",
        "detail": "分页游标无效，请从第一页重新查询",
    }


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_text_makes_the_cursor_fail_in_another_way(text):
    try:
        assert str(Cursor.parse(text)) == text
    except ValueError as refused:
        assert str(refused) == "malformed cursor"


@pytest.mark.parametrize("size", ["0", "201", "-1", "x", ""])
def test_a_page_has_1_to_200_rows(size):
    answer = ask(Listing, path=f"/api/v1/x/?page_size={size}")
    assert [error["field"] for error in problem(answer)["errors"]] == ["page_size"]


class RowSerializer(serializers.ModelSerializer):
    class Meta:
        model = UnitAncestry
        fields = ["id", "since", "unit"]


class Filters(PageForm):
    unit = serializers.IntegerField(required=False)


class Listing(Open, ListAPIView):
    queryset = UnitAncestry.objects.all()
    serializer_class = RowSerializer
    pagination_class = KeysetPagination
    page_day = "since"
    query_form = Filters


@pytest.fixture
def rows(db) -> list[tuple[date, int]]:
    """24 rows over 3 days, ids and days in different orders; newest first."""
    units = [Unit.objects.create(code=f"62100000000{n}", name="所", level=UnitLevel.STATION,
                                 path=f"000{n}") for n in range(8)]  # fmt: skip
    made = [
        UnitAncestry.objects.create(unit=unit, ancestor=unit, since=DAY - timedelta(days=back))
        for back in (1, 0, 2)
        for unit in units
    ]
    return sorted(((row.since, row.pk) for row in made), reverse=True)


def walk(size: int) -> list[list[tuple[date, int]]]:
    pages, query = [], f"page_size={size}"
    while query and len(pages) < 30:
        page = json.loads(ask(Listing, path=f"/api/v1/x/?{query}").content)
        pages.append([(date.fromisoformat(r["since"]), r["id"]) for r in page["results"]])
        query = page["next"] and f"page_size={size}&cursor={page['next']}"
    return pages


@pytest.mark.parametrize(("size", "count"), [(1, 24), (5, 5), (8, 3), (23, 2), (24, 1), (200, 1)])
def test_walking_the_pages_shows_every_row_once_newest_first(rows, size, count):
    pages = walk(size)

    assert [row for page in pages for row in page] == rows
    assert len(pages) == count


def test_a_row_that_arrives_while_reading_shifts_nothing(rows):
    first = json.loads(ask(Listing, path="/api/v1/x/?page_size=10").content)
    unit = Unit.objects.first()
    UnitAncestry.objects.create(unit=unit, ancestor=unit, since=DAY + timedelta(days=1))

    second = json.loads(
        ask(Listing, path=f"/api/v1/x/?page_size=10&cursor={first['next']}").content
    )

    assert [row["id"] for row in second["results"]] == [pk for _, pk in rows[10:20]]


def test_a_page_costs_one_statement_however_long_the_list(rows, django_assert_num_queries):
    for size in (1, 24):
        with django_assert_num_queries(1):
            ask(Listing, path=f"/api/v1/x/?page_size={size}")
