"""An accepted case, its room and the address of its appointments."""

from __future__ import annotations

import pytest

from disputes.choices import State
from disputes.models import Room
from tests.disputes.api.asking import one
from tests.factories import make_case


@pytest.fixture
def dispute(chief):
    return make_case(State.ACCEPTED, chief)


@pytest.fixture
def room(station):
    return Room.objects.create(unit=station, name="一号调解室", capacity=8)


@pytest.fixture
def here(dispute):
    return one(dispute, "appointments/")
