#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Papers: the template measures right when it is rendered, every PDF is sound, bad input is refused.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

has() { command -v "$1" >/dev/null 2>&1; }

# longest FILE.pgm: the longest dark run across and down, in pixels.
longest() {
    /usr/bin/python3 - "$1" <<'PYTHON'
import re, sys
data = open(sys.argv[1], "rb").read()
head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
w, h = int(head[1]), int(head[2])
dark = data[head.end():].translate(bytes(1 if v < 140 else 0 for v in range(256)))
def best(lines):
    return max((len(run) for line in lines for run in line.split(b"\0")), default=0)
print(best(dark[y * w:y * w + w] for y in range(h)), best(dark[x::w] for x in range(w)))
PYTHON
}

# near PIXELS MM: at 300 dots an inch within 0.2 % and a pixel.
near() { awk -v a="$1" -v mm="$2" 'BEGIN { want = mm * 300 / 25.4; d = a - want
    exit !(d <= 0.002 * want + 1 && d >= -0.002 * want - 1) }'; }

measured() { # measured NAME FILE SCALE: ruler and box on its first page
    pdftoppm -gray -r 300 -f 1 -l 1 -singlefile "$2" page
    # shellcheck disable=SC2046 # two numbers
    set -- "$1" "$3" $(longest page.pgm)
    check "$1: the ruler measures right" near "$3" "$(awk -v s="$2" 'BEGIN { print 100 * s + 0.15 }')"
    check "$1: the box is as high as a bank card" near "$4" "$(awk -v s="$2" 'BEGIN { print 53.98 * s + 0.15 }')"
}

sound() { # sound FILE
    if has qpdf; then
        check "$1 is a sound PDF" qpdf --check "$1"
    fi
}

expect 0 "a case" case new --density 20 -o case.json
expect 0 "its plan" plan case.json -o plan.json
expect 0 "a template" template case.json -o a.pdf --json
check "... says how long the hairline is" awk -v a="$(json hairline_mm <"$out")" \
    -v b="$(json hairline_paper_mm <"$out")" 'BEGIN { exit !(a > 100 && a - b < 1 && b - a < 1) }'
expect 0 "the same from its plan" template plan.json -o b.pdf --client case.json
check "... the same bytes" cmp a.pdf b.pdf
expect 0 "on Letter, rescaled" template plan.json -o c.pdf --paper letter --ruler-mm 98 --dots
expect 0 "as SVG" template plan.json -o d.svg --zone crown
expect 0 "the same again" template plan.json -o e.svg --zone crown
check "... the same bytes" cmp d.svg e.svg
check "... in millimetres" grep -q 'width="210mm"' d.svg
sound a.pdf
sound c.pdf
if has pdftoppm; then
    measured "A4" a.pdf 1
    measured "rescaled" c.pdf 1.020408163
else
    skip "a rendered page measures right" "no pdftoppm"
fi

cat >studio.json <<'JSON'
{"name": "Studio Ä", "phone": "1", "licences": ["Licence-4711"], "currency": "EUR", "deposit_percent": 25,
 "prices": [{"name": "x", "per": "session", "amount": 100.01}, {"name": "y", "per": "plan", "amount": -0.03}]}
JSON
# Rendering takes long under a sanitizer; its pictures are tested elsewhere.
pictures=--no-pictures
[ -z "${SCALPTOR_LONG:-}" ] || pictures=--quiet
for kind in plan quote swatches session aftercare; do
    expect 0 "report $kind" report $kind plan.json --studio studio.json --first-date 2026-12-01 \
        --date 2026-11-20 --language de $pictures -o $kind.pdf
    sound $kind.pdf
done
if has pdftotext; then
    pdftotext -layout quote.pdf quote.txt
    check "three sessions and what is taken off" grep -q '300,00 EUR' quote.txt
    check "the deposit" grep -qE 'Anzahlung +75,00 EUR' quote.txt
    check "the balance" grep -qE 'Restbetrag +225,00 EUR' quote.txt
    check "licences stand on it" grep -q "Licence-4711" quote.txt
    check "pages are counted" grep -q 'Seite 1 von 1' quote.txt
fi
expect 0 "a blank form" screen --blank --on 2026-11-20 -o blank.json
expect 0 "its paper" report screening blank.json --date 2026-11-20 -o screening.pdf
sound screening.pdf

expect 2 "no paper" report plan case.json
expect 2 "another kind" report poem case.json -o x.pdf
expect 2 "a quote without prices" report quote case.json -o x.pdf
expect 2 "no such zone" template plan.json --zone moon -o x.pdf
expect 2 "an empty zone" template plan.json --zone beard -o x.pdf
expect 2 "a ruler that is none" template plan.json --ruler-mm 200 -o x.pdf
expect 2 "dots of a session, but no dots" template plan.json --session 1 -o x.pdf
echo '{"name": "S", "prices": [{"name": "x", "per": "moon", "amount": 1}]}' >bad.json
expect 2 "a price by the moon" report quote case.json --studio bad.json -o x.pdf
check "... names the place" says "prices[0].per must be"
check "no file is left" test ! -e x.pdf
finish
