#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# inspect --case --plan: what became of a plan on the head, and the next plan from that.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

mkdir w
check "work that left some out and moved others" "${CLOSE_UP_CASE:?the path of the helper}" w worked
expect 0 "... and its plan" plan w/case.json -o w/plan.json
expect 0 "the photos against the plan" inspect --case w/case.json --plan w/plan.json --session 3 \
    --placed-out placed.csv --fill-from w/plan.json --compared compared.csv --report report.json
check "... as planned, by zone" shows "hairline     as planned"
check "... with the bare spot and its place" shows "hairline, on the middle line"
check "... and what is left to do" shows "For the next session"
check "... which the report has too" equal "$(json plan.zones.0.verdict <report.json)" "as planned"
check "... by the dots of both photos" equal "$(json plan.photos.1.by_dots <report.json)" true
done=$(json plan.zones.0.done <report.json)
displaced=$(json plan.zones.0.displaced <report.json)
missing=$(json plan.zones.0.missing <report.json)
echo "# $done done, $displaced displaced, $missing missing"
check "... every planned dot has a line" equal "$(grep -c '^[a-z]*,[0-9][0-9]*,' compared.csv)" \
    "$(json plan.dots <report.json)"

# Planned dots that were seen, by what became of them: a line each "fate state".
awk -F, 'NR == FNR { fate[FNR] = $1; next }
    FNR == 1 || $2 == "" || $1 == "unseen" { next }
    { print fate[$2], $1 }' w/truth.csv compared.csv >fates.txt
right() { # right FATE STATE: percent of that fate called so
    awk -v fate="$1" -v state="$2" '$1 == fate { n++; hit += $2 == state }
        END { printf "%d\n", n ? 100 * hit / n : 0 }' fates.txt
}
echo "# called right: kept $(right kept 'done') %, left out $(right left missing) %," \
    "moved $(right moved displaced) %"
check "... done is what was kept" test "$(right kept 'done')" -ge 96
check "... missing what was left out" test "$(right left missing)" -ge 90
check "... displaced what was moved" test "$(right moved displaced)" -ge 80

expect 0 "the next plan" plan w/case.json --placed placed.csv --after w/plan.json --session 4 \
    --dots next.csv
check "... says what it keeps" says "keep their places"
# Of the seen dots that were left out, how many have a new dot within half the spacing; new dots on
# ones that are there.
awk -F, 'FILENAME == "next.csv" { if (FNR > 1) { n++; x[n] = $2; y[n] = $3; z[n] = $4 } next }
    FILENAME == "compared.csv" { seen[$2] = $1 != "unseen"; next }
    { near = 9
      for (i = 1; i <= n; i++) { a = $2 - x[i]; b = $3 - y[i]; c = $4 - z[i]
          d = sqrt(a * a + b * b + c * c); if (d < near) near = d }
      if ($1 == "left" && seen[FNR]) { left++; filled += near < .65 }
      if ($1 != "left") on += near < .4 }
    END { print n, left, filled, on }' next.csv compared.csv w/truth.csv >next.txt
read -r new left filled on <next.txt
echo "# $new new dots; $filled of $left places filled; $on on dots that are there"
check "... has dots where they lack" test $((filled * 10)) -ge $((left * 9))
check "... and none on those that are there" equal "$on" 0
# The plan's dots as if they had been found then: what was left out is lost, what was moved is not.
expect 0 "all of the plan's dots" plan w/case.json --dots all.csv -q
expect 0 "... as those of an earlier day" inspect --case w/case.json --photo near-1 \
    --before all.csv --report then.json --compared then.csv
check "... retention by zone" shows "retained, 95 %"
kept=$(awk -F, 'NR == FNR { fate[FNR] = $1; next }
    FNR > 1 && $2 != "" && $1 != "unseen" { n++; there += fate[$2] != "left" }
    END { printf "%.4f", there / n }' w/truth.csv then.csv)
low=$(json before.zones.0.retained.1 <then.json)
high=$(json before.zones.0.retained.2 <then.json)
echo "# retained $low to $high, truly $kept"
check "... within its interval" awk "BEGIN { exit !($low <= $kept && $kept <= $high) }"

# refused NAME SENTENCE ARGUMENTS...
refused() {
    name=$1
    sentence=$2
    shift 2
    expect 2 "$name" "$@"
    check "... is explained" says "$sentence"
}
refused "two plans" "the same plan" inspect --case w/case.json --plan w/plan.json \
    --fill-from placed.csv --placed-out no.csv
refused "a comparison without a plan" "goes with --plan" inspect --case w/case.json \
    --compared no.csv
refused "--after alone" "goes with --placed" plan w/case.json --after w/plan.json
refused "a file that is no plan" "not JSON" inspect --case w/case.json --plan placed.csv
check "nothing was written" test ! -e no.csv

finish
