"""A chief, the officer who leads the hearing, a lawyer, and the pool."""

from __future__ import annotations

import pytest

from disputes.choices import Role
from tests.disputes.api.asking import Api
from tests.disputes.api.hearings.hall import Hearing, fill_pool
from tests.factories import make_officer


@pytest.fixture
def clerk(chief):
    return Api(make_officer(chief.unit))


@pytest.fixture
def lawyer(chief):
    return Api(make_officer(chief.unit, Role.LEGAL))


@pytest.fixture
def hearing(api, clerk):
    fill_pool(api)
    return Hearing(api, clerk)
