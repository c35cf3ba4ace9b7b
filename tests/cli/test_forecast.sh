#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# forecast: the report, dates, measurements, the drawing, and what is refused.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

small_case case.json
cat >dated.json <<'JSON'
{ "scalptor_case": 1, "seed": 3, "loss": {"scale": "norwood", "stage": "III"},
  "design": {"density_per_cm2": 20, "zones": [{"zone": "crown", "scar": "yes"}]},
  "treatment": {"session_dates": ["2027-01-10", "2027-01-24", "2027-02-21"]} }
JSON
head='date,zone,retained_pct,low,high'
middle() { # middle POINT: of all, in percent
    json "all.retained_pct.$1.middle" <"$out"
}
below() { # below A B
    awk "BEGIN { exit !($1 < $2) }"
}

expect 0 "forecast shows a table" forecast case.json
check "... that says model" shows "a model"
check "... the touch-up" shows "Touch-up window"
check "... what if the hair recedes" shows "If the hair recedes from Norwood III to V"
check "... or goes grey" shows "If the hair goes grey"
check "... within 80 columns" test -z "$(grep -E '.{81}' "$out")"
check "... without dates" test -z "$(grep 20[2-3][0-9]- "$out")"
expect 0 "forecast --json" forecast case.json --json --threads 1
cp "$out" one.json
check "... day 28 is 100" equal "$(middle 0 | cut -d. -f1)" 100
check "... and falls" below "$(middle 66)" "$(middle 12)"
expect 0 "on two threads" forecast case.json --json --threads 2
check "... the same bytes" same "$out" one.json
expect 0 "to a file" forecast case.json -o out.json
check "... the same document" same out.json one.json

expect 0 "a dated case with a scar" forecast dated.json
check "... shows dates" shows "2032-02-21"
check "... the scar by itself" shows "Scar tissue: crown"
printf '%s\n2027-08-20,all,70,67,73\n2028-03-01,crown,50,46,55\n' $head >m.csv
expect 0 "without measurements" forecast dated.json --json
wide=$(json all.retained_pct.16.high90 <"$out")
expect 0 "with measurements" forecast dated.json --measured m.csv --json --plot plot.svg
check "... it says so" equal "$(json basis <"$out")" "model, fitted to measurements"
check "... the band is narrower" below "$(json all.retained_pct.16.high90 <"$out")" "$wide"
check "... the scar fades more" below "$(json kinds.1.retained_pct.6.middle <"$out")" \
    "$(json kinds.0.retained_pct.6.middle <"$out")"
check "the drawing is SVG" grep -q '^<svg xmlns="http://www.w3.org/2000/svg"' plot.svg
check "... well formed" python3 -c "import xml.dom.minidom as m; m.parse('plot.svg')"
check "... labelled" grep -q 'Model, fitted to your 2 measurements' plot.svg
check "... with the window's dates" grep -q 'Touch-up window: [A-Z][a-z][a-z] 20' plot.svg
check "... every measurement where it belongs" equal "$(grep -c 'class="m"' plot.svg)" 3
expect 0 "the drawing to stdout" forecast dated.json --measured m.csv --plot -
check "... is the drawing and nothing else" same "$out" plot.svg

refused() { # refused NAME LINE SAYS
    printf '%s\n%s\n' "$head" "$2" >bad.csv
    expect 2 "$1" forecast dated.json --measured bad.csv --plot never.svg -o never.json
    check "... which it says" says "$3"
    check "... and no file is left" absent never.svg never.json
}
refused "a date before healing" "2027-03-20,all,90,85,95" "before 2027-03-21, day 28"
refused "an unknown zone" "2027-08-20,top,90,85,95" '"top" is no zone'
refused "a zone that is not treated" "2027-08-20,side_l,90,85,95" "side_l is not treated"
refused "a percentage out of range" "2027-08-20,all,900,85,95" "from 0 to 150"
refused "low above high" "2027-08-20,all,90,95,85" "in that order"
refused "no day" "2027-13-01,all,90,85,95" "is no day"
printf '%s\n2027-08-20,all,90,85,95\n2027-08-20,all,91,85,95\n' "$head" >bad.csv
expect 2 "a measurement given twice" forecast dated.json --measured bad.csv -o never.json
check "... which it says" says "line 3: all 2027-08-20 was measured in line 2 already"
expect 2 "measurements without session dates" forecast case.json --measured m.csv -o never.json
check "... which it says" says "treatment.session_dates"
expect 2 "no such case" forecast none.json --plot never.svg
expect 2 "no such measurements" forecast dated.json --measured none.csv --plot never.svg
expect 2 "two results on stdout" forecast case.json --plot - -o -
check "no file is left" absent never.svg never.json
finish
