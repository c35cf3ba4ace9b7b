#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# segment: from the head, from strokes, what is written and told; bad input; the preview keeps off.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

expect 0 "a demo" demo demo --size 240x320
# Fewer dots are sooner laid out.
sed 's/"density_per_cm2": [0-9]*/"density_per_cm2": 40/' demo/case.json >small.json
check "a smaller case" differ small.json demo/case.json
mv small.json demo/case.json
expect 0 "from the head alone" segment demo/case.json --photo front -o mask.png --overlay look.png
check "... tells so" grep -q "from the fitted head" "$out"
check "... tells the skin" grep -q "skin  *[1-9]" "$out"
check "... writes the mask" test -s mask.png
check "... and the overlay" test -s look.png
expect 0 "--json" segment demo/case.json --photo front --json
check "... no strokes" equal "$(json from_strokes <"$out")" false
check "... from the head" equal "$(json from_head <"$out")" true
check "... the size" equal "$(json width <"$out")x$(json height <"$out")" 240x320
expect 0 "the same again on one thread" segment demo/case.json --photo front --threads 1 -o again.png
check "... has the same bytes" same mask.png again.png

# A stroke of "other" across the forehead: that part is drawn on no more.
cat >stroke.py <<'PYTHON'
import json, sys
with open("demo/case.json") as file:
    case = json.load(file)
kind, points = sys.argv[1], json.loads(sys.argv[2])
case["photos"][0]["strokes"] = [{"kind": kind, "radius_px": 6, "points": points}]
if len(sys.argv) > 3:
    case["photos"][0]["landmarks"] = {}
with open("demo/strokes.json", "w") as file:
    json.dump(case, file)
PYTHON
id=$("$SCALPTOR" case show demo/case.json --json | json case.photos.0.id 2>/dev/null || echo front)
/usr/bin/python3 stroke.py other '[[60, 40], [180, 40]]'
expect 0 "with a stroke" segment demo/strokes.json --photo "$id" --json
check "... from strokes" equal "$(json from_strokes <"$out")" true
expect 0 "a preview" preview demo/case.json --photo "$id" -o plain.png
expect 0 "a preview with the stroke" preview demo/strokes.json --photo "$id" -o kept.png
check "... draws less" differ plain.png kept.png

/usr/bin/python3 stroke.py skin '[[120, 100]]' bare
expect 0 "strokes without landmarks" segment demo/strokes.json --photo "$id"
check "... from strokes alone" grep -q "from strokes$" "$out"
/usr/bin/python3 stroke.py skin '[[12000, 100]]' bare
expect 2 "a stroke outside alone" segment demo/strokes.json --photo "$id" -o no.png
check "... says so" says "No stroke lies inside the photo"
check "... writes nothing" absent no.png
/usr/bin/python3 stroke.py beard '[[1, 1]]'
expect 2 "a stroke of no kind" segment demo/strokes.json --photo "$id"
check "... names its place" says "photos[0].strokes[0].kind"
/usr/bin/python3 stroke.py skin '[]'
expect 2 "a stroke without points" segment demo/strokes.json --photo "$id"

expect 2 "a photo that is not there" segment demo/case.json --photo nobody
check "... says how to find them" says "case show"
expect 2 "an output of no format" segment demo/case.json --photo "$id" -o mask.doc
expect 2 "output over the case" segment demo/case.json --photo "$id" -o demo/case.json
expect 2 "a stage of another scale" case new --loss S2 -o other.json
check "... says which there are" says "SALT S0 to S5"

# The photos are asked for the hair: a plan comes of it, and it is the same again.
sed 's/"measured": "no"/"measured": "photos"/' demo/case.json >demo/measured.json
check "the demo says whether it is measured" differ demo/case.json demo/measured.json
expect 0 "a plan from measured hair" plan demo/measured.json -o demo/plan.json
# Design and forecast count the dots of that plan (its soft edges may be left out of a forecast).
total() { # total DOTS...: of the JSON in $out, the numbers at places like kinds.0.dots summed
    /usr/bin/python3 -c 'import json,sys; print(sum(x["dots"] for x in json.load(sys.stdin)[sys.argv[1]]))' "$1" <"$out"
}
expect 0 "a design" design demo/case.json --json
bare=$(total zones)
/usr/bin/python3 stroke.py hair '[[100, 85], [140, 85]]'
sed 's/"measured": "no"/"measured": "photos"/' demo/strokes.json >demo/measured.json
expect 0 "... from measured hair" design demo/measured.json --json
thin=$(total zones)
check "... has fewer dots" awk -v a="$bare" -v b="$thin" 'BEGIN { exit !(b < 0.995 * a) }'
expect 0 "a forecast from measured hair" forecast demo/measured.json --json
check "... is of the same design" awk -v a="$(total kinds)" -v b="$thin" 'BEGIN { exit !(a <= b + 1 && a > 0.97 * b) }'

expect 0 "a preview as JSON" preview demo/case.json --photo "$id" -o plain.png --json
share=$(json hair_share <"$out")
check "... tells the share of hair in the zone" awk -v s="$share" 'BEGIN { exit !(s >= 0 && s < 0.5) }'
expect 0 "with hair stroked there" preview demo/strokes.json --photo "$id" -o kept.png --json
check "... tells more" awk -v s="$share" -v t="$(json hair_share <"$out")" 'BEGIN { exit !(t > s && t <= 1) }'
expect 0 "the rendered head" preview demo/case.json --size 64x64 -o head.png --json
check "... has no hair to tell of" equal "$(json hair_share <"$out" 2>/dev/null)" ""
finish
