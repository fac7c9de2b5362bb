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
    return [answer.content]


document = schemathesis.openapi.from_path(Path(__file__).parents[3] / "docs" / "openapi.yaml")
document.app = application
schema = document.include(path_regex="^/api/v1/(statistics|annual-reports)[/.]")


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


@schema.parametrize()
@settings(max_examples=1, phases=[Phase.generate], deadline=None, database=None,
          suppress_health_check=list(HealthCheck))  # fmt: skip
def test_a_sound_question_is_answered_as_described(case, token, bureau):
    bureau.api(Role.CHIEF).post(f"/api/v1/annual-reports/2025/{bureau.city.code}/draft/")
    if case.path_parameters:
        case.path_parameters |= {"year": 2025, "unit_code": bureau.city.code}
        case.path_parameters |= {"section": "fengqiao"} if "{section}" in case.path else {}
    case.query = {} if "annual-reports/{" in case.path else {"year": 2025}
    case.query |= {"indicator": "hearings"} if "drill-down" in case.path else {}
    case.query |= {"indicator": "resolution_rate"} if "ranking" in case.path else {}
    case.query |= {"by": "month"} if "series" in case.path else {}
    if any(name in case.path for name in ("definitions", "rollup", "metrics")):
        case.query = {}

    answer = case.call(headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == (403 if "metrics" in case.path else 200)
    case.validate_response(answer, checks=CHECKS)
