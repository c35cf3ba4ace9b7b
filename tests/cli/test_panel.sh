#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# panel: from files of found dots to what the client keeps, and on to plan, match and forecast.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

# found DAY CONTRAST WIDTH: nine dots in rows of three, turned a little, the fifth gone on day 28,
# with two strays and a shaved hair.
found() {
    awk -v day="$1" -v c="$2" -v w="$3" 'BEGIN {
        print "id,x_px,y_px,diam_mm,darkness,confidence,kind,darkness_sd,density_red,density_green,density_blue"
        turn = 0.1
        for (i = 8; i >= 0; i--) {
            if (day == 28 && i == 4) continue
            x = 110 * (i % 3); y = 110 * int(i / 3)
            dark = c * (1 + 0.05 * (i % 4 - 1.5))
            printf "%d,%.2f,%.2f,%.3f,%.3f,0.9,dot,0.02,%.3f,%.3f,%.3f\n", i + 1,
                400 + x * cos(turn) - y * sin(turn), 300 + x * sin(turn) + y * cos(turn),
                w * (1 + 0.02 * (i % 3 - 1)), dark, dark * 0.5, dark * 0.5, dark * 0.52
        }
        print "20,700,710,0.2,0.1,0.3,dot,0.05,,,"
        print "21,380,600,0.2,0.1,0.3,dot,0.05,,,"
        print "22,500,410,0.1,0.3,1,stub,0.02,,,"
    }'
}
found 0 0.60 0.40 >day0.csv
found 10 0.50 0.28 >day10.csv
found 28 0.42 0.26 >day28.csv
cat >panel.json <<'JSON'
{ "scalptor_panel": 1, "made_on": "2026-05-01", "grid": {"columns": 3, "spacing_mm": 5},
  "dots": [{}, {}, {}, {}, {}, {}, {}, {}, {}],
  "photos": [{"day": 0, "found": "day0.csv"}, {"date": "2026-05-11", "found": "day10.csv"},
             {"day": 28, "found": "day28.csv"}] }
JSON
below() { # below A B
    awk "BEGIN { exit !($1 < $2) }"
}

expect 0 "panel says in words what the dots say" panel panel.json
check "... how many stay" shows "of 100 dots are seen when healed"
check "... the pigment" shows "Pigment left"
check "... the spread" shows "Spread"
check "... the colour" shows "Colour shift"
check "... one of nine gone" shows "9 dots, 9 known healed, 1 of them gone"
check "... a model" shows "A model"
check "... within 100 columns" test -z "$(grep -E '.{101}' "$out")"
expect 0 "and in numbers" panel panel.json --json --threads 1 -o fitted.json --plot fit.svg
cp "$out" one.json
check "... paler than usual" below "$(json pigment_left.2 <one.json)" 1
check "... wider than usual" below 1 "$(json width.1 <one.json)"
check "... bands in order" below "$(json width.0 <one.json)" "$(json width.1 <one.json)"
expect 0 "on two threads" panel panel.json --json --threads 2
check "... the same bytes" same "$out" one.json
expect 0 "to stdout" panel panel.json -o -
check "... what went to the file" same "$out" fitted.json
check "the drawing is well formed" python3 -c "import xml.dom.minidom as m; m.parse('fit.svg')"
check "... with every reading" equal "$(grep -c 'class="m"' fit.svg)" 78
check "from another folder the files lie beside the panel" sh -c \
    'mkdir elsewhere && cd elsewhere && "$0" panel ../panel.json -q' "$SCALPTOR"

small_case case.json
expect 0 "a plan without it" plan case.json --json
check "... sets nothing again" equal "$(json case.treatment.expected_retention <"$out" 2>/dev/null)" ""
expect 0 "a plan with it" plan case.json --panel fitted.json -o plan.json
check "... says so" says "By this client's test dots"
kept=$(json kept_pct.1 <one.json)
check "... its case expects what stays" below 0.85 "$(json case.treatment.expected_retention <plan.json)"
check "... not more than was fitted" below "$(json case.treatment.expected_retention <plan.json)" \
    "$(awk "BEGIN { print $kept / 100 + 0.006 }")"
check "... and wider deposits" below 0.2 "$(json case.treatment.diameter_mm <plan.json)"
expect 0 "a forecast without it" forecast case.json --json
before=$(json all.retained_pct.12.middle <"$out")
expect 0 "a forecast with it" forecast case.json --panel fitted.json --json
check "... says so" equal "$(json basis <"$out")" "model, fitted to test dots"
check "... is another" below "$(json all.retained_pct.12.middle <"$out")" "$before"
expect 0 "in words too" forecast case.json --panel fitted.json --plot forecast.svg
check "... it says so" shows "test dots said"
check "... and the drawing" grep -q 'begun from your test dots' forecast.svg
shade="match --skin-lab 66,12,17 --hair-class brown --needle 0601RL --json"
# shellcheck disable=SC2086 # words
expect 0 "a shade without it" $shade
check "... the needle's dots" equal "$(json diameter_mm <"$out")" 0.2
# shellcheck disable=SC2086 # words
expect 0 "a shade with it" $shade --panel fitted.json
check "... dots as this skin takes them" below 0.2 "$(json diameter_mm <"$out")"

expect 2 "no such panel" panel none.json -o never.json
expect 2 "a plan on a surface has no client" plan --mesh case.json --panel fitted.json
expect 2 "a panel is no fit" plan case.json --panel panel.json -o never.json
check "... which it says" says "scalptor_panel_fit is missing"
expect 2 "a fit is no panel" panel fitted.json -o never.json
expect 2 "an output over an input" panel panel.json -o panel.json
sed 's/day28.csv/none.csv/' panel.json >bad.json
expect 2 "a photo's dots that are not there" panel bad.json -o never.json
check "... which it says" says "none.csv"
printf 'x_px,y_px,darkness\n1,1,0.4\n500,20,0.4\n90,800,0.4\n' >day28.csv
expect 1 "a photo of something else" panel panel.json -o never.json --plot never.svg
check "... which it says" says "day28.csv: The panel is not to be made out"
expect 2 "two results on stdout" panel panel.json -o - --plot -
check "no file is left" absent never.json never.svg
# ---- Photos of the dots beside a sticker -------------------------------------------------------

for day in 0 10 28; do
    "${PANEL_PHOTO:?the path of the helper}" "$day" "day$day.jpg" >scale.txt
done
expect 0 "a photo of test dots beside a sticker" inspect day28.jpg --json
check "... has its scale from that" equal "$(json scale.source <"$out")" sticker
check "... and its dots, none on the sticker" equal "$(json found.dots <"$out")" 8
cat >photos.json <<'JSON'
{ "scalptor_panel": 1, "made_on": "2026-05-01", "grid": {"columns": 3, "spacing_mm": 5},
  "dots": [{}, {}, {}, {}, {}, {}, {}, {}, {}],
  "photos": [{"day": 0, "photo": "day0.jpg"}, {"date": "2026-05-11", "photo": "day10.jpg"},
             {"day": 28, "photo": "day28.jpg"}] }
JSON
expect 0 "a panel of such photos" panel photos.json -o photos-fit.json --plot photos.svg
check "... every dot is known again, one gone" shows "9 dots, 9 known healed, 1 of them gone"
check "... paler than usual, as drawn" below "$(json pigment_left.2 <photos-fit.json)" 1
check "... wider than usual, as drawn" below 1 "$(json width.1 <photos-fit.json)"

finish
