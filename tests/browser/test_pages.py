"""Every main page: readable, Chinese, accessible, quiet."""

from __future__ import annotations

import re

import pytest

from config.paths import BASE_DIR
from tests.browser.conftest import PHONE
from tests.browser.desk import keep_picture
from tests.browser.pages import PAGES, WORK, MainPage

AXE = BASE_DIR / "web" / "node_modules" / "axe-core" / "axe.min.js"
# Words of Latin letters that Chinese officers use themselves.
USUAL = {"CSV", "WORD", "PDF", "DOCX", "XLSX", "JSON", "SM3", "ID", "APP", "GA", "GB", "T"}


# CI, in its short form, looks at what one sees in the menu; `make browser` at every page.
LONG = [pytest.param(page, marks=pytest.mark.slow) for page in PAGES if page not in WORK]


@pytest.fixture(params=[*WORK, *LONG], ids=lambda page: page.name)
def main_page(request, sign_in):
    about: MainPage = request.param
    page = sign_in(about.account)
    about.open(page)
    keep_picture(page, about.name)
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


def test_intake_fits_a_phone_without_scrolling_sideways(sign_in):
    page = sign_in("xuanma_officer", viewport=PHONE)
    page.goto("/console/register")
    page.get_by_text("先判断办理途径").wait_for()
    page.wait_for_load_state("networkidle")
    keep_picture(page, "register-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
