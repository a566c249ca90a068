"""The program's own diagnoses in Chinese; the English is written where a fault is found.

A diagnosis is made of pieces ("HOST: what happened") joined by a colon. Every piece that is known
is translated; what is not, an error of a library for instance, stays as it is.
"""

from __future__ import annotations

from watcher.alerts.formats.phrases import Phrases
from watcher.alerts.formats.refusals import REFUSALS

_WHOLE: tuple[tuple[str, str], ...] = (
    (r"Run: (watcher [\w -]+)", r"运行 \1"),
    (
        r"The list has (\d+) rows where at least (\d+) are expected: (.*)",
        r"列表只有 \1 行，至少应有 \2 行：\3",
    ),
    (r"Only (\d+) of (\d+) rows have a readable date", r"\2 行中只有 \1 行能读出日期"),
    (
        (
            r"Some notices since (\S+) may be missing: "
            r"(\d+) unknown rows on (\d+) pages met no known one, (.*)"
        ),
        r"自 \1 起的公告可能有遗漏：向后翻 \3 页，\2 行都是新的，没有遇到已知的公告（\4）",
    ),
    (
        r"robots\.txt was not asked: the source says ignore_robots = true",
        r"未查询 robots.txt：来源设了 ignore_robots = true",
    ),
    (
        r"gap closed: (\d+) pages were needed to meet known rows",
        r"断档已补上：翻了 \1 页才接上已知的行",
    ),
    (
        r"gap not closed: (\d+) rows on (\d+) pages are all new, (.*)",
        r"断档未补上：\2 页上的 \1 行全是新的（\3）",
    ),
    (r"the rows are the known ones under new addresses", r"各行都是已知的，只是换了网址"),
    (r"taken as it is now: (.*)", r"照现状接受：\1"),
    (r"the row has no date", r"没有日期"),
    (r"the date was read from the address", r"日期取自网址"),
    (r"known from (\S+) on", r"自 \1 起可知"),
    (r"not looked at since (\S+)", r"\1 之后没有查看过"),
    (r"neither watched nor walked", r"既未监测，也未补采"),
    (r"(\d+) of (\d+) pages have no text", r"\2 页中有 \1 页没有文本"),
    (
        r"(\d+) new rows are left to the next check, which tells them",
        r"有 \1 行新内容留待下次检查，由它提醒",
    ),
    (
        r"the backfill stopped half-way at (\S+); the same command goes on",
        r"补采中途停在 \1，再次运行同一命令即可继续",
    ),
    (r"the backfill ended at (\S+): (.*)", r"补采到 \1 为止：\2"),
    (r"the list shows nothing older than (\S+)", r"列表上没有早于 \1 的内容"),
    (
        r"rows published before the check of (\S+) may be missing: (.*)",
        r"\1 检查之前发布的内容可能有遗漏：\2",
    ),
    (r"nothing", r"无"),
    (r"(\d+) pages were allowed", r"已到 \1 页的上限"),
    (r"(\d+) of (\d+) pages did not come(.*)", r"\2 页中有 \1 页没有取到\3"),
    (r"met by a few rows", r"只有少数几行接得上"),
    (r"the list has no further page", r"列表没有下一页"),
    (r"the walk was long enough", r"已翻到页数上限"),
    (r"The list lives at (\S+) now", r"列表已迁到 \1"),
    (r"(\S+) leads to (\S+), where no list is: (.*)", r"\1 转往 \2，那里没有列表：\3"),
    (
        r"None of the (\d+) links is known and their addresses look different: (.*)",
        r"\1 个链接无一认识，地址样式也全变了，如 \2",
    ),
    (
        r"(\d+) of (\d+) titles cannot be read: the charset is wrong",
        r"\2 行标题中有 \1 行读不出：字符编码有误",
    ),
    (
        r"(\d+) of (\d+) known links have another title: (.*)",
        r"\2 个已知链接中有 \1 个换了标题，如 \3",
    ),
    (r"The list has (\d+) rows where it had (\d+)", r"列表只有 \1 行，此前有 \2 行"),
    (
        (
            r"Nothing new since (\S+): (\d+) working days, where (\d+) are the most to be expected"
            r"(, counted without.*)?"
        ),
        r"自 \1 起没有新公告：已 \2 个工作日，按惯例最多 \3 个\4",
    ),
    (
        r", counted without the make-up days, which are not announced",
        r"（该年调休安排未知，未计调休）",
    ),
    (
        r"The site moved or lost its pages: (\d+) of (\d+) known pages answer 404 at once",
        r"网站可能搬迁或丢失页面：\2 个已知页面中有 \1 个同时答复 404",
    ),
    (r"(\S+) leads to the site's front page", r"\1 转往网站首页"),
    (r"(\S+) says that there is no such page", r"\1 称页面不存在"),
    (r"The server answered 304 to a plain request", r"服务器对普通请求答复 304（未修改）"),
    (r"(\S+) asks for fewer requests \((\d+)\)", r"\1 要求降低访问频率（\2）"),
    (r"robots\.txt of (\S+) forbids (\S+)", r"\1 的 robots.txt 禁止访问 \2"),
    (r"robots\.txt of (\S+) answers (\d+)", r"\1 的 robots.txt 答复 \2"),
    (r"robots\.txt of (\S+) did not come: (.*)", r"\1 的 robots.txt 未能取得：\2"),
    (r"(\S+) answers (\d+)", r"\1 答复 \2"),
    (r"(\S+) redirects in a circle, as for a cookie", r"\1 循环跳转，像是在验证 Cookie"),
    (r"(\S+) redirects more than (\d+) times", r"\1 跳转超过 \2 次"),
    (r"(\S+) redirects a form to another host", r"\1 把表单转往其他主机"),
    (r"(\S+) refused the connection", r"\1 拒绝连接"),
    (r"(\S+) did not take the connection in time", r"\1 未在时限内接受连接"),
    (r"(\S+) has no IPv(\d) address", r"\1 没有 IPv\2 地址"),
    (r"(\S+) leads to (\S+): (.*)", r"\1 指向 \2：\3"),
    (r"(\S+) was not looked up: (.*)", r"未能解析 \1：\2"),
    (r"the name server gave no answer for (\S+)", r"域名服务器没有答复 \1"),
    (r"the page did not arrive within the deadline", r"页面未在时限内到达"),
    (r"no row matched", r"没有一行匹配"),
    (r"no row found: (.*)", r"一行也没有找到，\1"),
    (r"no row at (.*?): the page is (.*)", r"\1 处没有条目，收到的是\2"),
    (r"no JSON here: the page is (.*)", r"不是 JSON，收到的是\1"),
    (r"no row in the (\d+) characters of .*", r"接口给出 \1 个字符，其中没有条目"),
    (r"nothing on the page looks like a list", r"页面上没有像列表的内容"),
    (
        r"the selectors are out of date: the page still shows a list of (\d+) rows, the first (.*)",
        r"选择器已过时：页面上仍有 \1 行的列表，首行是 \2",
    ),
    (r"the page is (.*)", r"收到的是\1"),
    (r"an empty body", r"空内容"),
    (r"a binary file", r"二进制文件"),
    (r"(\d+) bytes of text, no HTML: (.*)", r"\1 字节文本，不是网页：\2"),
    (
        r"a shell(?: titled (.*?))? that a script fills: find the interface it calls",
        r"由脚本填充的空壳页面，请找出它调用的接口",
    ),
    (
        r"a shell(?: titled (.*?))? whose rows come from the jpaas interface: .*",
        r"由 jpaas 接口填充的空壳页面",
    ),
    (
        r"a page(?: titled (.*?))? that only sends on to (.*): mend the url",
        r"只会跳往 \2 的页面，请改正 url",
    ),
    (r"a stub of (\d+) bytes(?: titled (.*))?", r"只有 \1 字节的残页"),
    (r"an HTML page(?: titled (.*?))? with (\d+) links", r"有 \2 个链接的网页"),
    (r"an HTML page(?: titled (.*?))? with nothing to read in it", r"没有可读内容的网页"),
    (r"an error page(?: titled (.*))?", r"错误页"),
    (r"a login form(?: titled (.*))?", r"登录页"),
    (r"an empty 202 answer in place of the page", r"答复 202 且内容为空，不是页面"),
    (r"the site asks for a login", r"网站要求登录"),
    (r"the site refuses this client \(403\)", r"网站拒绝本程序访问（403）"),
    (
        r"the site answers with a script challenge(?: \((\d+)\))?",
        r"网站以脚本验证代替页面",
    ),
    (r"a firewall or verification page in place of the page", r"收到防火墙或验证页，不是页面本身"),
    (r"a login form in place of the page", r"收到登录表单，不是页面本身"),
    (
        r"a script challenge that sets a cookie and loads the page again",
        r"网站以写 Cookie 再重载的脚本验证代替页面",
    ),
    (r"an obfuscated script in place of the page", r"收到混淆脚本，不是页面本身"),
    (r"the certificate is not the one pinned for this source", r"证书不是为该来源指定的那一份"),
    (r"the (?:compressed )?body was cut short", r"内容传输中断，不完整"),
    (r"the (?:answer|body) is larger than the limit.*", r"内容超过大小上限"),
    (r"the body is a decompression bomb", r"内容是解压炸弹"),
    (r"(\w+) was too slow: killed after ([\d.]+) s", r"解析超过 \2 秒，已中止（\1）"),
    (r"(\w+) ran out of memory", r"解析超出内存上限，已中止（\1）"),
)

_PHRASES = Phrases((*REFUSALS, *_WHOLE))


def translate_diagnosis(diagnosis: str, language: str) -> str:
    """Return a diagnosis in ``language`` ("zh" or "en") as far as its sentences are known."""
    return _PHRASES.tell(diagnosis) if language == "zh" else diagnosis
