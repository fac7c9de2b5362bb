"""First load and the way to the list, measured in the browser."""

from __future__ import annotations

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


LIST = """async () => {
    const began = performance.now()
    const entries = [...document.querySelectorAll('[role=menuitem]')]
    entries.find((one) => one.textContent.trim() === '纠纷台账').click()
    while (document.querySelectorAll('main tbody tr').length < 50)
      await new Promise((next) => requestAnimationFrame(next))
    await new Promise((next) => setTimeout(next))  // the page takes the next click
    const whole = performance.now() - began
    const api = performance.getEntriesByType('resource')
      .find((one) => one.startTime >= began && one.name.includes('/api/v1/disputes/?'))
    return [whole, api.duration]
}"""


def test_the_list_can_be_worked_with_soon_after_the_api_has_answered(sign_in):
    """A ratio, because the machine is anybody's: what the browser adds to the API's own time."""
    page = sign_in("xuanma_officer")
    page.goto("/console/disputes")
    page.locator("tbody tr").nth(10).wait_for()  # everything is in the browser's cache now
    page.goto("/console/")
    page.get_by_role("menuitem", name="纠纷台账").wait_for()
    page.wait_for_load_state("networkidle")
    whole, api = page.evaluate(LIST)
    print(f"\n纠纷台账 50 条：共 {whole:.0f} 毫秒，其中接口 {api:.0f} 毫秒，{whole / api:.1f} 倍")
    assert whole < 5_000  # a page that hangs; the figure itself is printed
