#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Card, scale and colour. Photos of the card are its own page, rendered.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

near() { # near FILE PATH VALUE TOLERANCE
    near_got=$(json "$2" <"$1") || return 1
    echo "$2 is $near_got, wanted $3"
    awk -v a="$near_got" -v b="$3" -v t="$4" 'BEGIN { exit !(a - b <= t && b - a <= t) }'
}

# The card.
expect 0 "a page for A4" card --print-id "Studio 3" -o card.pdf
check "... says what to do next" shows '--print-id "Studio 3"'
check "... is a PDF" sh -c 'head -c 5 card.pdf | grep -q %PDF-'
expect 0 "the same page again" card --print-id "Studio 3" -o again.pdf -q
check "... has the same bytes" same card.pdf again.pdf
expect 0 "letter" card --paper letter -o letter.pdf --json
check "... reports the file" equal "$(json written.0.file <"$out")" letter.pdf
expect 0 "a page to stdout" card -o -
check "... is a PDF alone" sh -c 'tail -c 6 "$1" | grep -q %%EOF' sh "$out"
expect 0 "what a print measures" card --print-id A-1 --measured-mm 99.4 -o card.json --json
cp "$out" report.json
check "... as a factor" near report.json factor 0.994 1e-9
check "... in the file" near card.json measured_mm 99.4 0
expect 2 "neither page nor length" card
check "... says what is missing" says "--measured-mm"
expect 2 "a length that no print has" card --measured-mm 50 -o no.json
expect 2 "a print id with a slash" card --print-id a/b -o no.pdf
expect 2 "a print id of 25 letters" card --print-id abcdefghijklmnopqrstuvwxy -o no.pdf
expect 2 "paper of another size" card --paper a5 -o no.pdf
expect 2 "paper for a length" card --measured-mm 99 --paper a4 -o no.json
check "nothing of it was written" absent no.json no.pdf
if command -v qpdf >/dev/null; then
    check "qpdf finds the page sound" qpdf --check card.pdf
else
    skip "qpdf finds the page sound" "qpdf is not installed"
fi

# The page itself, seen square on at 5 px/mm by a long lens.
if command -v pdftoppm >/dev/null; then
    pdftoppm -r 127 -x 50 -y 400 -W 950 -H 580 -singlefile -png card.pdf page
    expect 0 "the page as a photo" scale page.png --focal-px 200000 --json
    cp "$out" page.json
    check "... shows the card" equal "$(json marks.0.kind <page.json)" card
    check "... and six stickers" equal "$(json marks <page.json)" 7
    check "... the card at 5 px/mm" near page.json marks.0.px_per_mm 5 0.01
    check "... the last sticker too" near page.json marks.6.px_per_mm 5 0.02
    check "... overexposed, as paper of full white is" grep -q overexposed page.json
else
    skip "the page as a photo" "pdftoppm is not installed"
fi

# Scale, in a drawn photo.
true_scale=$("${CARD_PHOTO:?the path of the helper}" photo.jpg)
expect 0 "a photo of the card" scale photo.jpg --focal-px 800 --json
cp "$out" photo.json
check "... shows the card first" equal "$(json marks.0.kind <photo.json)" card
check "... and the sticker" equal "$(json marks.1.number <photo.json)" 17
check "... its scale" near photo.json marks.0.px_per_mm "${true_scale% *}" 0.04
check "... its tilt" near photo.json marks.0.tilt_deg "${true_scale#* }" 1
check "... a scale for the case" near photo.json marks.0.scale.mm 10 0
check "... the light" near photo.json marks.0.light.paper 0.79 0.03
expect 0 "with the print's true length" scale photo.jpg --card card.json --focal-px 800 --json
cp "$out" true.json
check "... millimetres are longer" near true.json marks.0.px_per_mm \
    "$(awk -v a="$(json marks.0.px_per_mm <photo.json)" 'BEGIN { print a / 0.994 }')" 0.001
check "... the print is named" equal "$(json print_id <true.json)" A-1
expect 0 "as text" scale photo.jpg --at 400,300
check "... tells the card" shows "Card (4 of 4 tags)"
check "... and the place" shows "At 400,300:"
check "... and that nobody measured the print" shows "Nobody has measured"
expect 0 "where the marks lie" scale photo.jpg -o mask.png -q
expect 0 "... is a picture" scale mask.png --points 0,0,100,0 --mm 10
expect 2 "a mask in an unknown format" scale photo.jpg -o mask.bmp
check "... which leaves nothing behind" absent mask.bmp
expect 2 "--at with words" scale photo.jpg --at here
expect 1 "colours of a photo with nothing but the card" colour photo.jpg --skin 700,500,20 \
    --card card.json --json
check "... says why there is no class" says "not calibrated"
cp "$out" relative.json
check "... is not calibrated" equal "$(json calibrated <relative.json)" false
check "... but comparable" equal "$(json comparable <relative.json)" true
check "... relative to the paper" near relative.json areas.0.of_paper.1 0.4 0.06
check "... names no class" sh -c '! grep -q class relative.json'
expect 2 "skin under the card does not count" colour photo.jpg --skin 400,300,9
"$CARD_PHOTO" mirrored.jpg mirrored >/dev/null
expect 1 "a mirrored photo" scale mirrored.jpg
check "... is told so" says "mirror"
check "... and shows nothing" silent
"$CARD_PHOTO" two.jpg two >/dev/null
expect 2 "two cards" scale two.jpg
check "... says so" says "two cards"
small_case small.json
expect 0 "a photo without a card" preview small.json --size 240x320 -o bare.jpg
expect 1 "... has no scale" scale bare.jpg
check "... so no millimetres" says "no millimetres"
check "... shows nothing" silent
expect 0 "two points" scale bare.jpg --points 20,20,120,20 --mm 50 --json
cp "$out" points.json
check "... give 2 px/mm" near points.json px_per_mm 2 1e-9
expect 2 "points without a length" scale bare.jpg --points 20,20,120,20
expect 2 "a length without points" scale bare.jpg --mm 50
expect 2 "points outside" scale bare.jpg --points 20,20,920,20 --mm 50
expect 2 "three numbers" scale bare.jpg --points 20,20,120 --mm 50
check "... says how many" says "needs 4"
expect 2 "words for numbers" scale bare.jpg --points 20,20,a,b --mm 50
expect 2 "points too near" scale bare.jpg --points 20,20,21,20 --mm 50
expect 2 "card and points" scale bare.jpg --points 20,20,120,20 --mm 50 --card card.json
echo '{"scalptor_card": 1, "measured_mm": 9}' >bad.json
expect 2 "a bad card file" scale bare.jpg --card bad.json
check "... is named" says bad.json
expect 2 "no photo" scale nowhere.jpg
expect 2 "text for a photo" scale bad.json

# Colour.
expect 1 "no chart" colour bare.jpg --skin 120,60,10
check "... so no class" says "tell nothing"
expect 2 "no area" colour bare.jpg
expect 2 "an area outside" colour bare.jpg --grey 20,20,10 --skin 300,60,10
expect 2 "an area of four numbers" colour bare.jpg --grey 20,20,10 --skin 1,2,3,4
expect 2 "chart and grey" colour bare.jpg --grey 20,20,10 --chart 1,1,9,1,9,9,1,9 --skin 120,60,10
expect 2 "no chart where it should be" colour bare.jpg --chart 20,20,200,20,200,200,20,200 \
    --skin 120,60,10
check "... says so" says "nothing like"
expect 2 "seven numbers for a chart" colour bare.jpg --chart 1,2,3,4,5,6,7 --skin 120,60,10
expect 2 "an edition without a chart" colour bare.jpg --edition 2005 --skin 120,60,10
expect 0 "a grey card" colour bare.jpg --grey 20,20,10 --skin 120,60,10 --skin 110,50,110,70,130,70 \
    --json
cp "$out" grey.json
check "... is named as the method" equal "$(json method <grey.json)" "grey card"
check "... both areas" equal "$(json skin <grey.json)" 2
check "... and their mean" near grey.json skin_mean.Lab_sd.1 10 0.1
expect 0 "a wall taken for skin" colour bare.jpg --grey 20,20,10 --skin 40,20,10
check "... has no class" shows "no colour of skin"
expect 0 "skin found" colour bare.jpg --grey 20,20,10 --skin auto -o found.png --json
check "... near what is picked" near "$out" skin.0.Lab.0 60 8
expect 0 "... and shown" scale found.png --points 0,0,100,0 --mm 10
expect 2 "auto without a chart" colour bare.jpg --skin auto
check "... says what it needs" says "--chart"
expect 2 "a grey photo" colour found.png --grey 20,20,10 --skin 120,60,10
check "... says that it is one" says "grey photo"
expect 2 "-o without auto" colour bare.jpg --grey 20,20,10 --skin 120,60,10 -o no.png
# The picture has healed dots on the scalp, which look like stubble.
expect 0 "a fuller head" case new --density 150 -o fuller.json -q
expect 0 "... drawn" preview fuller.json --size 480x640 -o fuller.jpg -q
expect 0 "stubble found" colour fuller.jpg --grey 20,20,10 --stubble auto --json
place=$(json stubble.0.area <"$out" | tr -d '"')
check "... is darker than the skin" near "$out" stubble.0.Lab.0 45 14
expect 0 "... where it says" colour fuller.jpg --grey 20,20,10 --stubble "$place"
# Where it is dense it is found on pale skin and on dark; a bare head has none.
for skin in 41 -30; do
    printf '{"scalptor_case": 1, "skin": {"ita_deg": %s}, "design": {"density_per_cm2": 250}}\n' \
        $skin >dense.json
    expect 0 "a dense head of $skin degrees" preview dense.json --size 480x640 -o dense.jpg -q
    expect 0 "... its stubble" colour dense.jpg --grey 20,20,10 --stubble auto --json
    check "... grey beside the skin" near "$out" stubble.0.Lab.2 9 3
done
printf '{"scalptor_case": 1, "design": {"style": "brow-powder"}}\n' >brows.json
expect 0 "a bare head" preview brows.json --size 480x640 -o brows.jpg -q
expect 1 "... has no stubble" colour brows.jpg --grey 20,20,10 --stubble auto
check "... and says what helps" says "from above"
expect 2 "stubble without a chart" colour bare.jpg --stubble auto
check "nothing of it was written" absent no.png
photos=${SCALPTOR_SHARED:-}/data/photos/colour
if [ -f "$photos/classic.png" ]; then
    chart=225,57,231,331,65,331,58,60
    expect 0 "a photo of a chart" colour "$photos/classic.png" --chart $chart --skin 225,114,12 \
        --stubble 66,331,10 --json
    cp "$out" chart.json
    check "... median error" near chart.json median_dE00 2 2
    check "... light skin's L" near chart.json skin.0.Lab.0 64.7 5
    check "... a" near chart.json skin.0.Lab.1 18 5
    check "... b" near chart.json skin.0.Lab.2 17 5
    check "... a class" sh -c 'grep -q "\"class\"" chart.json'
    check "... stubble has Lab" near chart.json stubble.0.Lab.0 21 4
    check "... but no class" sh -c '! "$1" stubble.0.class <"$2"' sh "$JSON_GET" chart.json
    expect 0 "the chart found" colour "$photos/classic.png" --chart auto --skin 225,114,12 --json
    check "... gives the same" near "$out" skin.0.Lab.0 "$(json skin.0.Lab.0 <chart.json)" 1
    expect 1 "no chart to be found" colour "$photos/../heads_portrait/C001077.jpg" --chart auto \
        --skin 100,100,20
    check "... says so" says "No 24-patch chart"
    expect 0 "as text" colour "$photos/classic.png" --chart $chart --skin 225,114,12
    check "... tells the errors" shows "dE00 of patches left out"
    check "... and the class" shows "ITA"
    expect 2 "another maker's chart" colour "$photos/seedhead-rgb.jpg" \
        --chart 169,261,302,265,298,348,163,344 --skin 169,261,5
    check "... is refused" says "do not come out"
else
    skip "a photo of a chart" "the shared data is not there"
fi
finish
