"""Tells a challenge, firewall or login page from the page that was asked for. Pure.

Works from shapes, not from one vendor's page: a document with nothing to read and nothing to
follow whose script sets a cookie and loads the address again is a challenge whoever wrote it.
Seen so far in the field: C3VK (ccdi, chinatax), jsluid (521), the 412 pages of nmpa and nhc, 202
shells, forms that ask for a captcha. Pages that merely need scripts to show their content (an
empty application shell) are not challenges; the listing parser speaks about those.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LARGEST = 262144
"""Longer bodies are not looked into: challenge pages are small."""
MOST_LINKS = 3
MOST_TEXT = 200
"""A page with more links or more visible characters has content of its own."""
MOST_REFUSAL_TEXT = 600

BLOCKING_STATUSES: Mapping[int, str] = {
    202: "an empty 202 answer in place of the page",
    401: "the site asks for a login",
    403: "the site refuses this client (403)",
    412: "the site answers with a script challenge (412)",
    521: "the site answers with a script challenge (521)",
}

SETS_COOKIE = re.compile(r"""\.cookie\s*=[^=]|\[\s*["']cookie["']\s*\]\s*=[^=]""")
RELOADS = re.compile(
    r"""location\s*(?:=[^=]|\.(?:href|search|pathname)\s*=[^=]|\.(?:reload|replace|assign)\s*\()
      | location\s*\[\s*["'](?:href|reload|replace|assign)["']\s*\]
      | ,\s*["']_self["']\s*\)
      | history\s*\.\s*go\s*\(\s*0 | \.\s*submit\s*\(\s*\)
      | http-equiv\s*=\s*["']?refresh""",
    re.VERBOSE | re.IGNORECASE,
)
OBFUSCATED = re.compile(
    r"""\b_0x[0-9a-f]{4,}|fromCharCode|\beval\s*\(|\bFunction\s*\(|\batob\s*\(|\$_ts\b
      | (?:\\x[0-9a-f]{2}){6} | (?:!\+\[\]|\+!!\[\])""",
    re.VERBOSE | re.IGNORECASE,
)
KNOWN_MARKS = re.compile(
    r"""__jsl_clearance|__jsluid|\bC3VK\b|acw_sc__v|\bcf[-_]chl|_cf_chl_opt|wzws[-_]?waf
      | ydclearance|yunsuo_session|safeline|_Incapsula_|\bTSPD\b|\bHMF_CI\b|\bCT6T\b|_waf_
      | /cdn-cgi/challenge|\$_ts\s*[=.\[]|botguard|WAF_JS
      | TencentCaptcha|TCaptcha|geetest|hcaptcha|recaptcha|turnstile|sec-captcha""",
    re.VERBOSE | re.IGNORECASE,
)
REFUSAL_WORDS = re.compile(
    r"""(?:网站|系统|请求|访问)[^。]{0,10}安全威胁|(?:请求|访问|操作)[^。]{0,12}(?:被|已)[^。]{0,4}(?:拦截|阻断|拒绝|禁止)
      | (?:已被|被).{0,10}(?:防火墙|安全狗|云锁|云盾).{0,6}(?:拦截|阻断)
      | (?:应用|网站)防火墙|(?:访问|请求|操作)(?:过于|太)频繁|(?:人机|滑动|滑块|访问|安全)验证
      | (?:请|需)[^。]{0,8}(?:输入|完成)[^。]{0,6}验证码|拖动滑块
      | (?:浏览器|环境)[^。]{0,6}安全(?:检查|检测)
      | (?:请|需)[^。]{0,6}(?:开启|启用|打开|允许)[^。]{0,8}(?:JavaScript|Cookie)
      | (?:客户端|安全)(?:检测|检查|校验)中|正在(?:进行)?[^。]{0,8}安全(?:检测|检查|验证|校验)
      | (?:您|你)所在[^。]{0,6}(?:地区|区域|国家)|IP[^。]{0,20}(?:封禁|封锁|禁止|限制|拦截|黑名单)
      | 异常(?:访问|请求|流量)|(?:访问|请求|流量|行为)[^。]{0,6}异常
      | 403\ forbidden|requested\ url\ was\ rejected|web\ application\ firewall
      | access\ denied|request\ (?:was\ )?(?:blocked|rejected)|checking\ your\ browser
      | just\ a\ moment|attention\ required|verify\ (?:that\ )?you\ are\ (?:a\ )?human
      | are\ you\ a\ robot|unusual\ traffic|too\ many\ requests|enable\ (?:javascript|cookies)
      | captcha""",
    re.VERBOSE | re.IGNORECASE,
)
HEAVY_OBFUSCATION: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"\b_0x[0-9a-f]{4,12}\b", re.IGNORECASE), 8),
    (re.compile(r"\\x[0-9a-f]{2}", re.IGNORECASE), 40),
    (re.compile(r"!\+\[\]|\+!!\[\]"), 9),
)
"""Marks of scripts written to be unreadable, and how many of one kind are too many."""
APPLICATION_ROOT = re.compile(r"""id\s*=\s*["']?(?:app|root|main|container)\b""", re.IGNORECASE)
PRINTED_DAY = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日")
"""A notice names its day so; refusals, where they print a time, print it with dashes."""
NOTICE_MARKS = re.compile(r"""name\s*=\s*["']?(?:ArticleTitle|PubDate)\b""", re.IGNORECASE)
PASSWORD_FIELD = re.compile(r"""<input[^>]{0,300}type\s*=\s*["']?password""", re.IGNORECASE)
HIDDEN = re.compile(r"<(script|style|noscript|template|title)\b", re.IGNORECASE)
CLOSING = {
    name: re.compile(rf"</{name}[^>]{{0,100}}>", re.IGNORECASE)
    for name in ("script", "style", "noscript", "template", "title")
}
TITLE = re.compile(r"<title[^>]*>([^<]{0,200})", re.IGNORECASE)
LINK = re.compile(rb"<a\s", re.IGNORECASE)
ESCAPED = re.compile(r"\\x([0-9a-fA-F]{2})|\\u00([0-9a-fA-F]{2})")


def find_challenge(status: int, headers: Mapping[str, str], content: bytes) -> str | None:
    """Say in a few words why an answer is not the page asked for, or None where it may be.

    ``headers`` has lower-case names; ``content`` is the decoded body or its beginning.
    """
    if "challenge" in headers.get("cf-mitigated", "").lower():
        return "the site answers with a script challenge"
    if status in BLOCKING_STATUSES:
        return BLOCKING_STATUSES[status]
    if status < 400 and not _may_be_html(headers, content):
        return None
    if len(content) > LARGEST or len(LINK.findall(content)) > MOST_LINKS:
        return None
    return _judge(_read(content))


def _may_be_html(headers: Mapping[str, str], content: bytes) -> bool:
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in {b"{", b"["} or start.startswith((b"%PDF", b"PK", b"\xd0\xcf", b"<?xml")):
        return False
    return start.startswith(b"<") or "html" in headers.get("content-type", "html").lower()


def _read(content: bytes) -> str:
    """Decode well enough to look for marks: both are right for ASCII, one of them for Chinese."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _judge(html: str) -> str | None:
    if NOTICE_MARKS.search(html):
        return None
    visible = _visible(html)
    found = _judge_script(html) if len(visible) <= MOST_TEXT else None
    if found is not None or len(visible) > MOST_REFUSAL_TEXT or PRINTED_DAY.search(visible):
        return found
    title = TITLE.search(html)
    if REFUSAL_WORDS.search(visible) or (title and REFUSAL_WORDS.search(title.group(1))):
        return "a firewall or verification page in place of the page"
    return "a login form in place of the page" if PASSWORD_FIELD.search(html) else None


def _judge_script(html: str) -> str | None:
    """Judge a page that shows nothing: an application shell has no business with cookies."""
    if "<script" not in html.lower():
        return None
    plain = ESCAPED.sub(lambda found: chr(int(found.group(1) or found.group(2), 16)), html)
    sets_cookie = bool(SETS_COOKIE.search(plain))
    reloads = bool(RELOADS.search(plain))
    if (sets_cookie and reloads) or KNOWN_MARKS.search(plain):
        return "a script challenge that sets a cookie and loads the page again"
    is_bare = not LINK.search(html.encode()) and not APPLICATION_ROOT.search(html)
    if is_bare and any(len(mark.findall(html)) >= most for mark, most in HEAVY_OBFUSCATION):
        return "an obfuscated script in place of the page"
    if OBFUSCATED.search(html) and (sets_cookie or reloads):
        return "an obfuscated script in place of the page"
    return None


def _visible(html: str) -> str:
    """Give the text a reader sees, in one pass: what is opened and never closed hides the rest."""
    parts: list[str] = []
    at = 0
    while 0 <= at < len(html):
        tag = html.find("<", at)
        parts.append(html[at:] if tag < 0 else html[at:tag])
        at = tag if tag < 0 else _skip(html, tag)
    return " ".join(" ".join(parts).split())


def _skip(html: str, tag: int) -> int:
    """Return where the text goes on behind a tag, a comment or a hidden element; -1 if nowhere."""
    if html.startswith("<!--", tag):
        end = html.find("-->", tag + 4)
        return end if end < 0 else end + 3
    hidden = HIDDEN.match(html, tag)
    if hidden is not None:
        closing = CLOSING[hidden.group(1).lower()].search(html, hidden.end())
        return closing.end() if closing is not None else -1
    end = html.find(">", tag)
    return end if end < 0 else end + 1
