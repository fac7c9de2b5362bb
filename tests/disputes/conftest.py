import pytest

from disputes import clock
from tests.factories import NOW


@pytest.fixture
def standing_clock():
    """The server's clock stands at noon of `factories.NOW`, so that no day lies in the future."""
    with clock.at(NOW):
        yield
