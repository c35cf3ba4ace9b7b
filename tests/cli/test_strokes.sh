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
finish
