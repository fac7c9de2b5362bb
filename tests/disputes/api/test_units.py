"""Units and accounts over HTTP: who sees them, who keeps the tree."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disputes.choices import Role
from disputes.models import AuditEvent, Officer, Unit, UnitMove
from tests.disputes.api.asking import Api, created, done, problem
from tests.factories import make_officer, make_unit

pytestmark = pytest.mark.django_db
UNITS, OFFICERS, IMPORT = "/api/v1/units/", "/api/v1/officers/", "/api/v1/units/import/"
HEADER = "机构代码,单位名称,层级,上级代码"


@pytest.fixture
def city(station):
    return station.parent.parent


@pytest.fixture
def admin(city):
    """The system administrator of the city bureau."""
    return Api(make_officer(city, Role.SYSTEM_ADMIN))


def upload(api, text, content_type="text/csv"):
    return api.client.post(IMPORT, text, content_type=content_type)


def test_everybody_sees_the_own_unit_and_those_below(api, admin, station, city):
    sister = make_unit(station.parent)

    assert [u["id"] for u in done(api.get(UNITS))["results"]] == [station.pk]
    assert [u["id"] for u in done(admin.get(UNITS))["results"]] == [
        city.pk, station.parent.pk, station.pk, sister.pk,
    ]  # fmt: skip
    assert done(api.get(f"{UNITS}{station.pk}/"))["name"] == station.name
    problem(api.get(f"{UNITS}{sister.pk}/"), 404, "NOT_FOUND")


def test_units_come_in_pages_in_the_order_of_the_tree(admin, station):
    for _ in range(4):
        make_unit(station.parent)
    seen, cursor = [], None
    while True:
        page = done(admin.get(UNITS, {"page_size": 3} | ({"cursor": cursor} if cursor else {})))
        seen += [unit["path"] for unit in page["results"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert seen == sorted(Unit.objects.values_list("path", flat=True))


def test_units_and_accounts_are_narrowed(admin, station, chief):
    def units(**query):
        return [u["id"] for u in done(admin.get(UNITS, query))["results"]]

    assert units(level="station") == [station.pk]
    assert units(parent=station.parent.pk) == [station.pk]
    assert units(q=station.code) == units(q=station.name) == [station.pk]
    accounts = done(admin.get(OFFICERS, {"unit": station.pk, "role": "chief"}))["results"]
    assert [a["username"] for a in accounts] == [chief.username]
    assert done(admin.get(OFFICERS, {"q": "没有此人"}))["results"] == []
    for query in ({"level": "state"}, {"cursor": "!"}, {"cursor": "WyJ4Il0"}, {"name": "x"}):
        problem(admin.get(UNITS, query), 400, "INVALID")


def test_an_officer_sees_the_colleagues_of_the_own_unit(api, chief, stranger):
    names = [a["username"] for a in done(api.get(OFFICERS))["results"]]

    assert chief.username in names
    assert stranger.username not in names


def test_who_am_i(api, chief, station):
    me = done(api.get("/api/v1/officers/me/"))

    assert (me["username"], me["role_name"]) == (chief.username, "所长")
    assert me["unit"]["code"] == station.code
    assert me["scopes"] is None
    assert me["csrf"] == {"cookie": "csrftoken", "header": "X-Csrftoken"}


def test_who_leads_a_bureau_is_not_called_head_of_a_station(chief):
    leader = make_officer(chief.unit.parent, Role.CHIEF)
    assert done(Api(leader).get("/api/v1/officers/me/"))["role_name"] == "负责人"


def test_who_has_no_unit_is_told_so(api, chief):
    Officer.objects.filter(pk=chief.pk).update(unit=None)

    assert done(api.get("/api/v1/officers/me/"))["unit"] is None
    assert done(api.get(UNITS))["results"] == done(api.get(OFFICERS))["results"] == []


@pytest.mark.parametrize("role", [r for r in Role if r != Role.SYSTEM_ADMIN])
def test_only_the_system_administrator_keeps_the_tree(role, city, station):
    somebody = Api(make_officer(city, role))

    problem(somebody.post(UNITS, {}), 403, "ROLE_FORBIDDEN")
    problem(upload(somebody, HEADER), 403, "ROLE_FORBIDDEN")
    problem(somebody.post(f"{UNITS}{station.pk}/move/", {}, '"1-1"'), 403, "ROLE_FORBIDDEN")


def test_a_unit_is_created_below_another_and_accounted_for(admin, station):
    county = station.parent
    body = {"code": "621002520000", "name": "新建派出所", "level": "station", "parent": county.pk}
    unit = created(admin.post(UNITS, body))

    assert unit["path"].startswith(county.path)
    assert AuditEvent.objects.get().target == "unit:621002520000"
    assert "error" not in admin.post(UNITS, body).json()
    assert Unit.objects.filter(code="621002520000").count() == 1


@pytest.mark.parametrize(("changed", "status", "code"), [
    ({"code": "62100252000"}, 400, "INVALID"),
    ({"code": "001002520000"}, 400, "INVALID"),
    ({"name": ""}, 400, "INVALID"),
    ({"level": "village"}, 400, "INVALID"),
    ({"parent": 0}, 400, "INVALID"),
    ({"parent": None}, 400, "INVALID"),
    ({"path": "0001"}, 400, "INVALID"),
    ({"level": "city"}, 422, "UNIT_LEVEL"),
])  # fmt: skip
def test_an_impossible_unit_is_refused(changed, status, code, admin, station):
    body = {"code": "621002520000", "name": "新", "level": "station", "parent": station.parent.pk}
    before = Unit.objects.count()

    problem(admin.post(UNITS, body | changed), status, code)

    assert Unit.objects.count() == before


def test_a_code_is_given_once(admin, station):
    body = {"code": "621002520000", "name": "新", "level": "station", "parent": station.parent.pk}
    created(admin.post(UNITS, body))

    refusal = problem(admin.post(UNITS, body | {"name": "另一个"}), 422, "CONSTRAINT_VIOLATED")

    assert refusal["errors"][0]["field"] == "code"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_units_come_from_a_spreadsheet(encoding, admin, station):
    text = f"{HEADER}\n621002520000,什社派出所,派出所,{station.parent.code}\n"

    imported = created(upload(admin, text.encode(encoding)))

    assert (imported["created"], imported["units"][0]["name"]) == (1, "什社派出所")
    assert created(upload(admin, text.encode(encoding)))["created"] == 0
    assert AuditEvent.objects.count() == 1


def test_a_file_of_a_form_is_read_as_well(admin, station):
    text = f"{HEADER}\n621002520000,什社派出所,派出所,{station.parent.code}\n"
    file = SimpleUploadedFile("units.csv", text.encode("gb18030"), "text/csv")

    assert created(admin.client.post(IMPORT, {"file": file}))["created"] == 1
    file.seek(0)
    problem(admin.client.post(IMPORT, {"file": file, "more": "x"}), 400, "INVALID")
    problem(admin.client.post(IMPORT, {}), 400, "INVALID")


@pytest.mark.parametrize(("text", "status", "code"), [
    ("", 422, "UNIT_CSV_HEADER"),
    ("机构代码,名称\n1,2", 422, "UNIT_CSV_HEADER"),
    (f"{HEADER}\n1,短码派出所,派出所,", 422, "UNIT_CSV_ROW"),
    (f"{HEADER}\n621002520000,什社派出所,大队,", 422, "UNIT_CSV_ROW"),
    (f"{HEADER}\n621002520000,什社派出所,派出所,999999999999", 422, "UNIT_CSV_ROW"),
    (f"{HEADER}\n621002520000,{'长' * 61},派出所,", 422, "UNIT_CSV_ROW"),
    (f'{HEADER}\n621002520000,"{"x" * 200_000}",派出所,', 422, "UNIT_CSV_FORMAT"),
    (f"{HEADER}\n6210025\0,什社派出所,派出所,", 400, "INVALID"),
    (f"{HEADER}\n" + "\n" * 20_001 + "x", 400, "TOO_LARGE"),
    ("x" * (2 * 1024 * 1024 + 1), 400, "TOO_LARGE"),
    (b"\xff\xff\xff", 400, "ENCODING"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_imports_nothing(text, status, code, admin):
    before = Unit.objects.count()

    problem(upload(admin, text), status, code)

    assert Unit.objects.count() == before


def test_nothing_is_imported_outside_the_own_unit(admin, station):
    elsewhere = make_unit()
    lines = [HEADER, f"621002520000,什社派出所,派出所,{station.parent.code}",
             f"621002530000,外地派出所,派出所,{elsewhere.code}"]  # fmt: skip
    before = Unit.objects.count()

    problem(upload(admin, "\n".join(lines)), 422, "UNIT_OUTSIDE")

    assert Unit.objects.count() == before
    assert not AuditEvent.objects.exists()


def test_a_station_moves_to_another_bureau(admin, station, city, chief):
    county = make_unit(city)
    here = f"{UNITS}{station.pk}/"
    body = {"parent": county.pk, "effective_from": "2026-06-01", "reason": "区划调整"}
    seen = admin.tag(here)

    moved = admin.post(f"{here}move/", body, seen)
    assert done(moved)["parent"] == county.pk
    assert moved["ETag"] == admin.tag(here) != seen
    assert UnitMove.objects.get().reason == "区划调整"
    stale = problem(admin.post(f"{here}move/", body, seen), 412, "OUTDATED")
    assert stale["current"]["parent"] == county.pk
    assert AuditEvent.objects.get().action == "move_unit"


@pytest.mark.parametrize(("changed", "code"), [
    ({"effective_from": "2026-06-02"}, "UNIT_MOVE_DATE"),
    ({"effective_from": "2026-07-01"}, "UNIT_MOVE_DATE"),
    ({"effective_from": "0001-01-01"}, "UNIT_MOVE_DATE"),
])  # fmt: skip
def test_an_impossible_move_changes_nothing(changed, code, admin, station, city):
    county, here = make_unit(city), f"{UNITS}{station.pk}/"
    body = {"parent": county.pk, "effective_from": "2026-06-01", "reason": "区划调整"} | changed
    before = list(Unit.objects.values())

    problem(admin.post(f"{here}move/", body, admin.tag(here)), 422, code)

    assert list(Unit.objects.values()) == before
    assert not AuditEvent.objects.exists()


def test_a_unit_moves_only_within_the_administrators_own_tree(admin, station):
    body = {"parent": make_unit().pk, "effective_from": "2026-06-01", "reason": "区划调整"}
    here = f"{UNITS}{station.pk}/"

    problem(admin.post(f"{here}move/", body, admin.tag(here)), 400, "INVALID")
