"""Binding without LibreOffice, where the papers themselves do not matter."""

from __future__ import annotations

import pytest

from disputes.services import assembling
from tests.disputes.volumes import making


@pytest.fixture
def quick(monkeypatch):
    """Without LibreOffice: each paper is a page."""
    monkeypatch.setattr(assembling, "convert_all", lambda papers: [making.scan(1) for _ in papers])
