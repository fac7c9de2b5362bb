"""Invented people. Names are common ones, numbers cannot belong to anybody.

Citizen ID numbers carry the division 621099, which does not exist (GB/T 2260), with a right
check digit; mobile numbers begin with 154, a segment that no operator gives to subscribers.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from disputes.demo.places import ESTATES, VILLAGES
from disputes.identity import CREDIT_ALPHABET, ID_CHECKS, ID_WEIGHTS
from disputes.models.party import DocumentType

NO_DIVISION = "621099"
NO_SEGMENT = "154"
SURNAMES = [
    *"李李李李王王王王张张张张刘刘刘陈陈杨杨赵赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许",
    *"傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟",
    *"龙万段雷钱汤尹黎易常武乔贺赖龚文慕豆俄昔脱樊麻折",
    *("欧阳", "上官", "慕容", "拓跋", "令狐"),
]
MALE = list(
    "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林栋峰建国志文海永生世锋维玉树怀宏"
)
FEMALE = list(
    "芳娜敏静丽艳娟霞燕玲桂英秀兰红梅琳萍雪倩婷慧莹洁云莲凤琴彩巧芝香翠珍月妮蓉荷叶爱霖璐"
)
# Characters that break programs which count bytes, use GBK or know only 20,000 of them.
RARE = ["堃", "犇", "燚", "喆", "䶮", "㛃", "𬭎", "𠅤", "𬀩", "𣲗", "珺", "垚"]
FIRMS = ("陇塬建筑劳务有限公司", "庆泰物业服务有限公司", "惠民超市", "金麦餐饮店", "塬上果业合作社",
         "恒通运输有限公司", "宏达建材经营部", "康宁诊所", "诚信家具城", "环江养殖合作社")  # fmt: skip


def name(rng: random.Random, female: bool) -> str:
    """A surname and one or two characters; one name in sixty has a rare one."""
    given = rng.choices(FEMALE if female else MALE, k=rng.choice((1, 2, 2, 2)))
    if rng.random() < 1 / 60:
        given[-1] = rng.choice(RARE)
    return "".join([rng.choice(SURNAMES), *given])


def citizen_id(rng: random.Random, born_on: date, female: bool) -> str:
    serial = rng.randrange(0, 499) * 2 + (2 if female else 1)
    body = f"{NO_DIVISION}{born_on:%Y%m%d}{serial:03d}"
    total = sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, body, strict=True))
    return body + ID_CHECKS[total % 11]


def credit_code(rng: random.Random) -> str:
    body = f"91{NO_DIVISION}MA{''.join(rng.choices(CREDIT_ALPHABET, k=7))}"
    total = sum(CREDIT_ALPHABET.index(sign) * pow(3, i, 31) for i, sign in enumerate(body))
    return body + CREDIT_ALPHABET[-total % 31]


def phone(rng: random.Random) -> str:
    return f"{NO_SEGMENT}{rng.randrange(10**8):08d}"


def address(rng: random.Random, township: str) -> str:
    """Somebody's home in a township: a village group, or a flat where there are streets."""
    if township.endswith("街道"):
        flat = f"{rng.randint(1, 24)}号楼{rng.randint(1, 4)}单元{rng.randint(1, 18)}0{rng.randint(1, 3)}室"
        return f"甘肃省庆阳市{township}{rng.choice(ESTATES)}{flat}"
    return (
        f"甘肃省庆阳市{township}{rng.choice(VILLAGES)}村{rng.randint(1, 9)}组{rng.randint(1, 90)}号"
    )


def person(
    rng: random.Random, township: str, on: date, *, ages: tuple[int, int] = (19, 78)
) -> dict[str, Any]:
    """Fields of a party. Like in a real register some numbers and addresses are missing."""
    female = rng.random() < 0.4
    born_on = on - timedelta(days=rng.randint(ages[0] * 366, ages[1] * 365))
    fields: dict[str, Any] = {"name": name(rng, female)}
    if ages[1] < 18 or rng.random() < 0.85:
        fields["id_number"] = citizen_id(rng, born_on, female)
    else:
        fields |= {"sex": "2" if female else "1", "adult_confirmed": True}
    if rng.random() < 0.9:
        fields["phone"] = phone(rng)
    if rng.random() < 0.8:
        fields["address"] = address(rng, township)
    return fields


def firm(rng: random.Random, township: str) -> dict[str, Any]:
    """Fields of a party that is an organisation."""
    return {
        "name": f"庆阳{rng.choice(FIRMS)}",
        "is_organisation": True,
        "document_type": DocumentType.CREDIT_CODE,
        "id_number": credit_code(rng),
        "phone": phone(rng),
        "address": address(rng, township),
    }
