#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# match and pigment as a practitioner types them: answers, a studio's own pigment, mistakes.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

refuse() { # refuse NAME TEXT ARGUMENTS...: exit code 2, one sentence with TEXT in it, no result
    refuse_name=$1
    refuse_text=$2
    shift 2
    expect 2 "$refuse_name: refused" "$@"
    check "... in words" says "$refuse_text"
    check "... and nothing else" silent
}

expect 0 "match" match --skin-lab 65.4,8.5,13.9 --hair-class brown
check "... names shade, needle, depth and what is modelled" \
    sh -c 'grep -q "^Shade .*needle" "$1" && grep -q "information, not advice" "$1" && grep -q modelled "$1"' - "$out"
expect 0 "match as JSON" match --skin-lab 65.4,8.5,13.9 --stubble-lab 62,7,12 --json
at_most() { # at_most PATH LIMIT
    json "$1" <"$out" | awk -v most="$2" '{ exit !($1 <= most) }'
}
check "... a shade that passes" at_most dE00 3
check "... of carbon" equal "$(json pigment <"$out" | tr -d '"')" carbon-black
check "... in range" equal "$(json in_range <"$out")" true
check "... the runner-up not better" at_most dE00 "$(json runner_up.dE00 <"$out")"
check "... both lights" json healed_Lab_indoor.2 <"$out"

refuse "no skin" "--skin-lab" match --hair-class brown
refuse "no hair" "either --stubble-lab" match --skin-lab 65,8,14
refuse "both" "not both" match --skin-lab 65,8,14 --hair-class brown --stubble-lab 60,7,12
refuse "two numbers" "three numbers" match --skin-lab 65,8 --hair-class brown
refuse "NaN" "numbers with commas" match --skin-lab nan,8,14 --hair-class brown
refuse "L above 100" "L must be 0 to 100" match --skin-lab 120,8,14 --hair-class brown
refuse "a hair class that is none" "is not known; there are black" match --skin-lab 65,8,14 --hair-class purple
refuse "a pigment that is none" "carbon-black, brown-black" match --skin-lab 65,8,14 --hair-class brown --pigment ash
refuse "a needle that is none" "0601RL" match --skin-lab 65,8,14 --hair-class brown --needle 9
refuse "grey above 100" "grey-percent" match --skin-lab 65,8,14 --hair-class brown --grey-percent 101
refuse "a missing file" "none.csv" match --skin-lab 65,8,14 --hair-class brown --pigments none.csv

expect 0 "pigment list" pigment list
check "... has carbon and iron" sh -c 'grep -q "^carbon-black.*scalp" "$1" && grep -q "^brow-brown.*iron" "$1"' - "$out"
expect 0 "pigment add makes the table" pigment add house --swatch-lab 46,0,1 --dilution 80 --pigments studio.csv
expect 0 "... and adds to it" pigment add warm --swatch-lab 50,10,25 --dilution 60 --pigments studio.csv
check "... one line each under the header" test "$(wc -l <studio.csv)" -eq 3
expect 0 "pigment list with the studio's" pigment list --pigments studio.csv
check "... shows both" sh -c 'grep -q "^house .*scalp" "$1" && grep -q "^warm .*iron" "$1"' - "$out"
expect 0 "match with the studio's own" match --skin-lab 65,8,14 --hair-class brown --pigments studio.csv --pigment house
check "... names it" grep -q "^Shade *house" "$out"

cp studio.csv before.csv
refuse "the same name twice" "already" pigment add house --swatch-lab 46,0,1 --dilution 80 --pigments studio.csv
refuse "a built-in name" "built-in" pigment add carbon-black --swatch-lab 46,0,1 --dilution 80 --pigments studio.csv
refuse "a name with a blank" "letters, digits" pigment add "a b" --swatch-lab 46,0,1 --dilution 80 --pigments studio.csv
refuse "a black swatch" "too dark" pigment add x --swatch-lab 3,0,0 --dilution 80 --pigments studio.csv
refuse "no dilution" "--dilution" pigment add x --swatch-lab 46,0,1 --pigments studio.csv
refuse "no table" "--pigments" pigment add x --swatch-lab 46,0,1 --dilution 3
check "... and the table is as it was" cmp studio.csv before.csv
refuse "no table, no file" "too dark" pigment add x --swatch-lab 3,0,0 --dilution 80 --pigments new.csv
check "... none is left" test ! -e new.csv

while IFS='|' read -r what line; do
    printf 'id,L,a,b,dilution,thickness_mm\n%s\n' "$line" >bad.csv
    refuse "a table with $what" "bad.csv" pigment list --pigments bad.csv
done <<'LINES'
five cells|x,46,0,1,80
seven cells|x,46,0,1,80,0.05,1
a word|x,46,0,one,80,0.05
NaN|x,nan,0,1,80,0.05
no name|,46,0,1,80,0.05
a built-in name|carbon-black,46,0,1,80,0.05
no film|x,46,0,1,80,0
L 200|x,200,0,1,80,0.05
LINES
echo "name,L" >bad.csv
refuse "a table with another header" "first line must be" pigment list --pigments bad.csv

expect 0 "case new" case new -o case.json
sed 's/"pigment": "carbon-black"/"pigment": "ash"/' case.json >ash.json
refuse "a case with an unknown pigment" "carbon-black, brown-black" case check ash.json
finish
