#!/bin/sh
# Makes what the fuzz targets start from, out of the fixtures of the tests: a few small files for each reader.
set -eu
cd "$(dirname "$0")"
for target in pdf docx html markdown plain analyze; do mkdir -p "corpus/$target"; done
cp ../tests/data/encrypted.pdf ../tests/data/short.lo.pdf corpus/pdf/
text=../tests/report/contract.txt
for encoding in UTF-8 UTF-16LE UTF-16BE CP932 EUC-JP ISO-2022-JP; do
    iconv -c -f UTF-8 -t "$encoding" "$text" > "corpus/plain/$encoding"
done
cp ../tests/outlines/*.txt corpus/analyze/
cp "$text" corpus/analyze/
{
    printf '<!DOCTYPE html><meta charset=utf-8><title>x</title><style>ol{list-style-type:katakana}</style>'
    printf '<ol start=2 reversed><li value=4>a<ol type=i><li>b</ol></ol><ruby>c<rt>d</ruby><del>e</del><pre>f\n g</pre>'
    printf '<table><tr><th rowspan=2>h<th>i<tr><td colspan=3>j</table><select><option selected>k</select>'
    sed 's/.*/<p>&/' "$text"
} > corpus/html/page
{
    printf -- '---\ntitle: x\n---\n# a\n\n1. b\n1. c\n   - d\n\n| e | f |\n|---|---|\n| g | h |\n\n> ~~i~~ **j** <br> [k]\n\n[k]: l\n\n```\nm\n```\n'
    cat "$text"
} > corpus/markdown/page
# A document of Word is made with whatever zip is there.
if command -v zip > /dev/null; then
    folder=$(mktemp -d)
    mkdir "$folder/word" "$folder/_rels"
    printf '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>' > "$folder/[Content_Types].xml"
    {
        printf '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        sed 's/.*/<w:p><w:r><w:t>&<\/w:t><\/w:r><\/w:p>/' "$text"
        printf '</w:body></w:document>'
    } > "$folder/word/document.xml"
    out=$(pwd)/corpus/docx/document
    rm -f "$out" "$out.zip"
    (cd "$folder" && zip -q -r "$out.zip" . && mv "$out.zip" "$out")
    rm -r "$folder"
fi
