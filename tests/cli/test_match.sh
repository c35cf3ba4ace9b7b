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

# Colours measured in a photo: a drawn chart between bare skin and stubble.
near() { # near PATH VALUE TOLERANCE
    json "$1" <"$out" | awk -v b="$2" -v t="$3" '{ print; exit !($1 - b <= t && b - $1 <= t) }'
}
corners=$("${CARD_PHOTO:?the path of the helper}" chart.png chart)
skin=17,225,9
stubble=343,225,9
expect 0 "a photo with a chart" match --photo chart.png --chart "$corners" --skin-area $skin \
    --stubble-area $stubble --json
check "... its skin: L" near skin_Lab.0 60.7 1.5
check "... a" near skin_Lab.1 9.9 1.5
check "... b" near skin_Lab.2 15.5 1.5
check "... its stubble: L" near stubble_Lab.0 56 1.5
check "... b" near stubble_Lab.2 12.5 1.5
check "... measured" equal "$(json stubble_kind <"$out" | tr -d '"')" measured
check "... how well" at_most photo.median_dE00 2
check "... give or take" json photo.skin.Lab_sd.0 <"$out"
dilution=$(json dilution <"$out")
expect 0 "the same Lab typed" match --skin-lab "$(json photo.skin.Lab.0 <"$out"),$(json photo.skin.Lab.1 <"$out"),$(json photo.skin.Lab.2 <"$out")" \
    --stubble-lab "$(json photo.stubble.Lab.0 <"$out"),$(json photo.stubble.Lab.1 <"$out"),$(json photo.stubble.Lab.2 <"$out")" --json
check "... has the same answer" equal "$(json dilution <"$out")" "$dilution"
expect 0 "the chart found, hair by its class" match --photo chart.png --chart auto --skin-area $skin \
    --hair-class brown
check "... tells what was measured" \
    sh -c 'grep -q "^Calibrated by the chart" "$1" && grep -q "^Skin .*(measured)" "$1" && grep -q "Stubble (modelled)" "$1"' - "$out"
# The patch of the chart in row 4, column 4 reflects about a fifth.
expect 0 "a grey card, skin typed" match --photo chart.png --grey 210,197,8 --card-percent 19 \
    --skin-lab 60.7,9.9,15.5 --stubble-area $stubble --grey-percent 30
check "... says what a grey card is worth" grep -q "a chart is surer" "$out"
expect 1 "no chart, no card" match --photo chart.png --skin-area $skin --hair-class brown
check "... says why that is nothing" says "not calibrated, so its colours tell nothing"
check "... and shows nothing" silent
expect 0 "skin found" match --photo chart.png --chart auto --skin-area auto --hair-class brown --json
check "... tells where" json photo.skin.found.0.2 <"$out"
place=$(json photo.skin.found.0.0 <"$out"),$(json photo.skin.found.0.1 <"$out"),$(json photo.skin.found.0.2 <"$out")
found=$(json photo.skin.Lab.0 <"$out")
expect 0 "... and is what is there" match --photo chart.png --chart auto --skin-area "$place" --hair-class brown --json
check "... the same L" near photo.skin.Lab.0 "$found" 1
refuse "auto and an area" "give it alone" match --photo chart.png --chart auto --skin-area auto --skin-area $skin --hair-class brown
expect 1 "no stubble" match --photo chart.png --chart auto --skin-area $skin --stubble-area auto
check "... says so" says "pick an area"
refuse "skin twice" "not both" match --photo chart.png --chart auto --skin-area $skin --skin-lab 65,8,14 --hair-class brown
refuse "stubble twice" "not both" match --photo chart.png --chart auto --skin-area $skin --stubble-area $stubble --stubble-lab 60,7,12
refuse "measured stubble and a class" "not both" match --photo chart.png --chart auto --skin-area $skin --stubble-area $stubble --hair-class brown
refuse "an area of no photo" "give --photo" match --skin-area $skin --hair-class brown
refuse "a chart of no photo" "give --photo" match --chart auto --skin-lab 65,8,14 --hair-class brown
refuse "a photo for nothing" "Nothing is measured" match --photo chart.png --chart auto --skin-lab 65,8,14 --hair-class brown
refuse "chart and grey" "not both" match --photo chart.png --chart auto --grey 210,197,8 --skin-area $skin --hair-class brown
refuse "a card's percent without a card" "--card-percent" match --photo chart.png --chart auto --card-percent 18 --skin-area $skin --hair-class brown
refuse "an area outside" "does not lie within" match --photo chart.png --chart auto --skin-area 900,10,5 --hair-class brown
refuse "an area that is none" "--skin-area" match --photo chart.png --chart auto --skin-area 1,2,3,4 --hair-class brown
refuse "no photo there" "none.png" match --photo none.png --chart auto --skin-area $skin --hair-class brown

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
