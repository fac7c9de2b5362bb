from __future__ import annotations

import pytest

from disputes import clock
from tests.factories import NOW
from tests.promised import guards_say_what_is_promised  # noqa: F401


@pytest.fixture
def standing_clock():
    """The server's clock stands at noon of `factories.NOW`, so that no day lies in the future."""
    with clock.at(NOW):
        yield
