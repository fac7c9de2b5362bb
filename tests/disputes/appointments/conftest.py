"""A chief with a room and an accepted case."""

from __future__ import annotations

import pytest

from disputes.choices import State
from disputes.models import Room
from tests.factories import make_case, make_chief


@pytest.fixture
def chief():
    return make_chief()


@pytest.fixture
def room(chief):
    return Room.objects.create(unit=chief.unit, name="一号调解室", capacity=8)


@pytest.fixture
def dispute(chief):
    return make_case(State.ACCEPTED, chief)
