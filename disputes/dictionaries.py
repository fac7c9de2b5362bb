"""Default entries of the dictionaries, put in where missing. A bureau's own edits stay."""

from __future__ import annotations

from typing import Any

from disputes.choices import JudicialClass as J

# major code, major name: (minor code, minor name, judicial class)
KINDS: dict[tuple[str, str], tuple[tuple[str, str, J], ...]] = {
    ("love_family", "婚恋家庭"): (
        ("love", "婚恋感情", J.MARRIAGE_FAMILY),
        ("family", "家庭成员", J.MARRIAGE_FAMILY),
        ("support", "赡养抚养", J.MARRIAGE_FAMILY),
        ("inheritance", "财产继承", J.MARRIAGE_FAMILY),
    ),
    ("neighbour", "邻里"): (
        ("neighbour_daily", "邻里琐事", J.NEIGHBOUR),
        ("neighbour_noise", "噪声扰民", J.NEIGHBOUR),
        ("neighbour_water", "漏水排水", J.NEIGHBOUR),
        ("neighbour_animal", "饲养动物", J.NEIGHBOUR),
    ),
    ("debt", "经济债务"): (
        ("loan", "民间借贷", J.CONTRACT),
        ("contract", "合同履行", J.CONTRACT),
        ("partnership", "合伙经营", J.BUSINESS),
    ),
    ("land", "土地宅基地"): (
        ("homestead", "宅基地和房屋", J.HOUSING),
        ("boundary", "地界", J.FOREST_LAND),
        ("forest", "山林权属", J.FOREST_LAND),
        ("expropriation", "征地拆迁", J.EXPROPRIATION),
    ),
    ("labour", "劳资"): (
        ("wages", "拖欠工资", J.LABOUR),
        ("work_injury", "工伤赔偿", J.LABOUR),
    ),
    ("renting", "租赁"): (("renting", "房屋租赁", J.HOUSING),),
    ("consumption", "消费"): (
        ("consumption", "消费服务", J.CONSUMPTION),
        ("online_shopping", "网络购物", J.INTERNET),
        ("tourism", "旅游服务", J.TOURISM),
    ),
    ("property", "物业"): (("property", "物业服务", J.PROPERTY_SERVICE),),
    ("campus", "校园"): (("campus", "校园学生", J.DAMAGES),),
    ("medical", "医疗"): (("medical", "医疗", J.MEDICAL),),
    ("traffic", "交通"): (("traffic", "道路交通事故", J.TRAFFIC),),
    ("injury", "人身财产损害"): (
        ("fight", "殴打伤害", J.DAMAGES),
        ("damage", "损毁财物", J.DAMAGES),
        ("insult", "侮辱诽谤", J.DAMAGES),
    ),
    ("environment", "环境"): (("environment", "环境污染", J.ENVIRONMENT),),
    ("intellectual", "知识产权"): (("intellectual", "知识产权", J.INTELLECTUAL_PROPERTY),),
    ("other", "其他"): (("other", "其他纠纷", J.OTHER),),
}
# code, name, rank, colour, least score, leader required, means of follow-up, and days for the
# first action, the resolution and the follow-up. No national standard: a bureau renames, regrades
# and reschedules them.
RISK_LEVELS = (
    ("red", "红色（高）", 40, "#F56C6C", 60, True, "visit", (1, 7, 7)),
    ("orange", "橙色（较高）", 30, "#E6A23C", 40, True, "visit", (1, 15, 15)),
    ("yellow", "黄色（中）", 20, "#F2D544", 20, False, "phone", (3, 30, 30)),
    ("blue", "蓝色（低）", 10, "#409EFF", 0, False, "", (7, 60, None)),
)
# code, name, points, what of the register counts by itself, from which number on.
RISK_FACTORS = (
    ("threats", "扬言报复或者采取极端行为", 25, "", None),
    ("weapon", "持有或者准备凶器", 25, "", None),
    ("violence", "已经发生暴力行为", 20, "", None),
    ("mental_illness", "一方精神异常", 20, "", None),
    ("domestic_violence", "涉家庭暴力", 20, "domestic_violence", None),
    ("repeat_alarms", "重复警情", 15, "repeat_alarm", None),
    ("crowd", "群体性或者涉及人数较多", 15, "group_event", None),
    ("grudge", "积怨较深", 15, "", None),
    ("prior_violation", "一方有违法犯罪前科", 10, "", None),
    ("drink", "酗酒", 10, "", None),
    ("children", "涉未成年人", 10, "involves_minor", None),
    ("money", "涉及金额较大", 10, "amount", 100_000),
    ("opinion", "网络舆情关注", 10, "", None),
)
# group, code, name. Lists of 六失 differ by place: this is a frequent one.
MARK_KINDS = (
    ("重点人员", "key_person", "重点人员"),
    ("重点人员", "stability", "涉稳重点人员"),
    ("重点人员", "mental_disorder", "肇事肇祸等严重精神障碍患者"),
    ("六失人员", "lost_investment", "投资失败"),
    ("六失人员", "lost_life", "生活失意"),
    ("六失人员", "lost_relations", "关系失和"),
    ("六失人员", "lost_balance", "心态失衡"),
    ("六失人员", "lost_character", "性格偏执"),
    ("六失人员", "lost_mind", "精神失常"),
)
# level, track, least amount in yuan (元).
REVIEW_RULES: tuple[tuple[str, str, int | None], ...] = (
    ("legal", "security_case", None),
    ("bureau", "", 100_000),
)


def fill() -> None:
    """Put in every default entry that does not exist yet."""
    from disputes.models import Kind

    known = set(Kind.objects.values_list("code", flat=True))
    position = 0
    for (code, name), minors in KINDS.items():
        position += 10
        major = {"name": name, "position": position * 100}
        parent = None
        rows = [row for row in minors if f"{code}.{row[0]}" not in known]
        if code not in known or rows:
            parent, _ = Kind.objects.get_or_create(code=code, defaults=major)
        Kind.objects.bulk_create(
            Kind(code=f"{code}.{minor}", name=label, parent=parent, judicial_class=judicial,
                 position=position * 100 + n + 1)
            for n, (minor, label, judicial) in enumerate(rows)
        )  # fmt: skip
    _fill_risk()
    _fill_marks_and_reviews()


def _fill_risk() -> None:
    from disputes.models import RiskFactor, RiskLevel

    RiskLevel.objects.bulk_create(
        (RiskLevel(code=code, name=name, rank=rank, color=color, from_score=score,
                   leader_required=leader, follow_up_method=method, first_action_days=days[0],
                   resolution_days=days[1], follow_up_days=days[2])
         for code, name, rank, color, score, leader, method, days in RISK_LEVELS),
        ignore_conflicts=True,
    )  # fmt: skip
    RiskFactor.objects.bulk_create(
        (RiskFactor(code=code, name=name, weight=points, flag=flag, at_least=number)
         for code, name, points, flag, number in RISK_FACTORS),
        ignore_conflicts=True,
    )  # fmt: skip


def _fill_marks_and_reviews() -> None:
    """A rule has no code to be known by: the defaults are put in where there is none at all."""
    from disputes.models import MarkKind, ReviewRule

    MarkKind.objects.bulk_create(
        (MarkKind(group=group, code=code, name=name) for group, code, name in MARK_KINDS),
        ignore_conflicts=True,
    )
    if not ReviewRule.objects.exists():
        ReviewRule.objects.bulk_create(
            ReviewRule(level=level, track=track, amount_from=amount)
            for level, track, amount in REVIEW_RULES
        )


def fill_after_migrate(*, using: str, plan: Any = (), **kwargs: Any) -> None:
    """Runs after every migrate (and after a test database is flushed)."""
    from django.db import DEFAULT_DB_ALIAS

    if using == DEFAULT_DB_ALIAS:
        fill()
