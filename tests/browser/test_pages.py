"""Every main page: readable, Chinese, accessible, quiet."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from config.paths import BASE_DIR
from tests.browser.pages import PAGES, MainPage

AXE = BASE_DIR / "web" / "node_modules" / "axe-core" / "axe.min.js"
# Words of Latin letters that Chinese officers use themselves.
USUAL = {"CSV", "PDF", "DOCX", "XLSX", "JSON", "SM3", "ID", "APP", "GA", "GB", "T"}
SHOTS = os.environ.get("SCREENS")  # a folder: keep what every page looks like


@pytest.fixture(params=PAGES, ids=lambda page: page.name)
def main_page(request, sign_in):
    about: MainPage = request.param
    page = sign_in(about.account)
    page.goto(about.path)
    page.get_by_text(about.shows).first.wait_for()
    page.wait_for_load_state("networkidle")
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{about.name}.png")
    return page


def test_a_main_page_has_no_serious_fault_of_accessibility_and_no_english(main_page):
    main_page.evaluate(AXE.read_text(encoding="utf-8"))
    found = main_page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [
        (fault["id"], [node["html"][:160] for node in fault["nodes"]][:3])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
    assert serious == []

    text = main_page.locator("body").inner_text()
    words = {word for word in re.findall(r"[A-Za-z]{2,}", text) if word.upper() not in USUAL}
    account = set(re.findall(r"[a-z]+", " ".join(page.account for page in PAGES)))
    assert words - account == set()
