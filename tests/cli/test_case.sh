#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# case new, show and check.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

expect 0 "case new alone makes case.json" case new --style natural
check "... shows nothing on stdout" silent
check "... a document" equal "$(json scalptor_case <case.json)" 1
expect 0 "it is ready" case check case.json
expect 2 "it is not overwritten" case new
check "... and the message says how" says "--force"
expect 0 "unless asked to" case new --force

expect 0 "measurements go in" case new -o all.json --loss "III vertex" --sex female --age 41 \
    --length-mm 190 --breadth-mm 148.5 --circumference-mm 561 --tragion-vertex-mm 126 \
    --density 80 --seed 12 --ita-deg -10
check "... length" equal "$(json head.length_mm <all.json)" 190
check "... breadth" equal "$(json head.breadth_mm <all.json)" 148.5
check "... circumference" equal "$(json head.circumference_mm <all.json)" 561
check "... tragion to vertex" equal "$(json head.tragion_vertex_mm <all.json)" 126
check "... stage" equal "$(json loss.stage <all.json)" "III vertex"
check "... sex" equal "$(json client.sex <all.json)" female
check "... age" equal "$(json client.age <all.json)" 41
check "... density" equal "$(json design.density_per_cm2 <all.json)" 80
check "... seed" equal "$(json seed <all.json)" 12
check "... skin" equal "$(json skin.ita_deg <all.json)" -10
expect 0 "case show" case show all.json
check "... shows them" shows "148.5 mm"
check "... within 80 columns" test -z "$(grep -E '.{81}' "$out")"
expect 0 "case show --json" case show all.json --json
check "... is the file itself" same "$out" all.json
expect 0 "case new to stdout" case new -o - --seed 12
check "... is a document" equal "$(json seed <"$out")" 12
check "... and nothing else is said" test ! -s "$err"

# Photos: rendered by the program itself.
mkdir -p photos/set work
small_case small.json
expect 0 "a photo to work with" preview small.json --size 240x320 -o photos/set/front.jpg
cp photos/set/front.jpg "photos/set/my left45 view.jpg"
expect 0 "photos go in" case new -o work/case.json --photo photos/set/front.jpg \
    --photo "photos/set/my left45 view.jpg" --photo photos/set/front.jpg:other
check "... three of them" equal "$(json photos <work/case.json)" 3
check "... relative to the case" equal "$(json photos.0.file <work/case.json)" \
    ../photos/set/front.jpg
check "... the view guessed" equal "$(json photos.0.view <work/case.json)" front
check "... the view guessed from a longer name" equal "$(json photos.1.view <work/case.json)" left45
check "... the view given" equal "$(json photos.2.view <work/case.json)" other
check "... ids of letters" equal "$(json photos.1.id <work/case.json)" my-left45-view
check "... ids that differ" equal "$(json photos.2.id <work/case.json)" front-2
check "... a hint about the landmarks" says "landmarks"
expect 1 "without landmarks it is not ready" case check work/case.json
check "... and every photo is named" equal "$(grep -c 'not ready' "$out")" 3
expect 1 "the same as JSON" case check work/case.json --json
check "... not ready" equal "$(json ready <"$out")" false
check "... three problems" equal "$(json problems <"$out")" 3
rm photos/set/front.jpg
expect 1 "a photo that is gone" case check work/case.json
check "... is named" shows "front.jpg"
expect 2 "a photo that never was" case new -o no.json --photo nowhere.jpg
check "... makes no case" absent no.json
finish
