"""Lists printed by PostgreSQL: what is declared, in order, in one statement, in pages."""

import json
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from rest_framework.renderers import JSONRenderer

from disputes.api.reading import COLUMNS, disputes_page
from disputes.api.serializers.disputes import DisputeRowSerializer, DisputeSerializer
from disputes.choices import Role, Source, State, Track
from disputes.models import Dispute, Kind, Party, Referral, RiskLevel
from tests.disputes.api.asking import LIST, Api, done, one, problem, register
from tests.factories import DAY, act, days, make_case, make_chief, make_officer

# PostgreSQL stores no NUL, UTF-8 no lone surrogate; both are refused on the way in.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=140)
NAME = st.text("王李欧阳司马买·a 𠮷﨑\ufe00\u0301☺", max_size=6) | st.sampled_from(
    ["欧阳修", "欧阳", "王", "诸葛孔明", "阿卜杜拉·买买提"]
)
DISPUTE = st.fixed_dictionaries({
    "track": st.sampled_from(Track), "source": st.sampled_from(Source),
    "state": st.sampled_from(State), "summary": TEXT, "place": TEXT,
    "amount": st.none() | st.decimals(0, 9_999_999_999, places=2),
    "registered_at": st.datetimes(datetime(1999, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),
    "resolved_on": st.none() | st.dates(date(2099, 1, 2), date(2199, 1, 1)),
    "relapse_count": st.integers(0, 9), "version": st.integers(1, 99),
})  # fmt: skip
PARTY = st.tuples(NAME, st.booleans())


class SqlJson(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.officers = {role: make_officer(role=role) for role in Role}
        cls.kinds = list(Kind.objects.exclude(parent=None))
        cls.levels = [None, *RiskLevel.objects.all()]

    def store(self, officer, n, row, parties):
        dispute = Dispute.objects.create(
            number=f"N{n}", unit=officer.unit, kind=self.kinds[n % len(self.kinds)],
            registered_by=officer, responsible=officer, registered_on=row["registered_at"].date(),
            risk_level=self.levels[n % len(self.levels)], **row,
        )  # fmt: skip
        for name, active in parties:
            Party.objects.create(dispute=dispute, role="applicant", name=name, is_active=active)
        for _ in range(n):
            Referral.objects.create(
                dispute=dispute, number=f"R{dispute.pk}-{_}", receiver="court",
                receiver_name=str(_), channel="letter", reason="", sent_on=DAY,
            )  # fmt: skip

    @settings(max_examples=40, deadline=None)
    @given(
        rows=st.lists(st.tuples(DISPUTE, st.lists(PARTY, max_size=3)), max_size=4),
        role=st.sampled_from(Role),
    )
    def test_sql_prints_what_the_serializer_declares(self, rows, role):
        officer = self.officers[role]
        for n, (row, parties) in enumerate(rows):
            self.store(officer, n, row, parties)

        printed = json.loads(disputes_page(officer))["results"]

        context = {"request": SimpleNamespace(user=officer)}
        visible = Dispute.objects.visible_to(officer)
        declared = DisputeRowSerializer(visible, many=True, context=context).data
        assert printed == json.loads(JSONRenderer().render(declared))
        assert bool(printed) == bool(rows and role in ("officer", "chief", "legal"))

    def test_every_declared_field_is_printed_in_order(self):
        assert [*COLUMNS, "party_names"] == DisputeRowSerializer.Meta.fields


pytestmark = pytest.mark.django_db


def statements(api, path) -> int:
    """How many statements a read needs. The first one also notes that the session is in use."""
    done(api.get(path))
    with CaptureQueriesContext(connection) as captured:
        done(api.get(path))
    return len(captured)


@pytest.mark.parametrize("path", [LIST, "/api/v1/units/", "/api/v1/officers/"])
def test_a_list_needs_the_same_statements_for_one_row_and_for_many(path, chief, api):
    make_case("agreed", chief)
    few = statements(api, path)
    for _ in range(5):
        make_case("agreed", chief)
        make_officer(chief.unit)
    many = statements(api, path)

    assert few == many <= 4  # session, account, its unit, the page


def lengthen(dispute, chief):
    """Three more rows in several folders."""
    for action in ("follow_up", "assess_risk", "represent", "add_party", "refer"):
        for _ in range(3):
            act(dispute, action, chief, days(2))


@pytest.mark.parametrize("rest", ["", "events/"])
def test_a_detail_needs_the_same_statements_however_long_the_case(rest, chief, api):
    dispute = make_case("breached", chief)
    lengthen(dispute, chief)
    few = statements(api, one(dispute, rest))
    lengthen(dispute, chief)
    many = statements(api, one(dispute, rest))

    assert few == many <= 3 + 2 + len(DisputeSerializer.READ) + 4


def test_pages_follow_each_other_without_a_gap_or_a_repetition(chief, api):
    made = [register(chief, days(n // 3)).pk for n in range(7)]
    seen, cursor = [], None
    while True:
        page = done(api.get(LIST, {"page_size": 3} | ({"cursor": cursor} if cursor else {})))
        seen += [row["id"] for row in page["results"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert seen == sorted(made, reverse=True)


@pytest.fixture
def three(chief):
    """Three different disputes: a new one, a resolved one, a referred one."""
    new = register(chief, days(0), kind=Kind.objects.get(code="land.boundary"))
    resolved = make_case("agreed", chief, track=Track.SECURITY_CASE, source=Source.ALARM_110)
    referred = make_case("accepted", chief)
    act(referred, "refer", chief, days(3))
    act(referred, "assess_risk", chief, days(3))
    return {"new": new, "resolved": resolved, "referred": referred}


@pytest.mark.parametrize(("query", "found"), [
    ({}, "new resolved referred"),
    ({"state": "agreed"}, "resolved"),
    ({"state": ["agreed", "registered"]}, "new resolved"),
    ({"track": "security_case"}, "resolved"),
    ({"kind": "land"}, "new"),
    ({"kind": "land.boundary"}, "new"),
    ({"kind": "nothing"}, ""),
    ({"source": "alarm_110"}, "resolved"),
    ({"risk_level": "yellow"}, "referred"),
    ({"risk_level": "nothing"}, ""),
    ({"resolved": "true"}, "resolved"),
    ({"resolved": "false"}, "new referred"),
    ({"referred": "true"}, "referred"),
    ({"referred": "false", "resolved": "false"}, "new"),
    ({"registered_from": "2026-03-02", "registered_to": "2026-03-02"}, "new resolved referred"),
    ({"registered_from": "2026-03-03"}, ""),
    ({"registered_to": "2026-03-01"}, ""),
    ({"q": "62"}, "new resolved referred"),
    ({"q": "63"}, ""),
])  # fmt: skip
def test_filters_narrow_the_list(query, found, three, api):
    rows = done(api.get(LIST, query))["results"]

    assert {row["id"] for row in rows} == {three[name].pk for name in found.split()}


def test_a_number_finds_its_dispute(three, api):
    assert [row["id"] for row in done(api.get(LIST, {"q": three["new"].number}))["results"]] == [
        three["new"].pk
    ]


def test_a_unit_is_asked_for_with_all_below_it(chief, stranger):
    mine, theirs = register(chief), register(stranger)
    county = Api(make_chief(chief.unit.parent))

    def ids(unit):
        return [row["id"] for row in done(county.get(LIST, {"unit": unit.pk}))["results"]]

    assert ids(chief.unit) == [mine.pk]
    assert ids(chief.unit.parent) == [theirs.pk, mine.pk]
    problem(county.get(LIST, {"unit": chief.unit.parent.parent.pk}), 400, "INVALID")


@pytest.mark.parametrize("query", [
    {"stat": "agreed"}, {"state": "nonsense"}, {"registered_from": "2026-02-30"}, {"q": "张三"},
    {"q": "1" * 30}, {"cursor": "nonsense"}, {"page_size": 0}, {"page_size": 100_000},
    {"unit": "x"}, {"unit": 10**30}, {"resolved": "perhaps"}, {"track": ["civil", "civil"]},
    {"kind": "x" * 100},
])  # fmt: skip
def test_a_filter_that_means_nothing_is_refused(query, api):
    problem(api.get(LIST, query), 400, "INVALID")
