#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# plan around what was placed: the next sessions, touch-ups, hairs, bad files.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

header=id,x_mm,y_mm,z_mm,nx,ny,nz,zone,session,diameter_mm,pigment_depth_mm
lines() {
    wc -l <"$1" | tr -d ' '
}

small_case case.json
expect 0 "a plan" plan case.json -o one.json --dots one.csv
all=$(($(lines one.csv) - 1))
awk -F, 'NR == 1 || $9 == 1' one.csv >first.csv
first=$(($(lines first.csv) - 1))

expect 0 "sessions 2 and 3 around session 1" plan case.json --placed first.csv --threads 1 \
    -o two.json --dots two.csv --json
check "... all together are as many as before" equal $((first + $(lines two.csv) - 1)) "$all"
check "... none of session 1" equal "$(json sessions.0.dots <"$out")" 0
check "... how many count is told" equal "$(json there.dots <"$out")" "$first"
check "... and how far they were off" says "mm off it on average"
check "... and nothing of session 1 is among the dots" test -z "$(awk -F, 'NR > 1 && $9 == 1' two.csv)"
expect 0 "on 3 threads" plan case.json --placed first.csv --threads 3 -o three.json --dots three.csv
check "... the same plan" same two.json three.json
check "... the same dots" same two.csv three.csv
check "... with a table" shows "around $first placed dots and 0 hairs"

expect 0 "a preview of it" preview case.json --plan two.json --size 200x200 -o both.png
expect 0 "... of what is there alone" preview case.json --plan two.json --session 1 \
    --size 200x200 -o there.png
check "... is another picture" differ both.png there.png

expect 0 "all that is wanted is there" plan case.json --placed one.csv -o none.json --dots none.csv
check "... is said" says "nothing is to be added"
check "... the file of dots has its header" equal "$(cat none.csv)" "$header"
expect 0 "... and its plan can be drawn" preview case.json --plan none.json --size 200x200 -o none.png

expect 0 "a touch-up of half faded dots" plan case.json --placed one.csv --placed-strength 0.5 \
    --session 4 --json
check "... adds the other half" test $(($(json dots <"$out") * 2 - all)) -le 1
check "... as session 4" equal "$(json sessions.3.session <"$out")" 4

sed 's/^/# /; s/^# id/id/' first.csv >empty.csv
awk -F, 'NR == 1 { print "id,x,y,z,radius_mm" } NR > 1 { print $1 "," $2 "," $3 "," $4 ",0.05" }' \
    first.csv >hairs.csv
expect 0 "hairs" plan case.json --sites hairs.csv --json
check "... count as dots" equal $((first + $(json dots <"$out"))) "$all"
expect 0 "hairs with the columns of dots" plan case.json --sites first.csv --json
check "... count as dots" equal $((first + $(json dots <"$out"))) "$all"
expect 0 "a later session without what was placed" plan case.json --session 2 --json
check "... is asked about" says "Nothing is said of what was placed"
check "... and holds all" equal "$(json dots <"$out")" "$all"

# refused NAME FILE SENTENCE [OPTION...]
refused() {
    name=$1
    file=$2
    says=$3
    shift 3
    expect 2 "$name is refused" plan case.json --placed "$file" -o bad.json --dots bad.csv "$@"
    check "... with the reason" says "$says"
    check "... and nothing is written" absent bad.json bad.csv
}
refused "a file without dots" empty.csv "holds no dot"
awk -F, -v OFS=, 'NR == 3 { $4 = $4 + 40 } { print }' first.csv >off.csv
refused "a dot off the head" off.csv "line 3: the place lies"
awk -F, -v OFS=, 'NR == 2 { $2 = "nan" } { print }' first.csv >nan.csv
refused "a place that is no number" nan.csv "line 2: x_mm, y_mm and z_mm"
refused "a session that cannot be" first.csv "--session" --session 7
refused "a day that is none" first.csv "is no day" --on tomorrow
refused "a strength beside a day" first.csv "give one of them" --on 2027-01-01 --placed-strength 1
refused "a strength above 1" first.csv "--placed-strength" --placed-strength 1.5
expect 2 "a day without dots is refused" plan case.json --on 2027-01-01
expect 2 "a strength without dots is refused" plan case.json --placed-strength 0.5

cat >square.obj <<'OBJ'
v 0 0 0
v 30 0 0
v 30 30 0
v 0 30 0
f 1 2 3
f 1 3 4
OBJ
expect 0 "on a surface" plan --mesh square.obj --dots flat.csv --json
awk -F, 'NR == 1 || $9 == 1' flat.csv >flat1.csv
expect 0 "the same around its first session" plan --mesh square.obj --placed flat1.csv --json
check "... is as many together" equal $(($(lines flat1.csv) - 1 + $(json dots <"$out"))) 900
expect 2 "a day on a surface is refused" plan --mesh square.obj --placed flat1.csv --on 2027-01-01
finish
