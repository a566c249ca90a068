"""Events in the shape of real ones; texts are ours."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from watcher.diff import compare
from watcher.model.event import CopyRef, Event, EventKind
from watcher.model.facts import Deadline
from watcher.model.lineage import Against, FocusChange, FocusNote, News
from watcher.model.match import Span
from watcher.model.watch import Hit, HitKind

OLD = (
    "一、加强管理。平台应当在2025年4月30日前完成自查整改。\n"
    "二、严禁炒作热点事件。\n"
    "三、各地网信部门可以开展检查。"
)
NEW = (
    "一、加强管理。平台可以在2025年5月15日前完成自查整改。\n"
    "二、设立举报入口，15个工作日内答复。\n"
    "三、严禁炒作热点事件。\n"
    "四、各地网信部门不得开展检查。"
)


NEWS = (
    News(
        against=Against.LAST_CAMPAIGN,
        name="清朗·规范生成合成内容标识(2024)",
        notes=(
            FocusNote(change=FocusChange.NEW, old="", new="违规AI产品", evidence="", score=1),
            FocusNote(
                change=FocusChange.KEPT, old="标识", new="内容标识", evidence="标识", score=1
            ),
            FocusNote(change=FocusChange.GONE, old="弹窗广告", new="", evidence="", score=1),
        ),
    ),
    News(against=Against.LAST_BATCH, name="第一批", again=("卤味老板",)),
)


def make_span(text: str) -> Span:
    return Span(where="body", start=0, end=len(text), text=text)


def make_deadline(text: str, due_on: date | None, *, printed: str = "") -> Deadline:
    return Deadline(due_on=due_on, text=text, how="said", span=make_span(printed or text))


def make_hit(text: str, kind: HitKind, *, listed: str = "") -> Hit:
    return Hit(entry_id="own", kind=kind, listed=listed or text, why="", span=make_span(text))


def make_event(kind: EventKind = EventKind.NEW, **changes: object) -> Event:
    values: dict[str, object] = {
        "kind": kind,
        "source_id": "cac",
        "source_name": "国家网信办",
        "tier": "official",
        "at": datetime(2025, 4, 30, 1, 0, tzinfo=UTC),
        "id": 42,
        "notice_id": "N-7F3K2Q",
        "content_hash": "c0ffee",
        "title": "中央网信办部署开展“清朗·整治AI技术滥用”专项行动",
        "url": "https://www.cac.gov.cn/2025-04/30/c_1234.htm",
        "published_on": date(2025, 4, 30),
        "issuer": "中央网信办",
        "campaign": "“清朗·整治AI技术滥用”专项行动（2025）",
        "stage": "launched",
        "document_type": "launch_notice",
        "relation": "original",
        "excerpt": "为规范AI服务和应用，即日起在全国开展为期3个月的专项行动，分两个阶段推进。",
        "evidence": "V-0B3D5F",
    }
    return Event(**{**values, **changes})


def make_events() -> dict[str, Event]:
    """One event of every kind, and the variants that read differently."""
    copies = (
        CopyRef(
            title="“清朗·整治AI技术滥用”专项行动启动",
            url="https://news.example.com/a/1.html",
            relation="repost",
            source_name="门户网",
        ),
        CopyRef(
            title="「清朗·整治AI技術濫用」專項行動",
            url=None,
            relation="script_variant",
            source_name="鏡像站",
        ),
    )
    broken = {
        "notice_id": None,
        "title": "滨江网信",
        "source_id": "binjiang",
        "source_name": "滨江网信",
        "url": "https://wx.binjiang.example.cn/tzgg/",
    }
    return {
        "new": make_event(
            copies=copies, starts_on=date(2025, 4, 30), ends_on=date(2025, 7, 29), news=NEWS
        ),
        "new_repost": make_event(
            tier="repost", source_name="门户网", url="https://news.example.com/a/1.html"
        ),
        "new_no_campaign": make_event(
            campaign=None,
            stage=None,
            document_type="regulation",
            title="网络数据安全管理条例（征求意见稿）",
            deadlines=(
                make_deadline("反馈意见", date(2025, 6, 1)),
                make_deadline("整改", None, printed="15日内整改"),
            ),
            named=(
                make_hit("乙应用", HitKind.ALIAS),
                make_hit("卤味*老板", HitKind.MASKED, listed="卤味张老板"),
            ),
        ),
        "copy": make_event(
            EventKind.COPY, tier="repost", source_name="门户网", relation="repost", score=0.974
        ),
        "changed": make_event(EventKind.CHANGED, diff=compare(OLD, NEW)),
        "changed_form": make_event(EventKind.CHANGED, diff=compare("網絡，整治", "网络,整治")),
        "official": make_event(
            EventKind.OFFICIAL, copies=copies[:1], relation="original", diff=compare(NEW, OLD)
        ),
        "withdrawn": make_event(EventKind.WITHDRAWN),
        "reappeared": make_event(EventKind.REAPPEARED),
        "source_unhealthy": make_event(
            EventKind.SOURCE_UNHEALTHY,
            diagnosis="the list answers 200, but no row matches li.item; it had 20 rows before",
            hint="Run `watcher sources test ID`: the page was redesigned or is not the list.",
            extra={"health": "rotten"},
            **broken,
        ),
        "source_recovered": make_event(
            EventKind.SOURCE_RECOVERED, diagnosis="20 rows again after 3 hours", **broken
        ),
        "source_gap": make_event(
            EventKind.SOURCE_GAP,
            diagnosis=(
                "Some notices since 2025-04-25 may be missing: 220 unknown rows on 11 pages met no "
                "known one, the walk was long enough"
            ),
            hint="Run: watcher backfill binjiang --since 2025-04-25",
            **broken,
        ),
        "delivery_dead": make_event(
            EventKind.DELIVERY_DEAD,
            diagnosis="E-EQM7YA could not be delivered to feishu: errcode 19001",
            hint="Run: watcher channels test feishu",
            extra={"channel": "feishu"},
        ),
        "campaign_proposed": make_event(
            EventKind.CAMPAIGN_PROPOSED,
            campaign="“清朗·整治算法推荐乱象”专项行动",
            extra={"proposal": "proposed-2025-0a1b2c3d"},
        ),
        "named": make_event(
            EventKind.NAMED,
            document_type="case_bulletin",
            relation="repost",
            score=0.97,
            named=(make_hit("乙应用", HitKind.NAME),),
        ),
        "backfilled": make_event(
            EventKind.BACKFILLED,
            extra={
                "since": "2025-01-01",
                "until": "2025-06-30",
                "pages": "14",
                "stored": "188",
                "known": "20",
                "unread": "1",
                "reached": "2024-12-28",
            },
            **broken,
        ),
        "test": make_event(
            EventKind.TEST, title="", url=None, notice_id=None, source_name="watcher"
        ),
    }


@pytest.fixture
def events() -> dict[str, Event]:
    return make_events()
