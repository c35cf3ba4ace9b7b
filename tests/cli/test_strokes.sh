#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Hair strokes from a new case to the picture.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

for sex in male female; do
    expect 0 "a $sex client's brows" case new --style brow-strokes --sex $sex -o $sex.json
    expect 0 "... are planned" plan $sex.json --threads 1 -o $sex.plan --strokes $sex.csv --json
    check "... with strokes" test "$(json strokes <"$out")" -gt 80
    check "... of both sides, as many" equal "$(json sessions.0.zones.0.strokes <"$out")" \
        "$(json sessions.0.zones.1.strokes <"$out")"
    check "... and no dots" equal "$(json dots <"$out")" 0
    check "... and nothing to warn of" equal "$(json warnings <"$out")" 0
done
check "a brow pigment comes with the style" grep -q '"pigment": "brow-dark-brown"' male.json
expect 0 "on two threads" plan male.json --threads 2 -o two.plan --strokes two.csv
check "... a column of strokes" shows "Strokes"
check "... within 80 columns" test -z "$(grep -E '.{81}' "$out")"
check "... the same plan" same male.plan two.plan
check "... the same strokes" same male.csv two.csv
check "the columns" equal "$(head -n 1 male.csv)" \
    id,point,x_mm,y_mm,z_mm,nx,ny,nz,width_mm,zone,session,pigment_depth_mm
expect 0 "strokes to stdout" plan male.json --strokes -
check "... and nothing else" same "$out" male.csv
expect 2 "two results on stdout are refused" plan male.json --strokes - -o -
expect 2 "two results in one file are refused" plan male.json --strokes both -o both
check "... and nothing is written" absent both

close_up="--px-per-mm 4 --at brow_l --size 240x120"
# shellcheck disable=SC2086 # options are words
{
    expect 0 "a preview" preview male.json $close_up -o anew.png
    expect 0 "... from the plan file" preview male.json --plan male.plan $close_up -o read.png
    check "... is the same picture" same anew.png read.png
    expect 0 "... after five years" preview male.json --plan male.plan $close_up --stage 5y -o old.png
    check "... is another" differ old.png read.png
}
expect 0 "a forecast" forecast male.json

sed 's/"areas": \[\]/"areas": [{"id": "b", "kind": "brow_l", "made_of": "strokes", "stroke_spacing_mm": 1.6}]/' \
    male.json >wide.json
expect 0 "a wider spacing" plan wide.json --json
check "... gives fewer strokes on that side" test "$(json sessions.0.zones.0.strokes <"$out")" -lt \
    "$(json sessions.0.zones.1.strokes <"$out")"
sed 's/1\.6/0.1/' wide.json >bad.json
expect 2 "a spacing out of range is refused" plan bad.json -o bad.plan
check "... by its name" says "stroke_spacing_mm"
check "... and nothing is written" absent bad.plan
# A touch-up around the strokes of the first session.
awk -F, 'NR == 1 || $11 == 1' male.csv >first.csv
expect 0 "the second session around the first" plan male.json --placed first.csv \
    --placed-strength 1 -o again.plan --strokes again.csv --json
check "... is of session 2" test -z "$(awk -F, 'NR > 1 && $11 != 2' again.csv)"
check "... and no more than were left" test "$(json strokes <"$out")" -le \
    "$(awk -F, 'NR > 1 && $11 == 2 && $2 == 1' male.csv | wc -l)"
# shellcheck disable=SC2086 # options are words
{
    expect 0 "... with the first in the picture" preview male.json --plan again.plan $close_up -o around.png
    expect 0 "... or without" preview male.json --plan male.plan --session 1 $close_up -o first.png
    check "... which differ" differ around.png first.png
}
expect 0 "all of them there" plan male.json --placed male.csv --placed-strength 1 --strokes none.csv
check "... nothing is added" equal "$(wc -l <none.csv)" 1
expect 2 "strokes twice are refused" plan male.json --placed first.csv --placed male.csv -o bad.plan
awk -F, 'NR == 1 || $2 != 2' male.csv >gaps.csv
expect 2 "a stroke with a missing point is refused" plan male.json --placed gaps.csv -o bad.plan
check "... by its line" says "gaps.csv, line 3: point is 3, but must be 2"
head -n 2 male.csv >one.csv
expect 2 "a point by itself is refused" plan male.json --placed one.csv -o bad.plan
check "... and nothing is written" absent bad.plan
finish
