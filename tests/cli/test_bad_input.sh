#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Bad cases and bad photos: exit code 2, one sentence, no output.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

# case_with FILE PHOTO [LANDMARKS]: a case with one photo of 240 x 320 pixels.
landmarks='"glabella": [119.5, 130], "nasion": [119.5, 146], "subnasale": [119.5, 184],
    "exocanthion_l": [152, 146], "exocanthion_r": [87, 146], "menton": [119.5, 228]'
case_with() {
    cat >"$1" <<JSON
{ "scalptor_case": 1, "design": {"density_per_cm2": 20},
  "photos": [{"id": "front", "file": "$2", "view": "front",
              "landmarks": { ${3:-$landmarks} }}] }
JSON
}
refused() { # refused NAME CASE [TEXT]: by fit and by preview, which leave nothing behind
    expect 2 "$1: fit" fit "$2" -o out.json
    [ $# -lt 3 ] || check "... says \"$3\"" says "$3"
    expect 2 "$1: preview" preview "$2" --photo front -o out.jpg
    check "... and leaves nothing behind" absent out.json out.jpg
}

small_case small.json
expect 0 "a photo to spoil" preview small.json --size 240x320 -o good.jpg
expect 0 "another one" preview small.json --size 240x320 -o good.png
case_with case.json good.jpg
expect 0 "unspoilt, it is ready" case check case.json

# Photos.
size=$(wc -c <good.jpg)
head -c $((size / 2)) good.jpg >cut.jpg
case_with cut.json cut.jpg
expect 2 "a JPEG cut in half: preview" preview cut.json --photo front -o out.jpg
check "... names the photo" says "cut.jpg"
check "... and leaves nothing behind" absent out.jpg
head -c 20 good.jpg >stub.jpg
case_with stub.json stub.jpg
refused "a JPEG of 20 bytes" stub.json stub.jpg
size=$(wc -c <good.png)
head -c $((size / 2)) good.png >cut.png
case_with cutpng.json cut.png
expect 2 "a PNG cut in half: preview" preview cutpng.json --photo front -o out.jpg
check "... leaves nothing behind" absent out.jpg
ln -s ring.jpg ring.jpg
case_with ring.json ring.jpg
refused "a link that leads to itself" ring.json ring.jpg
# One bit of the middle of the PNG's data: its checksum tells.
head -c $((size / 2)) good.png >flip.png
byte=$(od -An -tu1 -j $((size / 2)) -N 1 good.png | tr -d ' ')
# shellcheck disable=SC2059 # the format is the byte
printf "\\$(printf %o $((byte % 2 ? byte - 1 : byte + 1)))" >>flip.png
tail -c +$((size / 2 + 2)) good.png >>flip.png
check "one bit was flipped" equal "$(wc -c <flip.png) $(cmp -l good.png flip.png | wc -l)" "$size 1"
case_with flip.json flip.png
expect 2 "a PNG with a flipped bit: preview" preview flip.json --photo front -o out.jpg
check "... leaves nothing behind" absent out.jpg
echo "This is a letter, not a photo." >text.jpg
case_with text.json text.jpg
refused "text renamed .jpg" text.json text.jpg
: >empty.jpg
case_with empty.json empty.jpg
refused "an empty file" empty.json empty.jpg
case_with gone.json nowhere.jpg
refused "a photo that is not there" gone.json nowhere.jpg
case_with folder.json .
refused "a folder as photo" folder.json
# The head of a PNG of 40000 x 40000 pixels, eight bits of grey, with the beginning of its data.
{
    printf '\211PNG\r\n\032\n\000\000\000\015IHDR\000\000\234\100\000\000\234\100\010\000\000\000\000'
    printf '\164\147\121\331\000\000\100\000IDAT'
    head -c 16384 /dev/zero
} >huge.png
case_with huge.json huge.png
refused "a PNG of 40000 x 40000 pixels" huge.json "40000"

# Landmarks.
case_with outside.json good.jpg "$landmarks, \"vertex\": [119, 400]"
refused "a landmark outside the photo" outside.json vertex
expect 1 "... is listed by case check" case check outside.json
check "... by name" shows "vertex"
case_with few.json good.jpg '"glabella": [119.5, 130], "nasion": [119.5, 146], "menton": [119, 228]'
refused "three landmarks" few.json front
expect 1 "... are listed by case check" case check few.json
check "... with their number" shows "3 landmarks"
case_with nan.json good.jpg '"glabella": [NaN, 130]'
refused "NaN" nan.json nan.json
case_with line.json good.jpg '"glabella": [100, 100], "nasion": [100, 120],
    "subnasale": [100, 140], "menton": [100, 160]'
refused "landmarks in one line" line.json
# A scale that is wrong by a factor: 65 px between the corners of the eyes are 92 mm.
scale_case() {
    case_with "$1" good.jpg
    sed 's/"view": "front",/&\n"scale": {"from": [87, 146], "to": [152, 146], "mm": '"$2"'},/' "$1" >s.json
    mv s.json "$1"
}
scale_case right.json 92
expect 0 "a right scale" fit right.json -o out.json
check "... is believed" sh -c '! grep -q RMS "$1"' sh "$err"
rm out.json
scale_case wrong.json 1
expect 1 "a head that were of 3 mm: fit" fit wrong.json -o out.json
check "... says what to check" says "mm of the scale"
expect 1 "a head that were of 3 mm: preview" preview wrong.json --photo front -o out.jpg
check "... and leaves nothing behind" absent out.json out.jpg
scale_case half.json 46
expect 0 "a scale that is wrong by half" fit half.json -o half.fit.json
check "... is doubted" says "check them, the scale"
expect 0 "a photo without a focal length" fit case.json
check "... is told with the lens that was taken" sh -c 'awk "/focal length/ {
    exit !(\$3 * 43.2666 / 400 - \$(NF - 1) < 1 && \$(NF - 1) - \$3 * 43.2666 / 400 < 1) }" "$1"' sh "$out"
case_with strange.json good.jpg '"third_eye": [100, 100]'
refused "a landmark that is none" strange.json third_eye

# Cases.
bad_case() { # bad_case NAME TEXT-IN-MESSAGE: with the case in bad.json
    expect 2 "$1" plan bad.json -o out.json
    check "... says \"$2\"" says "$2"
    expect 2 "$1: case check" case check bad.json
    check "... and leaves nothing behind" absent out.json
}
echo '{"scalptor_case": 1, "design": {"densty_per_cm2": 90}}' >bad.json
bad_case "an unknown field" design.densty_per_cm2
echo '{"scalptor_case": 1, "design": {"density_per_cm2": 1000}}' >bad.json
bad_case "a number out of its limits" 250
echo '{"scalptor_case": 1, "design": {"density_per_cm2": "many"}}' >bad.json
bad_case "a text for a number" design.density_per_cm2
echo '{"scalptor_case": 1, "seed": 1, "seed": 2}' >bad.json
bad_case "a field given twice" twice
echo '{"scalptor_case": 1, "seed": 1e999}' >bad.json
bad_case "a number too large for any machine" bad.json
echo '{"scalptor_case": 2}' >bad.json
bad_case "a format of the future" scalptor_case
echo '{"scalptor_case": 1.5}' >bad.json
bad_case "a format between two" "scalptor_case is 1.5"
echo '{"scalptor_case": 1.0}' >bad.json
expect 0 "1.0 is the number 1" case check bad.json
echo '{"scalptor_case": 1, "design": {"zones": [{"zone": "elbow"}]}}' >bad.json
bad_case "a zone that is none" elbow
echo '{"scalptor_case": 1, "treatment": {"session_shares": [0.5, 0.2]}}' >bad.json
bad_case "shares that are not 1 together" session_shares
echo '{"scalptor_case": 1' >bad.json
bad_case "half a document" bad.json
: >bad.json
bad_case "an empty file" bad.json
head -c 100000 /dev/zero | tr '\0' '[' >bad.json
bad_case "a hundred thousand brackets" bad.json
head -c 2000000 /dev/zero | tr '\0' ' ' >bad.json
bad_case "two million bytes" 1048576
rm bad.json
bad_case "no file" bad.json
finish
