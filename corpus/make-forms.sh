#!/usr/bin/env bash
# Makes PDF forms of contracts, as an office suite and as a browser write them.
#
#   corpus/make-forms.sh corpus/contracts/a01.txt …
#
# writes corpus/forms/a01.lo.pdf (LibreOffice) and corpus/forms/a01.chromium.pdf. FORMS names another folder, FONT another font:
# browsers embed TrueType (IPAMincho, the default) as such, OpenType (Noto Serif CJK JP) as Type 3, three times as large.
# Each line of the text is one paragraph; the first line is the title. Pages are A4 at 10.5 pt, numbered at the foot.
# Needs soffice, chromium, python3 and the font.
set -euo pipefail

forms=${FORMS:-$(cd "$(dirname "$0")" && pwd)/forms}
mkdir -p "$forms"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for text in "$@"; do
    id=$(basename "$text" .txt)
    python3 - "$text" "$work/$id" "${FONT:-IPAMincho}" <<'PYTHON'
import html, sys

source, target, font = sys.argv[1:]
lines = open(source, encoding="utf-8-sig").read().splitlines()
first = next((i for i, line in enumerate(lines) if line.strip()), 0)

# Browser: white-space: pre-wrap keeps every space; the page number is a margin box.
body = "".join(
    f'<p class="title">{html.escape(line)}</p>\n' if i == first else f"<p>{html.escape(line) or '<br>'}</p>\n"
    for i, line in enumerate(lines)
)
open(target + ".html", "w", encoding="utf-8").write(f"""<!DOCTYPE html>
<html lang="ja"><meta charset="utf-8"><title>{html.escape(lines[first].strip())}</title>
<style>
@page {{ size: A4; margin: 30mm 25mm 25mm; @bottom-center {{ content: "- " counter(page) " -"; font: 9pt serif; }} }}
body {{ font: 10.5pt/1.7 '{font}', serif; margin: 0; text-align: justify; }}
p {{ margin: 0; white-space: pre-wrap; }}
p.title {{ font-size: 14pt; text-align: center; margin-bottom: 10.5pt; }}
</style>
{body}</html>
""")

# Office: flat ODF, so that page setup and footer are exact. Runs of spaces need <text:s/>, tabs <text:tab/>. Punctuation does not hang:
# LibreOffice 7.4 leaves some hanging commas out of the PDF altogether.
def odf(line):
    out, spaces = [], 0
    for char in line:
        if char == " ":
            spaces += 1
            continue
        if spaces:
            out.append(f'<text:s text:c="{spaces}"/>')
            spaces = 0
        out.append("<text:tab/>" if char == "\t" else html.escape(char, quote=False))
    return "".join(out)

paragraphs = "\n".join(
    f'<text:p text:style-name="{"Title" if i == first else "Body"}">{odf(line)}</text:p>' for i, line in enumerate(lines)
)
face = 'style:font-name="Mincho" style:font-name-asian="Mincho" fo:language="ja" fo:country="JP" style:language-asian="ja" style:country-asian="JP"'
size = lambda pt: f'fo:font-size="{pt}pt" style:font-size-asian="{pt}pt"'
open(target + ".fodt", "w", encoding="utf-8").write(f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Mincho" svg:font-family="'{font}'"/></office:font-face-decls>
<office:styles>
<style:style style:name="Body" style:family="paragraph"><style:paragraph-properties fo:line-height="18pt" fo:text-align="justify" style:punctuation-wrap="simple"/><style:text-properties {face} {size(10.5)}/></style:style>
<style:style style:name="Title" style:family="paragraph"><style:paragraph-properties fo:text-align="center" fo:margin-bottom="10.5pt"/><style:text-properties {face} {size(14)}/></style:style>
<style:style style:name="Footer" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/><style:text-properties {face} {size(9)}/></style:style>
</office:styles>
<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="3cm" fo:margin-bottom="1.5cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm"/><style:footer-style><style:header-footer-properties fo:min-height="1cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer><text:p text:style-name="Footer">－<text:page-number text:select-page="current"/>－</text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>
{paragraphs}
</office:text></office:body></office:document>
""")
PYTHON
    soffice --headless "-env:UserInstallation=file://$work/profile" --convert-to pdf --outdir "$work" "$work/$id.fodt" >/dev/null 2>&1
    mv "$work/$id.pdf" "$forms/$id.lo.pdf"
    # Without --no-sandbox the browser refuses to run as root, as in a container.
    chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer "--user-data-dir=$work/browser" \
        "--print-to-pdf=$forms/$id.chromium.pdf" "file://$work/$id.html" >/dev/null 2>&1
    echo "$forms/$id.{lo,chromium}.pdf"
done
