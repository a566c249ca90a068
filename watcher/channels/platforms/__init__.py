"""The chat platforms whose answers we read ourselves: one file a platform, one line in PLATFORMS.

May import ``errors``, ``model`` and the answers of the room around it. Building a request and
judging an answer are pure; ``channels.post`` does the sending.
"""

from watcher.channels.platforms import dingtalk, discord, feishu, slack, teams, telegram, wecom
from watcher.channels.platforms.base import Address, Platform, Post, read_address

PLATFORMS: tuple[Platform, ...] = (
    dingtalk.PLATFORM,
    feishu.FEISHU,
    feishu.LARK,
    wecom.PLATFORM,
    slack.PLATFORM,
    telegram.PLATFORM,
    discord.PLATFORM,
    teams.PLATFORM,
)

__all__ = ["PLATFORMS", "Address", "Platform", "Post", "read_address"]
