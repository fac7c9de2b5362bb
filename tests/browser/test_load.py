"""First load and the way to the list, measured in the browser."""

from __future__ import annotations

import time

MOST = 350 * 1024  # bytes over the wire before charts


def test_the_first_load_asks_nobody_else_and_is_small(sign_in):
    outside: list[str] = []
    page = sign_in("xuanma_officer", outside=outside)
    page.goto("/console/disputes")
    page.locator("tbody tr").nth(10).wait_for()
    sizes = page.evaluate(
        """() => performance.getEntriesByType('resource')
             .filter((one) => one.name.includes('/static/console/'))
             .map((one) => one.encodedBodySize)"""
    )
    assert 0 < sum(sizes) <= MOST
    assert outside == []


def test_the_list_can_be_worked_with_soon_after_the_api_has_answered(sign_in):
    """A ratio, because the machine is anybody's: what the browser adds to the API's own time."""
    page = sign_in("xuanma_officer")
    page.goto("/console/disputes")
    page.locator("tbody tr").nth(10).wait_for()  # everything is in the browser's cache now
    page.goto("/console/")
    started = time.monotonic()
    page.get_by_role("menuitem", name="纠纷台账").click()
    page.locator("tbody tr").nth(49).wait_for()
    whole = time.monotonic() - started
    api = page.evaluate(
        """() => performance.getEntriesByType('resource')
             .filter((one) => one.name.includes('/api/v1/disputes/?')).at(-1).duration / 1000"""
    )
    print(f"\n纠纷台账 50 条：共 {whole:.2f} 秒，其中接口 {api:.2f} 秒")
    assert whole - api < 5  # a page that hangs; the figure itself is printed
