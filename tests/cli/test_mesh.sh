#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# plan --mesh: any surface, its frame kept, round(density x area) dots.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

# A square of 50 x 50 mm at z = 7, in steps of 5 mm.
awk 'BEGIN {
    for (j = 0; j <= 10; j++) for (i = 0; i <= 10; i++) print "v", 100 + 5 * i, 5 * j, 7
    for (j = 0; j < 10; j++) for (i = 0; i < 10; i++) {
        a = j * 11 + i + 1
        print "f", a, a + 1, a + 12, a + 11
    }
}' >square.obj

expect 0 "an even square of 25 cm2" plan --mesh square.obj --dots dots.csv --json
check "2500 dots" equal "$(json dots <"$out")" 2500
check "an area of 25 cm2" equal "$(json area_cm2 <"$out")" 25
check "on the surface, in its frame" test -z "$(awk -F, 'NR > 1 &&
    ($2 < 99.999 || $2 > 150.001 || $3 < -0.001 || $3 > 50.001 || $4 < 6.999 || $4 > 7.001)' dots.csv)"
check "normals up" test -z "$(awk -F, 'NR > 1 && $7 < 0.999' dots.csv)"
check "sessions from 1" equal "$(awk -F, 'NR > 1 { print $9 }' dots.csv | sort -u | tr '\n' ' ')" \
    "1 2 3 "
check "30 % of them in the first" equal "$(awk -F, '$9 == 1' dots.csv | wc -l | tr -d ' ')" 750
expect 0 "half the density" plan --mesh square.obj --density 50 --json
check "1250 dots" equal "$(json dots <"$out")" 1250
expect 0 "two sessions, regular" plan --mesh square.obj --density 40 --regularity 1 \
    --shares 0.25,0.75 --dots two.csv --json
check "1000 dots" equal "$(json dots <"$out")" 1000
check "250 in the first" equal "$(json sessions.0.dots <"$out")" 250
expect 0 "another seed" plan --mesh square.obj --density 40 --regularity 1 \
    --shares 0.25,0.75 --seed 8 --dots other.csv
check "gives other dots" differ two.csv other.csv
expect 0 "the density by its long name" plan --mesh square.obj --density-per-cm2 50 --json
check "1250 dots, too" equal "$(json dots <"$out")" 1250
expect 2 "... but not by both" plan --mesh square.obj --density-per-cm2 50 --density 50 --dots x.csv
expect 0 "four sessions" plan --mesh square.obj --density 40 --sessions 4 --json
check "of equal shares" equal "$(json sessions.0.dots <"$out") $(json sessions.3.dots <"$out")" "250 250"
expect 0 "three sessions" plan --mesh square.obj --sessions 3 --dots three.csv --json
check "are 30, 40 and 30 %" equal "$(json sessions.1.dots <"$out")" 1000
expect 2 "no session" plan --mesh square.obj --sessions 0 --dots x.csv
expect 2 "sessions that the shares gainsay" plan --mesh square.obj --sessions 2 --shares 0.3,0.4,0.3 \
    --dots x.csv
check "... says so" says "do not agree"

# Relative density: 0 at the left edge, 1 at the right; only the proportions count.
awk 'BEGIN { for (j = 0; j <= 10; j++) for (i = 0; i <= 10; i++) print i / 10 }' >ramp.txt
expect 0 "a ramp of density" plan --mesh square.obj --density-file ramp.txt --density 80 \
    --dots ramp.csv --json
check "2000 dots: density times area" equal "$(json dots <"$out")" 2000
check "three quarters of them in the right half" test "$(awk -F, 'NR > 1 && $2 > 125' ramp.csv |
    wc -l)" -gt 1440

head -n 50 ramp.txt >short.txt
expect 2 "too few densities" plan --mesh square.obj --density-file short.txt --dots x.csv
sed '7s/.*/nan/' ramp.txt >nan.txt
expect 2 "a density that is no number" plan --mesh square.obj --density-file nan.txt --dots x.csv
sed 's/.*/0/' ramp.txt >zero.txt
expect 2 "no density anywhere" plan --mesh square.obj --density-file zero.txt --dots x.csv
echo "hello" >text.obj
expect 2 "a mesh without faces" plan --mesh text.obj --dots x.csv
printf 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n' >index.obj
expect 2 "a face with a vertex that is not there" plan --mesh index.obj --dots x.csv
check "... names the line" says "4"
printf 'v 0 0 0\nv 9e4 0 0\nv 0 9e4 0\nf 1 2 3\n' >huge.obj
expect 2 "more dots than the limit" plan --mesh huge.obj --dots x.csv
check "... names the limit" says "200000"
expect 2 "shares that are not 1 together" plan --mesh square.obj --shares 0.5,0.4 --dots x.csv
check "... says what they are" says "0.9"
expect 2 "a density beyond the maximum" plan --mesh square.obj --density-per-cm2 1001 --dots x.csv
check "... names it" says "1000"
expect 2 "a density that is no number" plan --mesh square.obj --density-per-cm2 nan --dots x.csv
printf 'v 0 0 0\nv 1 0 0\nv 2 0 0\nf 1 2 3\n' >flat.obj
expect 2 "no area at all" plan --mesh flat.obj --dots x.csv
check "... says so" says "area"
printf 'v 0 0 0\nv nan 0 0\nv 0 1 0\nf 1 2 3\n' >nan.obj
expect 2 "a vertex that is no number" plan --mesh nan.obj --dots x.csv
{
    cat square.obj
    echo "f 1 1 2" # an edge
    echo "f 3 3 3" # a point
} >spoilt.obj
expect 0 "faces without area among others" plan --mesh spoilt.obj --dots spoilt.csv
check "... get no dots" equal "$(wc -l <spoilt.csv | tr -d ' ')" 2501
expect 0 "dots too dense to stand apart" plan --mesh square.obj --density 600 --dots dense.csv
check "... are warned of, with what would do" shows "at most"
check "no output was left behind" absent x.csv
finish
