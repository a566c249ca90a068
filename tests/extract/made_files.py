"""Files made for the tests: the smallest of each kind that a reader of it accepts."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


GB1 = "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
METRICS = "/Ascent 859/Descent -141/ItalicAngle 0/CapHeight 700/StemV 80"


def make_zip(members: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def make_docx(body: str, *, head: str = "") -> bytes:
    xml = f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return make_zip({"[Content_Types].xml": TYPES, "word/document.xml": xml})


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:r>{properties}<w:t>{escape(text)}</w:t></w:r></w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    return (
        "<w:tbl>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
            for row in rows
        )
        + "</w:tbl>"
    )


def make_xlsx(
    rows: Sequence[Sequence[str]] = (), *, name: str = "名单", state: str = "", sheet: str = ""
) -> bytes:
    cells = sheet or "<sheetData>{}</sheetData>".format(
        "".join(
            f'<row r="{number}">'
            + "".join(
                f'<c r="{chr(65 + column)}{number}" t="inlineStr">'
                f"<is><t>{escape(cell)}</t></is></c>"
                for column, cell in enumerate(row)
            )
            + "</row>"
            for number, row in enumerate(rows, 1)
        )
    )
    shown = f' state="{state}"' if state else ""
    return make_zip(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": f'<Relationships xmlns="{P}"><Relationship Id="rId1" '
            f'Type="{R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>'
            f'<sheet name="{name}" sheetId="1"{shown} r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{P}"><Relationship Id="rId1" '
            f'Type="{R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}">{cells}</worksheet>',
        }
    )


def make_pdf(
    pages: Sequence[Sequence[tuple[float, float, str]]], *, kids: str | None = None, extra: str = ""
) -> bytes:
    """Make a PDF of pages of (x, y, text), in 12-point Chinese type that is not embedded."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "",  # the page tree, when the numbers of the pages are known
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        f"<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/DW 1000/FontDescriptor 5 0 R{GB1}>>",
        f"<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -200 1000 900]{METRICS}>>",
    ]
    numbers = []
    for page in pages:
        shown = "\n".join(
            f"BT /F1 12 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"
            for x, y, text in page
        )
        objects.append(f"<</Length {len(shown)}>>stream\n{shown}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        numbers.append(len(objects))
    listed = kids or " ".join(f"{number} 0 R" for number in numbers)
    objects[1] = f"<</Type/Pages/Kids[{listed}]/Count {len(pages)}>>"
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += (
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R{extra}>>\nstartxref\n{start}\n%%EOF".encode()
    )
    return bytes(out)


def make_ole(stream_name: str, content: bytes) -> bytes:
    """Make an OLE2 compound file (MS-CFB, version 3) with one stream."""
    sector = 512
    content = content.ljust(max(4096, -(-len(content) // sector) * sector), b"\0")
    count = len(content) // sector
    free, end, special = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fat = [special, end, *range(3, 2 + count), end]
    table = struct.pack("<128I", *(fat + [free] * (128 - len(fat))))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le")
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(raw) + 2 if name else 0, kind, 1, free, free, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    directory = (
        entry("Root Entry", 5, 1, end, 0)
        + entry(stream_name, 2, free, 2, len(content))
        + entry("", 0, free, 0, 0) * 2
    )
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
        + struct.pack("<109I", 0, *([free] * 108))
    )
    return header + table + directory + content


def make_xls(rows: Sequence[Sequence[str]]) -> bytes:
    """Make an XLS workbook (BIFF8) with one sheet of labels."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def label(row: int, column: int, text: str) -> bytes:
        raw = text.encode("utf-16-le")
        return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + raw)

    start = record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    name = "表".encode("utf-16-le")
    place = len(start) + 4 + 6 + 2 + len(name) + 4
    book = start + record(0x0085, struct.pack("<IBBBB", place, 0, 0, 1, 1) + name)
    book += record(0x000A, b"")
    sheet = record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for number, row in enumerate(rows):
        sheet += b"".join(label(number, column, text) for column, text in enumerate(row))
    return make_ole("Workbook", book + sheet + record(0x000A, b""))
