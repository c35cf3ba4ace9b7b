#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Ctrl-C: exit code 130, no file, whatever the moment.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"
: "${INTERRUPTED:?the path of the helper}"

cancelled() { # cancelled NAME MILLISECONDS ARGUMENTS...
    name=$1
    shift
    "$INTERRUPTED" "$@" >"$out" 2>"$err"
    check "$name: exit code 130" equal $? 130
    check "... says so" says "scalptor: Cancelled"
    check "... shows nothing" silent
}

echo '{"scalptor_case": 1, "loss": {"stage": "none"}, "design": {"density_per_cm2": 250}}' >large.json
small_case small.json
cancelled "Ctrl-C before a plan" 0 "$SCALPTOR" plan small.json -o plan.json --dots dots.csv
check "... leaves no file" absent plan.json dots.csv
cancelled "Ctrl-C before a preview" 0 "$SCALPTOR" preview small.json --size 100x100 -o picture.png
check "... leaves no file" absent picture.png
cancelled "Ctrl-C before a demo" 0 "$SCALPTOR" demo made
check "... leaves no half file" absent made/case.json
cancelled "Ctrl-C during a large plan" 150 "$SCALPTOR" plan large.json -o plan.json
check "... leaves no file" absent plan.json
cancelled "Ctrl-C during a large preview" 150 "$SCALPTOR" preview large.json -o picture.png
check "... leaves no file" absent picture.png

echo n,mua_per_mm,mus_per_mm,g,thickness_mm >layers.csv
echo 1.4,0.05,20,0.8,2 >>layers.csv
cancelled "Ctrl-C during many photons" 150 "$SCALPTOR" optics mc layers.csv --photons 1e9

# At whatever moment it comes: either the whole file and 0, or no file and 130.
expect 0 "a plan left alone" plan small.json -o whole.json
for milliseconds in 5 20 60 120 250 500; do
    rm -f plan.json
    "$INTERRUPTED" $milliseconds "$SCALPTOR" plan small.json -q -o plan.json >"$out" 2>"$err"
    code=$?
    if [ $code -eq 0 ]; then
        check "Ctrl-C after $milliseconds ms: done" same plan.json whole.json
    elif [ $code -eq 130 ] && [ -s "$err" ]; then
        check "Ctrl-C after $milliseconds ms: cancelled" absent plan.json
    else # pressed before the program could begin: as any program then
        check "Ctrl-C after $milliseconds ms: not begun" equal "$code $(ls plan.json 2>&- | wc -l)" \
            "130 0"
    fi
done
finish
