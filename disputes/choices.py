"""Words of the field (术语): states, tracks, roles, sources, and the one definition of 化解."""

from django.db import models


class Track(models.TextChoices):
    """The three tracks (办理途径). They look alike and must never be mixed."""

    SECURITY_CASE = "security_case", "治安案件"
    CIVIL = "civil", "民间纠纷"
    TRAFFIC = "traffic", "道路交通事故损害赔偿"


class State(models.TextChoices):
    REGISTERED = "registered", "已登记"
    ACCEPTED = "accepted", "已受理"
    MEDIATING = "mediating", "调解中"
    AGREED = "agreed", "已达成协议"
    FULFILLED = "fulfilled", "已履行"
    BREACHED = "breached", "未履行"
    FAILED = "failed", "调解不成"
    DECLINED = "declined", "不予调解"
    WITHDRAWN = "withdrawn", "已撤回"
    CONVERTED = "converted", "转处罚或转刑事"
    CLOSED = "closed", "已结案"
    ARCHIVED = "archived", "已归档"
    VOIDED = "voided", "已作废"


class Outcome(models.TextChoices):
    """How a case ended (办理结果), as far as its file needs other papers for it."""

    FULFILLED = "fulfilled", "达成协议并履行"
    AGREED = "agreed", "达成协议尚未履行"
    SETTLED = "settled", "认可和解"
    RECONCILED = "reconciled", "当事人和好"
    FEEDBACK = "feedback", "接收单位反馈化解"
    HANDED_OVER = "handed_over", "移送办结"
    FAILED = "failed", "调解不成"
    BREACHED = "breached", "协议未履行"
    DECLINED = "declined", "不予调解"
    WITHDRAWN = "withdrawn", "撤回"
    CONVERTED = "converted", "转处罚或转刑事"
    OPEN = "open", "尚在办理"


class Resolution(models.IntegerChoices):
    """What a step does to 化解 (resolved): the only definition in the system.

    TAKES_EFFECT: an agreement takes effect, the parties are reconciled on record, or the
    receiving body reports the dispute resolved. TAKEN_BACK: breach or relapse (反复), from
    that day on. The sum of a dispute's changes up to a day is 1 (resolved) or 0; a sum over
    disputes is therefore a count, at any cutoff. Fulfilment (履行) is counted apart.
    """

    TAKEN_BACK = -1, "撤销化解"
    UNTOUCHED = 0, "不影响"
    TAKES_EFFECT = 1, "化解"


class Role(models.TextChoices):
    """Who acts. The three administrators (三员) are separated and see no cases."""

    OFFICER = "officer", "民警"
    CHIEF = "chief", "所长"
    LEGAL = "legal", "法制员"
    STATISTICIAN = "statistician", "统计员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"
    MACHINE = "machine", "系统对接账号"


# Machines and statisticians read figures; the administrators read neither.
CASE_ROLES = frozenset({Role.OFFICER, Role.CHIEF, Role.LEGAL})
FIGURE_ROLES = CASE_ROLES | {Role.STATISTICIAN, Role.MACHINE}


class UnitLevel(models.TextChoices):
    """Level of a public security organ. A value is also the name of its scope column."""

    PROVINCE = "province", "省级公安机关"
    CITY = "city", "市级公安机关"
    COUNTY = "county", "县级公安机关"
    STATION = "station", "派出所"


class Source(models.TextChoices):
    """Where a dispute came from (来源)."""

    ALARM_110 = "alarm_110", "110接警"
    WALK_IN = "walk_in", "群众上门"
    PATROL = "patrol", "走访排查"
    GRID = "grid", "网格员、村居报告"
    GOVERNANCE_CENTRE = "governance_centre", "综治中心交办"
    OTHER_BODY = "other_body", "部门移交"
    HOTLINE_12345 = "hotline_12345", "12345分流"
    SUPERIOR = "superior", "上级交办"
    ONLINE = "online", "网上巡查"
    CASE_DERIVED = "case_derived", "案件衍生"
    MEDIATION_COMMITTEE = "mediation_committee", "人民调解组织报送"


class JudicialClass(models.TextChoices):
    """The 18 classes of the judicial bureau's monthly bulletins (人民调解统计口径)."""

    MARRIAGE_FAMILY = "marriage_family", "婚姻家庭"
    NEIGHBOUR = "neighbour", "邻里"
    HOUSING = "housing", "房屋宅基地"
    CONTRACT = "contract", "合同"
    BUSINESS = "business", "生产经营"
    DAMAGES = "damages", "损害赔偿"
    FOREST_LAND = "forest_land", "山林土地"
    EXPROPRIATION = "expropriation", "征地拆迁"
    ENVIRONMENT = "environment", "环境污染"
    LABOUR = "labour", "劳动争议"
    CONSUMPTION = "consumption", "消费"
    MEDICAL = "medical", "医疗"
    TRAFFIC = "traffic", "道路交通事故"
    PROPERTY_SERVICE = "property_service", "物业"
    TOURISM = "tourism", "旅游"
    INTELLECTUAL_PROPERTY = "intellectual_property", "知识产权"
    INTERNET = "internet", "互联网"
    OTHER = "other", "其他"


class Receiver(models.TextChoices):
    """Bodies that receive a referral (移交接收单位类别)."""

    GOVERNANCE_CENTRE = "governance_centre", "综治中心"
    PEACE_OFFICE = "peace_office", "平安法治办公室"
    JUDICIAL_OFFICE = "judicial_office", "司法所"
    MEDIATION_COMMITTEE = "mediation_committee", "人民调解委员会"
    COURT = "court", "人民法院"
    PETITION_OFFICE = "petition_office", "信访部门"
    HOUSING = "housing", "住建、物业主管部门"
    LABOUR = "labour", "人社部门"
    LAND = "land", "自然资源、林业部门"
    MARKET = "market", "市场监管部门"
    HEALTH = "health", "卫生健康部门"
    TRAFFIC_POLICE = "traffic_police", "交警部门"
    CIVIL_AFFAIRS = "civil_affairs", "民政部门、妇联"
    OTHER_POLICE = "other_police", "其他公安机关"
