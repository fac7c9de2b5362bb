"""The OpenAPI file is true: whatever it allows to be sent, the answer is one it describes."""

from datetime import timedelta
from itertools import count
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

from tests.disputes.api.folders import FOLDERS, a_row_in_every_folder

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
_keys = count(1)


handle = ClientHandler()  # in the test's own transaction: a server's would close its connection


def application(environ, start_response):
    answer = handle(environ)
    start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return list(answer)  # a file comes in pieces


OURS = (
    "^/api/v1/(alerts|appointments|balance|calendar-feed|clocks|criminal-cases|dictionaries|disputes|"
    "follow-up-samples|free-busy|hearing-panel-members|holidays|officers|paper-templates|practice|referrals|reviews|rooms|sample-draws|units)/"
)
document = schemathesis.openapi.from_path(Path(__file__).parents[3] / "docs" / "openapi.yaml")
document.app = application
schema = document.include(path_regex=OURS)


@pytest.fixture
def token(chief):
    """A token of the chief for everything."""
    made = get_access_token_model().objects.create(
        user=chief, token="t" * 30, scope="disputes statistics",
        expires=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    return made.token


@pytest.fixture
def dispute(chief):
    return a_row_in_every_folder(chief)


def aim(case, dispute):
    """Point the request at what exists, as it stands now: most of it would end at the door."""
    dispute.refresh_from_db()
    row, folder = dispute, case.path.removeprefix("/api/v1/disputes/{dispute_id}/").split("/")[0]
    if "{dispute_id}" in case.path:
        if "{id}" in case.path:
            row = FOLDERS[folder].objects.filter(dispute=dispute).first()
        case.path_parameters = {"dispute_id": dispute.pk, "id": row.pk}
    if "If-Match" in case.headers:
        case.headers["If-Match"] = f'"{row.pk}-{row.version}"'
    if "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = f"contract-{next(_keys)}"


@schema.parametrize()
@settings(
    max_examples=8, phases=[Phase.generate], deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_answer_is_one_of_those_described(case, token, dispute):
    aim(case, dispute)

    answer = case.call(headers={"Authorization": f"Bearer {token}"})

    case.validate_response(answer, checks=CHECKS)
