import pytest

from disputes.choices import Role
from tests.disputes.api.asking import Api
from tests.factories import make_officer, make_station, make_unit


@pytest.fixture(autouse=True)
def _the_clock_stands(standing_clock):
    """Every request of these tests comes at noon of `factories.NOW`."""


@pytest.fixture(autouse=True)
def _nobody_is_slowed_down(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.fixture
def station():
    return make_station()


@pytest.fixture
def chief(station):
    return make_officer(station, Role.CHIEF)


@pytest.fixture
def api(chief):
    """The chief of the station: whoever may take every step."""
    return Api(chief)


@pytest.fixture
def stranger(station):
    """A chief of another station below the same county bureau."""
    return make_officer(make_unit(station.parent), Role.CHIEF)
