#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Wrong usage is told in one sentence, with exit code 2 and nothing on stdout.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

"$SCALPTOR" >"$out" 2>"$err"
check "no command: the usage on stderr, exit 2" equal $? 2
check "... nothing on stdout" silent
check "... the commands are listed" says "case new"
expect 0 "--version" --version
check "... names program and version" equal "$(cat "$out")" "scalptor 0.1.0"
for command in "case new" "case check" "case show" fit plan preview demo "optics slab" \
    "optics skin" "optics mc"; do
    # shellcheck disable=SC2086 # a command of two words is two arguments
    expect 0 "$command --help" $command --help
    check "... shows the usage" shows "Usage: scalptor $command"
    check "... within 80 columns" test -z "$(grep -E '.{81}' "$out")"
    cp "$out" long
    # shellcheck disable=SC2086
    expect 0 "help $command" help $command
    check "... is the same text" same "$out" long
done
expect 0 "help" help
check "... within 80 columns" test -z "$(grep -E '.{81}' "$out")"
expect 0 "help wins over what else is wrong behind it" plan --help --nonsense

expect 2 "an unknown command" prevew x.json
check "... suggests the nearest" says "did you mean preview?"
expect 2 "an unknown command of a group" case chek x.json
check "... suggests the nearest" says "did you mean case check?"
expect 2 "half a command" case
check "... says what may follow" says "case new"
expect 2 "a command like no other" zzzzzz
check "... points to the help" says "scalptor help"
expect 2 "an unknown option" preview x.json --stge healed -o y.jpg
check "... suggests the nearest" says "did you mean --stage?"
expect 2 "an unknown letter" plan x.json -z
expect 2 "an option without its value" plan x.json -o
check "... says what is missing" says "--output needs a value: FILE."
expect 2 "an option given twice" plan --seed 1 --seed 2 x.json
expect 2 "a flag with a value" plan --json=yes x.json
check "... says so" says "--json takes no value."
expect 2 "too many files" fit a.json b.json
check "... names the one too many" says "b.json"
expect 2 "no file" fit
check "... says what is needed" says "fit needs CASE"
expect 2 "plan without anything" plan
expect 2 "preview without -o" preview x.json
check "nothing was shown on stdout" silent

for bad in abc 12x 1e 0x10 nan inf -inf 1e999 "" " 5"; do
    expect 2 "a density of '$bad'" case new --density "$bad" -o case.json
done
expect 2 "a density out of its limits" case new --density 251 -o case.json
check "... names option, limits and value" says '--density must be a number, 20..250, not "251".'
expect 2 "a seed with a fraction" case new --seed 1.5 -o case.json
expect 2 "an unknown stage of loss" case new --loss IX -o case.json
check "... lists the stages" says "III vertex"
expect 2 "a bad size" preview x.json --size 100 -o y.png
expect 2 "a huge size" preview x.json --size 100x20000 -o y.png
expect 2 "no threads" plan x.json --threads 0
expect 2 "shares that are not 1 together" plan --mesh x.obj --shares 0.5,0.4 --dots d.csv
check "... says what they add up to" says "0.9"
expect 2 "options for a mesh with a case" plan x.json --density 50
expect 2 "a case and a mesh" plan x.json --mesh x.obj
expect 2 "a plan file for a mesh" plan --mesh x.obj -o plan.json
expect 2 "a view of a photo" preview x.json --photo front --view top -o y.png
expect 2 "a place without a close-up" preview x.json --at crown -o y.png
expect 2 "a picture of unknown kind" preview x.json -o y.gif
check "no output was left behind" absent case.json y.png d.csv plan.json y.gif
finish
