#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# head: units, sizes and areas of bodies known by formula, defects, every format, bad input.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

near() { # near VALUE WANTED SHARE
    awk -v a="$1" -v b="$2" -v s="$3" 'BEGIN { exit !(a - b <= s * b && b - a <= s * b) }' ||
        { echo "$1 is not $2"; return 1; }
}
value() { # value PATH: of the last report
    json "$1" <"$out"
}
# ellipsoid X Y Z SCALE LOWEST: rings from the top down to the height LOWEST (-1..1 of Y); OBJ.
ellipsoid() {
    awk -v X="$1" -v Y="$2" -v Z="$3" -v S="$4" -v low="$5" 'BEGIN {
        pi = atan2(0, -1); rings = 50; n = 100
        end = low <= -1 ? pi : atan2(sqrt(1 - low * low), low)
        print "v", 0, Y * S, 0
        last = low <= -1 ? rings - 1 : rings
        for (i = 1; i <= last; i++) for (j = 0; j < n; j++) {
            a = end * i / rings; b = 2 * pi * j / n
            printf "v %.9g %.9g %.9g\n", X * S * sin(a) * sin(b), Y * S * cos(a), Z * S * sin(a) * cos(b)
        }
        if (low <= -1) print "v", 0, -Y * S, 0
        for (j = 0; j < n; j++) print "f", 1, 2 + j, 2 + (j + 1) % n
        for (i = 0; i < last - 1; i++) for (j = 0; j < n; j++) {
            p = 2 + i * n + j; q = 2 + i * n + (j + 1) % n
            print "f", p, p + n, q + n, q
        }
        if (low <= -1) for (j = 0; j < n; j++)
            print "f", 2 + last * n, 2 + (last - 1) * n + (j + 1) % n, 2 + (last - 1) * n + j
    }'
}

# Bodies.
ellipsoid 95 95 95 1 -1 >ball.obj
expect 0 "a ball of radius 95 mm" head ball.obj --json
check "its area" near "$(value area_cm2)" 1134.11 0.001
check "its length" near "$(value length_mm)" 190 0.001
check "its girth" near "$(value circumference_mm)" 596.9 0.001
check "in mm" equal "$(value unit)" mm
check "no holes" equal "$(value holes)" 0
check "one part" equal "$(value parts)" 1
check "nothing flipped" equal "$(value flipped_faces)" 0
ellipsoid 77 77 100 0.001 -1 >egg.obj
expect 0 "an ellipsoid in metres" head egg.obj --json
check "metres are found" equal "$(value unit)" m
# 2 pi a^2 (1 + c / (a e) asin e), a 7.7, c 10 cm
check "its area" near "$(value area_cm2)" "$(awk 'BEGIN { a = 7.7; c = 10; e = sqrt(1 - a * a / c / c)
    print 2 * 3.14159265 * a * a * (1 + c / (a * e) * atan2(e, sqrt(1 - e * e))) }')" 0.001
check "its length" near "$(value length_mm)" 200 0.001
check "its breadth" near "$(value breadth_mm)" 154 0.001
ellipsoid 9 9 9 1 0.2 >cap.obj
expect 0 "a cap in centimetres" head cap.obj --unit cm --json
check "its area" near "$(value area_cm2)" "$(awk 'BEGIN { print 2 * 3.14159265 * 9 * 9 * 0.8 }')" 0.001
check "its rim is one hole" equal "$(value holes)" 1
check "which stays open" equal "$(value cleaned.closed_holes)" 0
expect 0 "the same for people" head cap.obj --unit cm
check "says that zones need landmarks" shows "Zones need landmarks"
expect 0 "a ball is no head" head ball.obj --landmarks auto --json
check "... so there are no zones" equal "$(value zones_need)" landmarks
check "... and the report says why" shows "the head is not found"

# Units.
ellipsoid 1 1 1 2 -1 >small.obj
expect 2 "a ball of 4 units has no unit" head small.obj -o out.glb
check "... and --unit is named" says "--unit"
check "nothing is left" absent out.glb
expect 0 "with --unit it is taken" head small.obj --unit mm

# Every format, and back.
for format in glb ply obj stl; do
    expect 0 "writing $format" head ball.obj -o "ball.$format.$format"
    expect 0 "reading $format" head "ball.$format.$format" --json
    check "the same area from $format" near "$(value area_cm2)" 1134.11 0.001
    check "the same faces from $format" equal "$(value faces)" 9800
done
cp ball.stl.stl lies.obj
expect 0 "content counts, not the name" head lies.obj --json
check "STL it is" equal "$(value format)" STL
expect 0 "decimated" head ball.obj --decimate 2000 -o few.ply --json
check "2000 faces" equal "$(value cleaned.faces)" 2000
check "still the area" near "$(value cleaned.area_cm2)" 1134.11 0.01

# Defects.
{ cat ball.obj; grep '^f' ball.obj; } >twice.obj
expect 0 "every face twice" head twice.obj --json
check "... is one area" near "$(value area_cm2)" 1134.11 0.001
check "... and said" test "$(value duplicate_faces)" -gt 9700
awk '/^f/ && $5 { print $1, $2, $5, $4, $3; next } /^f/ { print $1, $2, $4, $3; next } { print }' ball.obj >in.obj
expect 0 "inside out" head in.obj --json
check "... all faces are flipped" equal "$(value flipped_faces)" 9800
awk '/^f/ { n++ } /^f/ && n > 3000 && n < 3004 { next } { print }' ball.obj >hole.obj
expect 0 "a small hole" head hole.obj --json -o closed.glb
check "... is found" equal "$(value holes)" 1
check "... and closed" equal "$(value cleaned.closed_holes)" 1
expect 0 "the cleaned one" head closed.glb --json
check "... has none" equal "$(value holes)" 0
expect 0 "left open when asked" head hole.obj --close 0 --json
check "... it stays" equal "$(value cleaned.closed_holes)" 0

# Bad input: one sentence, exit 2, no file.
bad() { # bad NAME FILE
    expect 2 "$1" head "$2" -o out.glb
    check "... leaves nothing" absent out.glb
}
head -c 2000 ball.glb.glb >cut.glb && bad "a GLB cut off" cut.glb
head -c 2000 ball.ply.ply >cut.ply && bad "a PLY cut off" cut.ply
head -c 2000 ball.stl.stl >cut.stl && bad "an STL cut off" cut.stl
printf 'v 0 0 0\nv 1 0 0\nv 0 1 nan\nf 1 2 3\n' >nan.obj && bad "a vertex that is no number" nan.obj
printf 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 4\n' >index.obj && bad "a corner that is not there" index.obj
printf 'v 0 0 0\nv 1 0 0\nv 0 1 0\n' >none.obj && bad "no faces" none.obj
printf 'ply\nformat ascii 1.0\nelement vertex 4000000000\nproperty float x\nproperty float y\nproperty float z\nend_header\n1 2 3\n' >huge.ply
bad "a header that promises too much" huge.ply
printf 'dear client, your scan is attached\n' >letter.glb && bad "text" letter.glb
printf 'PK\003\004....' >scan.usdz && bad "a ZIP" scan.usdz
printf '' >empty.ply && bad "an empty file" empty.ply
bad "a file that is not there" absent.ply
expect 2 "an ending that is no format" head ball.obj -o out.fbx
expect 2 "over its own input" head ball.obj -o ball.obj
printf '{"glabella": [0, 0, 95]}' >few.json
expect 2 "too few landmarks" head ball.obj --landmarks few.json
printf '{"glabela": [0, 0, 95]}' >typo.json
expect 2 "a landmark that is none" head ball.obj --landmarks typo.json
check "... and what was meant" says "glabella"
printf '{"glabella":[0,0,0],"nasion":[0,1,0],"subnasale":[0,2,0],"menton":[0,3,0]}' >line.json
expect 2 "landmarks in one line" head ball.obj --landmarks line.json

# Shared scans.
scans=${SCALPTOR_SHARED:-}/data/heads
if [ -n "${SCALPTOR_SHARED:-}" ] && [ -d "$scans" ]; then
    while read -r name faces holes length breadth girth; do
        expect 0 "$name" head "$scans/$name.obj" --json
        check "... faces" equal "$(value faces)" "$faces"
        check "... holes" equal "$(value holes)" "$holes"
        check "... length" near "$(value length_mm)" "$length" 0.01
        check "... breadth" near "$(value breadth_mm)" "$breadth" 0.01
        check "... circumference" near "$(value circumference_mm)" "$girth" 0.01
    done <<LIST
lee_perry_smith_bust 17672 0 203 153 569
ict_facekit_neutral 22288 4 194 158 566
makehuman_base_head 8748 1 192 150 546
LIST
    scan=lee_perry_smith_bust
    expect 0 "with landmarks" head "$scans/$scan.obj" --landmarks "$scans/$scan.landmarks.json" \
        -o framed.glb --json
    check "zones of a man's head" near "$(value zones_cm2.crown)" 105 0.15
    check "... with their doubt" near "$(value zones_sd_cm2.crown)" 3.9 0.3
    check "... and all together" near "$(value scalp_cm2)" 594 0.03
    check "the standard head is drawn onto it" awk -v a="$(value frame.drawn_rms_mm)" \
        'BEGIN { exit !(a < 0.3) }'
    check "nobody said whose head it is" equal "$(value sex_given)" false
    check "both sides alike" near "$(value zones_cm2.side_l)" "$(value zones_cm2.side_r)" 0.05
    check "the scalp lies on the standard head" awk -v a="$(value frame.scalp_rms_mm)" \
        'BEGIN { exit !(a < 2) }'
    # The same scan in metres, turned and mirrored: only the first two are the same head.
    awk '/^v / { printf "v %.9g %.9g %.9g\n", $4 / 1000, $3 / 1000, -$2 / 1000; next } { print }' \
        "$scans/$scan.obj" >turned.obj
    tr -d ' \n' <"$scans/$scan.landmarks.json" | sed 's/\],/],\n/g; s/[{}]//g' |
        awk -F'[][,:]' 'BEGIN { printf "{" } NF > 4 { printf "%s%s: [%.9g, %.9g, %.9g]", n++ ? ", " : "",
            $1, $5 / 1000, $4 / 1000, -$3 / 1000 } END { print "}" }' >turned.json
    cp "$out" straight
    expect 0 "turned by 90 degrees and in metres" head turned.obj --landmarks turned.json --json
    check "the same crown" near "$(value zones_cm2.crown)" "$(json zones_cm2.crown <straight)" 0.002
    check "the same length" near "$(value length_mm)" "$(json length_mm <straight)" 0.002
    expect 0 "a woman's zones, in words" head "$scans/makehuman_base_head.obj" --sex female \
        --landmarks "$SCALPTOR_SOURCE/tests/head/makehuman.landmarks.json"
    check "... with a woman's hairline" shows "style rounded, 63 mm above the glabella"
    check "... and their doubt" shows "+-"
    check "... and without a remark about the sex" test -z "$(grep 'was not said' "$out")"
    expect 0 "without landmarks the head is found" head turned.obj --landmarks auto --json
    check "... about the same crown" near "$(value zones_cm2.crown)" "$(json zones_cm2.crown <straight)" 0.1
    check "... less surely" awk -v a="$(value zones_sd_cm2.crown)" -v b="$(json zones_sd_cm2.crown <straight)" \
        'BEGIN { exit !(a > 1.5 * b) }'
    check "... with its landmarks" test -n "$(value frame.landmarks_mm.nasion.0)"
    sed 's/_l"/_x"/g; s/_r"/_l"/g; s/_x"/_r"/g' turned.json >mirrored.json
    expect 1 "left and right exchanged" head turned.obj --landmarks mirrored.json -o out.glb
    check "... leaves nothing" absent out.glb
else
    skip "shared scans" "the shared heads are not here"
fi

# What is written is valid glTF.
modules=$SCALPTOR_SOURCE/build/node/node_modules
if [ -d "$modules/gltf-validator" ] && command -v node >/dev/null; then
    expect 0 "a scan with colours" head "$SCALPTOR_SOURCE/fuzz/corpus/ply/text.ply" --unit mm -o colour.glb
    expect 0 "a scan with a texture" head "$SCALPTOR_SOURCE/fuzz/corpus/glb/texture.glb" --unit m \
        -o texture.glb
    check "the glTF validator finds nothing" node "$SCALPTOR_SOURCE/tests/cli/validate_glb.js" \
        "$modules" ball.glb.glb closed.glb colour.glb texture.glb
else
    skip "the glTF validator finds nothing" "gltf-validator is not installed"
fi
finish
