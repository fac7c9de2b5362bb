"""Main pages, who opens them, the clicks that lead there, and what must stand there."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

OFFICER, CHIEF, LEGAL = "xuanma_officer", "xuanma_chief", "qingcheng_legal"
BUREAU, ADMIN = "qingyang_statistician", "system_admin"


@dataclass(frozen=True, slots=True)
class MainPage:
    """`way`: what is clicked in turn once the path is open."""

    name: str
    path: str
    account: str
    shows: str
    way: tuple[str, ...] = ()

    def open(self, page: Page) -> None:
        page.goto(self.path)
        for click in self.way:
            page.locator(click).first.click()
        page.get_by_text(self.shows).first.wait_for()
        page.wait_for_load_state("networkidle")


MEDIATING = "/console/disputes?state=mediating"
FIRST_CASE = ("tbody tr a",)
# A case with a hearing of last year, by way of the figure that counts it.
HEARD = ("text=去年", ".tile:has-text('听证式调解')", ".el-drawer tbody a")
BUILD = ("text=生成报告", ".el-dialog button:has-text('确定')")


def _tab(name: str) -> tuple[str, ...]:
    return (f".el-tabs__item:has-text('{name}')",)


WORK = (
    MainPage("home-officer", "/console/", OFFICER, "登记纠纷"),
    MainPage("home-chief", "/console/", CHIEF, "玄马派出所"),
    MainPage("home-bureau", "/console/", BUREAU, "下级单位"),
    MainPage("home-administrator", "/console/", ADMIN, "职责"),
    MainPage("register", "/console/register", OFFICER, "先判断办理途径"),
    MainPage("disputes", "/console/disputes", OFFICER, "纠纷编号"),
    MainPage("clocks", "/console/clocks", CHIEF, "事项"),
    MainPage("reviews", "/console/reviews", LEGAL, "审核层级"),
    MainPage("referrals", "/console/referrals", OFFICER, "移交函编号"),
    MainPage("samples", "/console/samples", CHIEF, "回访民警"),
    MainPage("calendar", "/console/calendar", CHIEF, "下一周"),
    MainPage("units", "/console/units", BUREAU, "机构代码"),
    MainPage("officers", "/console/officers", CHIEF, "警号"),
    MainPage("operations", "/console/operations", ADMIN, "汇总和对账"),
)
CASE = (
    MainPage("case", "/console/disputes", OFFICER, "更多办理", FIRST_CASE),
    MainPage("case-parties", "/console/disputes", OFFICER, "监护人、代理人", FIRST_CASE + _tab("当事人")),
    MainPage("case-course", "/console/", LEGAL, "查明的事实", HEARD + _tab("调解过程")),
    MainPage("case-hearing", "/console/", LEGAL, "听证小组和评议意见", HEARD + _tab("听证")),
    MainPage("case-calendar", MEDIATING, OFFICER, "找共同的空闲时间", FIRST_CASE + _tab("排期")),
    MainPage("case-agreement", "/console/", LEGAL, "协议内容", HEARD + _tab("协议履行")),
    MainPage("case-followups", "/console/", LEGAL, "满意度", HEARD + _tab("回访")),
    MainPage("case-papers", "/console/", LEGAL, "可以出具", HEARD + _tab("文书")),
    MainPage("case-files", "/console/disputes", OFFICER, "没有附件", FIRST_CASE + _tab("附件")),
    MainPage("case-volume", "/console/", LEGAL, "装订成卷", HEARD + _tab("卷宗")),
    MainPage("case-history", "/console/", LEGAL, "记录听证环节", HEARD + _tab("流转记录")),
)  # fmt: skip
FIGURES = (
    MainPage("statistics", "/console/statistics", BUREAU, "逐月"),
    MainPage("ranking", "/console/statistics/ranking", BUREAU, "单位"),
    MainPage("comparison", "/console/statistics/comparison", BUREAU, "比较"),
    MainPage("hearing-effect", "/console/statistics/hearing-effect", BUREAU, "听证式调解"),
    MainPage("balance", "/console/statistics/balance", CHIEF, "收结平衡"),
    MainPage("signals", "/console/statistics/signals", BUREAU, "数据核实"),
    MainPage("definitions", "/console/statistics/definitions", BUREAU, "指标定义"),
    MainPage("activities", "/console/activities", BUREAU, "工作种类"),
    MainPage("activities-totals", "/console/activities", BUREAU, "合计", _tab("合计")),
    MainPage("reports", "/console/report", BUREAU, "验证签发的文件"),
    MainPage("report-editor", "/console/report", LEGAL, "提纲", BUILD),
)
SETTINGS = (
    MainPage("holidays", "/console/settings/holidays", CHIEF, "放假安排"),
    MainPage("rooms", "/console/settings/rooms", CHIEF, "容纳人数"),
    MainPage("panel", "/console/settings/panel", LEGAL, "擅长的纠纷"),
    MainPage("draws", "/console/settings/draws", CHIEF, "回访抽样"),
    MainPage("case-rules", "/console/settings/case-files", LEGAL, "归卷规则"),
    MainPage("outline", "/console/settings/outline", BUREAU, "年报提纲"),
    MainPage("templates", "/console/settings/templates", ADMIN, "文书模板"),
    MainPage("dictionaries", "/console/settings/dictionaries", CHIEF, "字典"),
)
PAGES = WORK + CASE + FIGURES + SETTINGS
