#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# inspect, evenness: of a drawn close-up with a bare spot and a gap-less one, with and without scale.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

# 24 x 18 mm at 20 px/mm, a dot for each mm2 on a jittered triangle lattice; bare: a disc of 5 mm.
cat >draw.py <<'PYTHON'
import math, random, struct, sys, zlib
bare = sys.argv[2] == "bare"
wide, tall, scale = 480, 360, 20
random.seed(7)
light = [[190 + random.gauss(0, 1.2) for _ in range(wide)] for _ in range(tall)]
for row in range(-1, 21):
    for column in range(-1, 24):
        x = 1.0746 * (column + 0.5 * (row % 2)) + random.gauss(0, 0.16)
        y = 0.9306 * row + random.gauss(0, 0.16)
        if bare and math.hypot(x - 6, y - 9) < 2.5:
            continue
        for j in range(int(scale * y) - 8, int(scale * y) + 9):
            for i in range(int(scale * x) - 8, int(scale * x) + 9):
                if 0 <= i < wide and 0 <= j < tall:
                    r = math.hypot(i - scale * x, j - scale * y)
                    light[j][i] *= 1 - 0.45 / (1 + math.exp((r - 3.2) / 0.7))
lines = b"".join(b"\0" + b"".join(bytes((min(255, max(0, int(v * k))) for k in (1.08, 0.82, 0.72)))
                                  for v in line) for line in light)
def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data +
            struct.pack(">I", zlib.crc32(kind + data)))
with open(sys.argv[1], "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0)) +
               chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))
PYTHON
/usr/bin/python3 draw.py bare.png bare
/usr/bin/python3 draw.py even.png even

expect 0 "a close-up with a bare spot" inspect bare.png --scale 20 --map map.png --report report.json
check "... says how large and where" grep -q "clear *One bare spot, [3456] mm, left of centre" "$out"
check "... tells the density with its interval" grep -q "^Density .*per cm2 ([0-9.]* to [0-9.]*)" "$out"
check "... draws the map" test -s map.png
check "... grades it in the report" equal "$(json evenness.findings.0.grade <report.json)" clear
check "... as what it is" equal "$(json evenness.spots.0.kind <report.json)" bare
expect 0 "the same without one" inspect even.png --scale 20 --json
check "... has none" equal "$(json evenness.findings.0.grade <"$out")" none
check "... is judged" equal "$(json evenness.judged <"$out")" true
expect 0 "without a scale" inspect bare.png --map plain.png
check "... spacings" grep -q "One bare spot, [0-9.]* spacings, left of centre" "$out"
sed -n '/^Evenness/,$p' "$out" >said
check "... and no millimetres" sh -c '! grep -q " mm" said'
check "... a map all the same" test -s plain.png
expect 2 "a map of no known kind" inspect bare.png --scale 20 --map map.txt
check "... leaves none" test ! -e map.txt
finish
