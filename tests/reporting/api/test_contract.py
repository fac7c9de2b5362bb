"""The OpenAPI file is true for figures and reports: every answer is one that it describes."""

from datetime import timedelta
from pathlib import Path

import pytest
import schemathesis
from django.test.client import ClientHandler
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from oauth2_provider.models import get_access_token_model
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from disputes.choices import Role

pytestmark = pytest.mark.slow
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def application(environ, start_response):
    answer = ClientHandler()(environ)
    start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return [answer.getvalue()]


document = schemathesis.openapi.from_path(Path(__file__).parents[3] / "docs" / "openapi.yaml")
document.app = application
schema = document.include(
    path_regex="^/api/v1/(statistics|annual-reports|activities|report-outlines|editions)[/.]"
)
# What is asked without a row that must be there first.
asked = schema.exclude(path_regex="{(id|number)}").exclude(
    method="POST", path_regex="^/api/v1/(activities|report-outlines|editions)/"
)
# What a question needs, by the beginning of its path; by default the year.
NEEDED: dict[str, dict[str, object]] = {
    "/api/v1/annual-reports/{": {},
    "/api/v1/statistics/definitions/": {},
    "/api/v1/statistics/rollup/": {},
    "/api/v1/statistics/metrics/": {},
    "/api/v1/statistics/drill-down": {"year": 2025, "indicator": "hearings"},
    "/api/v1/statistics/ranking/": {"year": 2025, "indicator": "resolution_rate"},
    "/api/v1/statistics/series/": {"year": 2025, "by": "month"},
    "/api/v1/statistics/hearing-effect/cases/": {
        "year": 2025, "outcome": "agreement", "group": "hearing",
    },
    "/api/v1/activities/kinds/": {},
    "/api/v1/activities/entries/": {"year": 2025, "kind": "books"},
    "/api/v1/report-outlines/": {},
    "/api/v1/annual-reports/lint/": {},
    "/api/v1/editions/keys/": {},
    "/api/v1/editions/schema/": {},
    "/api/v1/editions/to-confirm/": {},
    "/api/v1/editions/unlockings/": {},
}  # fmt: skip


@pytest.fixture
def token(bureau):
    made = get_access_token_model().objects.create(
        user=bureau.officer(Role.CHIEF), token="t" * 30, scope="statistics",
        expires=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    return made.token


@schema.parametrize()
@settings(
    max_examples=12, phases=[Phase.generate], deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_answer_is_one_of_those_described(case, token, bureau):
    if "unit_code" in case.path_parameters:  # most would end at the door
        case.path_parameters |= {"unit_code": bureau.city.code}
    if "unit" in case.query:
        case.query["unit"] = bureau.county.code

    answer = case.call(headers={"Authorization": f"Bearer {token}"})

    case.validate_response(answer, checks=CHECKS)


@asked.parametrize()
@settings(max_examples=1, phases=[Phase.generate], deadline=None, database=None,
          suppress_health_check=list(HealthCheck))  # fmt: skip
def test_a_sound_question_is_answered_as_described(case, token, bureau):
    bureau.api(Role.CHIEF).post(f"/api/v1/annual-reports/2025/{bureau.city.code}/draft/")
    given = {"year": 2025, "unit_code": bureau.city.code, "section": "fengqiao"}
    case.path_parameters = {name: given[name] for name in case.path_parameters or {}}
    needed = [query for path, query in NEEDED.items() if case.path.startswith(path)]
    case.query = dict(needed[0]) if needed else {"year": 2025}

    answer = case.call(headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == (403 if "metrics" in case.path else 200)
    case.validate_response(answer, checks=CHECKS)
