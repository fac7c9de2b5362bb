"""A process of the service does not start with what would fail later."""

from __future__ import annotations

import os
import sys

import pytest

from config import roles
from reporting import checks
from reporting.sections import Clause, Section


@pytest.fixture
def started(monkeypatch) -> list[list[str]]:
    """Commands that a role became."""
    found: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, command: found.append(command))
    return found


@pytest.mark.parametrize("role", roles.ROLES)
def test_a_role_starts(role, started, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["roles", role])
    roles.main()
    assert started == [roles.command(role)]


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_role_starts_with_a_template_that_names_an_unknown_figure(role, started, monkeypatch):
    misspelt = Section("misspelt", "", (((Clause("化解{resolvd}"),)),))
    monkeypatch.setattr(checks, "SECTIONS", {"misspelt": misspelt})
    monkeypatch.setattr(sys, "argv", ["roles", role])
    with pytest.raises(SystemExit, match="章节 misspelt 引用了未定义的指标 resolvd"):
        roles.main()
    assert started == []
