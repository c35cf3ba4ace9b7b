#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The optical model laid open: slab and skin.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

head='n,mua_per_mm,mus_per_mm,g,thickness_mm'
slab() { # slab FILE LINE...: a file of layers
    slab_file=$1
    shift
    {
        echo "$head"
        printf '%s\n' "$@"
    } >"$slab_file"
}
near() { # near FILE PATH VALUE TOLERANCE
    near_got=$(json "$2" <"$1") || return 1
    echo "$2 is $near_got, wanted $3"
    awk -v a="$near_got" -v b="$3" -v t="$4" 'BEGIN { exit !(a - b <= t && b - a <= t) }'
}

# Slab: values of docs/optics.md.
slab sample.csv 1.37,0.1,10,0.9,1 1.37,0.1,1,0,1 1.37,0.2,1,0.7,2
expect 0 "three layers" optics slab sample.csv --nodes 48 --json
cp "$out" sample.json
check "... reflect" near sample.json UR1 0.262230 1e-4
check "... transmit" near sample.json UT1 0.096048 1e-4
check "... absorb in the first layer" near sample.json absorbed.0 0.2613 1e-3
check "... absorb in the last layer" near sample.json absorbed.2 0.2315 2e-3
check "... diffuse light has its own" near sample.json URU 0.3159 1e-4
expect 0 "as text" optics slab sample.csv
check "... names all four" shows "transmitted  UT1, UTU"
check "... and the layers" shows "absorbed     layer 3"
slab endless.csv '1.5, 0.1, 0.9, 0, inf'
expect 0 "an endless layer" optics slab endless.csv --json
cp "$out" endless.json
check "... reflects as Giovanelli found" near endless.json UR1 0.2600 1e-4
check "... transmits nothing" near endless.json UT1 0 0
for nodes in 8 16 32; do
    expect 0 "$nodes directions" optics slab sample.csv --nodes $nodes --json
    cp "$out" few.json
    check "... agree" near few.json UR1 0.2622 2e-3
done
slab pane.csv 1.5,0,0,0,1
expect 0 "glass on glass" optics slab pane.csv --below 1.5 --json
cp "$out" pane.json
check "... reflects once" near pane.json UR1 0.04 1e-9
check "... and loses nothing" near pane.json UT1 0.96 1e-9
slab first.csv 1.37,0.1,10,0.9,0.3 1.37,0.1,10,0.9,0.7 1.37,0.1,1,0,1 1.37,0.2,1,0.7,2
expect 0 "the first layer cut in two" optics slab first.csv --json
cp "$out" first.json
check "... changes nothing" near first.json UR1 "$(json UR1 <sample.json)" 1e-9

# Bad layers: one sentence, exit code 2.
bad() { # bad NAME TEXT-IN-MESSAGE LINE...
    bad_name=$1
    bad_text=$2
    shift 2
    slab bad.csv "$@"
    expect 2 "$bad_name" optics slab bad.csv
    check "... says \"$bad_text\"" says "$bad_text"
    check "... and shows nothing" silent
}
bad "negative absorption" mua 1.4,-1,1,0,1
bad "negative scattering" mus 1.4,1,-1,0,1
bad "nan" mua_per_mm 1.4,nan,1,0,1
bad "infinite scattering" mus_per_mm 1.4,1,inf,0,1
bad "a number too large" thickness_mm 1.4,1,1,0,1e999
bad "a thickness of zero" thickness 1.4,1,1,0,0
bad "g = 1" "g is 1" 1.4,1,1,1,1
bad "g = -1" "g is -1" 1.4,1,1,-1,1
bad "an index below 1" "index" 0.9,1,1,0,1
bad "an endless layer that is not the last" "only the last" 1.4,1,1,0,inf 1.4,1,1,0,1
bad "a cell too few" "line 2" 1.4,1,1,0
bad "a cell too many" "line 2" 1.4,1,1,0,1,1
bad "words" "line 3" 1.4,1,1,0,1 one,two,three,four,five
{ echo "$head"; yes 1.4,1,1,0,1 | head -n 10000; } >many.csv
expect 2 "10 000 layers" optics slab many.csv
check "... says how many may be" says "100 layers"
echo 'n,mua,mus,g,d' >bad.csv
expect 2 "another header" optics slab bad.csv
check "... says which it must be" says "$head"
: >bad.csv
expect 2 "an empty file" optics slab bad.csv
head -c 4000 /dev/urandom >bad.csv
expect 2 "noise" optics slab bad.csv
expect 2 "no file" optics slab nowhere.csv
expect 2 "no operand" optics slab
expect 2 "7 directions" optics slab sample.csv --nodes 7
expect 2 "an index below of nothing" optics slab sample.csv --below 0
expect 2 "an unknown option" optics slab sample.csv --node 8
check "... suggests the nearest" says "--nodes"
expect 2 "optics alone" optics
check "... says what may follow" says "optics slab"
expect 2 "an unknown word behind optics" optics skn
check "... suggests the nearest" says "optics skin"

# The same by photons.
within() { # within FILE NAME VALUE: at most four standard errors away
    near "$1" "$2" "$3" "$(json "$2_error" <"$1" | awk '{ print 4 * $1 }')"
}
expect 0 "photons through three layers" optics mc sample.csv --photons 50000 --json
cp "$out" mc.json
check "... reflect" within mc.json UR1 0.262230
check "... transmit" within mc.json T 0.096048
check "... specular" near mc.json specular 0.0243729 1e-7
check "... how many" equal "$(json photons <mc.json)" 50000
check "... the error is that of so many" near mc.json UR1_error 0.00145 0.0004
check "... twenty rings" equal "$(json r_mm.19 <mc.json)" 1.95
check "... specular and diffuse are all that is reflected" near mc.json Rd \
    "$(awk -v s="$(json specular <mc.json)" -v u="$(json UR1 <mc.json)" 'BEGIN { printf "%.9f", u - s }')" 1e-8
expect 0 "another number of threads" optics mc sample.csv --photons 50000 --json --threads 5
check "... gives the same bytes" same "$out" mc.json
expect 0 "another seed" optics mc sample.csv --photons 50000 --json --seed 2
check "... gives others" test "$(json UR1 <"$out")" != "$(json UR1 <mc.json)"
expect 0 "rings" optics mc sample.csv --photons 20000 --rings 40 --ring-mm 0.25 --json
cp "$out" rings.json
i=0
while [ $i -lt 40 ]; do
    echo "$i $(json Rd_r_per_mm2.$i <rings.json)"
    i=$((i + 1))
done | awk -v beyond="$(json Rd_beyond <rings.json)" \
    '{ sum += $2 * atan2(0, -1) * 0.0625 * (2 * $1 + 1) } END { printf "%.9f", sum + beyond }' >sum
check "... make all of the diffuse light" near rings.json Rd "$(cat sum)" 1e-8
expect 0 "as text" optics mc sample.csv --photons 5000 --rings 3
check "... names the diffuse light" shows "diffuse      Rd"
check "... the layers" shows "absorbed     layer 3"
check "... the rings" shows "0.2 to 0.3"
expect 0 "no rings" optics mc sample.csv --photons 5000 --rings 0
check "... shows none" test -z "$(grep Rd.r "$out")"
expect 0 "one photon" optics mc sample.csv --photons 1 --json
check "... has no error" equal "$(json UR1_error <"$out")" null
expect 0 "photons through glass on glass" optics mc pane.csv --below 1.5 --photons 1000 --json
cp "$out" pane.json
check "... are reflected once" near pane.json UR1 0.04 1e-9
check "... or go through" near pane.json T 0.96 1e-9
slab lossless.csv 1.4,0,10,0.8,inf
expect 2 "an endless layer without loss" optics mc lossless.csv --photons 10
check "... says why not" says "for ever"
slab thick.csv 1.4,0,1e5,0,1e5
expect 2 "too much scattering" optics mc thick.csv --photons 10
check "... says where" says "Layer 1"
expect 2 "no photons" optics mc sample.csv --photons 0
check "... says how many may be" says "1..10000000000"
expect 2 "too many photons" optics mc sample.csv --photons 1e11
expect 2 "half a photon" optics mc sample.csv --photons 0.5
expect 2 "a negative seed" optics mc sample.csv --seed -1
expect 2 "a ring of no width" optics mc sample.csv --ring-mm 0
expect 2 "too many rings" optics mc sample.csv --rings 10001
for what in 1.4,-1,1,0,1 1.4,1,-1,0,1 1.4,1,1,1,1 1.4,1,1,0,0 1.4,1,1,0,inf,1 nan,1,1,0,1; do
    slab bad.csv $what
    expect 2 "photons and $what" optics mc bad.csv --photons 10
    check "... shows nothing" silent
done
expect 2 "photons through 10 000 layers" optics mc many.csv --photons 10

# Skin.
for ita in 55 48 35 19 0 -30 -45; do
    expect 0 "skin of $ita degrees" optics skin --ita $ita --json
    cp "$out" skin.json
    check "... is of that angle" near skin.json ITA $ita 1e-3
done
expect 0 "light skin" optics skin --ita 48 --json
cp "$out" light.json
check "... is light" equal "$(json class <light.json)" light
check "... L as measured" near light.json Lab.0 65.9 1.0
check "... a as measured" near light.json Lab.1 8.8 1.0
check "... b as measured" near light.json Lab.2 14.1 1.0
check "... melanin" near light.json melanin 0.0166 0.0005
check "... from 400 nm" near light.json wavelength_nm.0 400 0
check "... to 700 nm" near light.json wavelength_nm.30 700 0
check "... at 550 nm" near light.json reflectance.15 0.311 0.012
check "... Y" near light.json XYZ.1 35.2 0.5
expect 0 "the same by its parts" optics skin --melanin "$(json melanin <light.json)" --blood 0.016 \
    --scatter 1 --json
cp "$out" parts.json
check "... is the same skin" near parts.json Lab.1 "$(json Lab.1 <light.json)" 1e-6
expect 0 "dark skin" optics skin --melanin 0.16
check "... has its class" shows "dark"
check "... and its spectrum" shows "700  0."
expect 0 "more blood" optics skin --melanin 0.0144 --blood 0.03 --json
cp "$out" red.json
check "... is redder" near red.json Lab.1 13.5 2
expect 2 "neither angle nor melanin" optics skin
expect 2 "both" optics skin --ita 40 --melanin 0.01
expect 2 "an angle that no skin has" optics skin --ita 89
check "... says which have" says "possible"
expect 2 "too much melanin" optics skin --melanin 1.4
check "... says how much may be" says "0..0.3"
expect 2 "no scattering" optics skin --ita 48 --scatter 0
expect 2 "negative blood" optics skin --ita 48 --blood -0.01
expect 2 "an operand" optics skin layers.csv --ita 48
printf 'n,mua_per_mm,mus_per_mm,g,thickness_mm\n2,1e5,1e5,0.9,1e5\n1,1e-300,1e5,-0.9,9909.9\n' >unlike.csv
expect 2 "layers beyond sixteen digits" optics slab unlike.csv --json
check "... say so instead of printing no number" says "too unlike"

# A dot.
dot='--depth_mm 0.12 --diameter_mm 0.2 --thickness_mm 0.08 --dmua_per_mm 50'
# shellcheck disable=SC2086 # options are words
expect 0 "a dot in light skin" optics dot --skin 48 $dot --wavelength_nm 550 --json
cp "$out" dot.json
check "... its peak" near dot.json contrast.0 0.55 0.06
check "... its integral" near dot.json total_mm2 0.080 0.006
check "... its half width" near dot.json hwhm_mm 0.115 0.006
check "... the bare skin" near dot.json r0 0.2833 0.002
check "... begins in the middle" near dot.json r_mm.0 0 0
check "... and ends at 4 mm" near dot.json r_mm.96 4 1e-9
# shellcheck disable=SC2086
expect 0 "the same by melanin" optics dot --melanin 0.01644 --blood 0.016 --scatter 1 $dot
check "... as text" shows "Total contrast           0.085"
expect 0 "the usual dot" optics dot --skin 48
check "... is that one" shows "Total contrast           0.085"
expect 0 "red light" optics dot --skin 48 --wavelength_nm 650 --json
cp "$out" dot.json
check "... misses more" near dot.json total_mm2 0.131 0.009
slab skin.csv 1.4,0.5399,26.1,0.7795,0.08 1.4,0.5336,16.59,0.7795,0.2 1.4,0.2926,16.59,0.7795,1.72 \
    1.4,0.2712,13.63,0.7795,inf
# shellcheck disable=SC2086
expect 0 "a dot in layers" optics dot --layers skin.csv $dot --json
cp "$out" dot.json
check "... its integral as published" near dot.json total_mm2 0.0748 0.003
check "... its half width too" near dot.json hwhm_mm 0.116 0.006
expect 0 "no ink" optics dot --layers skin.csv --dmua_per_mm 0 --json
cp "$out" dot.json
check "... is not seen" near dot.json total_mm2 0 0
expect 2 "a dot in nothing" optics dot --depth_mm 0.12
check "... says what is needed" says "--layers FILE"
expect 2 "a dot in two things" optics dot --skin 48 --layers skin.csv
expect 2 "a dot out of the surface" optics dot --skin 48 --depth_mm 0.1 --thickness_mm 0.3
check "... says so" says "comes out of the surface"
slab thin.csv 1.4,0.5,20,0.8,0.3
expect 2 "a dot through the bottom" optics dot --layers thin.csv --depth_mm 0.29
check "... says how deep the layers are" says "0.3 mm"
expect 2 "too deep" optics dot --skin 48 --depth_mm 3
check "... says how deep it may be" says "0.02..1.5"
expect 2 "a negative absorption" optics dot --skin 48 --dmua_per_mm -1
expect 2 "no diameter" optics dot --skin 48 --diameter_mm 0
expect 2 "no light" optics dot --skin 48 --wavelength_nm 1000
expect 2 "no layers' file" optics dot --layers nowhere.csv
finish
