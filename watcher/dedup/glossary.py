"""Terms of the field in Chinese and English: what a translation, by hand or machine, cannot avoid.

One line a term: the Chinese spellings, a colon, the English ones. Longer spellings are tried first.
English words are matched as beginnings, so "rumor" also stands for "rumors" and "rumormongering".
"""

from __future__ import annotations

import re
from functools import cache
from zlib import crc32

TERMS = """
专项行动|专项整治|专项治理 : special action|special campaign|special operation|special rectification
网信办|互联网信息办公室 : cyberspace administration|information office|cac
国务院 : state council
公安 : public security|police
市场监管 : market regulation|market supervision
教育部|教育部门 : ministry of education|education department
工信|工业和信息化 : industry and information
广电|广播电视 : radio and television
新闻发布会 : press conference|news conference
未成年人 : minor
青少年 : youth|teenager|adolescent
儿童 : child
学生 : student
暑期|暑假 : summer
春节 : spring festival|lunar new year|chinese new year
自媒体 : we media|we-media|self-media|self media
水军 : water army|navy|paid poster|internet troll
谣言|造谣|传谣 : rumor|rumour
虚假 : false|fake|fabricat
仿冒|假冒|冒充 : counterfeit|impersonat|fake account
短视频 : short video|short-video
直播 : live broadcast|livestream|live stream|live-stream
主播 : anchor|streamer
打赏 : tip|reward
算法 : algorithm
人工智能|AI : artificial intelligence|ai
换脸 : face chang|face swap|face-swap
生成合成 : synthe|generat
标识 : label|logo|identif
个人信息 : personal information
隐私 : privacy
数据 : data
网络安全 : cybersecurity|cyber security|network security
应用程序|App|APP : app|application
小程序 : applet|mini program|small program|mini-program
账号|帐号 : account
群组|群聊 : group
贴吧|论坛|社区 : post bar|forum|communit
评论|跟帖 : comment
私信 : private message|direct message
弹窗 : pop-up|popup
热搜|榜单|热榜 : hot search|hot list|trending|ranking
搜索 : search
推荐 : recommend
流量 : traffic|flow
引流 : drain|divert|diversion
营销 : marketing
炒作|蹭炒 : hype|hyping|speculat
粉丝 : fan|follower
饭圈 : fan circle|fandom
网暴|网络暴力 : cyber violence|online violence|cyberviolence|network violence
欺凌|霸凌 : bully
戾气 : hostility|rage
色情|低俗|淫秽 : porn|vulgar|obscen|lewd
赌博 : gambl
诈骗 : fraud|scam
暴力 : violen
沉迷 : addict|indulg
消费 : consum|top-up|spend
企业家 : entrepreneur
企业 : enterprise|compan|business|firm
营商 : business environment|business network environment
侵权 : infring
举报 : report
处置 : dispos|deal with|dealt with|handl
处罚|惩处 : punish|penalt
关闭 : clos|shut
下架 : remov|take off|taken off|off the shel
清理 : clean|clear
约谈 : interview|summon|talk to
黑名单 : blacklist
典型案例 : typical case
平台 : platform
网站 : website|site
主体责任 : main responsib|primary responsib
监管|监督 : supervis|regulat|oversight
法律|法规|依法 : law|legal
规定 : provision|rule|stipulat
办法 : measure
通知 : notice|circular
征求意见 : solicit|draft for comment|public opinion
资质|认证 : qualif|certif
医疗 : medical
金融 : financ
司法 : judicia|justice
新闻 : news
网民 : netizen|internet user|online user
生态 : ecolog|ecosystem
机制 : mechanism
审核 : audit|review|censor|examin
投诉 : complain
权益 : rights
MCN机构|MCN : mcn
体育|赛事 : sport|event|match
世运会 : world games
全运会|十五运 : national games
大运会 : universiade
外链 : external link|outbound link
同城 : same-city|same city|local section
语言文字 : language
错字|谐音 : homophone|typo|wrong character
负面情绪|挑动 : negative emotion
"""

Term = int
RUN = 3
MOST = 5
MOST_ENGLISH = 40
LEAST_TERMS = 15
LEAST_KINDS = 6


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, Term]]:
    terms: dict[str, Term] = {}
    chinese: list[str] = []
    english: list[str] = []
    for number, line in enumerate(TERMS.strip().split("\n")):
        zh, en = (part.strip().split("|") for part in line.split(" : "))
        chinese += zh
        english += en
        terms |= dict.fromkeys((*(word.lower() for word in zh), *en), number)

    def either(words: list[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    return (
        re.compile(either([word.lower() for word in chinese])),
        re.compile(rf"\b(?:{either(english)})"),
        terms,
    )


def find_terms(text: str, *, is_english: bool) -> list[Term]:
    """Return the numbers of the field's terms in a folded text, in order.

    A machine leaves some sentences of a translation as they were: English texts are read for both.
    """
    chinese, english, terms = _patterns()
    text = text.lower()  # a pattern that ignores case looks at every character, this one skips
    found = list(chinese.finditer(text))
    if is_english:
        found = sorted([*found, *english.finditer(text)], key=re.Match.start)
    return [terms[each[0]] for each in found]


def term_keys(sequence: list[Term], *, is_english: bool) -> list[str]:
    """Return keys by which a translation and its notice find each other.

    They are runs of RUN terms, chosen by their hash, so that both sides choose the same ones;
    English texts, being few, are given more. A text outside the field has none.
    """
    if len(sequence) < LEAST_TERMS or len(set(sequence)) < LEAST_KINDS:
        return []
    runs = {tuple(sequence[i : i + RUN]) for i in range(len(sequence) - RUN + 1)}
    hashes = sorted(crc32(repr(run).encode()) for run in runs if len(set(run)) == RUN)
    return [f"terms:{each:08x}" for each in hashes[: MOST_ENGLISH if is_english else MOST]]
