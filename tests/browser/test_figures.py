"""The bureau leader clicks a figure and counts the cases."""

from __future__ import annotations

import re


def choose(page, label: str, option: str) -> None:
    """Pick from one of Element's selects."""
    page.locator(f"[aria-label='{label}']").first.click(force=True)
    page.locator(".el-select-dropdown__item:visible", has_text=option).first.click()


def test_the_resolution_rate_of_2025_opens_into_exactly_its_cases(sign_in):
    page = sign_in("qingyang_chief")
    page.goto("/console/statistics")
    page.locator(".tile").first.wait_for()
    choose(page, "年度", "2025年")
    page.locator(".tile", has_text="94.92%").click()
    page.get_by_text("11855 ÷ 12489").wait_for()
    assert page.get_by_role("status").inner_text() == "计入 11855，以下逐起列出："

    numbers = set()
    drawer = page.locator(".el-drawer")
    drawer.locator("tbody tr").nth(49).wait_for()
    for row in drawer.locator("tbody tr").all_inner_texts():
        numbers.add(re.search(r"\d{24}", row)[0])
    assert len(numbers) == 50

    counted = page.evaluate(
        """async () => {
            let cursor = '', seen = new Set()
            do {
              const q = new URLSearchParams({indicator: 'resolution_rate', unit: '621000000000',
                period: '2025', page_size: 200, ...(cursor ? {cursor} : {})})
              const page = await (await fetch('/api/v1/statistics/drill-down/?' + q)).json()
              page.results.forEach((one) => seen.add(one.number))
              cursor = page.next
            } while (cursor)
            return seen.size
        }"""
    )
    assert counted == 11_855
