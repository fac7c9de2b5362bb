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
# code, name, rank, colour. No national standard: a bureau renames and regrades them.
RISK_LEVELS = (
    ("red", "红色（高）", 40, "#F56C6C"),
    ("orange", "橙色（较高）", 30, "#E6A23C"),
    ("yellow", "黄色（中）", 20, "#F2D544"),
    ("blue", "蓝色（低）", 10, "#409EFF"),
)


def fill() -> None:
    """Put in every default entry that does not exist yet."""
    from disputes.models import Kind, RiskLevel

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
    RiskLevel.objects.bulk_create(
        (RiskLevel(code=c, name=n, rank=r, color=h) for c, n, r, h in RISK_LEVELS),
        ignore_conflicts=True,
    )


def fill_after_migrate(*, using: str, plan: Any = (), **kwargs: Any) -> None:
    """Runs after every migrate (and after a test database is flushed)."""
    from django.db import DEFAULT_DB_ALIAS

    if using == DEFAULT_DB_ALIAS:
        fill()
