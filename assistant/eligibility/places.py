"""Places in Jiangxi and elsewhere in China, to tell whose benefits a text speaks about.

Source: the administrative divisions of Jiangxi (11 cities with their counties) and of China
(provinces, large cities). Out: compiled patterns for folded text.
"""

from __future__ import annotations

import re

_JIANGXI = (
    "江西 赣州 南昌 九江 景德镇 萍乡 新余 鹰潭 吉安 宜春 抚州 上饶 丰城 樟树 高安 瑞金 龙南 井冈山 德兴 乐平 瑞昌 共青城 庐山 "
    "贵溪 万载 上高 宜丰 靖安 铜鼓 奉新 袁州 南康 章贡 赣县 于都 兴国 宁都 信丰 大余 崇义 上犹 安远 定南 全南 会昌 寻乌 石城 "
    "吉水 峡江 新干 永丰 泰和 遂川 万安 安福 永新 青原区 吉州 临川 东乡 南城 黎川 南丰 崇仁 乐安 宜黄 金溪 资溪 广昌 信州 广丰 "
    "广信 玉山 铅山 横峰 弋阳 余干 鄱阳 万年县 婺源 濂溪 浔阳 柴桑 武宁 修水 永修 德安 都昌 湖口 彭泽 进贤 安义 新建区 青山湖 "
    "红谷滩 青云谱 浮梁 昌江区 珠山 湘东 安源 莲花县 上栗 芦溪 渝水 分宜 月湖区 余江 赣 本省 省内 本地 本市 当地 我省 我们省"
)
_ELSEWHERE = (
    "北京 上海 天津 重庆 广东 浙江 江苏 福建 湖南 湖北 安徽 河南 河北 山东 山西 陕西 四川 贵州 云南 广西 海南 辽宁 吉林 黑龙江 "
    "内蒙古 宁夏 甘肃 青海 新疆 西藏 香港 澳门 台湾 深圳 广州 杭州 武汉 长沙 福州 厦门 合肥 南京 苏州 宁波 温州 东莞 佛山 成都 "
    "郑州 青岛 济南 大连 沈阳 哈尔滨 长春 昆明 贵阳 南宁 海口 三亚 无锡 常州 石家庄 太原 兰州 呼和浩特 攀枝花 义乌 金华 泉州 "
    "株洲 岳阳 黄石 衢州 珠海 惠州 台州 嘉兴 绍兴 潜江 襄阳 宜昌 天门市 美国 日本 国外 外国 外省 外地 省外 其他省 别的省 外市"
)


def _alternatives(names: str) -> str:
    return "|".join(sorted((re.escape(n) for n in names.split()), key=len, reverse=True))


JIANGXI = re.compile(_alternatives(_JIANGXI))
ELSEWHERE = re.compile(rf"{_alternatives(_ELSEWHERE)}|(?<!江)西安(?!排|置|全)")
