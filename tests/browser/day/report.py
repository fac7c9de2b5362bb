"""Acts of the annual report: composed, checked, confirmed below, reviewed, signed, exported."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Download, expect

from tests.browser.desk import Desk

WORK = 60_000  # milliseconds that a whole report or a file may take on a busy machine
TITLE = "2025年年度报告"
BELOW = tuple(
    f"{county}_legal"
    for county in (
        "xifeng", "qingcheng", "huanxian", "huachi", "heshui", "zhengning", "ningxian", "zhenyuan",
    )
)  # fmt: skip
WRITTEN = {
    "主要负责人履行第一责任人职责的情况": "市公安局主要负责人全年主持研究法治公安建设工作四次。",
    "存在的问题": "个别派出所回访不够及时。",
}


def compose(desk: Desk) -> None:
    """Last year is what the form proposes."""
    desk.menu("年度报告")
    desk.press("生成报告")
    desk.dialog("生成报告").submit("确定")
    expect(desk.page.get_by_role("heading", name=TITLE)).to_be_visible(timeout=WORK)


def open_it(desk: Desk) -> None:
    desk.menu("年度报告")
    desk.page.get_by_role("link", name=TITLE).first.click()
    expect(desk.page.get_by_role("heading", name=TITLE)).to_be_visible()


def write(desk: Desk) -> None:
    for place, text in WRITTEN.items():
        desk.page.get_by_label(place).fill(text)
    desk.press("保存文字（2处）")
    expect(desk.page.get_by_text("送审前还须填写")).to_have_count(0)


def answer_warnings(desk: Desk, reason: str) -> int:
    """How many there were. What the linter only notes needs no answer."""
    desk.tab("校对")
    open_ones = desk.page.get_by_role("button", name="说明理由")
    expect(open_ones.first).to_be_visible()
    warnings = open_ones.count()
    for answered in range(1, warnings + 1):
        open_ones.first.click()
        desk.page.get_by_label("不改的理由").fill(reason)
        desk.page.get_by_label("不改的理由").press("Enter")
        expect(desk.page.get_by_text(f"说明：{reason}")).to_have_count(answered)
    return warnings


def confirm(county: Desk) -> None:
    county.menu("年度报告")
    county.page.locator("tbody tr", has_text=TITLE).get_by_role("button", name="核对").click()
    county.press("确认无误")
    county.dialog("确认本单位数据").submit("确定")
    county.read("确认本单位数据：已办理")


def take(desk: Desk, step: str, then: str) -> None:
    """A step of the review chain, and where the report stands after it."""
    desk.tab("办理")
    desk.press(step)
    desk.dialog(step).submit("确定")
    desk.read(f"{step}：已办理")
    expect(desk.page.locator(".bar .el-tag").first).to_have_text(then)


def export(desk: Desk, form: str, folder: Path) -> Path:
    """Asked for with a purpose, made by the worker, downloaded."""
    desk.tab("导出和更正")
    desk.choose("格式", form)
    desk.fill("用途（记入审计）", "报送市政府")
    desk.press("导出")
    job = desk.page.locator(".jobs li", has_text=form)
    done = job.get_by_role("button", name="下载")
    expect(done).to_be_visible(timeout=WORK)
    return _kept(desk.download(done), folder)


def signed_file(desk: Desk, folder: Path) -> Path:
    return _kept(desk.download(desk.page.get_by_role("link", name="签发的文件")), folder)


def _kept(file: Download, folder: Path) -> Path:
    path = folder / file.suggested_filename
    file.save_as(path)
    return path


def verify(desk: Desk, file: Path) -> str:
    """What the console says of a file."""
    desk.menu("年度报告")
    desk.press("验证签发的文件")
    dialog = desk.dialog("验证签发的文件").scope
    dialog.get_by_label("文件", exact=True).set_input_files(file)
    verdict = dialog.locator(".said .el-alert__title")
    expect(verdict).to_be_visible()
    said = verdict.inner_text()
    dialog.get_by_role("button", name="关闭此对话框").click()
    return said
