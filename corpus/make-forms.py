#!/usr/bin/env python3
"""Makes other forms of contracts: what applicants hand in instead of the text.

    corpus/make-forms.py a02 c05                     every form of two contracts, into corpus/forms/<form>/<id>.<ext>
    corpus/make-forms.py --out DIR --forms lo,docx a02
    corpus/make-forms.py --list

A contract is named by its id (corpus/contracts/<id>.txt) or by the path of a text. Each line of the text is one paragraph; the first
is the title. Lines that are plainly rows of a table (／ or ｜ between the same number of cells) become a real table in the forms that
have tables. Pages are A4 at 10.5 pt, numbered at the foot. The same text gives the same file: what is random has a seed, and dates
and ids that the programs write are blanked.

Needs soffice, chromium, pdftoppm and the fonts fonts-ipafont-mincho (Debian), and reportlab, python-docx, pillow (PyPI). Browsers
embed TrueType (IPAMincho, the default) as such, OpenType (--font 'Noto Serif CJK JP') as Type 3, three times as large.
"""

import argparse
import datetime
import html
import io
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
import zlib
from pathlib import Path

CORPUS = Path(__file__).resolve().parent
FONT = "IPAMincho"
EPOCH = datetime.datetime(2020, 1, 1)

# ---------------------------------------------------------------------------------------------------------------- the text


class Contract:
    """A text as its lines, the title first, and the stretches of them that are tables."""

    def __init__(self, path):
        self.id = path.stem
        self.text = path.read_text(encoding="utf-8-sig")
        # Page numbers that a text carries stand in the middle of these pages.
        self.lines = [line for line in self.text.splitlines() if not re.fullmatch(r"[ 　]*[－-] ?[0-9０-９]+ ?[－-][ 　]*", line)]
        while self.lines and not self.lines[0].strip():
            self.lines.pop(0)
        # Spaces that fill the cells of a table suit the width of no page.
        self.lines = [re.sub("[ 　]*｜[ 　]*", "｜", line).strip("｜") if cells(line) and "─" not in line and line.count("｜") > 1 else line for line in self.lines]
        self.title = self.lines[0].strip()

    def blocks(self):
        """("line", text) and ("table", rows), in order."""
        at = 0
        while at < len(self.lines):
            rows = table(self.lines, at)
            if rows:
                yield "table", rows
                at += len(rows)
            else:
                yield "line", self.lines[at]
                at += 1


def cells(line):
    """The cells of a line that may be a row; none if it is no row."""
    bare = line.strip(" 　")
    if "｜" in bare:
        row = [cell.strip(" 　") for cell in bare.removeprefix("｜").removesuffix("｜").split("｜")]
        return ("｜", row) if len(row) > 1 else None
    # A slash in brackets or between Latin letters (TCP/IP) is part of the words.
    flat = re.sub(r"[（(][^（）()]*[）)]", lambda found: "＊" * len(found[0]), bare)
    if "。" in flat or re.match(r"(第|[（(]?[0-9０-９]+[）).．　 ])", flat):
        return None
    cuts = [found.start() for found in re.finditer(r"／(?![0-9０-９]+相当)", flat)]
    if not cuts or any(not part.strip(" 　") for part in re.split("／", flat)):
        return None
    edges = [-1, *cuts, len(bare)]
    return "／", [bare[a + 1 : b].strip(" 　") for a, b in zip(edges, edges[1:])]


def table(lines, at):
    """The rows that begin at line `at`. Two lines with a slash each are more often alternatives than a table."""
    first = cells(lines[at])
    if not first or "─" in lines[at]:
        return None
    rows = [first[1]]
    for line in lines[at + 1 :]:
        row = cells(line)
        if not row or row[0] != first[0] or len(row[1]) != len(rows[0]):
            break
        rows.append(row[1])
    return rows if len(rows) >= (3 if first[0] == "／" else 2) else None


DIGITS = "0-9０-９"
KANJI = "〇一二三四五六七八九十百"
LABEL = re.compile(
    rf"(?P<label>第[{DIGITS}{KANJI}]+[章節条](?:の[{DIGITS}{KANJI}]+)*"
    rf"|[（(][{DIGITS}{KANJI}アイウエオロハニホ]{{1,3}}[）)]|[①-⑳]"
    rf"|[{DIGITS}]{{1,2}}[.．、](?![{DIGITS}])|[{DIGITS}]{{1,2}}(?=[ 　])|[{KANJI}]{{1,3}}(?=[、 　])、?|[ア-ン](?=[ 　]))"
    r"(?P<gap>[ 　]*)(?P<rest>.*)$"
)


def indent(line):
    """White space before a line, in ems, and the line without it."""
    bare = line.lstrip(" 　\t")
    return sum(1 if char == "　" else 2 if char == "\t" else 0.5 for char in line[: len(line) - len(bare)]), bare


def is_heading(line):
    """Whether an article's line holds its label and a title alone."""
    return bool(re.match(rf"第[{DIGITS}{KANJI}]+[章節条]", line)) and len(line) <= 40 and "。" not in line


# -------------------------------------------------------------------------------------------------------------- plain text


def sjis(contract):
    return cp932(contract.text).replace(b"\n", b"\r\n")


def cp932(text):
    """`text` as Windows writes it."""
    return plainer(text).encode("cp932")


def plainer(text):
    """`text` in the characters of Windows' Japanese set: dashes and tildes have two code points for one character there, and ㊞ is
    written 印."""
    text = text.translate({0x301C: 0xFF5E, 0x2014: 0x2015, 0x2212: 0xFF0D, 0x2016: 0x2225, 0xA5: 0xFFE5})
    known = lambda char: char.encode("cp932", "ignore")
    return "".join(char if known(char) else PLAINER.get(char) or unicodedata.normalize("NFKC", char) for char in text)


# For signs that the set lacks, what people write instead.
PLAINER = {"║": "∥", "┄": "─", "┆": "│", "–": "-", "顚": "顛", "剝": "剥"}


def eucjp(contract):
    """EUC-JP with what Windows adds to JIS X 0208, as browsers write it: cp932 turned round."""
    out = bytearray()
    for char in plainer(contract.text):
        code = char.encode("cp932")
        if len(code) == 1:
            out += code if code < b"\x80" else b"\x8e" + code
            continue
        lead, trail = code
        if lead >= 0xFA:
            raise UnicodeEncodeError("euc-jp", char, 0, 1, "only in cp932")
        row = (lead - (0x81 if lead < 0xA0 else 0xC1)) * 2 + (trail >= 0x9F)
        cell = trail - 0x9F if trail >= 0x9F else trail - 0x40 - (trail > 0x7F)
        out += bytes([row + 0xA1, cell + 0xA1])
    return bytes(out)


def utf16(contract):
    return b"\xff\xfe" + contract.text.replace("\n", "\r\n").encode("utf-16-le")


def attached(contract):
    """Numbers right before their words, nothing between them: ２乙は."""
    number = "[0-9０-９]+(?:[.．－-][0-9０-９]+)*|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+"
    return re.sub(f"(?m)^([ 　]*)({number})[ 　]+(?=[ぁ-ヶ一-龯「])", r"\1\2", contract.text).encode()


def commas(contract):
    """Commas and full stops as in horizontal official texts of old."""
    return contract.text.replace("、", "，").replace("。", "．").encode()


def halfwidth(contract):
    """Letters, digits, brackets and spaces half as wide, one space where several were."""
    narrow = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E)} | {0x3000: 0x20}
    return re.sub("(?<=\\S) +", " ", contract.text.translate(narrow)).encode()


def markdown(contract):
    out = []
    for at, (kind, block) in enumerate(contract.blocks()):
        if kind == "table":
            rows = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in block]
            rows.insert(1, "|" + " --- |" * len(block[0]))
            out.append("\n".join(rows))
            continue
        bare = block.strip(" 　\t")
        if not bare:
            continue
        shown = re.sub(r"([\\`*_\[\]<>|~&])", r"\\\1", bare)
        shown = re.sub(r"^([#+-]|[0-9]+\))", r"\\\1", shown)
        level = "# " if at == 0 else "## " if is_heading(bare) else ""
        out.append(level + shown)
    return ("\n\n".join(out) + "\n").encode()


def web_page(contract):
    """HTML as people write it: headings, paragraphs, ordered lists, tables."""
    out, listed = [], None
    for at, (kind, block) in enumerate(contract.blocks()):
        bare = block.strip(" \t") if kind == "line" else ""
        item = re.match(r"([0-9]{1,2})\.[ 　]?(?![0-9])(.+)", bare)
        if listed is not None and not (item and int(item[1]) == listed + 1):
            out.append("</ol>")
            listed = None
        if kind == "table":
            tag = iter(["th"] + ["td"] * len(block))
            rows = (next(tag) for _ in block)
            out.append("<table>")
            out += ["<tr>" + "".join(f"<{t}>{html.escape(cell)}</{t}>" for cell in row) + "</tr>" for t, row in zip(rows, block)]
            out.append("</table>")
        elif item:
            if listed is None:
                out.append(f'<ol start="{int(item[1])}">')
            listed = int(item[1])
            out.append(f"<li>{html.escape(item[2])}</li>")
        elif bare.strip("　"):
            tag = "h1" if at == 0 else "h2" if is_heading(bare) else "p"
            out.append(f"<{tag}>{html.escape(bare)}</{tag}>")
    out += ["</ol>"] if listed is not None else []
    head = f'<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n<title>{html.escape(contract.title)}</title>\n'
    style = "<style>\nbody { max-width: 50em; margin: auto }\ntable { border-collapse: collapse }\n</style>\n"
    return (head + style + "</head>\n<body>\n" + "\n".join(out) + "\n</body>\n</html>\n").encode()


# ------------------------------------------------------------------------------------------------------------- browser, office


def browser(contracts, work, out, font, style="", tables=True):
    """Prints each contract from Chromium. white-space: pre-wrap keeps every space; the page number is a margin box."""
    for contract in contracts:
        body = []
        for at, (kind, block) in enumerate(contract.blocks() if tables else (("line", line) for line in contract.lines)):
            if kind == "table":
                rows = ("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in block)
                body.append("<table>" + "".join(rows) + "</table>")
            else:
                body.append(f'<p{" class=title" if at == 0 else ""}>{html.escape(block) or "<br>"}</p>')
        text = "\n".join(body)
        page = work / f"{contract.id}.html"
        page.write_text(
            f"""<!DOCTYPE html>
<html lang="ja"><meta charset="utf-8"><title>{html.escape(contract.title)}</title>
<style>
@page {{ size: A4; margin: 30mm 25mm 25mm; @bottom-center {{ content: "- " counter(page) " -"; font: 9pt serif; }} }}
body {{ font: 10.5pt/1.7 '{font}', serif; margin: 0; text-align: justify; }}
p {{ margin: 0; white-space: pre-wrap; }}
p.title {{ font-size: 14pt; text-align: center; margin-bottom: 10.5pt; }}
table {{ border-collapse: collapse; margin: 4pt 0; }}
td {{ border: 0.5pt solid black; padding: 2pt 5pt; text-align: left; }}
{style}
</style>
{text}</html>
""",
            encoding="utf-8",
        )
        target = out / f"{contract.id}.pdf"
        # Without --no-sandbox the browser refuses to run as root, as in a container.
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        run([*command, f"--user-data-dir={work}/browser", f"--print-to-pdf={target}", f"file://{page}"])
        target.write_bytes(undated(target.read_bytes()))


VERTICAL = "@page { size: A4 landscape; margin: 20mm; } html { writing-mode: vertical-rl; }"
COLUMNS = "body { columns: 2; column-gap: 10mm; column-fill: auto; } p.title { column-span: all; }"


def office(contracts, work, out, font):
    """Prints contracts from LibreOffice: flat ODF, so that page setup and footer are exact. Runs of spaces need <text:s/>, tabs
    <text:tab/>. Punctuation does not hang: LibreOffice 7.4 leaves some hanging commas out of the PDF altogether."""

    def odf(line):
        spaced = re.sub(" +", lambda found: f'<text:s text:c="{len(found[0])}"/>', html.escape(line, quote=False))
        return spaced.replace("\t", "<text:tab/>")

    face = 'style:font-name="Mincho" style:font-name-asian="Mincho" fo:language="ja" fo:country="JP" style:language-asian="ja" style:country-asian="JP"'
    size = lambda pt: f'fo:font-size="{pt}pt" style:font-size-asian="{pt}pt"'
    for contract in contracts:
        paragraphs = []
        for at, (kind, block) in enumerate(contract.blocks()):
            if kind == "line":
                paragraphs.append(f'<text:p text:style-name="{"Title" if at == 0 else "Body"}">{odf(block)}</text:p>')
                continue
            cell = lambda words: f'<table:table-cell table:style-name="Cell"><text:p text:style-name="Left">{odf(words)}</text:p></table:table-cell>'
            rows = ("<table:table-row>" + "".join(map(cell, row)) + "</table:table-row>" for row in block)
            columns = f'<table:table-column table:number-columns-repeated="{len(block[0])}"/>'
            paragraphs.append(f"<table:table>{columns}{''.join(rows)}</table:table>")
        text = "\n".join(paragraphs)
        (work / f"{contract.id}.fodt").write_text(
            f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Mincho" svg:font-family="'{font}'"/></office:font-face-decls>
<office:styles>
<style:style style:name="Body" style:family="paragraph"><style:paragraph-properties fo:line-height="18pt" fo:text-align="justify" style:punctuation-wrap="simple"/><style:text-properties {face} {size(10.5)}/></style:style>
<style:style style:name="Left" style:family="paragraph"><style:paragraph-properties fo:line-height="18pt" style:punctuation-wrap="simple"/><style:text-properties {face} {size(10.5)}/></style:style>
<style:style style:name="Title" style:family="paragraph"><style:paragraph-properties fo:text-align="center" fo:margin-bottom="10.5pt"/><style:text-properties {face} {size(14)}/></style:style>
<style:style style:name="Footer" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/><style:text-properties {face} {size(9)}/></style:style>
</office:styles>
<office:automatic-styles><style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" fo:border="0.5pt solid #000000"/></style:style><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="3cm" fo:margin-bottom="1.5cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm"/><style:footer-style><style:header-footer-properties fo:min-height="1cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer><text:p text:style-name="Footer">－<text:page-number text:select-page="current"/>－</text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>
{text}
</office:text></office:body></office:document>
""",
            encoding="utf-8",
        )
    sources = [str(work / f"{contract.id}.fodt") for contract in contracts]
    for some in (sources[at : at + 40] for at in range(0, len(sources), 40)):
        profile = f"-env:UserInstallation=file://{work}/profile"
        run(["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(out), *some])
    for contract in contracts:
        target = out / f"{contract.id}.pdf"
        target.write_bytes(undated(target.read_bytes()))


def undated(pdf):
    """The file without dates and ids of this run; no byte moves."""
    zeros = lambda found: found[1] + re.sub(rb"[0-9A-Fa-f]", b"0", found[2])
    pdf = re.sub(rb"(/(?:Creation|Mod)Date ?\(D:)([0-9]{14})", zeros, pdf)
    pdf = re.sub(rb"(/DocChecksum ?/)([0-9A-F]+)", zeros, pdf)
    return re.sub(rb"(/ID ?\[ ?)(<[0-9A-Fa-f]+>\s*<[0-9A-Fa-f]+>)", zeros, pdf)


def run(command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)


# ------------------------------------------------------------------------------------------------------- pages set by hand

WIDTH, HEIGHT = 595.28, 841.89
LEFT, TOP, BOTTOM = 71.0, 85.0, 71.0
SIZE, LEADING = 10.5, 18.0
EMS = 43


def advance(char):
    """Width in ems: half-width forms take half."""
    return 0.5 if ord(char) < 0x80 or 0xFF61 <= ord(char) <= 0xFF9F else 1.0


def measure(text):
    return sum(map(advance, text))


def wrap(text, ems, hangs=True):
    """Lines of at most `ems`; what may not begin a line hangs beyond its end, what may not end one goes down."""
    lines, line, used = [], "", 0.0
    for char in text:
        if used + advance(char) > ems and not (hangs and char in "、。，．）」』】〕’”ー・ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)]"):
            cut = len(line.rstrip("（「『【〔([")) or len(line)
            lines.append(line[:cut])
            line, used = line[cut:], measure(line[cut:])
        line, used = line + char, used + advance(char)
    return [*lines, line]


def pages(contract):
    """Pages of runs (x, y from the top, size, words, whether it is a label), set line by line."""
    page, y = [], TOP
    done = [page]
    for at, line in enumerate(contract.lines):
        size, leading = (14.0, 30.0) if at == 0 else (SIZE, LEADING)
        ems, bare = indent(line)
        label = LABEL.match(bare) if at else None
        first = ems + measure(label["label"] + label["gap"]) if label else ems
        words = label["rest"] if label else bare
        # The first line is shorter by what stands before it.
        shown = wrap("　" * int(first * 2 // 2) + (" " if first % 1 else "") + words, EMS * SIZE / size)
        for row, text in enumerate(shown):
            if y + leading > HEIGHT - BOTTOM:
                page, y = [], TOP
                done.append(page)
            x = LEFT
            if at == 0:
                x = LEFT + (EMS * SIZE - measure(bare) * size) / 2
            elif row == 0:
                x, text = LEFT + first * size, text.lstrip(" 　")
                if label:
                    page.append((LEFT + ems * size, y, size, label["label"], True))
            if text.strip(" 　"):
                page.append((x, y, size, text.rstrip(" 　"), False))
            y += leading
    for number, page in enumerate(done, 1):
        words = f"- {number} -"
        page.append((WIDTH / 2 - measure(words) * 4.5, HEIGHT - 45, 9.0, words, False))
    return done


def not_embedded(contract, cmap, encode):
    """A PDF as old Japanese producers write it: a font by its name alone, text in a predefined character map. Each line is a run of its
    own, and so is each label; the labels of a page are drawn after its text."""
    # Widths of half-width forms: CIDs 231–389 are half as wide, 1–94 proportional and set as half here.
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        3: f"<< /Type /Font /Subtype /Type0 /BaseFont /MS-Mincho /Encoding /{cmap} /DescendantFonts [4 0 R] >>",
        4: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /MS-Mincho /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >>"
        " /FontDescriptor 5 0 R /DW 1000 /W [1 94 500 231 389 500] >>",
        5: "<< /Type /FontDescriptor /FontName /MS-Mincho /Flags 7 /FontBBox [0 -136 1000 859] /ItalicAngle 0 /Ascent 859 /Descent -140 /CapHeight 709 /StemV 80 >>",
    }
    kids = []
    for page in pages(contract):
        show = lambda x, y, size, words: f"BT /F1 {size:g} Tf 1 0 0 1 {x:.2f} {HEIGHT - y - size:.2f} Tm <{encode(words).hex()}> Tj ET"
        runs = [run for run in page if not run[4]] + [run for run in page if run[4]]
        content = zlib.compress("\n".join(show(*run[:4]) for run in runs).encode())
        number = 6 + 2 * len(kids)
        kids.append(f"{number} 0 R")
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F1 3 0 R >> >> /Contents {number + 1} 0 R >>"
        )
        objects[number + 1] = (f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n", content, "\nendstream")
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = io.BytesIO(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    out.seek(0, io.SEEK_END)
    for number in sorted(objects):
        places.append(out.tell())
        parts = objects[number] if isinstance(objects[number], tuple) else (objects[number],)
        out.write(f"{number} 0 obj\n".encode() + b"".join(p if isinstance(p, bytes) else p.encode() for p in parts) + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{place:010} 00000 n \n".encode() for place in places))
    out.write(f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def ucs2(words):
    if any(ord(char) > 0xFFFF for char in words):
        raise UnicodeEncodeError("ucs-2", words, 0, 1, "beyond the first plane")
    return words.encode("utf-16-be")


def canvas(contract, target):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    file = subprocess.run(["fc-match", "-f", "%{file}", FONT], check=True, capture_output=True, text=True).stdout
    pdfmetrics.registerFont(TTFont(FONT, file))
    made = Canvas(str(target), pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    made.setTitle(contract.title)
    # What the font lacks is written otherwise.
    lacking = [char for char in set(contract.text) if ord(char) > 32 and ord(char) not in pdfmetrics.getFont(FONT).face.charToGlyph]
    contract.lines = [line.translate({ord(char): plainer(char) for char in lacking}) for line in contract.lines]
    return made


def shuffled(contract, target):
    """Every line in runs of one to six characters, all runs of a page in random order."""
    chance = random.Random(contract.id)
    made = canvas(contract, target)
    for page in pages(contract):
        runs = []
        for x, y, size, words, _ in page:
            while words:
                some = words[: chance.randint(1, 6)]
                runs.append((x, y, size, some))
                x, words = x + measure(some) * size, words[len(some) :]
        chance.shuffle(runs)
        for x, y, size, words in runs:
            made.setFont(FONT, size)
            made.drawString(x, HEIGHT - y - size, words)
        made.showPage()
    made.save()


def ruled(contract, target):
    """The articles as rows of a ruled table, 条項 beside 内容; what stands before and after them, as lines."""
    made = canvas(contract, target)
    rows, text = [], []  # (left lines, right lines) or (None, lines)
    lines = contract.lines[1:]
    for at, line in enumerate(lines):
        bare = line.strip(" 　")
        following = next((other for other in lines[at + 1 :] if other.strip(" 　")), "")
        article = re.match(rf"(第[{DIGITS}{KANJI}]+条(?:の[{DIGITS}{KANJI}]+)*)[ 　]*(.*)", bare)
        # A line of a table of contents.
        article = article if len(re.findall("第[^第]{1,4}条[ 　]", bare)) < 3 else None
        caption = re.fullmatch(r"（[^（）]{1,20}）", bare) and re.match(rf"第[{DIGITS}{KANJI}]+条", following)
        if caption:
            rows.append(([bare], []))
        elif article:
            left, right = ([bare], []) if is_heading(bare) else ([article[1]], [article[2]] if article[2] else [])
            if rows and rows[-1][0] and not rows[-1][1] and not re.match("第", rows[-1][0][-1]):
                rows[-1] = (rows[-1][0] + left, right)
            else:
                rows.append((left, right))
        elif not bare:
            continue
        elif not rows or rows[-1][0] is None or re.match(r"(附|付|別|以上|　|この契約の証|本契約の証|以上の|上記)", bare):
            rows.append((None, [line]))
        else:
            rows[-1][1].append(line)
    first, last = 10, EMS - 11
    y, number = TOP, 0

    def put(x, size, words):
        made.setFont(FONT, size)
        made.drawString(x, HEIGHT - y - size, words)

    def turn():
        nonlocal y, number
        number += 1
        made.setFont(FONT, 9)
        made.drawCentredString(WIDTH / 2, 45, f"- {number} -")
        made.showPage()
        made.setLineWidth(0.5)
        y = TOP

    def frame(top, bottom):
        for x in (LEFT - 4, LEFT + first * SIZE + 4, LEFT + EMS * SIZE + 4):
            made.line(x, HEIGHT - top, x, HEIGHT - bottom)
        for edge in (top, bottom):
            made.line(LEFT - 4, HEIGHT - edge, LEFT + EMS * SIZE + 4, HEIGHT - edge)

    made.setLineWidth(0.5)
    put(LEFT + (EMS * SIZE - measure(contract.title) * 14) / 2, 14.0, contract.title)
    y += 30
    for left, right in rows:
        if left is None:
            for words in wrap(right[0], EMS):
                if y + LEADING > HEIGHT - BOTTOM:
                    turn()
                put(LEFT, SIZE, words)
                y += LEADING
            continue
        left = [line for words in left for line in wrap(words, first, hangs=False)]
        right = [line for words in right for line in wrap(words, last, hangs=False)]
        depth = max(len(left), len(right))
        # A row that fits on no rest of a page goes on the next; a longer one than a page is cut.
        if y + 6 + depth * LEADING > HEIGHT - BOTTOM and depth < 20:
            turn()
        top = y
        y += 3
        for at in range(depth):
            if y + LEADING > HEIGHT - BOTTOM:
                frame(top, y + 3)
                turn()
                top = y
                y += 3
            if at < len(left):
                put(LEFT, SIZE, left[at])
            if at < len(right):
                put(LEFT + first * SIZE + 8, SIZE, right[at])
            y += LEADING
        y += 3
        frame(top, y)
    turn()
    made.save()


# ---------------------------------------------------------------------------------------------------------------- Word files


def word(contract, target, automatic):
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Mm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.bottom_margin = Mm(25)
    section.top_margin = Mm(30)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(0)
    properties = document.core_properties
    properties.title, properties.author = contract.title, ""
    properties.created = properties.modified = EPOCH
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    foot._p.append(field)

    numbering = Numbering(contract) if automatic else None
    for at, (kind, block) in enumerate(contract.blocks()):
        if kind == "table":
            made = document.add_table(len(block), len(block[0]), style="Table Grid")
            for row, cells in zip(made.rows, block):
                for cell, words in zip(row.cells, cells):
                    cell.text = words
            continue
        ems, bare = indent(block)
        found = numbering.place(bare) if numbering and at else None
        paragraph = document.add_paragraph(found[2] if found else bare if numbering else block)
        if numbering and ems:
            paragraph.paragraph_format.left_indent = Pt(ems * SIZE)
        if found:
            level, num, _ = found
            paragraph._p.get_or_add_pPr().insert(
                0, parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')
            )
        if at == 0:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.runs[0].font.size = Pt(14)
    if numbering:
        root = document.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        for xml in numbering.xml(nsdecls("w")):
            root.append(parse_xml(xml))
    packed = io.BytesIO()
    document.save(packed)
    target.write_bytes(repacked(packed))


def repacked(packed):
    """The same archive without the time of day in its entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"


def kanji(value):
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else "一二三四五六七八九"[tens - 1] + "十") + ("" if ones == 0 else "一二三四五六七八九"[ones - 1])


# How Word writes a number, by the name of its format.
FORMATS = {
    "decimal": str,
    "decimalFullWidth": lambda value: str(value).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "japaneseCounting": kanji,
    "ideographDigital": lambda value: str(value).translate({48 + d: "〇一二三四五六七八九"[d] for d in range(10)}),
    "decimalEnclosedCircle": lambda value: chr(0x2460 + value - 1) if value <= 20 else "",
    "aiueoFullWidth": lambda value: AIUEO[value - 1 : value],
    "irohaFullWidth": lambda value: IROHA[value - 1 : value],
}
VALUES = {name: {write(value): value for value in range(1, 100) if write(value)} for name, write in FORMATS.items()}


class Numbering:
    """A contract's labels as one multi-level list of Word: chapters, articles, paragraphs, items. A label that the list would not
    count so stays part of the text."""

    def __init__(self, contract):
        seen = {}
        for line in contract.lines[1:]:
            for shape, number, gap in self.shapes(indent(line)[1]):
                seen.setdefault(shape, []).append((number, gap))
        self.levels = []
        for shape, found in sorted(seen.items(), key=lambda pair: self.rank(pair[0])):
            if len(found) < 2 or len(self.levels) == 9:
                continue
            counts = {name: sum(number in values for number, _ in found) for name, values in VALUES.items()}
            if shape[1] == "kana":
                first = found[0][0]
                counts = {"aiueoFullWidth": first == "ア", "irohaFullWidth": first == "イ"}
            name = max(counts, key=counts.get)
            if counts[name]:
                gap = max({gap for _, gap in found}, key=[gap for _, gap in found].count)
                # Where the first paragraph of articles bears no number, the others begin at 2.
                starts = [VALUES[name].get(number) for number, _ in found]
                start = 2 if starts[0] == 2 and starts.count(2) > starts.count(1) else 1
                self.levels.append((shape, name, gap, start))
        self.counts = [None] * len(self.levels)
        self.main = self.num = 1
        self.restarts = []  # (num, level, start)
        # An article does not begin anew with a chapter.
        self.chapter = next((at for at, level in enumerate(self.levels) if level[0][2][:1] in "章節" and level[0][2]), None)
        self.article = next((at for at, level in enumerate(self.levels) if level[0][2] == "条"), None)

    @staticmethod
    def rank(shape):
        prefix, sort, suffix = shape
        if prefix == "第":
            return ["章", "節", "条"].index(suffix)
        return {"digits": 3, "kanji": 5, "circled": 6, "kana": 7}[sort] + (1 if prefix else 0) * (1 if sort == "digits" else 3)

    @staticmethod
    def shapes(bare):
        """The label as (before, sort, after), its number, and the space behind it."""
        found = LABEL.match(bare)
        if not found or "条の" in found["label"]:
            return
        parts = re.fullmatch(rf"(第|[（(])?([{DIGITS}]+|[{KANJI}]+|[①-⑳]|[ア-ン])([章節条]|[）)]|[.．、])?", found["label"])
        if not parts:
            return
        number = parts[2]
        sort = "digits" if number[0].isdecimal() else "kanji" if number[0] in KANJI else "circled" if "①" <= number <= "⑳" else "kana"
        gap = found["gap"][:1]
        # Without a space between, the label has to go on to look like one.
        if not gap and found["rest"] and not (parts[1] or parts[3] or sort == "circled"):
            return
        yield (parts[1] or "", sort, parts[3] or ""), number, gap

    def place(self, bare):
        """Level, list and the words behind the label, if the list counts as the label does."""
        for shape, number, gap in self.shapes(bare):
            level = next((at for at, known in enumerate(self.levels) if known[0] == shape), None)
            if level is None:
                return None
            _, name, usual, start = self.levels[level]
            value = VALUES[name].get(number)
            rest = LABEL.match(bare)["rest"]
            if value is None or (bool(gap) != bool(usual) and rest):
                return None
            if self.article is not None and level <= self.article:
                self.num = self.main
            expected = start if self.counts[level] is None else self.counts[level] + 1
            # Programs disagree on whether an item without a paragraph above it counts as one; a restart says it outright.
            skipped = self.counts[level] is None and any(self.counts[level + 1 :])
            if value != expected or skipped:
                if value > 2:
                    return None
                self.num = 2 + len(self.restarts)
                self.restarts.append((self.num, level, value))
                if self.article is None or level <= self.article:
                    self.main = self.num
            self.counts[level] = value
            for deeper in range(level + 1, len(self.levels)):
                if not (deeper == self.article and self.chapter is not None):
                    self.counts[deeper] = None
            return level, self.num, rest
        return None

    def xml(self, names):
        levels = []
        for at, ((before, _, after), name, gap, start) in enumerate(self.levels):
            behind = {"": "nothing", " ": "space"}.get(gap, "tab")
            restart = '<w:lvlRestart w:val="0"/>' if at == self.article and self.chapter is not None else ""
            levels.append(
                f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{name}"/>{restart}<w:suff w:val="{behind}"/>'
                f'<w:lvlText w:val="{before}%{at + 1}{after}"/><w:lvlJc w:val="left"/></w:lvl>'
            )
        yield f'<w:abstractNum {names} w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'
        yield f'<w:num {names} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        for num, level, start in self.restarts:
            override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            yield f'<w:num {names} w:numId="{num}"><w:abstractNumId w:val="0"/>{override}</w:num>'


# --------------------------------------------------------------------------------------------------------------------- scans


def scan(contract, work, target, office_pdf, dpi, worn):
    """The office's pages as pictures; worn: skewed by about a degree, blurred, noisy, saved small, a seal over the last page's text."""
    from PIL import Image, ImageChops, ImageDraw, ImageFilter

    stem = work / f"{contract.id}-{dpi}"
    run(["pdftoppm", "-r", str(dpi), "-gray", "-png", str(office_pdf), str(stem)])
    chance = random.Random(f"{contract.id} {dpi}")
    files = sorted(work.glob(f"{stem.name}-*.png"))
    out = []
    for at, file in enumerate(files):
        picture = Image.open(file).convert("L")
        if worn:
            if at == len(files) - 1:
                picture = picture.convert("RGB")
                side = dpi * 18 // 25
                seal = Image.new("RGB", picture.size, "white")
                x, y = int(picture.width * chance.uniform(0.5, 0.7)), int(picture.height * chance.uniform(0.15, 0.3))
                pen = ImageDraw.Draw(seal)
                pen.ellipse((x, y, x + side, y + side), outline=(220, 60, 50), width=dpi // 50)
                for bar in (0.3, 0.5, 0.7):
                    pen.line((x + side * bar, y + side * 0.2, x + side * bar, y + side * 0.8), fill=(220, 60, 50), width=dpi // 60)
                picture = ImageChops.multiply(picture, seal)
            white = "white" if picture.mode == "RGB" else 255
            picture = picture.rotate(chance.uniform(0.7, 1.2) * chance.choice((-1, 1)), Image.Resampling.BICUBIC, fillcolor=white)
            picture = picture.filter(ImageFilter.GaussianBlur(0.7))
            # Noise from the seed, not from Pillow's own clock: a picture of random bytes, drawn around the mean.
            noise = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
            noise = noise.filter(ImageFilter.BoxBlur(1)).convert(picture.mode)
            picture = ImageChops.add(picture, noise.point(lambda value: value // 3), offset=-43)
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=60 if worn else 80, dpi=(dpi, dpi))
        out.append(Image.open(packed))
    out[0].save(target, "PDF", resolution=dpi, save_all=True, append_images=out[1:], quality=60 if worn else 80, creationDate=EPOCH.timetuple(), modDate=EPOCH.timetuple())


# ----------------------------------------------------------------------------------------------------------------------- all

# Form, its files' ending, and what makes it.
BYTES = {
    "sjis": ("txt", sjis),
    "eucjp": ("txt", eucjp),
    "utf16": ("txt", utf16),
    "attached": ("txt", attached),
    "commas": ("txt", commas),
    "halfwidth": ("txt", halfwidth),
    "md": ("md", markdown),
    "html": ("html", web_page),
    "sjis-pdf": ("pdf", lambda contract: not_embedded(contract, "90ms-RKSJ-H", cp932)),
    "ucs2-pdf": ("pdf", lambda contract: not_embedded(contract, "UniJIS-UCS2-H", ucs2)),
}
FILES = {
    "shuffled": ("pdf", shuffled),
    "table-pdf": ("pdf", ruled),
    "docx": ("docx", lambda contract, target: word(contract, target, automatic=False)),
    "docx-auto": ("docx", lambda contract, target: word(contract, target, automatic=True)),
}
PRINTED = {
    "lo": office,
    "chromium": browser,
    "vertical": lambda *args: browser(*args, style=VERTICAL, tables=False),
    "columns": lambda *args: browser(*args, style=COLUMNS, tables=False),
}
SCANS = {"scan300": (300, False), "scan200": (200, True)}
ALL = [*PRINTED, *FILES, *BYTES, *SCANS]


def make(form, contracts, work, out, font):
    out.mkdir(parents=True, exist_ok=True)
    if form in PRINTED:
        PRINTED[form](contracts, work, out, font)
        return
    for contract in contracts:
        try:
            if form in BYTES:
                ending, write = BYTES[form]
                (out / f"{contract.id}.{ending}").write_bytes(write(contract))
            elif form in FILES:
                ending, write = FILES[form]
                write(contract, out / f"{contract.id}.{ending}")
            else:
                made = out.parent / "lo" / f"{contract.id}.pdf"
                if not made.exists():
                    (work / "lo").mkdir(exist_ok=True)
                    made = work / "lo" / made.name
                    if not made.exists():
                        office([contract], work, made.parent, font)
                scan(contract, work, out / f"{contract.id}.pdf", made, *SCANS[form])
        except UnicodeEncodeError as error:
            print(f"{form} {contract.id}: not made, {error.object[error.start : error.start + 1]!r} is not in the encoding", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("contracts", nargs="*", metavar="ID|FILE")
    parser.add_argument("--out", type=Path, default=CORPUS / "forms", help="folder that gets <form>/<id>.<ext>")
    parser.add_argument("--forms", help="forms by name, with commas (all but the scans)")
    parser.add_argument("--font", default=FONT)
    parser.add_argument("--list", action="store_true", help="name the forms")
    args = parser.parse_args()
    if args.list:
        print("\n".join(ALL))
        return
    forms = args.forms.split(",") if args.forms else [form for form in ALL if form not in SCANS]
    if unknown := [form for form in forms if form not in ALL]:
        parser.error(f"no such form: {', '.join(unknown)} (there are {', '.join(ALL)})")
    paths = [Path(name) if name.endswith(".txt") else CORPUS / "contracts" / f"{name}.txt" for name in args.contracts]
    contracts = [Contract(path) for path in paths]
    with tempfile.TemporaryDirectory() as work:
        for form in forms:
            (Path(work) / form).mkdir()
            make(form, contracts, Path(work) / form, args.out / form, args.font)
            print(f"{form}: {len(contracts)}", file=sys.stderr)


if __name__ == "__main__":
    main()
