"""A simulated regulator's site: a list of notices that lives, misbehaves and is repeatable."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.schedule import is_working_day

ZONE = ZoneInfo("Asia/Shanghai")
TOPICS = (
    "应用程序",
    "网络直播",
    "个人信息",
    "短视频",
    "算法推荐",
    "未成年人保护",
    "数据出境",
    "弹窗广告",
)
ACTS = (
    "专项治理",
    "情况通报",
    "备案公告",
    "约谈结果",
    "典型案例",
    "征求意见",
    "行政处罚",
    "工作部署",
)
SYLLABLES = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


@dataclass(slots=True)
class Item:
    """One notice of the site. ``is_old``: it was there before the first poll."""

    number: int
    path: str
    title: str
    body: str
    day: date
    published_at: datetime
    is_old: bool = False
    is_pinned: bool = False


@dataclass(slots=True)
class Habits:
    """How a site behaves. Rates are events a day but ``a_day``, which counts notices."""

    a_day: float = 1.0
    page_rows: int = 8
    bursts: float = 0.01
    burst_pages: int = 10
    pins: float = 0.05
    reorders: float = 0.1
    past: float = 0.05
    reuses: float = 0.02
    withdrawals: float = 0.01
    has_dates: bool = True


@dataclass(slots=True)
class Site:
    """The list, newest first, and the pages behind it."""

    host: str
    seed: int
    habits: Habits = field(default_factory=Habits)
    items: list[Item] = field(default_factory=list)
    pages: dict[str, Item] = field(default_factory=dict)
    published: list[Item] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)
    replaced: set[str] = field(default_factory=set)
    kinds: dict[str, int] = field(default_factory=dict)
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def found(self, now: datetime, count: int) -> None:
        """Fill the list with notices of the working days before the first poll."""
        day = now.astimezone(ZONE).date() - timedelta(days=1)
        days: list[date] = []
        while len(days) < count:
            if self.chance.random() < (
                min(self.habits.a_day, 0.95) if is_working_day(day) else 0.02
            ):
                days.append(day)
            day -= timedelta(days=1)
        for each in reversed(days):
            self.publish(datetime(each.year, each.month, each.day, 9, tzinfo=ZONE), is_old=True)

    def live_a_day(self, day: date, *, is_closing: bool) -> list[tuple[datetime, str]]:
        """Draw what happens on a day: (instant, what), in order. Nothing rare near the end."""
        events: list[str] = []
        habits, chance = self.habits, self.chance
        rate = habits.a_day if is_working_day(day) else habits.a_day * 0.03
        events += ["publish"] * _poisson(chance, rate)
        if not is_closing:
            for name in ("pins", "reorders", "past", "reuses", "withdrawals"):
                events += [name] * _poisson(chance, getattr(habits, name))
            if is_working_day(day) and chance.random() < habits.bursts:
                events.append("burst")
        start = datetime(day.year, day.month, day.day, 8, tzinfo=ZONE)
        return sorted(
            (start + timedelta(minutes=chance.uniform(0, 600)), event) for event in events
        )

    def happen(self, event: str, at: datetime) -> None:
        """Let one thing happen."""
        self.kinds[event] = self.kinds.get(event, 0) + 1
        match event:
            case "publish":
                self.publish(at)
            case "burst":
                most = self.habits.page_rows * self.habits.burst_pages
                for _ in range(self.chance.randint(self.habits.page_rows, most)):
                    self.publish(at)
            case "pins":
                self._pin()
            case "reorders":
                self._reorder()
            case "past":
                self._publish_in_the_past(at)
            case "reuses":
                self._reuse_a_number(at)
            case "withdrawals":
                self._withdraw()

    def publish(self, at: datetime, *, is_old: bool = False) -> Item:
        """Put a notice on top of those that are not pinned."""
        item = self._make(at, at.astimezone(ZONE).date(), is_old=is_old)
        self.items.insert(sum(each.is_pinned for each in self.items), item)
        return item

    def page_of(self, number: int) -> str:
        """Return the list's page (from 1) as HTML."""
        rows, first = self.habits.page_rows, (number - 1) * self.habits.page_rows
        shown = self.items[first : first + rows]
        lines = "".join(
            f'<li><a href="{each.path}">{each.title}</a>'
            + (f"<span>{each.day.isoformat()}</span>" if self.habits.has_dates else "")
            + "</li>"
            for each in shown
        )
        further = ""
        if first + rows < len(self.items):
            further = f'<a class="next" href="/list_{number + 1}.html">下一页</a>'
        return f'<html><body><ul class="list">{lines}</ul>{further}</body></html>'

    def _make(self, at: datetime, day: date, *, is_old: bool, path: str | None = None) -> Item:
        number = len(self.published) + 1
        words = "".join(self.chance.choices(SYLLABLES, k=6))
        title = (
            f"关于{words}{self.chance.choice(TOPICS)}{self.chance.choice(ACTS)}的第{number}号通知"
        )
        item = Item(
            number=number,
            path=path or f"/art/{day:%Y%m}/t{day:%Y%m%d}_{number}.html",
            title=title,
            body="".join(f"<p>{self._sentence()}</p>" for _ in range(5)),
            day=day,
            published_at=at,
            is_old=is_old,
        )
        self.published.append(item)
        self.pages[item.path] = item
        return item

    def _sentence(self) -> str:
        first, second = ("".join(self.chance.choices(SYLLABLES, k=18)) for _ in range(2))
        return f"{first}，{second}共{self.chance.randint(2, 9999)}件。"

    def _pin(self) -> None:
        pinned = [each for each in self.items if each.is_pinned]
        if len(pinned) >= 3 or (pinned and self.chance.random() < 0.5):
            fallen = self.chance.choice(pinned)
            fallen.is_pinned = False
            self.items.remove(fallen)
            at = next(
                (
                    place
                    for place, each in enumerate(self.items)
                    if not each.is_pinned and each.published_at <= fallen.published_at
                ),
                len(self.items),
            )
            self.items.insert(at, fallen)
            return
        risen = self.chance.choice(self.items[: 6 * self.habits.page_rows])
        risen.is_pinned = True
        self.items.remove(risen)
        self.items.insert(0, risen)

    def _reorder(self) -> None:
        top = sum(each.is_pinned for each in self.items)
        if self.chance.random() < 0.5:
            at = top + self.chance.randrange(2 * self.habits.page_rows)
            if at + 1 < len(self.items):
                self.items[at], self.items[at + 1] = self.items[at + 1], self.items[at]
        else:
            at = top + self.chance.randrange(3 * self.habits.page_rows)
            if at < len(self.items):
                self.items.insert(top, self.items.pop(at))

    def _publish_in_the_past(self, at: datetime) -> None:
        top = sum(each.is_pinned for each in self.items)
        place = top + self.chance.randrange(8 * self.habits.page_rows)
        place = min(place, len(self.items) - 1)
        day = self.items[place].day
        self.items.insert(place, self._make(at, day, is_old=False))

    def _reuse_a_number(self, at: datetime) -> None:
        candidates = [each for each in self.items if not each.is_pinned]
        old = self.chance.choice(candidates[: 10 * self.habits.page_rows])
        self.items.remove(old)
        self.replaced.add(old.title)
        item = self._make(at, at.astimezone(ZONE).date(), is_old=False, path=old.path)
        self.items.insert(sum(each.is_pinned for each in self.items), item)

    def _withdraw(self) -> None:
        gone = self.chance.choice(self.items[: 4 * self.habits.page_rows])
        self.items.remove(gone)
        if self.pages.get(gone.path) is gone:
            del self.pages[gone.path]
        self.withdrawn.add(gone.title)


def _poisson(chance: random.Random, rate: float) -> int:
    count, left = 0, chance.expovariate(1.0)
    while left < rate:
        count += 1
        left += chance.expovariate(1.0)
    return count
