"""The places of the demo: eight counties with division codes (GB/T 2260) and their stations.

玄马, 董志, 三嘉, 南梁, 城关, 洪德, 屯字 and 太白 are real stations, named in the bureau's report
for 2025; every other station, township and village here is invented.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class County:
    """A county-level bureau. `weight` is its share of the disputes, per station; `spelled` is how
    the user names of its officers begin."""

    division: str
    spelled: str
    name: str
    bureau: str
    weight: float
    stations: tuple[str, ...]
    urban: bool = False

    @property
    def code(self) -> str:
        return f"{self.division}000000"

    def short_name(self, station: str) -> str:
        """How numbers of a station's papers begin, as 庆公（玄马） does."""
        return f"{self.name[0]}公（{station}）"

    def station_code(self, position: int) -> str:
        """Digits 7 to 12 of an organ code are not public: these are invented."""
        return f"{self.division}{51 + position}0000"

    def station_codes(self, most: int | None) -> list[str]:
        return [self.station_code(position) for position in range(len(self.stations[:most]))]

    def township(self, station: str) -> str:
        """Where people of a station's beat live."""
        return f"{self.name}{station}{'街道' if self.urban else '镇'}"


def _county(
    division: str, spelled: str, name: str, bureau: str, weight: float, names: str,
    urban: bool = False,
) -> County:  # fmt: skip
    return County(division, spelled, name, bureau, weight, tuple(names.split()), urban)


CITY = "庆阳市公安局"
COUNTIES = (
    _county("621002", "xifeng", "西峰区", "西峰分局", 1.7,
            "董志 东湖苑 北岭 南苑 丰收路 秦坝塬 陇坪 金塬 长兴街 安化门 柳林 石桥头 古槐 杏花坪", True),
    _county("621021", "qingcheng", "庆城县", "庆城县公安局", 1.1,
            "玄马 城关 岐川 凤凰塬 周祖坪 响水沟 双柳 石碑塬 王家岔 油坊沟 北关桥 桃园 梁坪"),
    _county("621022", "huanxian", "环县", "环县公安局", 0.8,
            "洪德 沙井 盐池湾 羊圈峁 黑城岔 大梁洼 白草坪 甘泉滩 胡麻塬 高崾岘 马坊塘 红柳沟 石沟驿"
            " 清水塬 长城岭"),
    _county("621023", "huachi", "华池县", "华池县公安局", 0.6,
            "南梁 柏树洼 梨园岔 双塔 石窑坪 松林川 桦树湾 红旗塬 鸭儿沟 打虎坡 清涧"),
    _county("621024", "heshui", "合水县", "合水县公安局", 0.8,
            "太白 杨坪 连枝塬 石佛沟 苗村 北川口 拓荒塬 青杨 黑松岭"),
    _county("621025", "zhengning", "正宁县", "正宁县公安局", 0.9,
            "三嘉 罗川桥 直道口 子午岭口 月亮塬 细腰沟 西塬头 牡丹坪 岘子口"),
    _county("621026", "ningxian", "宁县", "宁县公安局", 1.0,
            "义渠 马莲湾 庙嘴 襄坪 公刘塬 豳风 石家塬 弥家川 段坡 古城湾 早阳 东华坊 枣林 望宁"),
    _county("621027", "zhenyuan", "镇原县", "镇原县公安局", 1.0,
            "屯字 茹水 潜夫塬 玉门沟 鸡头坪 祁家湾 石崖 东庄 原畔 柳州桥 白杨坪 大岘 寺沟湾 慕家塬"
            " 金龙坡"),
)  # fmt: skip
VILLAGES = (
    "新庄", "上庄", "下庄", "东坪", "西坪", "李家湾", "赵家沟", "王家塬", "张家岔", "刘家川", "陈家畔",
    "五里铺", "十里坡", "高桥", "老庄", "北头", "南头", "堡子", "庙坡", "柳沟", "杏树湾", "马家咀",
    "周家台", "何家塬",
)  # fmt: skip
ESTATES = (
    "幸福小区", "安居苑", "阳光花园", "金秋家园", "和谐佳苑", "锦绣华府", "兴隆小区", "绿洲家园",
)  # fmt: skip
