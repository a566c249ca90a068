"""Three notices, a first pass over two of them, and what was told since."""

from __future__ import annotations

from collections.abc import Callable

from tests.pipeline.website import Website, make_notice, make_source
from watcher.model.event import Event, EventKind
from watcher.model.health import Health
from watcher.model.source import Source
from watcher.pipeline.check import check_source
from watcher.pipeline.services import Services
from watcher.store import events

Build = Callable[..., Services]

RULES_OF_APPS = make_notice(
    "关于规范应用程序公示的通知",
    "各应用程序分发平台应当建立健全公示制度，在应用程序详情页显著位置列明运营主体和备案编号。",
    "分发平台应当在2026年5月31日前完成首次公示，此后每季度更新一次公示信息。",
    "逾期未公示的，由所在地网信部门约谈平台负责人，并视情节予以处置。",
)
CLEAN_UP = make_notice(
    "关于整治网络直播虚假营销的通知",
    "近期部分直播间以虚构身世、摆拍剧情等方式博取同情，借机销售商品，群众反映强烈。",
    "现决定自即日起开展为期两个月的集中整治，重点查处虚构人设、夸大功效、诱导打赏三类问题。",
    "各直播平台应当于4月10日前完成自查，将自查报告报送所在地网信部门。",
)
THIRD = make_notice(
    "关于发布第三批标准文本的公告",
    "现将数据标注、模型评测等六项标准文本予以发布，自2026年6月1日起施行，相关单位可登录网站下载。",
    "实施中遇到的问题，请及时向标准化技术委员会秘书处反映，联系方式见附件。",
)


def told(services: Services) -> list[Event]:
    with services.store.reading() as tx:
        return events.list_events(tx, limit=1000)


def kinds(services: Services) -> list[EventKind]:
    return [event.kind for event in told(services)]


def start(build: Build, site: Website, **changes: object) -> tuple[Services, Source]:
    """Pass the baseline over two known notices."""
    site.pages |= {"/apps.html": RULES_OF_APPS, "/live.html": CLEAN_UP}
    if "/list" not in site.pages:
        site.publish("live", "apps")
    source = make_source(site, **changes)
    services = build(source)
    report = check_source(services, source)
    assert report.outcome.health is Health.OK, report.outcome
    assert report.is_baseline
    return services, source
