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

expect 0 "plan with a first date" plan case.json --first-date 2027-02-20 --json
cp "$out" report.json
check "the first day is what was said" equal "$(json sessions.0.date <report.json)" 2027-02-20
check "... the second 14 days later" equal "$(json sessions.1.date <report.json)" 2027-03-06
check "... the third 28 days after that" equal "$(json sessions.2.date <report.json)" 2027-04-03
check "... proposed" equal "$(json sessions.2.date_kind <report.json)" proposed
check "... 42 days after the first" equal "$(json sessions.2.day <report.json)" 42
expect 0 "a table with dates" plan case.json --first-date 2027-02-20
check "... says them" shows "Session 2, 2027-03-06 (proposed), day 14; 14 days after the last"
check "... within 80 columns" test -z "$(grep -E '.{81}' "$out")"
expect 2 "a day that is none is refused" plan case.json --first-date 2027-02-30 --dots none.csv
check "... and nothing is written" absent none.csv
# What scripts rely on: members may be added, none may go.
for path in version dots again review area_cm2 seen_cover seen_cover_spread minutes pigment_drops \
    cartridges warnings written sessions.0.session sessions.0.day sessions.0.days_since \
    sessions.0.date sessions.0.date_kind sessions.0.gap_days sessions.0.gap_least_days \
    sessions.0.days sessions.0.dots sessions.0.again sessions.0.minutes sessions.0.pigment_drops \
    sessions.0.cartridges sessions.0.parts sessions.0.zones.0.zone sessions.0.zones.0.dots \
    sessions.0.zones.0.again sessions.0.zones.0.needle sessions.0.zones.0.needle_depth_mm \
    sessions.0.zones.0.pigment_depth_mm sessions.0.zones.0.dilution sessions.0.zones.0.minutes \
    sessions.0.zones.0.pigment_drops sessions.0.zones.0.cartridges zones.0.zone zones.0.area_cm2 \
    zones.0.dots zones.0.seen_mm zones.0.seen_cover zones.0.seen_cover_spread zones.0.review; do
    check "the report has $path" json $path <report.json
done

cat >long.json <<'JSON'
{ "scalptor_case": 1, "seed": 3, "loss": {"scale": "norwood", "stage": "III"},
  "design": {"density_per_cm2": 20, "zones": [{"zone": "crown", "scar": "yes", "density_per_cm2": 60}]},
  "treatment": {"dots_per_second": 0.2, "day_limit_min": 60, "expected_retention": 0.8,
    "session_dates": ["2027-01-01", "2027-01-20"]} }
JSON
expect 0 "a long, early, lossy plan" plan long.json -o long.plan.json
check "... is split" shows "  day b: "
check "... says what is made again" shows "Again"
check "... warns of the day" shows "split evenly over"
check "... and of the date" shows "Note: Session 2 on 2027-01-20 comes"
check "... within 80 columns" test -z "$(grep -E '.{81}' "$out")"
expect 0 "... as JSON" plan long.json --json
cp "$out" long.report.json
check "scars have four sessions" equal "$(json sessions <long.report.json)" 4
check "parts are told" test "$(json sessions.0.parts <long.report.json)" -ge 2
check "the plan file has them, too" test "$(json sessions.0.parts <long.plan.json)" -ge 2
expect 0 "a plan of four sessions is read back" preview long.json --plan long.plan.json \
    --size 120x120 -o long.png
expect 0 "... and each session drawn" preview long.json --plan long.plan.json --session 4 \
    --size 120x120 -o long4.png

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
