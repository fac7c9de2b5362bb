"""What the demo's disputes are about: kinds, their share, the words and terms that fit them.

Free texts name nobody, as the rules for real texts demand: names stand on the parties only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from disputes.choices import Track


class Term(Enum):
    """A thing to be done under an agreement: type, content, method."""

    PAY = ("money", "一次性支付{amount}元，双方再无其他争议", "现金或者银行转账")
    INSTALMENT = ("money", "分期支付{amount}元", "银行转账，收款人出具收条")
    APOLOGY = ("apology", "向对方当面赔礼道歉，保证不再发生类似行为", "当面口头")
    REPAIR = ("act", "自行修复损坏部位，恢复原状", "自行施工，对方验收")
    STOP = ("act", "停止干扰对方正常生活的行为", "自协议生效起遵守")
    BOUNDARY = ("act", "以现场共同指认的界石为界，不再越界耕种、堆放", "共同埋设界石")
    RETURN = ("item", "返还占用的物品", "当面交接，双方清点")
    CARE = ("act", "按月探望老人并承担相应生活费用", "每月一次")


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of dispute on one track. `amount` is the usual range in yuan (元)."""

    kind: str
    track: Track
    weight: float
    summaries: tuple[str, ...]
    claim: str
    terms: tuple[Term, ...]
    amount: tuple[int, int] | None = None
    against_firm: float = 0.0  # how often the respondent is an organisation


CIVIL, SECURITY, TRAFFIC = Track.CIVIL, Track.SECURITY_CASE, Track.TRAFFIC
MATTERS = (
    Matter("love_family.love", CIVIL, 7, (
        "双方恋爱期间有经济往来，分手后就彩礼返还问题多次发生争吵",
        "双方因感情不和分居，一方到对方住处讨要说法，引发争执",
    ), "要求返还彩礼、互不打扰", (Term.PAY, Term.STOP), (2000, 60000)),
    Matter("love_family.family", CIVIL, 14, (
        "夫妻因家务琐事发生口角，继而摔砸家中物品，邻居报警",
        "婆媳因照看孩子问题发生争吵，亲属劝解无果",
        "兄弟因父母生活安排意见不一，在家中发生争吵",
    ), "要求对方认错并保证今后和睦相处", (Term.APOLOGY, Term.CARE)),
    Matter("love_family.support", CIVIL, 4, (
        "老人反映子女长期不履行赡养义务，子女之间互相推诿",
        "离婚后一方未按约定支付抚养费，双方发生争执",
    ), "要求按月支付赡养费、抚养费", (Term.CARE, Term.INSTALMENT), (500, 6000)),
    Matter("love_family.inheritance", CIVIL, 2, (
        "老人去世后，子女因老宅和存款的分配发生纠纷",
    ), "要求依法分割遗产", (Term.INSTALMENT, Term.RETURN), (5000, 80000)),
    Matter("neighbour.neighbour_daily", CIVIL, 13, (
        "双方系邻居，因门前堆放柴草、农具影响通行发生争吵",
        "双方因公用通道停放车辆发生口角",
        "双方因小孩玩闹引发大人之间争吵",
    ), "要求清理通道、赔礼道歉", (Term.APOLOGY, Term.STOP)),
    Matter("neighbour.neighbour_noise", CIVIL, 4, (
        "楼上住户夜间活动声响较大，楼下住户多次上门理论",
        "商铺音响声音过大，周边住户要求处理",
    ), "要求停止噪声干扰", (Term.STOP, Term.APOLOGY)),
    Matter("neighbour.neighbour_noise", SECURITY, 2, (
        "一方长时间使用音响设备制造噪声，干扰他人正常生活，经劝阻不听",
    ), "要求依法处理噪声扰民行为", (Term.STOP, Term.APOLOGY)),
    Matter("neighbour.neighbour_water", CIVIL, 4, (
        "楼上卫生间漏水，造成楼下吊顶、墙面受损，双方对赔偿数额有争议",
        "双方因院落排水流入对方窑洞崖面，发生争执",
    ), "要求修复并赔偿损失", (Term.REPAIR, Term.PAY), (300, 8000)),
    Matter("neighbour.neighbour_animal", CIVIL, 3, (
        "一方散养的羊只啃食对方庄稼，双方对损失数额有争议",
        "一方饲养的犬只将他人咬伤，双方对医疗费用有争议",
    ), "要求赔偿损失", (Term.PAY, Term.STOP), (200, 5000)),
    Matter("neighbour.neighbour_animal", SECURITY, 1, (
        "一方放任犬只恐吓他人，经村干部劝阻后再次发生",
    ), "要求处理并赔礼道歉", (Term.APOLOGY, Term.STOP)),
    Matter("debt.loan", CIVIL, 8, (
        "一方借款到期未还，出借人多次催要未果，到借款人家中讨要",
        "双方对多年前的借款数额和利息说法不一，发生争执",
    ), "要求归还借款", (Term.INSTALMENT,), (1000, 120000)),
    Matter("debt.contract", CIVIL, 4, (
        "双方约定收购苹果，一方以品质不符为由压价，双方发生争执",
        "一方完成装修后，对方以质量问题为由拒付尾款",
    ), "要求支付货款、工程款", (Term.PAY, Term.INSTALMENT), (1000, 60000), 0.3),
    Matter("debt.partnership", CIVIL, 1, (
        "双方合伙经营养殖场，因账目不清发生争执",
    ), "要求清算账目", (Term.INSTALMENT,), (3000, 90000)),
    Matter("land.homestead", CIVIL, 5, (
        "一方翻建房屋，邻居认为占用公共巷道，阻拦施工",
        "双方因宅基地四至不清，多次发生争执",
    ), "要求停止施工、确认四至", (Term.BOUNDARY, Term.STOP)),
    Matter("land.boundary", CIVIL, 7, (
        "双方承包地相邻，春耕时因地界位置发生争吵",
        "一方在地埂上栽树，对方认为遮挡庄稼，要求移除",
    ), "要求明确地界", (Term.BOUNDARY, Term.REPAIR)),
    Matter("land.forest", CIVIL, 1, (
        "双方因退耕还林地块的林权归属和补助发生争执",
    ), "要求确认权属", (Term.BOUNDARY, Term.PAY), (500, 12000)),
    Matter("land.expropriation", CIVIL, 1.5, (
        "道路建设征地，村民对附着物清点数额有异议，阻拦施工",
    ), "要求复核清点、足额补偿", (Term.PAY,), (2000, 50000), 0.7),
    Matter("labour.wages", CIVIL, 6, (
        "工地完工后未结清工资，务工人员到项目部讨要",
        "饭店辞退员工后拖欠一个月工资，双方发生争执",
    ), "要求结清工资", (Term.PAY, Term.INSTALMENT), (1500, 70000), 0.8),
    Matter("labour.work_injury", CIVIL, 1.5, (
        "务工人员在工地受伤，双方对医疗费、误工费数额有争议",
    ), "要求赔偿医疗费、误工费", (Term.PAY,), (2000, 50000), 0.7),
    Matter("renting.renting", CIVIL, 4, (
        "租期届满，房东以墙面损坏为由不退押金，双方发生争执",
        "租户提前退租，双方对剩余租金的处理有争议",
    ), "要求退还押金、租金", (Term.PAY, Term.RETURN), (300, 6000)),
    Matter("consumption.consumption", CIVIL, 4, (
        "顾客认为所购家具与样品不符，要求退货遭拒",
        "双方因理发店预付卡退费发生争执",
    ), "要求退货退款", (Term.PAY, Term.RETURN), (100, 6000), 0.7),
    Matter("consumption.online_shopping", CIVIL, 1, (
        "顾客网购商品由驿站代收后丢失，双方对赔偿有争议",
    ), "要求赔偿", (Term.PAY,), (50, 2000), 0.6),
    Matter("consumption.tourism", CIVIL, 0.4, (
        "游客在景区民宿退订房间，双方对定金退还有争议",
    ), "要求退还定金", (Term.PAY,), (100, 2000), 0.8),
    Matter("property.property", CIVIL, 3, (
        "业主以电梯经常停运为由拒交物业费，与物业人员发生争执",
        "业主车辆在小区内被刮擦，要求物业公司赔偿",
    ), "要求整改并减免物业费", (Term.REPAIR, Term.PAY), (200, 4000), 0.9),
    Matter("campus.campus", CIVIL, 1.6, (
        "学生课间追逐打闹致一方受轻微伤，双方家长对医疗费用有争议",
    ), "要求支付医疗费", (Term.PAY, Term.APOLOGY), (200, 5000)),
    Matter("medical.medical", CIVIL, 0.8, (
        "患者家属对诊疗结果有异议，在诊所内与工作人员争执",
    ), "要求说明情况、赔偿损失", (Term.PAY,), (1000, 30000), 0.9),
    Matter("traffic.traffic", TRAFFIC, 3, (
        "两车在乡道会车时发生刮擦，双方对责任无异议，对修车费用有争议",
        "摩托车与行人相撞致行人轻微受伤，双方对赔偿数额有争议",
    ), "要求赔偿修车费、医疗费", (Term.PAY, Term.INSTALMENT), (300, 20000)),
    Matter("injury.fight", SECURITY, 8, (
        "双方因琐事发生口角，继而互相推搡，一方面部受轻微伤",
        "双方酒后言语不和，发生肢体冲突，均为轻微伤",
    ), "要求赔偿医疗费并赔礼道歉", (Term.PAY, Term.APOLOGY), (200, 8000)),
    Matter("injury.damage", SECURITY, 3, (
        "一方因积怨将对方门窗玻璃砸坏，价值较小",
        "一方因停车纠纷将对方车辆后视镜损坏",
    ), "要求赔偿损失", (Term.PAY, Term.APOLOGY), (100, 3000)),
    Matter("injury.insult", SECURITY, 2, (
        "一方在村微信群内多次辱骂对方，造成不良影响",
    ), "要求公开赔礼道歉", (Term.APOLOGY, Term.STOP)),
    Matter("environment.environment", CIVIL, 0.7, (
        "养殖场粪污外溢，周边住户多次反映气味扰民",
    ), "要求整改", (Term.STOP, Term.REPAIR), None, 0.8),
    Matter("intellectual.intellectual", CIVIL, 0.2, (
        "一方使用与对方相近的店招，双方发生争执",
    ), "要求更换店招", (Term.STOP,)),
    Matter("other.other", CIVIL, 4, (
        "双方因红白事礼金往来发生争执",
        "双方因村集体用水先后次序发生争吵",
    ), "要求妥善处理", (Term.APOLOGY, Term.STOP)),
)  # fmt: skip
