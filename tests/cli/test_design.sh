#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# design: the report, rules that want a reason, styles, areas and hostile curves.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

expect 0 "a case" case new --style natural -o case.json
expect 0 "its design" design case.json
check "... has the hairline's height" shows "80.0 mm above the glabella (by the style)"
check "... left against right" shows "higher on the"
check "... areas with their uncertainty" shows "+-"
check "... rules with their source" shows "Source: plan for future loss"
check "... within 80 columns" test -z "$(grep -E '.{81}' "$out")"
expect 0 "design --json" design case.json --json
check "... has the same height" equal "$(json hairline.height_mm <"$out" | cut -c1-2)" 80
check "... and the rule" equal "$(json checks.0.id <"$out")" ahead-of-recession
cp "$out" shown.json
expect 0 "design -o" design case.json -o report.json
check "... writes the same" same shown.json report.json
check "... and shows nothing" silent

with() { # with DESIGN: a case of that design
    echo "{\"scalptor_case\": 1, \"design\": {$1}}" >with.json
}
with '"hairline_height_mm": 60'
expect 1 "a low hairline is reported, and needs a reason" design with.json
check "... that is missing" says 'design.reasons: {"hairline-too-low": "..."}'
check "... with the report" shows "reason needed (hairline-too-low)"
expect 1 "... without it there is no plan" plan with.json -o plan.json
check "... which says how to give it" says 'design.reasons: {"hairline-too-low": "..."}'
check "... and no file" absent plan.json
with '"hairline_height_mm": 60, "reasons": {"hairline-too-low": "scar to be covered"}'
expect 0 "with a reason it goes on" design with.json
check "... and tells it" shows "Reason given: scar to be covered"
expect 0 "... to the plan, too" plan with.json -o plan.json
with '"hairline_height_mm": 60, "reasons": {"hairline-too-lo": "x"}'
expect 2 "a reason for no rule is refused" design with.json
check "... with what was meant" says 'hairline-too-low'

for style in beard-shadow brow-powder brow-strokes scar-blend; do
    expect 0 "case new --style $style" case new --style $style -o "$style.json"
    expect 0 "... has a design" design "$style.json" --json
    marks=dots least=100
    [ "$style" != brow-strokes ] || marks=strokes least=40
    check "... with areas" test "$(json areas.0.$marks <"$out" | cut -d. -f1)" -gt "$least"
    check "... and no hairline" test -z "$(grep '"hairline"' "$out")"
done

# Hostile curves: one sentence each, exit 2.
refused() { # refused NAME WORDS AREA
    with "\"style\": \"scar-blend\", \"areas\": [$3]"
    expect 2 "$1" design with.json
    check "... in words" says "$2"
}
square='[[0, 0], [20, 0], [20, 20], [0, 20]]'
refused "a curve that crosses itself" "crosses itself after point 1" \
    '{"id": "a", "kind": "free", "in": "chart", "points": [[0, 0], [20, 20], [20, 0], [0, 20]]}'
refused "a curve off the head" "lies off the head" \
    '{"id": "a", "kind": "free", "in": "chart", "points": [[0, 0], [20, 0], [0, 590]]}'
refused "two points" "needs at least 3" \
    '{"id": "a", "kind": "free", "in": "chart", "points": [[0, 0], [20, 0]]}'
refused "no number" "with.json" \
    '{"id": "a", "kind": "free", "in": "chart", "points": [[0, 0], [20, NaN], [3, 4]]}'
refused "too many points" "at most 64" \
    "{\"id\": \"a\", \"kind\": \"free\", \"in\": \"chart\", \"points\": [$(yes '[1, 2]' | head -n 65 |
        paste -sd,)]}"
refused "an area under a keep-out" "leaves no skin for dots" \
    "{\"id\": \"a\", \"kind\": \"free\", \"in\": \"chart\", \"points\": $square},
     {\"id\": \"b\", \"kind\": \"keep_out\", \"in\": \"chart\", \"points\": $square}"
refused "an area in no photo" "must be template, chart or the id of a photo" \
    "{\"id\": \"a\", \"kind\": \"free\", \"in\": \"side\", \"points\": $square}"
refused "more spots than have room" "at most 60 are laid out" \
    "{\"id\": \"a\", \"kind\": \"scar_fue\", \"in\": \"chart\", \"points\": $square, \"spot_count\": 999}"
with "\"style\": \"scar-blend\", \"areas\": [{\"id\": \"fue\", \"kind\": \"scar_fue\", \"in\": \"chart\",
    \"points\": $square, \"spot_count\": 90, \"dots_per_spot\": 2}]"
expect 0 "a field of pale spots" design with.json
check "... tells their number, width and dots" shows "180 dots in 90 spots of 0.9 mm"
expect 0 "... planned" plan with.json --dots dots.csv -o plan.json
expect 0 "... before the treatment" preview with.json --stage before --view top --size 200x200 \
    -o before.png
expect 0 "... and healed" preview with.json --plan plan.json --view top --size 200x200 -o after.png
check "... which differ" differ before.png after.png
refused "an id twice" "has that id already" \
    '{"id": "a", "kind": "beard"}, {"id": "a", "kind": "moustache"}'
with '"hairline": {"macro_mm": 99}'
expect 2 "a number of the hairline out of its range" design with.json
check "... names it" says "design.hairline.macro_mm is 99, but must lie between 0 and 8 mm."
printf '{"scalptor_case": 1, "design": {"hairline": {"shape": "m"}, "hairline": {}}}' >with.json
expect 2 "two hairlines" design with.json

with '"style": "brow-powder"'
expect 0 "lines over a picture" preview with.json --lines --size 200x200 -o lines.png
expect 0 "... differ from the picture" preview with.json --size 200x200 -o plain.png
check "... without them" differ lines.png plain.png
finish
