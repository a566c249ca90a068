"""Lines of a page that are not the notice: what they look like, whatever site they stand on.

Rules are word lists about whole lines, kept narrow: a line that could be the notice's own stays.
Every line of every page is asked, so the first character decides whether a pattern is tried.
"""

from __future__ import annotations

import re

_LABELS = (
    "发布时间 发布日期 发文时间 发布 时间 日期 更新时间 发表时间 發布時間 發佈時間 发表于 来源 來源 信息来源 稿源 文章来源 "
    "原文来源 作者 编辑 責任編輯 责任编辑 责编 编审 审核 校对 初审 复审 终审 监制 通讯员 浏览次数 浏览量 浏览 "
    "阅读次数 阅读量 阅读 阅读数 点击数 点击量 点击 点击次数 瀏覽 访问量 访问次数 字号 字体 字体大小 字號 分享 分享到 "
    "收藏 打印 主编 类别 栏目 分类 所属分类 标签 关键词 關鍵詞 关键字 文章关键词 保护视力色 语音播报 朗读 收听 Author Source "
    "Editor Date Managing\u00a0Editor Published Updated Time View Views Release\u00a0time Click 来源于 转载自 "
    "信息提供 发布机构 发布单位 供稿 撰稿 摄影 本文来源 文章标签 本文标签 索引号 主题分类 发布人 发稿时间"
).split(" ")
_SMALL = (
    "大 中 小 特大 默认 打印 打印本页 打印此页 关闭 关闭窗口 关闭本页 返回 返回顶部 返回列表 返回首页 返回上一页 分享 分享到 "
    "分享至 收藏 首页 登录 登陆 注册 退出 搜索 评论 发表评论 点赞 赞 在看 留言 举报 纠错 投稿 订阅 复制链接 微信 微博 新浪微博 "
    "QQ空间 QQ好友 QQ 朋友圈 扫一扫 微信扫一扫 手机看 手机扫一扫 展开 展开全文 收起 更多 查看更多 查看原文 阅读原文 阅读全文 "
    "上一篇 下一篇 上一条 下一条 上一页 下一页 没有了 A A+ A- × X +1 允许 取消 知道了 确定 小程序 视频 听过 我的订阅 繁体 简体 繁體 "
    "English 无障碍 长者版 关怀版 移动版 手机版 电脑版 当前位置 您的位置 您现在的位置 导航 菜单 字体 字号 Rss RSS top 保存 预览 "
    "网站地图 创始人 听新闻 朗读 语音播报 播报 关注 已关注 加关注 赞赏 转发 微信好友 分享到微信 分享到微博 分享到微信朋友圈 自动播放 "
    "大字 标准 超大 小字 复制 复制成功 点击复制 返回目录 分析 黑夜模式 我要纠错 用微信扫描二维码 分享至好友和朋友圈"
).split(" ")
_RELATED = (
    "相关 相關 延伸 推荐 推薦 热门 熱門 精彩 最新 关联 热点 今日 为您 为你 本周 本月 24小时 频道 热 猜你 往期 "
    "编辑 更多"
).split(" ")
_LISTS = (
    "阅读 閱讀 内容 內容 新闻 新聞 文章 链接 鏈接 推荐 推薦 资讯 資訊 文档 信息 报道 報道 稿件 专题 專題 喜欢 排行 排行榜 "
    "图片 视频 话题 评论 热点 热搜 导读 回顾 点击 聚焦 导航 下载 热榜 头条 要闻 图集 信息推荐 新闻推荐 文章推荐 内容推荐"
).split(" ")
_OPENERS = (
    "大家都在看 您可能感兴趣 您可能感兴趣的 你可能感兴趣 你可能感兴趣的文章 猜你喜欢 网友评论 最新评论 全部评论 文章评论 热门评论 评论区 "
    "友情链接 网站导航 推荐 热评 资讯 資訊 焦点 焦點 信息原文地址 看过本文的人还看过 相关 标签云 网友热评 热图 "
    "Related\u00a0news Related\u00a0articles Related\u00a0links Related\u00a0posts You\u00a0may\u00a0also\u00a0like"
).split(" ")
_NOTES = (
    "本站 本网 本网站 本平台 本公众号 以上内容 文中图片 凡注 凡本 凡來源 凡来源 凡注明 免责 免責 版权 版權 声明： 声明: 聲明 "
    "特别声明 郑重声明 转载请 轉載 未经授权 未經授權 如有侵权 如涉及 如若转载 欢迎关注 点击关注 长按 扫码 扫描二维码 请扫 微信搜索 预览时 "
    "继续滑动 轻触 向上滑动 轻点 使用完整服务 使用小程序 关注该公众号 微信扫一扫 关注我们 商务合作 违法和不良信息 "
    "网站标识码 主办单位 主办： 主办: 承办单位 承办： 技术支持 备案号 建议使用 您的浏览器 您还未登录 請登錄 译文声明 "
    "Copyright © Powered All\u00a0Rights 粤ICP 京ICP 沪ICP 快照生成 資料圖片 资料图片 图片来源 图片仅供 邮发代号 征订热线 责任编辑 編輯 "
    "小编 原文链接 原文地址 文章来源 本文转自 本文来源 本文转载 本文由 本文已 版权声明 Previous\u00a0post 上一篇 下一篇 新浪声明 特此声明："
).split(" ")
_LEGAL = re.compile(
    "ICP[备備證证]|公网安备|All Rights Reserved|版权[所归]|如有侵权|侵权请联系|不代表本[站网平]|"
    "仅供参考，|保留[所一][有切]权利"
)
_PUNCTUATION = " \t-_|*#·•●■◆▪>》»（([【《“\"'「『『.,，、:：+—–=~"
_CREDIT = re.compile(
    r"[\W_]*(?:来源|稿源|编辑|责编|责任编辑|本文编辑|校对|供稿|監製|监制|審核|审核|值班编辑|值班编委)\s?[:：].{0,60}"
)
_TITLE_BEFORE = re.compile(r"[\W_]*(?:原标题|原題|原標題)\s?[:：].{0,200}")
_BYLINE = re.compile(r"(?:发表于|发布于|發表於)\s?(?:19|20)\d\d[-/.年]")
_MAX_BYLINE = 120
_MAX_SMALL = 60
_MAX_NOTE = 600


def _either(words: list[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word.replace("\u00a0", " ")) for word in ordered)


def _initials(*lists: list[str]) -> frozenset[str]:
    return frozenset(word[0].lower() for words in lists for word in words)


_LABEL_LINE = re.compile(
    rf"[\W_]*(?:本文|文章|信息)?(?:{_either(_LABELS)})\s?[:：].{{0,120}}", re.IGNORECASE
)
_SMALL_LINE = re.compile(
    rf"[\W_]*(?:(?:{_either(_SMALL)})\d{{0,6}}[\W_]*){{1,12}}", re.IGNORECASE
)
_RELATED_LINE = re.compile(
    rf"[\W_]*(?:(?:{_either(_RELATED)})[\W_]{{0,3}}(?:{_either(_LISTS)})|{_either(_OPENERS)}"
    r"|更多关于.{1,12}的?(?:资讯|新闻|内容|文章)|上一篇.{0,60}下一篇.{0,60}|Previous post.{0,80})"
    r"[\W_]*(?:更多|more)?[\W_]*",
    re.IGNORECASE,
)
_NOTE_LINE = re.compile(rf"[\W_]*(?:{_either(_NOTES)})", re.IGNORECASE)
_FIRST_LABEL = _initials(_LABELS) | frozenset("本文信")
_FIRST_SMALL = _initials(_SMALL) | frozenset("0123456789")
_FIRST_RELATED = _initials(_RELATED, _OPENERS) | frozenset("更上p")
_FIRST_NOTE = _initials(_NOTES)
_ALL_DIGITS = re.compile(r"[\W_]*\d{1,6}(?:人|次|条|篇|℃)?[\W_]*")

SENTENCE_END = re.compile("[。！？；!?;…：:][”’」』）)\\]】\"']*$|[.][”\"')]*$")
_TEASER = re.compile(
    r"^(?:\.{3}|…)(?![.…])|(?<![.…])(?:\.{3}|…)$|[^.…](?:\.{3}|…)\s+[^\s.…]"
)
DATE_ONLY = re.compile(
    r"[\W_]*(?:(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|\d{1,2}[-/月]\d{1,2}日?)"
    r"[\sT]*(?:\d{1,2}[:：时]\d{2}(?:[:：分]\d{2}秒?)?)?[\W_]*(?:星期.|周.)?[\W_]*"
)
DATE_TAIL = re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}(?:\s\d{1,2}:\d{2}(?::\d{2})?)?\s*$")
MARKUP = re.compile(r"class=\"|</?[a-z]{1,10}[\s>]|&nbsp;|\$\(|function\s?\(|\.push\(")


def is_teaser(text: str) -> bool:
    """Whether a line is cut text of another page.

    Lists of other pages end or begin so with one ellipsis; authors write "……".
    """
    return ("…" in text or "..." in text) and _TEASER.search(text) is not None


def is_related(text: str) -> bool:
    """Whether a line opens a list of other pages."""
    return (
        len(text) <= 2 * _MAX_SMALL
        and _first(text) in _FIRST_RELATED
        and _RELATED_LINE.fullmatch(text) is not None
    )


def is_label(text: str) -> bool:
    """Whether a line is a labelled field around a notice: 来源：…, 发布时间：…, 浏览次数：…."""
    if _first(text) in _FIRST_LABEL and _LABEL_LINE.fullmatch(text):
        return True
    return len(text) <= _MAX_BYLINE and _BYLINE.search(text) is not None


def is_note(text: str) -> bool:
    """Whether a line is the site's own note: copyright, disclaimer, follow us, registration."""
    if len(text) > _MAX_NOTE:
        return False
    if _first(text) in _FIRST_NOTE and _NOTE_LINE.match(text):
        return True
    if ("：" in text or ":" in text) and _CREDIT.fullmatch(text):
        return True
    return _LEGAL.search(text) is not None


def is_furniture(text: str) -> bool:
    """Whether a line is certainly no part of a notice's own text."""
    if len(text) <= _MAX_SMALL:
        first = _first(text)
        if not first or (first in _FIRST_SMALL and _SMALL_LINE.fullmatch(text)):
            return True
        if first.isdigit() and _ALL_DIGITS.fullmatch(text):
            return True
    return is_label(text) or is_note(text) or is_related(text)


def is_former_title(text: str) -> bool:
    """Whether a line only repeats the title a reposted page once had (原标题：…)."""
    return len(text) <= 220 and _TITLE_BEFORE.fullmatch(text) is not None


def _first(text: str) -> str:
    return text.lstrip(_PUNCTUATION)[:1].lower()
