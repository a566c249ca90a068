"""Forms in which notices print days, lists of apps and English figures."""

from __future__ import annotations

from datetime import date

import pytest

from watcher.campaigns.facts import read_facts
from watcher.model.document import Document
from watcher.model.facts import Facts

DAY = date(2026, 5, 20)


def read(body: str, title: str = "样例") -> Facts:
    return read_facts(Document(title=title, body=body), published_on=DAY)


@pytest.mark.parametrize(
    ("body", "starts", "ends", "is_exact"),
    [
        ("专项行动时间为5月至11月。", date(2026, 5, 1), date(2026, 11, 30), False),
        ("自3月至11月在全国组织开展专项行动。", date(2026, 3, 1), date(2026, 11, 30), False),
        ("从2026年9月起开展为期半年的整治。", date(2026, 9, 1), date(2027, 2, 28), False),
        ("自通知印发之日起至7月下旬开展整治。", DAY, date(2026, 7, 31), True),
        ("即日起至今年年底开展整治。", DAY, date(2026, 12, 31), True),
        ("6月1日至8月31日开展专项整治。", date(2026, 6, 1), date(2026, 8, 31), True),
    ],
)
def test_when_a_campaign_runs(body: str, starts: date, ends: date, *, is_exact: bool) -> None:
    facts = read(body)
    assert facts.starts is not None
    assert facts.ends is not None
    assert (facts.starts.day, facts.ends.day, facts.starts.is_exact) == (starts, ends, is_exact)


@pytest.mark.parametrize(
    "body",
    [
        "1月至4月，全国受理举报100万件。",
        "4月1日至5月12日，平台累计下架视频4.8万条。",
        "自印发之日起30日内，各地要建立台账。",
        "自发布之日起施行。",
        "新华社样例市4月20日电（记者某某）当地时间4月19日，会议召开。",
    ],
)
def test_days_that_are_no_campaign(body: str) -> None:
    facts = read(body)
    assert (facts.starts, facts.ends, facts.length) == (None, None, None)


def test_a_heading_far_down_tells_the_time() -> None:
    filler = "各地要加强组织领导，细化措施，抓好落实。" * 30
    facts = read(f"决定开展专项行动。\n{filler}\n三、时间安排\n2026年9月1日至11月30日。")
    assert facts.starts is not None
    assert facts.ends is not None
    assert (facts.starts.day, facts.ends.day) == (date(2026, 9, 1), date(2026, 11, 30))
    assert facts.starts.span is not None
    assert facts.starts.span.text.startswith("2026年9月1日")


def test_in_force_from_the_day_of_publication() -> None:
    fact = read("本规定自公布之日起施行。").in_force
    assert fact is not None
    assert fact.day == DAY


def test_apps_in_a_table() -> None:
    body = (
        "现通报如下，上述应用予以下架。\n"
        "序号\t应用名称\t开发者\t应用商店\n"
        "1\t样例相机\t样例甲公司\t样例商店\n"
        "2\t样例天气\t样例乙公司\t\n"
        "\n"
        "序号\t样例指标\t数值\n"
        "1\t样例丙\t3\n"
    )
    accounts = read(body).accounts
    assert [(one.name, one.platform, one.kind) for one in accounts] == [
        ("样例相机", "样例商店", "应用"),
        ("样例天气", "", "应用"),
    ]
    assert all(one.sanctions == ("下架",) for one in accounts)
    assert all(body[one.span.start : one.span.end] == one.name for one in accounts)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("存在问题的App包括：“样例甲”“样例乙”。", ["样例甲", "样例乙"]),
        ("对@样例大叔 @样例小妹 等26个账号予以禁言。", ["样例大叔", "样例小妹"]),
        ("用户可以关闭评论、私信、@消息等设置。", []),
        ("请发邮件至 sample@example.com 反馈。", []),
        ("平台：“我们将整改”。", []),
    ],
)
def test_other_ways_to_name_accounts(body: str, names: list[str]) -> None:
    assert [one.name for one in read(body).accounts] == names


def test_an_english_page() -> None:
    facts = read(
        "The Cyberspace Administration of China (CAC) launched a two-month campaign on Monday. "
        "Platforms removed more than 1.5 million pieces of harmful information and "
        "24,000 accounts.",
        title="China launches sample campaign",
    )
    assert [one.value for one in facts.issuers] == ["Cyberspace Administration of China"]
    assert facts.length is not None
    assert facts.length.months == 2
    assert [(one.amount, one.unit, one.is_rounded) for one in facts.figures] == [
        (1_500_000, "pieces", True),
        (24_000, "accounts", False),
    ]
    assert facts.figures[0].counts == "pieces of harmful information"


def test_an_english_span_of_time_is_no_length() -> None:
    facts = read("The campaign began three months ago, the regulator said.", title="Sample")
    assert facts.length is None


@pytest.mark.parametrize(
    ("body", "due"),
    [
        ("自本通知印发之日起30日内完成自查。", date(2026, 6, 19)),
        ("自通报之日起5个工作日内完成整改。", date(2026, 5, 27)),
        ("应当自收到整改通知之日起5个工作日内提交整改报告。", None),
        ("自办法施行之日起，30日内办理备案。", None),
        ("应当在每次升级推送后15个工作日内更新清单。", None),
    ],
)
def test_what_a_period_counts_from(body: str, due: date | None) -> None:
    (one,) = read(body).deadlines
    assert one.due_on == due
