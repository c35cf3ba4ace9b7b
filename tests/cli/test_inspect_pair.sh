#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# scalptor inspect --plan and --before.
. "$(dirname "$0")/tap.sh"

dots=${SCALPTOR_SHARED:-}/data/dots
if [ ! -f "$dots/plan01.jpg" ]; then
    echo "ok 1 - inspect --plan # SKIP no shared data here"
    echo "1..1"
    exit 0
fi
photo=$dots/plan01.jpg
plan=$dots/plan01.input.json
scale=$("$JSON_GET" px_per_mm <"$plan")

expect 0 "a photo against its plan" inspect "$photo" --scale "$scale" --plan "$plan" \
    --compared compared.csv --report report.json
check "says what is missing" grep -q 'missing' "$out"
check "the dots say where it lies" grep -q '"found": *true' report.json
check "its dots follow the plan" grep -q '"as planned"' report.json
check "one line for every planned dot at least" \
    test "$(grep -c -E '^(done|displaced|missing|unseen),' compared.csv)" -eq 517

expect 0 "the same photo as its own past" inspect "$photo" --scale "$scale" --before "$photo"
check "keeps its dots" grep -q 'retained *100.0 %' "$out"
expect 0 "... or what was written of it" inspect "$photo" --scale "$scale" -o dots.csv \
    --report before.json -q
expect 0 "... as a report" inspect "$photo" --scale "$scale" --before before.json
check "... the same dots" grep -q 'retained *100.0 %' "$out"
expect 0 "... or as dots alone" inspect "$photo" --scale "$scale" --before dots.csv
check "... the same dots" grep -q 'retained *100.0 %' "$out"
sed 's/"dots_file"/"dots"/' before.json >bad.json
expect 2 "a report without its dots" inspect "$photo" --scale "$scale" --before bad.json
check "... is explained" says "does not name the dots"
sed 's/"columns": [0-9]*/"columns": 99999/' before.json >bad.json
expect 2 "a report whose window is not whole" inspect "$photo" --scale "$scale" --before bad.json
check "... is explained" says "fewer cells"
cut -d, -f1-8 dots.csv >bad.csv
expect 2 "dots without millimetres" inspect "$photo" --scale "$scale" --before bad.csv
check "... is explained" says "no places in mm"

expect 1 "a plan needs millimetres" inspect "$photo" --plan "$plan"
expect 2 "one comparison at a time" inspect "$photo" --scale 20 --plan "$plan" --before "$photo"
expect 2 "--compared needs something to compare with" inspect "$photo" --scale 20 \
    --compared none.csv
printf 'a,b\n1,2\n' >bad.csv
expect 2 "a plan without places" inspect "$photo" --scale 20 --plan bad.csv --compared none.csv
check "leaves no file" test ! -e none.csv
finish
