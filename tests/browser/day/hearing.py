"""Acts of a hearing-style mediation at the hearing desk, stage by stage."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.counter import Quarrel
from tests.browser.desk import Desk, Form

OPINIONS = (
    "水管改装未请专业人员，楼上应当承担主要责任",
    "楼下发现后没有及时关阀，可以适当分担",
    "建议按维修清单协商，邻里之间互谅互让",
)


def stage(desk: Desk, name: str) -> Form:
    """Open the form of the stage that comes next, which must be this one."""
    desk.tab("听证")
    line = desk.page.locator(".stages li.next")
    expect(line.locator(".line b")).to_contain_text(name)
    line.get_by_role("button", name="记录本环节").click()
    line.locator("form").wait_for()
    return Form(line)


def record(desk: Desk, name: str, form: Form) -> None:
    form.submit()
    desk.done(name)
    expect(desk.page.locator(".stages li.done .line", has_text=name)).to_be_visible()


def propose(desk: Desk) -> None:
    form = desk.take("提出听证式调解")
    form.fill("启动事由", "多次上门调解未果，双方均要求请大家评理")
    form.submit()
    desk.done("提出听证式调解")


def approve(chief: Desk, by: str) -> None:
    form = stage(chief, "启动")
    form.fill("批准人", by)
    form.fill("启动依据", "事实清楚、争议较大，双方自愿，适合公开评理")
    record(chief, "启动", form)


def consents(desk: Desk, today: str) -> None:
    form = stage(desk, "告知与同意")
    form.fill_day("告知书送达日期", today)
    record(desk, "告知与同意", form)


def form_panel(desk: Desk, host: str, recorder: str) -> None:
    """The chief in the chair, the officer at the record, three people of the pool."""
    form = stage(desk, "组成听证小组")
    form.fill("利害关系核查情况", "逐一核查，与双方均无利害关系，双方无异议")
    form.row("听证组成人员", 0).choose("民警", host)
    form.row("听证组成人员", 1).choose("民警", recorder)
    for at in (2, 3, 4):
        form.row("听证组成人员", at).choose_nth("听证员库人员", at - 2)
    for at in range(5):
        form.row("听证组成人员", at).turn("本人声明与当事人无利害关系")
    record(desk, "组成听证小组", form)


def arrange_and_drop(desk: Desk) -> None:
    """A time that suits everybody is found; then the two come at once, and it is called off."""
    desk.tab("排期")
    desk.press("找共同的空闲时间")
    desk.page.get_by_role("button", name="选此时段").first.click()
    form = desk.drawer("排期")
    form.submit()
    form.shows("各方是否同意")
    form.give_reason("双方同意不受提前通知时间限制")
    form.submit()
    desk.read("排期：已办理")
    row = desk.page.locator("main .el-table:visible tbody tr").first
    expect(row).to_contain_text("听证式调解")
    row.get_by_role("button", name="取消", exact=True).click()
    form = desk.drawer("取消")
    form.fill("事由", "双方今天都到所，要求当天听证")
    form.submit()
    expect(row).to_contain_text("已取消")


def announce(desk: Desk, today: str) -> None:
    """The station's plan asks for no days of notice."""
    form = stage(desk, "通知")
    form.fill_day("预定日期", today)
    record(desk, "通知", form)


def open_and_hear(desk: Desk, quarrel: Quarrel) -> None:
    record(desk, "开场", stage(desk, "开场"))
    form = stage(desk, "陈述")
    form.fill("申请方陈述", f"{quarrel.applicant}：衣柜和墙面都泡坏了，要求修水管、赔损失")
    form.fill("被申请方陈述", f"{quarrel.respondent}：愿意修，但是赔得太多")
    record(desk, "陈述", form)
    form = stage(desk, "举证质证")
    exhibit = form.add_row("证据清单")
    exhibit.fill("证据名称", "漏水现场照片")
    for name in (quarrel.applicant, quarrel.respondent):
        view = exhibit.add_row("各方质证意见")
        view.choose("当事人", name)
        view.turn("无异议")
    record(desk, "举证质证", form)
    form = stage(desk, "听证员提问")
    for at in range(3):
        row = form.row("提问与回答", at)
        row.fill("提问", "水管是什么时候、请谁改装的？")
        row.fill("回答", "上个月自己改的")
    record(desk, "听证员提问", form)
    form = stage(desk, "辩论和最后陈述")
    form.fill("最后陈述", "双方表示愿意听听大家的意见")
    record(desk, "辩论和最后陈述", form)


def deliberate(desk: Desk) -> None:
    """Each opinion is sealed until all are in; then the recorder shows them together."""
    for at, text in enumerate(OPINIONS):
        desk.press("提出评议意见")
        form = desk.drawer("提出评议意见")
        form.choose_nth("听证员席位", at + 2)
        form.fill("评议意见", text)
        form.turn("是否支持申请方主要诉求")
        form.submit()
        desk.done("提出评议意见")
    desk.read("已密封，开示前不可见")
    expect(desk.page.get_by_text(OPINIONS[0])).to_have_count(0)
    desk.press("开示评议意见")
    desk.drawer("开示评议意见").submit()
    desk.done("开示评议意见")
    desk.read(OPINIONS[0])
    form = stage(desk, "评议")
    form.fill("集体评议意见", "多数意见认为楼上承担主要责任，赔偿按维修清单计算")
    record(desk, "评议", form)


def persuade(desk: Desk) -> None:
    form = stage(desk, "法理情疏导和听证意见")
    form.fill("听证意见", "楼上赔偿一千八百元并修好水管，楼下不再追究")
    said = ("民法典规定不动产相邻各方应当妥善处理排水", "打官司费时费钱", "远亲不如近邻")
    for at, text in enumerate(said):
        form.row("法理情疏导", at).fill("疏导内容", text)
    record(desk, "法理情疏导和听证意见", form)
    form = stage(desk, "调解")
    proposal = form.row("调解方案", 0)
    proposal.fill("方案", "赔偿一千八百元，三日内修好水管")
    proposal.choose("答复", "接受")
    record(desk, "调解", form)


def conclude(desk: Desk) -> None:
    form = stage(desk, "签订协议或者记录未达成")
    form.choose("结果", "达成协议")
    record(desk, "签订协议或者记录未达成", form)


def visit(desk: Desk, quarrel: Quarrel) -> None:
    """The last stage is the follow-up, once the agreement is performed."""
    form = stage(desk, "回访")
    form.fill("回访情况", "水管已经修好，赔偿到位，两家见面打招呼")
    seen = form.part("回访")
    seen.fill("回访对象", quarrel.applicant)
    seen.turn("协议是否履行")
    seen.choose("满意度", "非常满意")
    record(desk, "回访", form)
