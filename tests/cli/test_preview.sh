#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# preview of the rendered head: stages, views, formats, close-ups, what is told about them.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

small_case case.json
expect 0 "a plan" plan case.json -o plan.json
with="case.json --plan plan.json --size 90x120"
for stage in fresh day10 healed 6m 1y 2y 3y 4y 5y 6y 7y 8y 9y 10y; do
    # shellcheck disable=SC2086 # several arguments
    expect 0 "stage $stage" preview $with --stage $stage --view top -o $stage.png
done
# shellcheck disable=SC2086
expect 0 "before the treatment" preview $with --stage before --view top -o before.png --json
check "... as the report says" test "$(json stage <"$out" | tr -d '"')" = before
check "healed is not before" differ healed.png before.png
check "healed is not fresh" differ healed.png fresh.png
check "10 years are not healed" differ healed.png 10y.png
# shellcheck disable=SC2086
expect 0 "without the client's own hair" preview $with --stage before --no-hair --view top -o bare.png
check "... looks otherwise" differ before.png bare.png
for view in front left right back; do
    # shellcheck disable=SC2086
    expect 0 "view $view" preview $with --view $view -o $view.png
done
check "left is not right" differ left.png right.png
for option in "--band low" "--band high" "--light warm" "--light flash" "--session 1"; do
    # shellcheck disable=SC2086
    expect 0 "$option" preview $with --view top $option -o other.png
    check "... makes a difference" differ other.png healed.png
done
# shellcheck disable=SC2086
expect 0 "session 2 just done" preview $with --view top --session 2 --stage fresh -o second.png
check "... is not the third" differ second.png fresh.png
treated() { # FILE TREATMENT: the case with that treatment
    sed "s/\"seed\": 3,/\"seed\": 3, \"treatment\": {$2},/" case.json >"$1"
}
treated years.json '"session_dates": ["2026-01-05", "2028-01-10"]'
# shellcheck disable=SC2086
expect 0 "the same two years after the first" preview years.json --size 90x120 --view top \
    --session 2 --stage fresh -o other.png
check "... shows the first faded" differ second.png other.png
treated deep.json '"pigment_depth_mm": 0.5'
expect 0 "pigment at 0.5 mm" preview deep.json --size 90x120 --view top -o other.png
check "... looks otherwise" differ other.png healed.png
treated out.json '"pigment_depth_mm": 0.05, "thickness_mm": 0.12'
expect 2 "a deposit that sticks out of the skin" preview out.json -o no.png
check "... says so" says "would stick out of the skin; make it 0.06 or more"
# shellcheck disable=SC2086
expect 0 "the same again" preview $with --view top --threads 1 -o again.png
check "... has the same bytes on one thread" same again.png healed.png
# shellcheck disable=SC2086
expect 0 "without --plan" preview case.json --size 90x120 --view top -o again.png
check "... has the same bytes" same again.png healed.png
# shellcheck disable=SC2086
expect 2 "a session that the plan has not" preview $with --session 4 -o four.png
check "... says how many there are" says "3 sessions"
check "... writes nothing" absent four.png

for kind in jpg tif; do
    # shellcheck disable=SC2086
    expect 0 "a .$kind" preview $with -o picture.$kind
    check "... is there" test -s picture.$kind
done
# shellcheck disable=SC2086
expect 0 "a JPEG on stdout" preview $with -o -
check "... is the file" same "$out" picture.jpg
check "a preview says in its bytes what it is" grep -q "Simulated preview" picture.jpg
# shellcheck disable=SC2086
expect 0 "--json" preview $with --json -o picture.png
check "... tells the size" equal "$(json width <"$out")x$(json height <"$out")" 90x120
check "... the stage" equal "$(json stage <"$out")" healed
check "... the file" equal "$(json written.0.file <"$out")" picture.png

expect 0 "a close-up" preview case.json --plan plan.json --size 200x150 --px-per-mm 25 -o close.png
for place in midscalp vertex; do
    expect 0 "a close-up at $place" preview case.json --plan plan.json --size 100x100 \
        --px-per-mm 20 --at $place -o close-$place.png
done
expect 2 "a close-up at a place that is none" preview case.json --plan plan.json --px-per-mm 20 \
    --at elbow -o no.png
check "... names it" says "elbow"
expect 2 "a close-up at an empty zone" preview case.json --plan plan.json --px-per-mm 20 \
    --at crown -o no.png
check "... says so" says "no dots in the zone crown"
expect 2 "a photo that is none" preview case.json --plan plan.json --photo front -o no.png
check "no output was left behind" absent no.png
finish
