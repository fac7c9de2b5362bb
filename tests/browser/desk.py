"""What people do at the console, in their words: fill, choose, press, read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLong

SHOTS = os.environ.get("SCREENS")  # a folder: keep what pages look like
A_LOOK = 3_000  # milliseconds until one looks elsewhere for a button


def keep_picture(page: Page, name: str) -> None:
    """Of what stands in the window now, when pictures are asked for."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


class Form:
    """Fields found by the label that stands beside them. Nothing is set but by hand."""

    def __init__(self, scope: Locator) -> None:
        self.scope = scope
        self.page: Page = scope.page

    def _item(self, label: str) -> Locator:
        """The field with this label; hints and stars beside the label do not count."""
        named = re.compile(rf"^\s*{re.escape(label)}\s*？?\s*$")
        label_of = self.page.locator(".el-form-item__label").filter(has_text=named)
        return self.scope.locator(".el-form-item").filter(has=label_of).first

    def fill(self, label: str, text: str) -> None:
        self._item(label).locator("input, textarea").first.fill(text)

    def fill_day(self, label: str, day: str) -> None:
        field = self._item(label).locator("input").first
        field.fill(day)
        field.press("Enter")

    def choose(self, label: str, option: str) -> None:
        self._pick(label, lambda offered: offered.filter(has_text=option).first)

    def choose_nth(self, label: str, at: int) -> None:
        """The entry at this place, counted from zero; whoever it is."""
        self._pick(label, lambda offered: offered.nth(at))

    def _pick(self, label: str, among: Callable[[Locator], Locator]) -> None:
        """Click until it stands there, as people do: a list that still moves lets go of the click."""
        select = self._item(label).locator(".el-select").first
        chosen = select.locator(".el-select__placeholder:not(.is-transparent)")
        for _ in range(3):
            select.click()
            listed = select.get_by_role("combobox").get_attribute("aria-controls")
            among(self.page.locator(f"[id='{listed}'] .el-select-dropdown__item")).click()
            with suppress(AssertionError):
                return expect(chosen).to_be_visible(timeout=A_LOOK)
        raise AssertionError(f"{label}：选不上")

    def choose_kind(self, label: str, major: str, minor: str) -> None:
        self._item(label).locator(".el-cascader").click()
        for name in (major, minor):
            self.page.locator(".el-cascader-node:visible", has_text=name).first.click()

    def turn(self, label: str, on: bool = True) -> None:
        switch = self._item(label).locator(".el-switch")
        if switch.get_by_role("switch").is_checked() != on:
            switch.locator(".el-switch__core").click()

    def give_reason(self, reason: str) -> None:
        """Why to go on in spite of a warning."""
        field = self.scope.get_by_label(re.compile("仍要办理的理由$"))
        field.fill(reason)

    def value(self, label: str) -> str:
        return self._item(label).locator("input, textarea").first.input_value()

    def row(self, legend: str, at: int) -> Form:
        """A row of a list, counted from zero."""
        return Form(self._list(legend).locator(":scope > .row").nth(at))

    def part(self, legend: str) -> Form:
        return Form(self._list(legend))

    def add_row(self, legend: str) -> Form:
        rows = self._list(legend).locator(":scope > .row")
        before = rows.count()
        self._list(legend).locator(":scope > button").click()
        return Form(rows.nth(before))

    def drop_row(self, legend: str, at: int) -> None:
        self.row(legend, at).scope.get_by_role("button", name=f"删除第{at + 1}项").last.click()

    def _list(self, legend: str) -> Locator:
        named = re.compile(rf"^\s*{re.escape(legend)}")
        titled = self.page.locator(":scope > legend").filter(has_text=named)
        return self.scope.locator("fieldset").filter(has=titled).first

    def submit(self, name: str = "提交") -> None:
        self.scope.get_by_role("button", name=name, exact=True).click()

    def shows(self, text: str) -> None:
        expect(self.scope.get_by_text(text).first).to_be_visible()


class Desk(Form):
    """Somebody who has signed in, and the page in front of them."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.locator("body"))
        self.page = page

    # --- going about

    def menu(self, title: str) -> None:
        self.page.get_by_role("menuitem", name=title, exact=True).click()

    def tab(self, name: str) -> None:
        """A tab of the case or report in front."""
        self.page.locator("main .el-tabs__item:visible", has_text=name).first.click()

    def go(self, path: str) -> None:
        self.page.goto(f"/console{path}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()

    def read(self, text: str) -> None:
        """Wait until this stands on the page."""
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()

    def reload(self) -> None:
        self.page.reload()
        self.page.get_by_text("退出").wait_for()

    def find_case(self, number: str) -> None:
        """By its number in the search of the header."""
        box = self.page.get_by_label("查找纠纷：编号、证件号码或电话")
        box.fill(number)
        box.press("Enter")
        self.page.get_by_role("link", name=number).click()
        self.state_is(number)

    # --- a case

    def take(self, action: str) -> Form:
        """Begin a step of the case in front: by its button, else from 更多办理."""
        button = self.page.locator(".head .actions").get_by_role("button", name=action, exact=True)
        try:
            button.click(timeout=A_LOOK)
        except TooLong:
            self.press("更多办理")
            self.page.get_by_role("menuitem", name=action, exact=True).click()
        return self.drawer(action)

    def drawer(self, title: str) -> Form:
        titled = self.page.locator(".el-drawer__title", has_text=title)
        drawer = self.page.locator(".el-drawer").filter(has=titled).locator("visible=true").first
        drawer.locator("form").first.wait_for()
        return Form(drawer)

    def dialog(self, title: str) -> Form:
        titled = self.page.locator(".el-dialog__title, .el-message-box__title", has_text=title)
        box = self.page.locator(".el-dialog, .el-message-box").filter(has=titled)
        box.locator("visible=true").first.wait_for()
        return Form(box.locator("visible=true").first)

    def done(self, name: str) -> None:
        """The service took it."""
        self.read(f"{name}：已办理")
        expect(self.page.locator(".el-drawer:visible")).to_have_count(0)

    def state_is(self, name: str) -> None:
        """The head of the case says this: its number, its state."""
        expect(self.page.locator(".head h1")).to_contain_text(name)

    # --- files

    def download(self, clicked: Locator) -> Download:
        with self.page.expect_download() as coming:
            clicked.click()
        return coming.value
