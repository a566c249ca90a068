"""Files of notices: what is read from each kind, and what hostile ones do."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import pytest

from tests.extract import made_files as made
from watcher.extract import read_file
from watcher.extract.files import result, tell_kind

ROWS = [["序号", "应用名称", "版本"], ["1", "示例地图", "3.2.1"], ["2", "示例，商城", "1.0"]]
TABLE = "\n".join("\t".join(row) for row in ROWS)
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = (
    "<!DOCTYPE a ["
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    + "]>"
)
FULL = "为净化网络环境，保护公民个人信息，根据有关法律法规组织对下列应用进行"
PDF = [
    [
        (220, 780, "关于示例应用的通报"),
        (90, 740, FULL),
        (66, 722, "了检测，现将结果通报如下。"),
        (90, 704, "一、总体情况"),
        (66, 680, "序号"),
        (150, 680, "应用名称"),
        (300, 680, "版本"),
        (66, 660, "1"),
        (150, 660, "示例地图"),
        (300, 660, "3.2.1"),
        (290, 40, "— 1 —"),
    ],
    [(90, 780, "二、要求"), (90, 760, "请于12月1日前整改。"), (290, 40, "— 2 —")],
]


def test_a_pdf_is_paragraphs_and_rows_with_their_pages() -> None:
    read = read_file(made.make_pdf(PDF), "附件.pdf")
    assert read.kind == "pdf"
    assert read.note == ""
    assert read.text.split("\n") == [
        "关于示例应用的通报",
        f"{FULL}了检测，现将结果通报如下。",
        "一、总体情况",
        "序号\t应用名称\t版本",
        "1\t示例地图\t3.2.1",
        "二、要求",
        "请于12月1日前整改。",
    ]
    assert read.parts == ((0, "page 1"), (5, "page 2"))


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (made.make_docx(made.table(ROWS)), "a.docx", "docx"),
        (made.make_xlsx(ROWS), "a.xlsx", "xlsx"),
        (made.make_xls(ROWS), "a.xls", "xls"),
        (
            '序号,应用名称,版本\r\n1,示例地图,3.2.1\r\n2,"示例，商城",1.0'.encode("gb18030"),
            "a.csv",
            "csv",
        ),
        (made.make_zip({"内/名单.xlsx": made.make_xlsx(ROWS)}), "a.zip", "zip"),
    ],
    ids=["docx", "xlsx", "xls", "csv", "zip"],
)
def test_tables_are_rows(content: bytes, name: str, kind: str) -> None:
    read = read_file(content, name)
    assert (read.kind, read.text, read.note) == (kind, TABLE, "")
    assert read_file(content, name if kind == "csv" else "download.jsp").text == TABLE


def test_a_word_document_shows_what_its_reader_sees() -> None:
    hidden = made.paragraph("隐藏", "<w:rPr><w:vanish/></w:rPr>")
    shown = made.paragraph("显示", '<w:rPr><w:vanish w:val="0"/></w:rPr>')
    changed = (
        "<w:p><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>新条款</w:t></w:r></w:ins><w:r><w:br/><w:t>下一行</w:t></w:r></w:p>"
    )
    inner = made.paragraph("外") + made.table([["内", "格"]])
    nested = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    read = read_file(made.make_docx(hidden + shown + changed + nested), "a.docx")
    assert read.text == "显示\n新条款\n下一行\n外 内 格"


def test_sheets_and_members_say_where_their_lines_stand() -> None:
    members = {
        "甲.csv": "a,b\n1,2",
        "乙.xlsx": made.make_xlsx(ROWS),
        "丙.doc": made.make_ole("WordDocument", b""),
    }
    read = read_file(made.make_zip(members), "附件.zip")
    assert read.parts == ((0, "甲.csv"), (2, "乙.xlsx"))
    assert read.note == "丙.doc: not read: an old Word document (DOC), a kind that is not read"
    hidden = read_file(made.make_xlsx(ROWS, state="hidden"), "a.xlsx")
    assert (hidden.text, hidden.note) == ("", "hidden sheets were left out")


def test_names_in_archives_are_read_in_the_charset_of_chinese_windows() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("ABCD.csv", "a,b\n1,2")
    content = buffer.getvalue().replace(b"ABCD.csv", "名单".encode("gbk") + b".csv")
    assert read_file(content, "a.zip").parts == ((0, "名单.csv"),)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (made.make_ole("WordDocument", b""), "a", "doc"),
        (made.make_ole("WordDocument", b""), "a.wps", "wps"),
        (made.make_zip({"OFD.xml": "<a/>"}), "a.pdf", "ofd"),
        (b"\xff\xd8\xff\xe0", "a.pdf", "image"),
        (b"\x89PNG\r\n\x1a\n", "", "image"),
        (b"Rar!\x1a\x07\x00", "a.zip", "rar"),
        (b"<!DOCTYPE html><html>", "a.pdf", "html"),
        (b"\x00\x01", "a.bin", ""),
        (b"", "", ""),
    ],
)
def test_what_is_not_read_is_told(content: bytes, name: str, kind: str) -> None:
    read = read_file(content, name)
    assert (read.kind, read.text) == (kind, "")
    assert read.note.startswith("not read: ")
    assert tell_kind(content, name) == kind


def far_apart() -> str:
    return (
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )


LOCK = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'11' * 32}>/U<{'22' * 32}>>>/ID[<00><00>]"
"""What a PDF has in its trailer that opens with a password only (ISO 32000-1, 7.6.3)."""


def locked_zip() -> bytes:
    content = bytearray(made.make_zip({"a.txt": "正文"}, method=zipfile.ZIP_STORED))
    content[6] |= 1  # the flag of the member, in its own header and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (made.make_docx(made.paragraph("正文"), head=ENTITY), "a.docx", "declares entities"),
        (made.make_docx(made.paragraph("正文"), head=LAUGHS), "a.docx", "declares entities"),
        (made.make_docx("<w:p>" * 500 + "</w:p>" * 500), "a.docx", "deeper"),
        (made.make_docx("<w:p>"), "a.docx", "damaged"),
        (made.make_xlsx(sheet=far_apart()), "a.xlsx", "spread over more rows"),
        (made.make_zip({"a.txt": bytes(20_000_000)}), "a.zip", "zip bomb"),
        (made.make_zip({"b.zip": made.make_zip({"a": "b"})}), "a.zip", "archive inside"),
        (locked_zip(), "a.zip", "locked with a password"),
        (made.make_zip({"a.txt": "b"})[:-30], "a.zip", "damaged"),
        (made.make_pdf(PDF, kids="2 0 R"), "a.pdf", "damaged"),
        (made.make_pdf(PDF, extra=LOCK), "a.pdf", "locked with a password"),
        (b"%PDF-1.7\n" + b"<<" * 50_000, "a.pdf", "damaged"),
        (made.make_ole("EncryptedPackage", b"x"), "a.xlsx", "not read"),
        (made.make_ole("Workbook", b"\xff" * 100), "a.xls", "not read"),
        (made.make_pdf([[]]), "a.pdf", "pictures (a scan)"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_and_broken_files_say_why(content: bytes, name: str, why: str) -> None:
    read = read_file(content, name)
    assert why in read.note
    assert "hostname" not in read.text
    assert "haha" not in read.text


def test_a_dimension_that_lies_about_few_cells_is_no_obstacle() -> None:
    cell = '<c r="A1" t="inlineStr"><is><t>甲公司</t></is></c>'
    sheet = f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">{cell}</row></sheetData>'
    assert read_file(made.make_xlsx(sheet=sheet), "a.xlsx").text == "甲公司"


def test_long_files_are_cut_and_said_to_be() -> None:
    read = read_file(("行,一\n" * (result.MOST_ROWS + 10)).encode(), "a.csv")
    assert read.text.count("\n") == result.MOST_ROWS - 1
    assert "the rest was left out" in read.note


def test_damaged_files_never_raise() -> None:
    chance = random.Random(4)
    files = [
        (made.make_pdf(PDF), "a.pdf"),
        (made.make_docx(made.table(ROWS)), "a.docx"),
        (made.make_xlsx(ROWS), "a.xlsx"),
        (made.make_zip({"a.csv": "1,2"}), "a.zip"),
    ]
    for content, name in files:
        for _ in range(40):
            damaged = bytearray(content)
            for _ in range(chance.randint(1, 12)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            cut = len(damaged) if chance.random() < 0.7 else chance.randrange(len(damaged))
            read = read_file(bytes(damaged[:cut]), name)
            read.text.encode()
            assert read.text or read.note
