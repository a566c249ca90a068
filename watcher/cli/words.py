"""What stands in the database as a word of the program, in the words of the user's language."""

from __future__ import annotations

import re

from watcher.cli.output import language, pick

_STATES = {
    "waiting": ("待送", "waiting"),
    "sending": ("发送中", "sending"),
    "retry": ("待重试", "retry"),
    "delivered": ("已送达", "delivered"),
    "dead": ("未送达", "dead"),
    "suppressed": ("仅存档", "suppressed"),
}
_OUTCOMES = {
    "accepted": ("已接受", "accepted"),
    "rate_limited": ("发送过快，被限流", "rate limit reached"),
    "transient": ("暂时送不到", "not reached for now"),
    "unknown": ("结果不明，可能已收到", "unknown, it may have arrived"),
    "permanent": ("被拒收", "refused"),
    "poison": ("发送进程崩溃", "the sender crashed"),
}
_HELD = {
    "quiet": ("免打扰时段", "quiet"),
    "digest": ("等待汇总", "digest"),
    "alone": ("单独发送", "alone"),
}
_CONDITIONS = {
    "events": ("事件", "events"),
    "sources": ("来源", "sources"),
    "tiers": ("层级", "tiers"),
    "campaigns": ("专项", "campaigns"),
    "stages": ("阶段", "stages"),
    "types": ("类型", "types"),
    "issuers": ("发布机关", "issuers"),
    "languages": ("语言", "languages"),
    "names": ("名称", "names"),
    "watchlist": ("名单", "watchlist"),
}
_VERDICTS = {
    "new": ("新通知", "new"),
    "copy": ("副本", "copy"),
    "changed": ("改动", "changed"),
    "unchanged": ("未变", "unchanged"),
    "unread": ("未读成", "unread"),
}
_SILENCE = re.compile(r"silence:(\d+)")
_RESENT = re.compile(r"resent over (\S+)")


def say_event(kind: str) -> str:
    """Return a kind of event in words; in English the word that options and routes take."""
    return say_value("kind", kind)


def say_value(group: str, value: str) -> str:
    """Return a tier, a health or a kind in Chinese; in English the word of ``sources.toml``."""
    from watcher.alerts.formats.words import name_of

    return name_of(group, value, "zh") if language() == "zh" else value


def say_verdict(verdict: str) -> str:
    """Return what became of a page in words."""
    return pick(*_VERDICTS.get(verdict, (verdict, verdict)))


def say_state(state: str) -> str:
    """Return the state of an alert in words."""
    return pick(*_STATES.get(state, (state, state)))


def say_outcome(outcome: str) -> str:
    """Return how a try ended in words."""
    return pick(*_OUTCOMES.get(outcome, (outcome, outcome)))


def say_held(held: str) -> str:
    """Return in words what holds an alert back: "quiet", "digest", "silence:3", "alone quiet"."""
    if found := _SILENCE.fullmatch(held):
        return pick(f"静默 {found[1]}", held)
    if found := _RESENT.fullmatch(held):
        return pick(f"已改由 {found[1]} 发送", held)
    if held not in _HELD and " " in held:
        return pick("，", ", ").join(say_held(each) for each in held.split())
    return pick(*_HELD.get(held, (held, held)))


def say_condition(key: str) -> str:
    """Return a condition of a route in words; in English the key of ``sources.toml``."""
    return pick(*_CONDITIONS.get(key, (key, key)))


def say_answer(text: str) -> str:
    """Return a diagnosis or what became of a message in the user's language."""
    from watcher.alerts.formats.diagnoses import translate_diagnosis

    return translate_diagnosis(text, language())
