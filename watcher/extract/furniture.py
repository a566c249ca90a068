"""Lines of a page that are not the notice: what they look like, whatever site they stand on.

Patterns match a whole line (after white space is squeezed) unless they say otherwise. They are kept
narrow: a line that could be the notice's own stays.
"""

from __future__ import annotations

import re

_LABEL = (
    r"发布时间|发布日期|发文时间|发布|时间|日期|更新时间|发表时间|發布時間|發佈時間|发表于|来源|來源|信息来源|稿源|文章来源|"
    r"原文来源|作者|编辑|責任編輯|责任编辑|责编|编审|审核|校对|初审|复审|终审|监制|记者|通讯员|浏览次数|浏览量|浏览|"
    r"阅读次数|阅读量|阅读|阅读数|点击数|点击量|点击|点击次数|瀏覽|访问量|访问次数|字号|字体|字体大小|字號|分享|分享到|"
    r"收藏|打印|责任编辑|主编|类别|栏目|分类|标签|关键词|關鍵詞|关键字|保护视力色|语音播报|朗读|收听|Author|Source|Editor|Date|"
    r"Managing Editor|Published|Updated|Time|Views?|Release time|Click|来源于|转载自|信息提供|发布机构|发布单位|供稿|撰稿|摄影"
)
META_LINE = re.compile(
    rf"[\[【(（*|\s]*(?:本文|文章|信息)?(?:{_LABEL})\s?[:：].{{0,120}}", re.IGNORECASE
)
_SMALL = (
    r"大|中|小|特大|默认|打印|打印本页|打印此页|关闭|关闭窗口|关闭本页|返回|返回顶部|返回列表|返回首页|返回上一页|分享|分享到|收藏|"
    r"首页|登录|注册|退出|搜索|评论|发表评论|点赞|赞|在看|留言|举报|纠错|投稿|订阅|复制链接|微信|微博|新浪微博|QQ空间|QQ好友|"
    r"朋友圈|扫一扫|微信扫一扫|手机看|手机扫一扫|展开|展开全文|收起|更多|更多>>|查看更多|查看原文|阅读原文|阅读全文|上一篇|下一篇|"
    r"上一条|下一条|无|没有了|A|A\+|A-|×|X|\+1|允许|取消|知道了|确定|小程序|视频|听过|我的订阅|繁体|简体|繁體|English|"
    r"无障碍|长者版|关怀版|移动版|手机版|电脑版|当前位置|您的位置|导航|菜单|字体|字号|Rss|RSS|top|TOP|保存|预览|网站地图|"
    r"创始人|听新闻|朗读|语音播报|播报|关注|已关注|加关注|赞赏|转发|评论\d*|分享\d*|点赞\d*|微信好友|新华网|人民网|\d+人?"
)
SMALL_LINE = re.compile(rf"[\W_]*(?:(?:{_SMALL})[\W_]*){{1,12}}", re.IGNORECASE)
_TAIL = (
    r"(?:相关|相關|延伸|推荐|推薦|热门|熱門|更多|猜你|精彩|最新|关联|热点|今日|图片|视频|編輯|编辑|为您|为你|本周|本月|24小时|频道|"
    r"点击|阅读|热)(?:阅读|閱讀|内容|內容|新闻|新聞|文章|链接|鏈接|推荐|推薦|资讯|資訊|文档|信息|报道|報道|稿件|专题|專題|喜欢|"
    r"排行|排行榜|图片|视频|话题|评论|关注|标签|热点|热搜|导读|回顾|点击|聚焦|导航|下载|热榜)[榜]?"
)
RELATED = re.compile(
    rf"[\W_]*(?:{_TAIL}|Related\s(?:news|articles?|links?|posts?)|You may also like|Read more|"
    r"更多关于.{1,12}的?(?:资讯|新闻|内容|文章)|大家都在看|您可能感兴趣的?|你可能感兴趣的?(?:文章)?|"
    r"网友评论|最新评论|全部评论|文章评论|热门评论|评论区|发表评论|友情链接|网站导航|推荐|热评|资讯|資訊|焦点|焦點|"
    r"信息原文地址|上一篇.{0,60}下一篇.{0,60}|Previous post.{0,80})[\W_]*(?:更多|more)?[\W_]*",
    re.IGNORECASE,
)
"""A line that opens a list of other pages."""
NOTE = re.compile(
    r"[\W_]*(?:(?:本站|本网|本网站|本文|本平台|本公众号|本刊|本報|本报|以上内容|以上内容|文中|凡注|凡本|凡來源|凡来源|免责|免責|版权|版權|"
    r"声明|聲明|特别声明|郑重声明|转载|轉載|未经授权|未經授權|如有侵权|如涉及|欢迎关注|点击关注|长按|扫码|扫描|请扫|微信搜索|预览时|继续滑动|"
    r"轻触|向上滑动|轻点|使用完整服务|使用小程序|关注该公众号|微信扫一扫|关注我们|商务合作|投稿|联系我们|违法和不良|举报电话|举报邮箱|"
    r"客服|网站标识码|主办单位|主办[:：]|承办|技术支持|备案号|建议使用|您的浏览器|您还未登录|請登錄|译文|Copyright|©|版权所有|Powered|All Rights|"
    r"粤ICP|京ICP|沪ICP|快照生成|資料圖片|资料图片|图片来源|图片仅供|\(資料|（資料|邮发代号|征订热线|责任编辑|編輯|编辑[:：]|"
    r"小编|长三角|我要纠错|【纠错】|热线|Tips|原文链接|原文地址|文章来源|本文转自|本文来源|来源[:：]).{0,400}"
    r"|.{0,200}(?:ICP备|ICP證|ICP证|公网安备|All Rights Reserved|版权所有|版权归|如有侵权|侵权请联系|不代表本站|不代表本网|"
    r"僅供參考|仅供参考|立场无关|保留所有权利).{0,200}|\s*[(（]?(?:来源|稿源|原标题|原題|编辑|责编|责任编辑|记者|作者)\s?[:：].{0,60})",
    re.IGNORECASE | re.DOTALL,
)
SENTENCE_END = re.compile("[。！？；!?;…：:][”’」』）)\\]】\"']*$|[.][”\"')]*$")
TEASER = re.compile(
    r"^(?:\.{3}|…)(?![.…])|(?<![.…])(?:\.{3}|…)$|[^.…](?:\.{3}|…)\s+[^\s.…]"
)
"""Cut text: lists of other pages end or begin so with one ellipsis; authors write "……"."""
DATE_ONLY = re.compile(
    r"[\W_]*(?:(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|\d{1,2}[-/月]\d{1,2}日?)"
    r"[\sT]*(?:\d{1,2}[:：时]\d{2}(?:[:：分]\d{2}秒?)?)?[\W_]*(?:星期.|周.)?[\W_]*"
)
DATE_TAIL = re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}(?:\s\d{1,2}:\d{2}(?::\d{2})?)?\s*$")
MARKUP = re.compile(r"class=\"|</?[a-z]{1,10}[\s>]|&nbsp;|\$\(|function\s?\(|\.push\(")


_MAX_SMALL = 60
_MAX_NOTE = 600


def is_related(text: str) -> bool:
    """Whether a line opens a list of other pages."""
    return len(text) <= _MAX_SMALL * 2 and RELATED.fullmatch(text) is not None


def is_furniture(text: str) -> bool:
    """Whether a line is certainly no part of a notice's own text."""
    if len(text) <= _MAX_SMALL and SMALL_LINE.fullmatch(text):
        return True
    if len(text) <= _MAX_NOTE and (META_LINE.fullmatch(text) or NOTE.fullmatch(text)):
        return True
    return is_related(text)
