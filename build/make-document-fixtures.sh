#!/bin/sh
# Makes the documents of core/testing/files/documents from their sources with pandoc, LibreOffice and qpdf.
set -eu
cd "$(dirname "$0")/../core/testing/files/documents"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1700000000

convert() { # FORMAT FILE: writes into $work
  soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$1" --outdir "$work" "$2" >/dev/null 2>&1
}

pandoc sources/lease-contract.md -o lease-contract.docx

pandoc sources/insurance-letter.md -M lang=de-DE -o "$work/insurance-letter.odt"
convert docx "$work/insurance-letter.odt"
cp "$work/insurance-letter.docx" .
convert pdf "$work/insurance-letter.odt"
qpdf --encrypt harbour keeper 256 -- "$work/insurance-letter.pdf" insurance-letter-encrypted.pdf

pandoc sources/invoice.md -o "$work/invoice.docx"
convert pdf "$work/invoice.docx"
cp "$work/invoice.pdf" .

# A footer with the page number: pandoc has none, so the word processor's own format gets one.
pandoc sources/product-manual.md -o "$work/manual.docx"
convert fodt "$work/manual.docx"
python3 - "$work/manual.fodt" "$work/product-manual.fodt" <<'PYTHON'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
footer = '<style:footer><text:p>Aurora 300 user manual, page <text:page-number text:select-page="current">1</text:page-number></text:p></style:footer>'
text, count = re.subn(r'(<style:master-page [^>]*?)/>', r'\1>' + footer + '</style:master-page>', text)
if count == 0:
    text, count = re.subn(r'(<style:master-page [^>]*>)', r'\1' + footer, text)
assert count > 0, "no master page found"
text = re.sub(r'<style:footer-style/>', '<style:footer-style><style:header-footer-properties fo:min-height="0.5in" fo:margin-top="0.2in"/></style:footer-style>', text)
open(sys.argv[2], "w", encoding="utf-8").write(text)
PYTHON
convert 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}' "$work/product-manual.fodt"
cp "$work/product-manual.pdf" .

pandoc sources/travel-plan.md -s --toc -t html5 -o travel-plan.html
ls -l ./*.docx ./*.pdf ./*.html
