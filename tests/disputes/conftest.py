from __future__ import annotations

import sys

import pytest

from disputes import clock, guards
from disputes.errors import Refusal
from tests.factories import NOW
from tests.promised import promised


@pytest.fixture(autouse=True)
def guards_say_what_is_promised(monkeypatch):
    """Whatever a guard refuses in any test here, docs/rules.md says so in the same words."""
    made = Refusal.__init__

    def made_as_promised(self: Refusal, *args, **kwargs) -> None:
        made(self, *args, **kwargs)
        if sys._getframe(1).f_globals["__name__"].startswith(guards.__name__):
            assert promised(self), (self.code, self.detail, [*map(str, self.statutes)])

    monkeypatch.setattr(Refusal, "__init__", made_as_promised)


@pytest.fixture
def standing_clock():
    """The server's clock stands at noon of `factories.NOW`, so that no day lies in the future."""
    with clock.at(NOW):
        yield
