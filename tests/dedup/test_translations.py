"""English copies of notices without figures, found by the terms of the field in their order."""

from __future__ import annotations

import pytest

from tests.dedup.memory_store import MemoryStore
from watcher.dedup.glossary import find_terms, term_keys
from watcher.dedup.terms import TERMS
from watcher.model.document import Document

CHINESE = """\
江城市网信办召开会议，部署2026年暑期未成年人网络环境专项行动。
会议要求，各平台压实主体责任，完善算法推荐机制，清理涉未成年人低俗短视频，处置恶意营销账号。
一是直播环节。严查主播诱导未成年人打赏、消费，对违规账号从严处罚，情节严重的列入黑名单。
二是评论环节。及时处置网络欺凌、暴力内容，关闭传播谣言的群组，保护未成年人隐私和个人信息。
三是搜索和弹窗环节。下架含赌博、诈骗引流内容的小程序，审核热搜榜单，防止虚假信息扩散。
会议强调，要畅通举报渠道，公布典型案例，加强对网站的监督，营造良好网络生态。"""
ENGLISH = """\
The Cyberspace Administration of Jiangcheng held a meeting to deploy the 2026 summer special action
on the network environment of minors.
It was required that platforms compact their main responsibility, improve the algorithm
recommendation mechanism, clean up vulgar short videos involving minors and dispose of malicious
marketing accounts.
First, live broadcast links. Anchors who induce minors to reward and to consume will be strictly
investigated, illegal accounts will be punished severely and put on the blacklist.
Second, comment links. Network bullying and violent content will be dealt with in time, groups that
spread rumors will be closed, and the privacy and personal information of minors protected.
Third, search and pop-up links. Applets with gambling and fraud diversion are taken off the shelves,
hot search rankings are reviewed, and false information is kept from spreading.
The meeting stressed smooth reporting channels, publication of typical cases, stronger supervision
of websites and a good network ecology."""
TRANSLATION = Document(title="Jiangcheng deploys a summer special action", body=ENGLISH)
NOTICE = Document(title="江城市部署暑期未成年人网络环境专项行动", body=CHINESE)
SAME_FIELD = """\
江城市网信办通报2026年网络谣言典型案例，各平台共关闭账号若干，处置谣言信息若干条。
一是编造虚假警情。某账号在贴吧发布谣言，称多名学生失踪，公安机关依法予以处罚，平台关闭其账号。
二是仿冒新闻主播。某账号利用人工智能换脸生成虚假新闻，在短视频平台引流营销，被列入黑名单。
三是炒作旧闻。某自媒体翻炒旧事，在热搜下发布不实评论，网站依法处置，并公布典型案例。
网信办提醒，网民要依法上网，不造谣不传谣，发现谣言可向举报中心举报。"""
OTHER = Document(title="江城市通报网络谣言典型案例", body=SAME_FIELD)


@pytest.mark.parametrize("turned", [False, True])
def test_a_translation_without_figures_finds_its_notice_and_only_it(
    store: MemoryStore, turned: bool
) -> None:
    first, second = (TRANSLATION, NOTICE) if turned else (NOTICE, TRANSLATION)
    assert store.add(OTHER).notice_id is None
    assert store.add(first).notice_id is None
    verdict = store.judge(second)
    assert verdict.notice_id == "n1"
    assert "terms of" in verdict.evidence


@pytest.mark.parametrize(
    "other",
    [
        NOTICE.body.replace("2026", "2025"),
        NOTICE.body.replace("短视频", "短视频36.5万条").replace("小程序", "小程序2300余款"),
    ],
    ids=["another year", "figures that the English lacks"],
)
def test_years_and_figures_tell_notices_of_one_series_apart(store: MemoryStore, other: str) -> None:
    english = ENGLISH.replace("short videos", "512,000 short videos").replace(
        "Applets", "4,100 applets"
    )
    store.add(Document(title=NOTICE.title, body=other))
    assert store.judge(Document(title=TRANSLATION.title, body=english)).notice_id is None


@pytest.mark.parametrize(
    ("printed", "spelled"),
    [
        ("查处账号640个，其中主播215人。", "Two hundred and eleven accounts and 98 anchors."),
        ("以上为2026年第三批典型案例。", "These are typical cases of the fifth batch."),
    ],
    ids=["numbers in words", "another batch"],
)
def test_other_numbers_or_another_batch_are_another_notice(
    store: MemoryStore, printed: str, spelled: str
) -> None:
    store.add(Document(title=NOTICE.title, body=f"{CHINESE}\n{printed}"))
    other = Document(title=TRANSLATION.title, body=f"{ENGLISH}\n{spelled}")
    assert store.judge(other).notice_id is None


def test_two_translations_that_came_first_become_one_when_their_notice_comes(
    store: MemoryStore,
) -> None:
    words = (("rewarding", "tipping"), ("minors", "children under age"), ("deploy", "arrange"))
    other = ENGLISH
    for one, two in words:
        other = other.replace(one, two)
    half = Document(title="Summer action", body=other[: len(other) * 2 // 3])
    for page in (TRANSLATION, half):
        store.add(page)
    separate = {store.notice_of(0), store.notice_of(1)}
    found = store.add(NOTICE)
    assert {found.notice_id, *found.also} == separate
    assert store.notice_of(0) == store.notice_of(1) == store.notice_of(2)


def test_some_sentences_left_in_chinese_are_read_too() -> None:
    mixed = ENGLISH.split("\n", 3)[-1] + "\n" + CHINESE.split("\n", maxsplit=1)[0]
    assert find_terms(mixed, is_english=True)[-1] == find_terms("专项行动", is_english=False)[0]


def test_a_text_outside_the_field_has_no_term_keys() -> None:
    assert (
        term_keys(
            find_terms("秋粮收购顺利，平台运行良好。" * 20, is_english=False), is_english=False
        )
        == []
    )


def test_every_term_has_spellings_in_both_languages() -> None:
    spellings: set[str] = set()
    for line in TERMS.strip().split("\n"):
        chinese, english = (part.split("|") for part in line.split(" : "))
        assert all(chinese)
        assert all(word == word.lower() for word in english)
        assert not spellings & {*chinese, *english}, line
        spellings |= {*chinese, *english}


ALERT = """\
近期，江城网络安全平台监测发现，攻击者利用{name}恶意软件实施网络攻击，可能导致数据泄露、系统受控等风险。
{name}是一种针对办公终端的木马，伪装为邮件附件传播，窃取浏览器密码和邮箱验证码。
建议用户立即排查，更新防病毒软件，及时修复漏洞，不随意点击不明链接，谨防网络攻击风险。
各平台、企业发现线索的，请向公安机关举报，并配合监管部门处置有关账号，保护用户个人信息。"""
ALERT_ENGLISH = """\
The Jiangcheng cybersecurity platform found through monitoring that attackers use the {name} malware
for cyber attacks, which may cause data leakage, compromised systems and other risks.
{name} is a trojan aimed at office terminals. It spreads disguised as a mail attachment and steals
browser passwords and mailbox verification codes.
Users are advised to check at once, update antivirus software, patch vulnerabilities, not to click
unknown links, and to guard against the risk of network attacks.
Platforms and enterprises that find clues should report to the public security organs, help
supervisors deal with the accounts in question, and protect the personal information of users."""


def test_a_name_that_no_translation_changes_tells_alerts_of_one_frame_apart(
    store: MemoryStore,
) -> None:
    for name in ("MudLark", "PaperKite"):
        store.add(Document(title=f"防范{name}恶意软件", body=ALERT.format(name=name)))
    for name, notice in (("MudLark", "n0"), ("PaperKite", "n1"), ("RiverOtter", None)):
        page = Document(title=f"Beware of {name}", body=ALERT_ENGLISH.format(name=name))
        assert store.judge(page).notice_id == notice


@pytest.mark.parametrize("turned", [False, True])
def test_a_summary_that_prints_the_chinese_title_finds_its_notice(
    store: MemoryStore, turned: bool
) -> None:
    start = ENGLISH.index("First, live")
    summary = "Campaign news. Original: 江城市部署暑期未成年人网络环境专项行动\n" + ENGLISH[:start]
    summary += "Readers are reminded that our newsletter covers every campaign of the city."
    page = Document(title="Campaign news", body=summary)
    first, second = (page, NOTICE) if turned else (NOTICE, page)
    store.add(OTHER)
    store.add(first)
    assert store.judge(second).notice_id == "n1"


def test_a_printed_title_over_another_text_joins_nothing(store: MemoryStore) -> None:
    store.add(NOTICE)
    body = (
        "See also: 江城市部署暑期未成年人网络环境专项行动\nThe grain harvest went well this year. "
        "Farmers of the county brought in wheat and barley, and the mills are open day and night. "
        "The roads are dry and the storehouses of the district have been cleaned and painted."
    )
    assert store.judge(Document(title="Harvest", body=body)).notice_id is None
