#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Dots found in photos: what is asked for, what is refused, what is written.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

"$SCALPTOR" case new --density 60 -o case.json -q
"$SCALPTOR" preview case.json --stage fresh --px-per-mm 25 --size 400x300 -o close.png -q

expect 0 "a close-up" inspect close.png --scale 25 -o found.csv --report report.json --json
cp "$out" shown.json
check "... has dots" test "$(json found.dots <shown.json)" -ge 5
check "... writes each of them" equal "$(($(wc -l <found.csv) - 1))" \
    "$(json found.dots <shown.json)"
check "... with the columns" grep -q \
    '^id,x_px,y_px,diam_px,diam_mm,darkness,confidence,kind,x_mm,y_mm,' found.csv
check "... and the report" equal "$(json found.dots <report.json)" "$(json found.dots <shown.json)"
expect 0 "again on one thread" inspect close.png --scale 25 -o again.csv --threads 1
check "... says how many per cm2" shows "per cm2 (measured)"
check "... has the same bytes" same found.csv again.csv
expect 0 "an overlay" inspect close.png --scale 25 --overlay overlay.jpg -q
check "... is a JPEG" sh -c 'head -c 3 overlay.jpg | od -An -tx1 | grep -q "ff d8 ff"'
expect 0 "two points" inspect close.png --points 10,10,260,10 --mm 10 -o points.csv
check "... are the same scale" sh -c 'test "$(wc -l <points.csv)" -eq "$(wc -l <found.csv)"'
expect 0 "no scale" inspect close.png -o none.csv
check "... gives no millimetres" shows "millimetres cannot be given"
check "... nor in the file" sh -c 'sed 1d none.csv | cut -d, -f5,9-11,13,18 | grep -q "[0-9]" && exit 1
    exit 0'

expect 2 "points without their distance" inspect close.png --points 10,10,210,10 -o no.csv
expect 2 "two scales" inspect close.png --scale 25 --points 1,1,99,1 --mm 5 -o no.csv
expect 2 "a scale and a card" inspect close.png --scale 25 --card card.json -o no.csv
expect 2 "a point outside" inspect close.png --points 10,10,2100,10 --mm 10 -o no.csv
expect 2 "a scale of nothing" inspect close.png --scale 0 -o no.csv
expect 2 "no photo" inspect nowhere.png --scale 25 -o no.csv
expect 2 "text in place of a photo" inspect case.json --scale 25 -o no.csv
expect 2 "an overlay that is no picture" inspect close.png --scale 25 --overlay no.txt
expect 2 "an output on the photo" inspect close.png --scale 25 -o close.png
"$SCALPTOR" inspect close.png --scale 5 -o no.csv >"$out" 2>"$err"
check "too few pixels: exit code 1" test $? -eq 1
check "... says from where to take it" says "of the distance"
"$SCALPTOR" inspect close.png --points 10,10,60,10 --mm 10 -o no.csv >"$out" 2>"$err"
check "... by two points too: exit code 1" test $? -eq 1
check "... which says it too" says "of the distance"
head -c 3000 close.png >cut.png
expect 2 "a photo cut off" inspect cut.png --scale 25 -o no.csv
check "nothing of it was written" absent no.csv no.txt
finish
