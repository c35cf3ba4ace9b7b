#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# inspect --case: close-ups of a case on its head, and back to the plan.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

header=id,x_mm,y_mm,z_mm,nx,ny,nz,zone,session,diameter_mm,pigment_depth_mm

mkdir d
check "a client with close-ups" "${CLOSE_UP_CASE:?the path of the helper}" d
expect 0 "... which is ready" case check d/case.json
check "... both of them" shows "ready       close-up near-2: 480 x 360 pixels, 4 ties"
expect 0 "... and is shown" case show d/case.json
check "... with its ties" shows "near-1.jpg"
expect 0 "... and a plan" plan d/case.json -o d/plan.json
expect 0 "its close-ups on the head" inspect --case d/case.json --placed-out placed.csv \
    --sites-out sites.csv --map map.png --report report.json --threads 1 --json
check "... the dots have the columns of a plan's" equal "$(head -n 1 placed.csv)" "$header"
check "... the report names both" equal "$(json photos.1.photo <"$out")" near-2
check "... and how sure their places are" test -n "$(json photos.0.place_sd_mm <"$out")"
check "... every zone says what was seen" test -n "$(json zones.0.seen_share <"$out")"
check "... the file is the same report" grep -q seen_share report.json
check "... a map was drawn" test -s map.png
check "... and it warns of what was not seen" says "was not seen"
expect 0 "... the plan's dots" plan d/case.json --dots dots.csv -q
# Which of the placed dots have a dot of the plan within .3 mm.
awk -F, 'NR == FNR { if (FNR > 1 && !/^#/) { n++; x[n] = $2; y[n] = $3; z[n] = $4 } next }
    /^#/ || $1 == "id" { next }
    { for (i = 1; i <= n; i++) { a = $2 - x[i]; b = $3 - y[i]; c = $4 - z[i]
          if (a * a + b * b + c * c < .09) hit[i] = 1 } all++ }
    END { for (i in hit) hits++; print n + 0, hits + 0 }' placed.csv dots.csv >near.txt
read -r placed near <near.txt
echo "# $placed dots placed, $near of them planned"
check "... and nearly all of them are where the plan has them" test $((near * 100)) -ge $((placed * 90))
expect 0 "one of them, as text, the rest taken from the plan" inspect --case d/case.json \
    --photo near-1 --placed-out filled.csv --fill-from d/plan.json -q --threads 2
check "... shows the zone" shows "hairline"
check "... and what no photo shows" shows "in no photo"
check "... and what was taken from the plan" shows "were taken from the plan"
check "... which the file marks" grep -q '^# .*not seen' filled.csv
expect 0 "the next plan around it" plan d/case.json --placed filled.csv --session 2 --json
check "... has no first session" equal "$(json sessions.0.dots <"$out")" 0

expect 0 "everything taken for hairs" inspect --case d/case.json --photo near-1 \
    --as follicles --sites-out hairs.csv --json
check "... are no dots" equal "$(json dots <"$out")" 0
hairs=$(($(wc -l <hairs.csv) - 1))
check "... and are written" equal "$(json follicles <"$out")" "$hairs"
expect 0 "... for a plan to keep away from" plan d/case.json --sites hairs.csv --json

# refused NAME SENTENCE ARGUMENTS...
refused() {
    name=$1
    sentence=$2
    shift 2
    expect 2 "$name" inspect "$@" --placed-out no.csv
    check "... is explained" says "$sentence"
    check "... and nothing is written" test ! -e no.csv
}
refused "a photo and a case" "not both" d/near-1.jpg --case d/case.json
refused "an unknown photo" "no close-up and no photo" --case d/case.json --photo top
refused "a photo twice" "given twice" --case d/case.json --photo near-1 --photo near-1
refused "an option of one photo" "for one PHOTO" --case d/case.json --scale 20
refused "no case" "goes with --case" d/near-1.jpg
case_with() { # case_with OLD NEW: of the first close-up's ties
    sed "s/$1/$2/" d/case.json >d/bad.json
}
case_with '"in": "head"' '"in": "nowhere"'
refused "a tie in a photo with three numbers" "must have 2" --case d/bad.json
sed -E 's/"px": \[([0-9.]+), [0-9.]+\]/"px": [\1, 200]/' d/case.json >d/bad.json
refused "ties in one line" "one line" --case d/bad.json

finish
