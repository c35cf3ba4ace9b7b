#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# fit and plan: reports, files, the same bytes on any number of threads.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

small_case case.json
expect 0 "fit shows a table" fit case.json
check "... with the head" shows "circumference"
check "... that says what is modelled" shows "modelled"
expect 0 "fit --json" fit case.json --json
check "... has the head's length" test "$(json head.length.mm <"$out" | cut -d. -f1)" -gt 150
cp "$out" shown.json
expect 0 "fit to files" fit case.json -o fit.json --head head.glb
check "... shows nothing" silent
check "... the same document" same fit.json shown.json
check "... the head as glTF" equal "$(head -c 4 head.glb)" glTF

expect 0 "plan shows a table" plan case.json --threads 1 -o one.json --dots one.csv
check "... per session" shows "Session"
check "... within 80 columns" test -z "$(grep -E '.{81}' "$out")"
expect 0 "plan --json" plan case.json --threads 2 -o two.json --dots two.csv --json
check "plans are the same on 1 and 2 threads" same one.json two.json
check "dots are the same on 1 and 2 threads" same one.csv two.csv
dots=$(json dots <"$out")
check "one line for each dot" equal "$(($(wc -l <one.csv) - 1))" "$dots"
check "more than none" test "$dots" -gt 20
check "three sessions" equal "$(json sessions <"$out")" 3
check "what was written is told" equal "$(json written.1.file <"$out")" two.csv
check "... and how much" equal "$(json written.1.bytes <"$out")" "$(wc -c <two.csv | tr -d ' ')"
check "the columns" equal "$(head -n 1 one.csv)" \
    id,x_mm,y_mm,z_mm,nx,ny,nz,zone,session,diameter_mm,pigment_depth_mm
total=0
for session in 0 1 2; do
    total=$((total + $(json sessions.$session.dots <"$out")))
done
check "sessions add up" equal $total "$dots"

expect 0 "plan to stdout" plan case.json -o -
check "... is the plan and nothing else" same "$out" one.json
expect 0 "dots to stdout" plan case.json --dots -
check "... are the dots and nothing else" same "$out" one.csv
expect 2 "two results on stdout are refused" plan case.json -o - --dots -
expect 2 "a report and a result on stdout are refused" plan case.json -o - --json
expect 0 "another seed" plan case.json --seed 4 --dots other.csv
check "... gives other dots" differ other.csv one.csv
expect 0 "quiet" plan case.json -q -o one.json
check "... says nothing" test ! -s "$err"
expect 2 "two results in one file are refused" plan case.json -o both --dots both
check "... and nothing is written" absent both
: >both
expect 2 "... by another name, too" fit case.json -o both --head ./both
check "... and it is as it was" test ! -s both
expect 0 "/dev/null takes both" plan case.json -o /dev/null --dots /dev/null
cp case.json before.json
expect 2 "a plan may not fall on its case" plan case.json -o ./case.json
check "... which is as it was" same case.json before.json
finish
