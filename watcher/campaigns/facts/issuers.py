"""Who issued a notice: the bodies under it, else those that act in its title or lead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watcher.campaigns.facts.signature import Signature
from watcher.campaigns.view import Part, View
from watcher.model.facts import Fact

# Bodies as notices call them; where one name begins with another, the longer stands first.
KNOWN = (
    "中央网络安全和信息化委员会办公室|中央网信办举报中心|中央网信办|国家互联网信息办公室|国家网信办|"
    "国家互联网应急中心|国家计算机病毒应急处理中心|中国互联网络信息中心|中国互联网协会|中国网络社会组织联合会|"
    "全国“扫黄打非”工作小组办公室|全国“扫黄打非”办公室|全国“扫黄打非”办|"
    "中央社会工作部|中央宣传部|中宣部|中央文明办|中央政法委|中央金融办|工业和信息化部|工信部|公安部|教育部|"
    "国家卫生健康委员会|国家卫生健康委|国家市场监督管理总局|市场监管总局|国家税务总局|税务总局|"
    "国家中医药管理局|国家疾控局|国家药监局|国家医保局|国家广播电视总局|广电总局|国家电影局|国家版权局|国家新闻出版署|"
    "国家知识产权局|国家铁路局|国家能源局|国家统计局|国家邮政局|国家文物局|国家信访局|国家保密局|国家密码管理局|国家数据局|"
    "国家金融监督管理总局|金融监管总局|国家移民管理局|国家体育总局|体育总局|海关总署|中国民航局|中国气象局|中国证监会|"
    "国家发展改革委|国家发展和改革委员会|国务院国资委|国务院未成年人保护工作领导小组办公室|国务院食品安全委员会办公室|"
    "文化和旅游部|民政部|商务部|农业农村部|财政部|司法部|科学技术部|科技部|自然资源部|生态环境部|"
    "住房城乡建设部|住房和城乡建设部|水利部|交通运输部|应急管理部|国家安全部|退役军人事务部|"
    "人力资源社会保障部|人力资源和社会保障部|人社部|外交部|中国人民银行|最高人民法院|最高法|最高人民检察院|最高检|"
    "共青团中央|全国妇联|全国总工会|中国残联|中国科协|中国消费者协会|中国记协"
)
OFFICE_OF = (
    "秘书局|办公厅|综合司|办公室|信息通信管理局|网络安全管理局|网络安全保卫局|网络交易监督管理司"
)
PLACES = (
    "北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|"
    "四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|深圳|广州|杭州|南京|苏州|武汉|成都|西安|青岛|大连|宁波|厦门|长沙|郑州|济南|"
    "合肥|福州|昆明|沈阳|长春|哈尔滨"
)
LOCAL_OFFICES = (
    "网信办|互联网信息办公室|通信管理局|公安局|公安厅|市场监督管理局|市场监管局|教育局|教育厅|文化和旅游局|文化和旅游厅|"
    "文化市场综合执法总队|广播电视局|版权局|宣传部|检察院|中级人民法院|消费者协会|消费者权益保护委员会"
)
# A region's name holds none of the words that join it to what stands before.
REGION = (
    rf"(?:(?:{PLACES})(?:省|市|自治区|维吾尔自治区|壮族自治区|回族自治区)?"
    r"|(?:(?![和及与照据由对向按在]|网信|中央|国家)[一-龥]){2,7}(?:省|市|自治区|区|县))"
)
LOCAL = rf"{REGION}(?:党委|省委|市委|区委|委)?(?:{LOCAL_OFFICES})"
BODY = rf"(?:(?:{KNOWN})(?:{OFFICE_OF})?|{LOCAL})"
BODIES = re.compile(BODY)
DEEDS = (
    "印发|联合|部署|决定|启动|开展|公布|发布|通报|牵头|召开|制定|推进|组织|公开|介绍|自即日起|将|指导|"
    "依法|依规|关闭|下架|室务会|部务会|局务会|委务会|审议|起草|聚焦|督促|要求|明确|下发|曝光|深入|持续|督导|约谈|查处|处置|出台|就|加强|集中|整治|从严|关于"
)
# 中央网信办、教育部近日印发通知: the bodies that stand together before what they did.
ACTING = re.compile(
    rf"(?<!按照)(?<!根据)(?<!依照)(?<!遵照)(?<!落实)(?P<run>{BODY}(?:\s?[、,，和及会同与联合]{{0,2}}\s?{BODY}){{0,14}})"
    r"(?:自[^。;；,，\n]{2,14}起[,，])?(?:会同[^。;；\n]{2,30}?部门[,，]?)?(?:等[\d一二三四五六七八九十]*(?:个)?部门)?"
    rf"[^。，,、;；\n]{{0,14}}?(?:{DEEDS})"
)
# 中央网信办秘书局国家卫生健康委办公厅: one body ends, the next begins. 办公厅 alone begins none.
ENDS = "秘书局|总局|局|部|办公厅|厅|署|法院|检察院|委员会|会|行|办公室|办|委|妇联|残联|中央|司|中心"
BEGINS = (
    rf"中共|中央|国家|国务院|全国|最高人民|中国|共青团|{KNOWN}|(?:{PLACES})"
    r"(?:省|市|自治区|[一-龥]{2,4}自治区|委|网信|党委)"
)
SEAM = re.compile(rf"(?:{ENDS})(?=(?:{BEGINS}))")
APART = re.compile(r"[^\s、,，;；]+")
LATIN = re.compile(r"[A-Za-z]{2}")


def read_issuers(view: View, signature: Signature | None) -> tuple[Fact, ...]:
    """Give the bodies under the notice, else those that act in its title or lead."""
    if signature is not None and signature.names:
        return tuple(_fact(view.body, *place) for place in _split_all(view.body, signature.names))
    acting = [
        tuple(_fact(part, *one.span()) for one in BODIES.finditer(part.text, *found.span("run")))
        for part in (view.title, view.body)
        if (found := ACTING.search(part.lead)) is not None
    ]
    if acting:  # 国家网信办等四部门: the text names them all, and in full
        return max(acting, key=lambda run: (len(run), sum(len(one.value) for one in run)))
    return tuple(Fact(value=name) for name in list_bodies(view.document.issuer or ""))


def list_bodies(issuer: str) -> tuple[str, ...]:
    """Give the bodies of a line of issuers, printed with or without anything between them."""
    if LATIN.search(issuer):
        return (issuer,)
    return tuple(
        issuer[first:last]
        for found in APART.finditer(issuer)
        for first, last in split_bodies(issuer, *found.span())
    )


def split_bodies(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the borders of the bodies in a stretch that names nothing but bodies.

    国家市场监督管理总局办公厅 stays whole: what follows 总局 is no body's beginning.
    """
    first = start
    for seam in SEAM.finditer(text, start, end):
        yield first, seam.end()
        first = seam.end()
    if first < end:
        yield first, end


def _split_all(part: Part, places: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    for place in places:
        yield from split_bodies(part.text, *place)


def _fact(part: Part, start: int, end: int) -> Fact:
    return Fact(value="".join(part.said(start, end).split()), span=part.span(start, end))
