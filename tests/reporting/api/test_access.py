"""Who may read which figures: every role at every endpoint, for own, superior and other units."""

from __future__ import annotations

from disputes.choices import Role
from tests.disputes.api.asking import Api, done

R = Role
EVERYBODY = {R.OFFICER, R.CHIEF, R.LEGAL, R.STATISTICIAN}
# Endpoint: who may use it. {unit} is the station's code.
READS = {
    "/api/v1/statistics/?year=2025&unit={unit}": EVERYBODY | {R.MACHINE},
    "/api/v1/statistics/definitions/": EVERYBODY | {R.MACHINE},
    "/api/v1/statistics.csv?year=2025&unit={unit}": EVERYBODY | {R.MACHINE},
    "/api/v1/statistics/series/?year=2025&by=month&unit={unit}": EVERYBODY | {R.MACHINE},
    "/api/v1/statistics/ranking/?year=2025&indicator=resolution_rate&unit={unit}": EVERYBODY
    | {R.MACHINE},
    "/api/v1/statistics/signals/?year=2025&unit={unit}": {R.CHIEF, R.LEGAL, R.STATISTICIAN},
    "/api/v1/statistics/drill-down.csv?year=2025&indicator=registered&unit={unit}": EVERYBODY,
    "/api/v1/statistics/drill-down.xlsx?year=2025&indicator=registered&unit={unit}": EVERYBODY,
    "/api/v1/statistics/rollup/": EVERYBODY | {R.MACHINE},
    "/api/v1/statistics/metrics/": {R.MACHINE, R.SYSTEM_ADMIN},
    "/api/v1/operations/": {R.MACHINE, R.SYSTEM_ADMIN, R.AUDIT_ADMIN},
    "/api/v1/statistics/hearing-effect/?year=2025&unit={unit}": EVERYBODY | {R.MACHINE},
    "/api/v1/statistics/hearing-effect/cases/?year=2025&outcome=agreement&group=hearing&unit={unit}": EVERYBODY,
    "/api/v1/statistics/drill-down/?year=2025&indicator=registered&unit={unit}": EVERYBODY,
    "/api/v1/activities/kinds/": EVERYBODY | {R.MACHINE},
    "/api/v1/activities/totals/?year=2025&unit={unit}": EVERYBODY | {R.MACHINE},
    "/api/v1/activities/entries/?year=2025&kind=books&unit={unit}": EVERYBODY,
    "/api/v1/activities/?unit={unit}": EVERYBODY,
    "/api/v1/report-outlines/": EVERYBODY | {R.MACHINE},
    "/api/v1/report-outlines/{unit}/": EVERYBODY | {R.MACHINE},
    "/api/v1/annual-reports/2025/{unit}/": EVERYBODY | {R.MACHINE},
    "/api/v1/annual-reports/2025/{unit}/sections/fengqiao/": EVERYBODY | {R.MACHINE},
    "/api/v1/annual-reports/2025/{unit}/figures.csv": EVERYBODY | {R.MACHINE},
    "/api/v1/annual-reports/2025/{unit}/draft/": EVERYBODY | {R.MACHINE},
    "/api/v1/annual-reports/drafts/?year=2025": EVERYBODY | {R.MACHINE},
    "/api/v1/editions/?year=2025": EVERYBODY | {R.MACHINE},
    "/api/v1/editions/to-confirm/": EVERYBODY | {R.MACHINE},
    "/api/v1/editions/unlockings/": EVERYBODY | {R.MACHINE},
}
BUILD = "/api/v1/annual-reports/2025/{unit}/draft/"
BUILDERS = {R.CHIEF, R.LEGAL, R.STATISTICIAN}


def outcome(answer) -> tuple[int, str]:
    code = answer.json()["code"] if answer.status_code >= 400 else ""
    return answer.status_code, code


def test_roles(bureau):
    bureau.api().post(BUILD.format(unit=bureau.station.code))
    for role in Role:
        api = bureau.api(role, bureau.station)
        for path, allowed in READS.items():
            got = outcome(api.get(path.format(unit=bureau.station.code)))
            assert got == ((200, "") if role in allowed else (403, "ROLE_FORBIDDEN")), (role, path)
        got = outcome(api.post(BUILD.format(unit=bureau.station.code)))
        assert got == ((200, "") if role in BUILDERS else (403, "ROLE_FORBIDDEN")), role


def test_units(bureau):
    """The own unit and those above it see a station's figures; for others it does not exist."""
    bureau.api().post(BUILD.format(unit=bureau.station.code))
    who = {"station": 200, "county": 200, "city": 200, "neighbour": 404, "other": 404}
    for name, expected in who.items():
        api = bureau.api(Role.LEGAL, getattr(bureau, name))
        for path in [path for path in READS if "{unit}" in path]:
            answer = api.get(path.format(unit=bureau.station.code))
            assert answer.status_code == expected, (name, path)
        assert api.post(BUILD.format(unit=bureau.station.code)).status_code == expected, name
        if name == "station":
            for above in (bureau.county, bureau.city):
                assert api.post(BUILD.format(unit=above.code)).status_code == 404


def test_figures_of_others_are_in_no_total(bureau):
    found = {}
    for name in ("station", "county", "city", "neighbour", "other"):
        api = bureau.api(Role.OFFICER, getattr(bureau, name))
        answer = done(api.get("/api/v1/statistics/?year=2025&indicators=registered"))
        found[name] = answer["rows"][0]["figures"][0]["value"]
    assert found == {"station": 5, "county": 5, "city": 6, "neighbour": 0, "other": 1}


def test_an_account_without_a_unit_has_no_figures(bureau):
    officer = bureau.officer()
    officer.unit = None
    officer.save()
    assert Api(officer).get("/api/v1/statistics/?year=2025").status_code == 404
    drafts = Api(officer).get("/api/v1/annual-reports/drafts/?year=2025")
    assert done(drafts)["results"] == []


def test_nobody_reads_figures_without_signing_in(bureau):
    for path in READS:
        assert outcome(Api().get(path.format(unit=bureau.station.code))) == (
            401,
            "NOT_AUTHENTICATED",
        )
