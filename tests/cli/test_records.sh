#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A studio's records as the desk and the chair use them: from an empty folder to a finished session,
# a recall, and a client who is forgotten.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"
"${MAKE_STORE:?the path of the helper}" data 'correct horse' || exit 99
echo 'correct horse' >pass
echo 'wrong horse' >wrong
export SCALPTOR_DATA="$PWD/data" SCALPTOR_PASSPHRASE_FILE="$PWD/pass"
unset USER
day=2026-11-20

# ---- The desk
expect 0 "a client" client new family_name=Keller given_name=Anna born=1990-05-05 \
    phone='+49 30 5550100' language=de --on $day --json
anna=$(json id <"$out")
check "... belongs to herself" equal "$(json client <"$out")" "$anna"
expect 1 "the same again" client new family_name=keller given_name=anna born=1990-05-05
check "... is told" says "There is a client of this name"
expect 0 "unless it is somebody else" client new family_name=keller given_name=anna \
    born=1990-05-05 --twice --json
twin=$(json id <"$out")
expect 2 "a field that is none" client new famly_name=X given_name=Y
check "... suggests the nearest" says "did you mean family_name?"
expect 2 "what is missing" client new given_name=Y
check "... is named" says "family_name: it is missing"
expect 2 "a birth date that is none" client new family_name=X given_name=Y born=5.5.1990
expect 2 "no FIELD=VALUE" client new Keller
expect 0 "another" client new "family_name=Müller" "given_name=Jürgen" born=1980-01-01
expect 0 "searched without accents" client search muller ju
check "... is found" shows "Müller, Jürgen"
expect 2 "two of one name" client show keller
check "... are named" says "2 of the kind client"
expect 0 "put aside" client archive "$twin"
expect 0 "now the name means one" client show keller
check "... with the consents" shows "publication        no"
expect 0 "a change" client set keller city=Halle notes=@pass
expect 0 "... stays" client show keller --json
check "... with a file's words" equal "$(json client.notes <"$out")" "correct horse"
check "... and a version" equal "$(json client.version <"$out")" 2
expect 1 "a wrong passphrase" client list --passphrase-file wrong
check "... shows nothing" silent
expect 2 "nowhere" client list --data "$PWD/nowhere"
expect 2 "two places" client list --data "$PWD/data" --store postgres://x
expect 2 "a day that is none" client list --on tomorrow
expect 0 "staff" user add name='Ada Roth' roles=practitioner roles=owner \
    'trainings=[{"name": "Bloodborne pathogens", "on": "2026-01-05", "until": "2026-12-05"}]'
expect 2 "a row with a wrong field" user add name=X roles=desk 'trainings=[{"nam": "B"}]'
expect 0 "who works here" user list
check "... with trainings" shows "Bloodborne pathogens"
expect 0 "an appointment" record add appointment --client keller starts_at=${day}T10:00 \
    minutes=180 what=session state=planned staff=ada
expect 2 "with somebody who is not there" record add appointment --client keller \
    starts_at=${day}T10:00 minutes=180 what=session state=planned staff=bob

# ---- Stock
expect 0 "a pigment" stock add use=pigment brand='Ink One' name=Black lot=A17-03 \
    expires=2027-06-30 unit=ml quantity=15 sterile=yes reach=yes use_within_days=90 reorder_at=5
expect 0 "needles" stock add use=needle brand=Sharp name=0601RL lot=N5 expires=2028-01-01 \
    unit=pieces quantity=20 sterile=yes reach=no
expect 0 "water that is too old" stock add use=diluent brand=Aqua name=Water lot=W9 \
    expires=2026-10-01 unit=ml quantity=50 sterile=yes reach=no --on $day
check "... is told" says "expired on 2026-10-01"
expect 0 "the stock" stock list --on $day --json
check "... in the order of use" equal "$(grep -c '"usable": true' "$out")" 2

# ---- Papers
small_case case.json
"$SCALPTOR" plan case.json -o plan.json -q >/dev/null
"$SCALPTOR" plan case.json --seed 9 -o other.json -q >/dev/null
"$SCALPTOR" preview case.json --plan plan.json --size 100x100 -o picture.png -q
expect 1 "nothing is there yet" session check keller --on $day --json
check "... which is told" equal "$(json open <"$out")" false
expect 1 "nor may it start" session start keller --on $day
check "... and says how much is missing" says "reasons"
expect 0 "the words of the consent" consent text --json --language de
risks=$(sed -n 's/.*"key": "\(.*\)",/\1/p' "$out")
check "... with risks" test "$(echo "$risks" | wc -l)" -ge 5
initials=
for risk in $risks; do initials="$initials --initial $risk=AK"; done
expect 2 "not every risk" consent sign keller --initial pain=AK --photos yes --publication no \
    --signature 'Anna Keller'
check "... is named" says "infection"
expect 2 "photos not answered" consent sign keller $initials --publication no --signature A
expect 2 "not signed" consent sign keller $initials --photos yes --publication no
echo 'M0,0 L10,5 L20,0' >hand.path
expect 0 "signed" consent sign keller $initials --photos yes --publication no \
    --signature 'Anna Keller' --drawing hand.path --on ${day}T09:00 --json
consent=$(json id <"$out")
check "... in her language" equal "$(json language <"$out")" de
check "... by hand" equal "$(json signed_how <"$out")" drawn
expect 2 "a signed consent is not put right" record set "$consent" photos=no
check "... which is said" says "set by the program"
expect 2 "a height that is none" approve keller plan.json --picture picture.png \
    --signature 'Anna Keller' --height middle
expect 2 "a place that is none" approve keller plan.json --picture picture.png \
    --signature 'Anna Keller' --height top=70
expect 2 "no plan" approve keller case.json --picture picture.png --signature 'Anna Keller'
expect 0 "the plan approved" approve keller plan.json --picture picture.png \
    --signature 'Anna Keller' --on ${day}T09:05 --json
approval=$(json id <"$out")
check "... at these heights" test -n "$(json heights.0.mm <"$out")"
expect 0 "its picture" record show "$approval" -o seen.png
check "... is the one that was shown" same seen.png picture.png
expect 2 "sessions are started, not typed" record add session --client keller
expect 2 "clearance is answered, not typed" record add screening --client keller outcome=go

# ---- Screening
"$SCALPTOR" screen --blank | sed 's/: null/: false/' |
    sed -e "s/\"date\": false/\"date\": \"$day\"/; s/\"born\": false/\"born\": \"1990-05-05\"/" \
        -e 's/"\(lesion\|vitiligo\|bleeding\|diabetes\|patch_reaction\)": false/"\1": "none"/' \
        -e 's/"blood_pressure": false/"blood_pressure": "normal"/' \
        -e 's/"expectations": false/"expectations": "realistic"/' \
        -e 's/"patch_test": false/"patch_test": "2026-11-10"/' \
        -e 's/"weight_kg": false/"weight_kg": 70/' >answers.json
expect 0 "all answered" screen answers.json --on $day --client keller
check "... and stored" says "Stored as screening"
sed 's/1990-05-05/1991-05-05/' answers.json >swapped.json
expect 2 "somebody else's answers" screen swapped.json --on $day --client keller
check "... are noticed" says "born on 1991-05-05"

# ---- The chair
start="--staff ada --use A17-03 --use N5 --on ${day}T10:00"
expect 1 "without the label information" session check keller $start
check "... it may not start" shows "label information"
expect 1 "with another plan" session check keller $start --label-given --plan other.json
check "... it may not start" shows "another plan"
expect 1 "with old water" session start keller $start --label-given --use W9
check "... it may not start" says "expired on 2026-10-01"
expect 0 "with everything" session check keller $start --label-given --plan plan.json
check "... it may" shows "may start"
check "... and the training is told" shows "Bloodborne"
expect 0 "it starts" session start keller $start --label-given
expect 1 "but once" session start keller $start --label-given
expect 0 "more ink" session use keller A17-03 --amount 10.5 --on $day
expect 2 "more than there is" session use keller A17-03 --amount 9 --on $day
expect 0 "what was done" session record keller needle=0601RL depth_mm=0.5 pain=3 zones=crown \
    'recipes=[{"zone": "crown", "pigment": "Black", "drops": 2, "diluent_drops": 40}]'
expect 2 "pain beyond words" session record keller pain=11
check "... is refused by its limits" says "from 0 to 10"
expect 2 "its state is not typed" session record keller state=done
expect 0 "it stops" session stop keller bleeding=none --on ${day}T12:30
check "... after a time" shows "2 h 30 min"
expect 0 "the session" session show keller --json
check "... has its lots" equal "$(json materials.0.lot <"$out")" A17-03
expect 0 "the stock knows" stock list --on $day
check "... to order more" shows "order more"
check "... and when it was opened" shows 2027-02-18
session=$("$SCALPTOR" session show keller --json | json id)
expect 0 "a look at it healed" record add inspection --client keller session="$session" \
    days_after=28 healed_l=52 healed_a=8 healed_b=10 --on 2026-12-18
expect 0 "the file" client show keller
check "... shows the recipe" shows "2 drops to 40 of diluent"
check "... beside what it healed to" shows "healed to L 52"
expect 0 "a photo" record add photo --client keller view=front stage=before --file picture.png --json
photo=$(json id <"$out")
expect 0 "comes back" record show "$(echo "$photo" | cut -c1-8)" -o photo.png
expect 2 "too few letters" record show abc
check "... as it was" same photo.png picture.png

# ---- What leaves
expect 2 "nowhere to" export client keller
expect 0 "all about one client" export client keller -o keller.tar
check "... can be unpacked" sh -c 'mkdir out && tar xf keller.tar -C out'
check "... with the picture" sh -c 'cmp picture.png out/files/picture-*.png'
check "... and the consent" sh -c 'grep -q "Anna Keller" out/records/*-consent-*.json'
expect 2 "a table of nothing" export table ink -o x.csv
expect 0 "a table" export table client -o -
check "... with a formula made harmless" shows "\"'+49 30"
expect 0 "the calendar" export calendar -o -
check "... says no name" sh -c "! grep -q Keller '$out'"
expect 2 "from a day that is none" export calendar --from now -o x.ics
expect 0 "outcomes" export outcomes -o -
check "... a line" shows "session,1,0601RL,0.5,3,none"
check "no file is left of what failed" absent x.csv x.ics

# ---- Afterwards
expect 0 "who got the lot" stock recall 'a17 03' --mark 'germs, says the maker' --json
check "... Anna" equal "$(json sessions.0.name <"$out")" "Keller, Anna"
expect 0 "the bottle" stock list --all --json
check "... is recalled" shows '"state": "recalled"'
expect 0 "a consent taken back" consent withdraw keller --scope photos \
    --sent 'front, before=studio site' --done 'taken down'
expect 2 "what is not in force" consent withdraw keller --scope publication
expect 1 "forgetting asks first" erase keller --reason letter
check "... and says what would go" says "stay sealed"
expect 0 "forgotten" erase keller --reason letter --yes --asked-on $day
expect 2 "gone" client show "$anna"
expect 0 "the lot is still known" stock recall A17-03
check "... though not whose it was" shows "(erased)"
expect 0 "all well" doctor
check "no name can be read in the folder" sh -c '! grep -rlaE "Keller|M.{1,2}ller|5550100" data'
finish
