"""The 31 provinces that the system knows, by the short names that it knows them by."""

import re
from typing import Final

from providers.errors import BadInput, Problem

# GB/T 2260, the first two digits of a ticket. Hong Kong, Macau and Taiwan hold no CET.
_REGIONS = (
    (11, "北京 天津 河北 山西 内蒙古"),
    (21, "辽宁 吉林 黑龙江"),
    (31, "上海 江苏 浙江 安徽 福建 江西 山东"),
    (41, "河南 湖北 湖南 广东 广西 海南"),
    (50, "重庆 四川 贵州 云南 西藏"),
    (61, "陕西 甘肃 青海 宁夏 新疆"),
)
CODES: Final = {name: first + i for first, names in _REGIONS for i, name in enumerate(names.split())}
NAMES: Final = {f"{code}": name for name, code in CODES.items()}

# Whoever writes traditional characters means the same provinces.
_SIMPLE: Final = str.maketrans("內龍遼蘇東廣慶貴雲陝肅寧區壯維爾", "内龙辽苏东广庆贵云陕肃宁区壮维尔")
_RANK = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区)$")


def parse_province(text: str) -> str:
    """Give the short name: 广东省 → 广东, 新疆维吾尔自治区 → 新疆. Raises BadInput("province")."""
    written = "".join(text.split())
    if not written:
        raise BadInput("province", Problem.EMPTY)
    short = _RANK.sub("", written.translate(_SIMPLE))
    if short not in CODES:
        raise BadInput("province", Problem.UNKNOWN)
    return short
