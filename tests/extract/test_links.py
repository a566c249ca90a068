"""Files and pictures of a notice, in the shapes that official sites link them."""

from __future__ import annotations

from datetime import date

import pytest

from watcher.extract import extract_html
from watcher.model.document import Document
from watcher.model.source import DetailRules

TODAY = date(2026, 11, 22)
URL = "https://www.example.gov.cn/tz/202603/t20260305_1.html"
TEXT = "".join(
    f"<p>第{n}条 各单位应当落实主体责任，健全管理制度，并按照本通知的要求开展自查自纠工作。</p>"
    for n in "一二三四"
)


def read(
    inside: str, *, below: str = "", head: str = "", rules: DetailRules | None = None
) -> Document:
    html = (
        f"<head>{head}<title>关于开展检查的通知</title></head><body>"
        "<ul><li><a href=/other.pdf>别处的文件</a></ul><h1>关于开展检查的通知</h1>"
        f"<div class=w><div class=c>{TEXT}{inside}</div>{below}</div>"
        f"<div class=list>{'<p><a href=/n.doc>另一份通知的附件.doc</a></p>' * 20}</div></body>"
    )
    return extract_html(html, url=URL, rules=rules, today=TODAY)


NAMED = (
    ("<a href='P020.pdf'>附件1：名单</a>", "附件1：名单", "/tz/202603/P020.pdf", "pdf"),
    ("<a href='./P020.DOCX?v=1'>名单</a>", "名单", "/tz/202603/P020.DOCX?v=1", "docx"),
    ("<a href='/c/download.jsp?id=7'>名单.xlsx</a>", "名单.xlsx", "/c/download.jsp?id=7", "xlsx"),
    ("<a href='/s/downloadFile/7f'>附件2 意见</a>", "附件2 意见", "/s/downloadFile/7f", ""),
    ("<a href='/x?f=a.zip' title='全部附件.zip'>下载</a>", "下载", "/x?f=a.zip", "zip"),
    ("<a href=/a.wps>附件</a>", "附件", "/a.wps", "wps"),
    ("<p><img src='W02.png' alt='名单'></p>", "名单", "/tz/202603/W02.png", "image"),
    ("<iframe src='/w/viewer.html?file=%2Ff%2Fa.pdf'></iframe>", "a.pdf", "/f/a.pdf", "pdf"),
    ("<embed src='/%E9%80%9A.pdf'>", "通.pdf", "/%E9%80%9A.pdf", "pdf"),
)


@pytest.mark.parametrize(("inside", "name", "url", "kind"), NAMED)
def test_files_are_found(inside: str, name: str, url: str, kind: str) -> None:
    [found] = read(inside).attachments
    assert (found.name, found.url, found.kind) == (name, f"https://www.example.gov.cn{url}", kind)
    assert (found.text, found.sha256) == ("", None)
    assert bool(found.note) is (kind == "image")


@pytest.mark.parametrize(
    "inside",
    [
        "<a href='/tz/2.html'>关于另一事项的通知</a>",
        "<a href='javascript:down(7)'>附件.pdf</a>",
        "<a href='http://share.example.com/s?pic=/a.png'>分享</a>",
        "<img src='/images/line.png'><img src='data:image/png;base64,AAAA'>",
        "<img src='/icon_pdf.gif'><img src='a.png' width=16><img>",
    ],
)
def test_what_is_no_file_of_the_notice_is_left_out(inside: str) -> None:
    assert read(inside).attachments == ()


def test_files_stand_once_and_below_the_text_too() -> None:
    links = "<a href=/a.pdf>附件1</a><a href=/a.pdf#page=2>附件1</a><a href=/b.xls>附件2</a>"
    found = read("", below=f"<div class=fj>{links}</div>").attachments
    assert [each.url[-6:] for each in found] == ["/a.pdf", "/b.xls"]


def test_addresses_are_relative_to_the_pages_base() -> None:
    head = "<base href='/site/'>"
    [found] = read("<a href=a.pdf>附件</a>", head=head).attachments
    assert found.url == "https://www.example.gov.cn/site/a.pdf"
    rules = DetailRules(body=(".c",))
    [found] = read("<a href=a.pdf>附件</a>", head=head, rules=rules).attachments
    assert found.url == "https://www.example.gov.cn/site/a.pdf"


def test_the_table_of_data_above_a_paper_is_read() -> None:
    rows = (
        "<table><tr><td>索引号</td><td>11330000/2026-1</td>"
        "<td>发文机关</td><td>示例市人民政府办公室</td></tr>"
        "<tr><td>成文日期</td><td>2026-02-27</td><td>文号</td><td>示政办发〔2026〕7号</td></tr></table>"
    )
    html = f"<body><div>{rows}</div><h1>关于开展检查的通知</h1><div id=zoom>{TEXT}</div></body>"
    document = extract_html(html, url=URL, today=TODAY)
    assert (document.signed_on, document.issuer) == (date(2026, 2, 27), "示例市人民政府办公室")
    assert document.document_number == "示政办发〔2026〕7号"
