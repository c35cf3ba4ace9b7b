#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# demo, and the whole way on its photos: what may change, what may not.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

expect 0 "demo" demo --size 450x600 made
check "... tells where the picture before lies" shows "made/before-front.jpg"
check "... after" shows "made/after-front.jpg"
check "... and the plan" shows "made/plan.json"
for file in case.json plan.json dots.csv before-front.jpg after-front.jpg before-left45.jpg \
    after-left45.jpg; do
    check "... $file is there" test -s made/$file
done
check "after is not before" differ made/before-front.jpg made/after-front.jpg
(cd made && cat case.json plan.json dots.csv ./*.jpg) | cksum >first
expect 0 "demo again" demo --size 450x600 made --json
(cd made && cat case.json plan.json dots.csv ./*.jpg) | cksum >second
check "... makes the same bytes" same first second
check "... and tells as JSON" test "$(json dots <"$out")" -gt 1000
check "... every file that it wrote" equal "$(json written <"$out")" "$(find made -type f | wc -l)"
expect 0 "its case is ready" case check made/case.json
expect 0 "its landmarks fit" fit made/case.json -o fit.json
# Landmarks are rounded to a tenth of a pixel, and share the fit with the picture's outline.
for photo in 0 1; do
    check "... within half a pixel" awk -v "rms=$(json photos.$photo.rms_px <fit.json)" \
        'BEGIN { exit !(rms != "" && rms < 0.5) }'
    check "... and the outline within half a millimetre" awk \
        -v "rms=$(json photos.$photo.outline.rms_mm <fit.json)" \
        'BEGIN { exit !(rms != "" && rms < 0.5) }'
done
check "... with the focal length of the EXIF data" equal \
    "$(json photos.0.focal.source <fit.json)" exif
expect 0 "fit shows a table" fit made/case.json
check "... with the residual of each landmark" shows "exocanthion_l"
check "... saying what is measured, modelled and entered" sh -c \
    'for word in measured modelled entered; do grep -q $word "$1" || exit 1; done' sh "$out"
check "... within 80 columns" test -z "$(grep -E '.{81}' "$out")"
mkdir other
small_case other/case.json
expect 2 "a folder with somebody's case is left alone" demo other
check "... and nothing is written there" equal "$(ls other)" case.json
expect 3 "a folder that cannot be made" demo other/case.json/demo

# The rest with fewer dots.
mkdir client
cp made/before-*.jpg client
sed 's/"density_per_cm2": 120/"density_per_cm2": 20/' made/case.json >client/case.json
expect 0 "a plan" plan client/case.json -o plan.json
expect 0 "a preview on a photo" preview client/case.json --plan plan.json --photo front -o front.png
expect 0 "a photo in another light" preview client/case.json --plan plan.json --photo front \
    --light flash --session 2 --json -o flash.png
check "... keeps its own, and it is said so" says "keeps the light it was taken in"
check "... the dots are seen in the one asked for" equal "$(json light <"$out")" flash
check "... and the metadata claim no more" grep -aq "dots as in flash light, on the photo" flash.png
check "... which tell the sessions" grep -aq "sessions 2 of 3" flash.png
expect 2 "a photo with a wrong name" preview client/case.json --plan plan.json --photo frnt -o x.png
check "... suggests the right one" says 'did you mean "front"?'
cp client/before-front.jpg before.jpg
expect 2 "a preview may not fall on its photo" preview client/case.json --plan plan.json \
    --photo front -o client/before-front.jpg
check "... which is as it was" same before.jpg client/before-front.jpg

sed 's/"density_per_cm2": 20/"density_per_cm2": 30/' client/case.json >client/changed.json
expect 2 "a plan whose case changed is refused" preview client/changed.json --plan plan.json \
    --photo front -o x.png
check "... naming field, old and new value" says "design.density_per_cm2 (was 20, is 30)"
sed 's/"seed": 7/"seed": 8/' client/case.json >client/changed.json
expect 2 "so is one of another seed" preview client/changed.json --plan plan.json -o x.png
check "... naming it" says "seed (was 7, is 8)"
expect 0 "unless that seed is asked for" preview client/changed.json --seed 7 --plan plan.json \
    --size 100x100 -o seed.png
cp client/before-left45.jpg client/before-front.jpg
expect 2 "a plan whose photo changed is refused" preview client/case.json --plan plan.json \
    --photo front -o x.png
check "... naming the photo" says '"front"'
cp before.jpg client/before-front.jpg
head -c 2000 plan.json >cut.json
expect 2 "a plan that was cut off is refused" preview client/case.json --plan cut.json -o x.png
expect 2 "a case is no plan" preview client/case.json --plan client/case.json -o x.png
check "no output was left behind" absent x.png
finish
