"""What titles and leads of each document type say, as a table.

Texts are folded (a comma is ",") and in lower case.
The first rule that hits wins; titles are read before leads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from watcher.model.label import DocumentType as D


@dataclass(frozen=True, slots=True)
class TypeRule:
    """A pattern that marks a document type in a title, a lead or both."""

    type: D
    name: str
    pattern: re.Pattern[str]
    where: frozenset[str]
    unless: re.Pattern[str] | None


BOTH = frozenset({"title", "lead"})
TITLE = frozenset({"title"})
LEAD = frozenset({"lead"})


def _rule(
    kind: D, name: str, *patterns: str, where: frozenset[str] = BOTH, unless: str = ""
) -> TypeRule:
    return TypeRule(
        type=kind,
        name=name,
        pattern=re.compile("|".join(patterns)),
        where=where,
        unless=re.compile(unless) if unless else None,
    )


WEAK = "acts"
"""The rule that only knows that an office acts; a lead that says more outranks it."""
CAMPAIGN_WORD = r"(?:专项|整治|治理|清理|打击|行动)"
MONTHS = r"(?:\d{1,4}|[一二两三四五六七八九十]|半)个?(?:月|天)"
OFFICES = "(?:网信办|网信部门|部门|工信部|公安部|教育部)"
COUNT = r"\d[\d.,]{0,12}\s?(?:余|多)?"
COMMENTARY_COLUMNS = (
    "评论|锐评|时评|快评|短评|社论|社评|观点|声音|网评|漫评|来论|热评|专家|学者|深度|"
    "人民网评|人民时评|央视快评|新华时评|光明时评"
)
COMMENTARY = re.compile(
    "|".join(
        (
            rf"^\W*(?:{COMMENTARY_COLUMNS})\s*[|丨:：\]】/]",
            r"网评|时评|锐评|漫评|快评|社评|艺起评|人民热评|评论员|随想|思考$|之我见|浅析|浅谈",
            r"专家(?:解读|谈|观点|建议|认为)|何时休|岂能|岂容|不能只|别让|莫让|为何|怎么看|如何看",
            r"久久为功|还需|仍需|才能|应当?成为|律师|这样说|之问|(?:学者|教授|院士|委员)[:：]",
        )
    )
)

RULES = (
    _rule(
        D.OTHER,
        "digest",
        "早报|晚报|早参|早餐|早知道|早新闻|晚新闻|快讯$|联播|日报|周报|周刊|盘点|一周|要闻|大事记|十大|速览|简报",
        "daily|weekly|news brief|roundup",
        where=TITLE,
        unless="案例|案件|专项行动十大",
    ),
    _rule(
        D.OTHER,
        "policy paper",
        r"《[^》]*(?:规划|纲要|白皮书|计划|报告)》|白皮书|蓝皮书",
        where=TITLE,
        unless="解读|评论|专项行动",
    ),
    _rule(
        D.INTERPRETATION,
        "explains",
        "答记者问|解读|一图|图解|图说|读懂|划重点|问答|释义|》(?:的)?(?:起草|有关情况)?说明|的(?:起草|情况)?说明$",
        "q&a|explainer|explained|opinion|commentary|what (?:it|this) means|analysis",
        where=TITLE,
    ),
    _rule(D.INTERPRETATION, "comments", COMMENTARY.pattern, where=TITLE),
    _rule(
        D.MEETING,
        "meeting",
        r"(?:召开|举行|举办)[^,。]{0,30}(?:工作会议|推进会|座谈会|部署会|视频会议|调度会|研讨会|动员会)",
        r"(?:召开|举行|举办)[^,。]{0,30}(?:专题会|培训班|全会|会议)",
        r"(?:会议|(?:座谈|推进|部署|现场|工作|视频|动员|协调|交流|研讨|专题|调度|培训)会|论坛|大会)(?:在[^,。]{1,12})?(?:召开|举行|举办|开幕)|大会[:：]",
        r"(?:holds?|convenes?) [^.]{0,40}(?:meeting|conference|symposium)",
        where=TITLE,
        unless=r"部署(?:开展|推进|启动)?[^,。]{0,30}(?:专项|整治)",
    ),
    _rule(
        D.LAUNCH_NOTICE,
        "launch",
        r"(?:整治|治理|行动|打击)[^》]{0,8}方案》[^,。]{0,3}(?:的?通知)?$",
        where=TITLE,
    ),
    _rule(
        D.REGULATION,
        "rule",
        r"征求意见|(?:规定|办法|条例|暂行规定|细则|指引|标准|实施方案|负面清单)》",
        r"《[^》]{2,40}(?:通知|意见|公告|规范|指南|清单|决定|公约)》",
        r"[一-龥](?:管理|治理|程序)(?:规定|办法|条例)(?:$|[\(（公发施的正将,。\s\d])",
        r"[一-龥](?:条例|暂行办法|实施细则)(?:$|[\(（公发施的正将,。\s])",
        r"(?:^|发布|印发)关于[^,。]{2,40}的(?:通知|规定|意见|指导意见|公告|决定)$",
        r"[局部办室厅委会署院]\s?关于[^,。]{2,50}的(?:规定|意见|指导意见|若干意见|决定|解释)$",
        r"[局部办室厅委会署]\s?关于(?:进一步)?(?:加强|规范|促进|推动|实施|禁止|严禁|防止|落实)[^,。]{2,50}的"
        r"(?:通知|规定|意见|指导意见|公告|决定|通告)$",
        r"(?:发文|出台|印发|发布)[^,。]{0,8}\d{1,4}条|\d{1,4}\s?条要求",
        r"(?:regulations?|provisions|measures|draft rules?|guidelines?) (?:on|for)",
        where=TITLE,
        unless="专项行动|专项整治|专项治理|集中整治|集中清理|若干措施|白皮书|规划|案例|查处|处罚",
    ),
    _rule(
        D.REGULATION,
        "rule",
        r"(?:印发|发布|公布|出台|施行)[^。《]{0,10}《[^》]{2,40}"
        r"(?:通知|规定|办法|条例|意见|细则|指南|规范)",
        where=LEAD,
        unless="专项行动|专项整治|专项治理|集中整治",
    ),
    _rule(
        D.PROGRESS_REPORT,
        "state of work",
        r"(?:执法|举报|受理|处置|工作|进展)[^,。]{0,8}情况(?:$|通报|公布|发布|报告)",
        where=TITLE,
    ),
    _rule(
        D.CASE_BULLETIN,
        "cases",
        r"典型案[例件]|十大案[例件]|案例|曝光|(?:app|sdk|应用|小程序|软件)[^,。]{0,14}通报|通报[^,。]{0,12}(?:批|起|案|账号|典型|违法|违规|app|应用)",
        r"查处|严处|被严处|被处罚|处罚|点名|被通报|处置一批|关闭一批|封禁|约谈",
        r"(?:一批|多个|\d{1,4}个)[^,。]{0,14}(?:账号|网站|平台|主播)[^,。]{0,8}(?:被|关闭|禁言|处置)",
        r"依法[^,。]{0,10}(?:处置|处罚|关闭)[^,。]{0,10}(?:账号|平台|网站)",
        r"(?:typical|exposed?|publici[sz]e[sd]?) [^.]{0,30}cases|cases (?:exposed|released)",
        r"(?:punish|penali[sz]|summon|suspend|shut|clos|ban)\w* [^.]{0,40}"
        r"(?:accounts?|platforms?|influencers?)",
        unless="应用典型案例|要素典型案例|优秀案例|示范案例|创新案例|十大案例|入选",
    ),
    _rule(
        D.RESULTS,
        "results",
        r"收官|圆满(?:结束|完成)|总结评估|成效(?:公布|发布|盘点|明显)|成绩单",
        r"(?:专项行动|整治|治理)[^,。]{0,8}(?:结束|成果|成效显著|成效如何)",
        r"取得(?:预期|显著|明显|积极)成效|行动[^,。]{0,3}成效(?:$|[:：,])",
        r"(?:campaign|action|operation)s? (?:ends|ended|concludes?d?|yields? results)|results of",
        unless="阶段性成效|初步成效|phase|stage",
    ),
    _rule(
        D.PROGRESS_REPORT,
        "progress",
        r"第[一二三四1-4]阶段|阶段性|进展|深入(?:开展|推进)|持续(?:开展|推进|深化|加力)",
        r"(?:部门|办)[^,。部]{0,4}推进|完成[^,。]{0,4}自查|行动[^,。将]{0,3}(?:推进|继续|持续|进行中|加力)|继续发力",
        r"(?:开展|启动|部署)以来|月以来|受理[^,。]{0,16}举报",
        r"(?:累计|已|共)[^,。]{0,6}(?:处置|清理|拦截|关闭|下架|封禁|约谈)",
        rf"(?:处置|清理|拦截|下架|关闭|封禁)[^,。]{{0,16}}{COUNT}(?:万|亿|款|个|条|家|件)",
        rf"{COUNT}(?:万|亿)(?:余|多)?(?:条|个|件)",
        r"(?:first|second|1st|2nd) (?:phase|stage)|phase (?:i|one|1)|so far|dealt with",
        r"(?:remov|delet|clean|handl|dispos|clos|tak)\w* [^.]{0,40}(?:million|thousand|\d,\d{3})",
    ),
    _rule(
        D.ANNUAL_PLAN,
        "plan",
        r"系列(?:专项)?行动[^。]{0,12}(?:重点|任务|部署|将|重拳|剑指|整治\d|聚焦|新闻发布会|来了|安排|明确)",
        r"(?:部署|发布|公布|介绍|明确|开展|启动)[^,。]{0,12}年?[^,。]{0,6}清朗[^,。]{0,4}系列专项行动",
        r"20\d\d年?[^,。]{0,3}清朗[^,。]{0,3}(?:系列)?(?:专项)?行动[^。]{0,14}"
        r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:大|项|方面|个方面|类)",
        r"20\d\d年?[^,。]{0,4}清朗[^,。]{0,4}行动"
        r"(?:将|重点|聚焦|重拳|整治重点|部署|新闻发布会|公布|来了)",
        r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:大|项)[^,。]{0,3}清朗[^,。]{0,3}专项行动",
        r"priorities|annual|series|main tasks|key tasks|campaign goals|plans? for|unveils? plans",
        r"\d{1,4} (?:main )?tasks",
        unless="典型案例|累计|以来|曝光",
    ),
    _rule(
        D.LAUNCH_NOTICE,
        "launch",
        r"关于开展|关于做好|部署(?:开展|推进|启动|整治)?|即日起|为期|自[^。]{0,8}日起",
        rf"启动[^。]{{0,40}}{CAMPAIGN_WORD}|{CAMPAIGN_WORD}[^。]{{0,6}}启动",
        rf"开展[^。]{{0,50}}{CAMPAIGN_WORD}",
        rf"{MONTHS}[^。]{{0,6}}(?:整治|专项|清理|打击|严打|严惩|治理|行动|集中)",
        rf"{OFFICES}[^。]{{0,40}}{MONTHS}$",
        r"(?:行动|整治|治理)(?:来了|开始|启动|开启)|剑指|出手|出重拳",
        r"(?:将|拟|要|集中|专项|开展|全面|重点)[^。]{0,8}(?:整治|打击|治理|清理)",
        r"launch|kick(?:s|ed)? off|crack(?:s|ed)? ?down|clean-?up|(?:month|week|day)s?-long",
        r"to (?:rectify|tackle|curb|punish|combat|clean|crack)|targets?\b|starts?|begins?"
        r"|(?:month|week|day)s? (?:special )?(?:campaign|drive|action|operation|crackdown)",
        r"initiat\w+|rolls? out",
        r"special (?:action|campaign|operation)",
    ),
    _rule(
        D.LAUNCH_NOTICE,
        WEAK,
        rf"{OFFICES}[^。,]{{0,8}}(?:整治|打击|严打|严惩|狠刹|规范|紧盯|清理|严管|治理)",
        rf"{OFFICES}[^。]{{0,12}}严查",
        r"整治[^。]{0,24}(?:问题|乱象)|重拳[^。]{0,8}(?:整治|打击|治理|清理)",
        where=TITLE,
    ),
)
