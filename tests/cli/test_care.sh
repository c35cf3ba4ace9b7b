#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# screen, protocol and aftercare: from the blank form to the sheet that is taken home.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

# answers FILE [JQ-LIKE CHANGES IN PYTHON]: the blank form, answered by a healthy client.
answers() {
    /usr/bin/python3 - "$1" "$2" <<'PYTHON'
import json, sys
d = json.load(open("blank.json"))
good = {"born": "1988-05-01", "blood_pressure": "normal", "expectations": "realistic",
        "patch_test": "2026-11-10"}
for key, text in d["questions"].items():
    if key in d["form"]["answers"]:
        d["form"]["answers"][key] = good.get(key, "none" if "[none|" in text else False)
form, again = d["form"]["answers"], d["again"]
def ask_again(day):
    again["date"] = day
    for key in again["answers"]:
        again["answers"][key] = False
exec(sys.argv[2])
json.dump(d, open(sys.argv[1], "w"))
PYTHON
}

expect 0 "a blank form" screen --blank --on 2026-11-20 -o blank.json
expect 1 "... clears nobody" screen blank.json --on 2026-11-20
check "... says so" shows "NOT CLEARED for Friday, 20 November 2026"
check "... and asks" shows "When were you born?"
expect 0 "a blank form in German" screen --blank --language de
check "... asks in German" shows "Wann sind Sie geboren?"

answers go.json ""
expect 0 "a healthy client" screen go.json --on 2026-11-20 --json
check "... go" equal "$(json verdict <"$out")" go
check "... for this session" equal "$(json clears_session <"$out")" true
check "... made from these answers" equal "$(json answers_sha256 <"$out")" \
    "$(sha256sum go.json | cut -d' ' -f1)"
expect 0 "... later, for booking" screen go.json --on 2026-12-10 --json
check "... not yet for the session" equal "$(json clears_session <"$out")" false
expect 1 "on the day without the short questions" screen go.json --on 2026-12-10 --again
answers again.json 'ask_again("2026-12-10")'
expect 0 "on the day with them" screen again.json --on 2026-12-10 --again --json
check "... for the session" equal "$(json clears_session <"$out")" true
expect 1 "the day after" screen again.json --on 2026-12-11 --again
answers ill.json 'ask_again("2026-12-10"); again["answers"]["alcohol"] = True'
expect 1 "after a drink" screen ill.json --on 2026-12-10 --again
check "... tomorrow" shows "WAIT until Friday, 11 December 2026"
expect 1 "after seven months" screen go.json --on 2027-06-20
check "... the whole form" shows "older than 6 months"

answers wait.json 'form["isotretinoin"] = "2026-03-31"'
expect 1 "someone who took isotretinoin" screen wait.json --on 2026-11-20
check "... until when" shows "WAIT until Wednesday, 31 March 2027"
check "... what caused it" shows "isotretinoin"
check "... nothing is to be stopped" shows "Do not"
expect 0 "... may come on that day" screen wait.json --on 2027-03-31
expect 1 "in Spanish" screen wait.json --on 2026-11-20 --language es
check "... the words" shows "ESPERAR hasta el miércoles, 31 de marzo de 2027"
expect 1 "as JSON into a file" screen wait.json --on 2026-11-20 --json -o wait.out
check "... nothing on stdout" silent
check "... the day" equal "$(json until <wait.out)" 2027-03-31
check "... the question" equal "$(json findings.0.question <wait.out)" isotretinoin
check "... its answer" equal "$(json findings.0.answer <wait.out)" 2026-03-31
expect 0 "cleared by hand" screen wait.json --on 2026-11-20 \
    --override "her dermatologist agrees"
check "... the reason is printed" shows "her dermatologist agrees"
check "... and the answer still" shows "WAIT until"
expect 2 "an override without a reason" screen wait.json --on 2026-11-20 --override "ok"
answers minor.json 'form["born"] = "2010-01-01"'
expect 1 "a minor, by hand" screen minor.json --on 2026-11-20 --override "the parents agree to it"
check "... does not help" shows "A reason does not lift this."
answers doctor.json 'form["diabetes"] = "type1"'
expect 1 "somebody with diabetes" screen doctor.json --on 2026-11-20
check "... a doctor" shows "ASK A DOCTOR"
answers letter.json 'form["diabetes"] = "type1"
d["letters"] = [{"about": "diabetes", "doctor": "Dr Roth", "date": "2026-11-01"}]'
expect 0 "... with a letter" screen letter.json --on 2026-11-20
check "... whose" shows "Dr Roth"
answers numb.json 'd["weight_kg"] = 80
d["numbing"] = [{"product": "emla", "grams": 70, "area_cm2": 400, "minutes": 60,
                 "at": "2026-11-20 09:00", "broken_skin": False}]'
expect 1 "too much numbing" screen numb.json --on 2026-11-20 --json
check "... no" equal "$(json verdict <"$out")" no
check "... how much" equal "$(json numbing.lidocaine_mg <"$out")" 1750

expect 2 "no answers at all" screen
expect 2 "answers and a blank form" screen go.json --blank
expect 2 "a day that is none" screen go.json --on 2026-02-30
expect 2 "a day before the form" screen go.json --on 2026-11-19
expect 2 "a language nobody wrote" screen go.json --language xx
check "... which there are" says "en, de, es"
expect 2 "an output over the input" screen go.json --on 2026-11-20 -o go.json
echo '{"scalptor_screening": 1, "form": {"date": "2026-11-20", "answers": {"keloid": "perhaps"}}}' >bad.json
expect 2 "an answer that is none" screen bad.json -o never.txt
check "... which" says "form.answers.keloid"
check "no file is left" absent never.txt

expect 0 "the schema" screen --schema -o schema.json
check "... is the one of the docs" same schema.json "$SCALPTOR_SOURCE/docs/screening.schema.json"
cat >judge.py <<'PYTHON'
import json, sys
from jsonschema import Draft202012Validator as V
schema = json.load(open("schema.json"))
V.check_schema(schema)
sys.exit(1 if list(V(schema).iter_errors(json.load(open(sys.argv[1])))) else 0)
PYTHON
if /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
    for file in blank go again letter numb; do
        check "... lets $file.json through" /usr/bin/python3 judge.py $file.json
    done
    # shellcheck disable=SC2016 # the words of sh
    check "... and a wrong answer not" sh -c '! /usr/bin/python3 judge.py bad.json'
else
    skip "... before a judge" "python3-jsonschema is not installed"
fi

expect 0 "the protocol of a scar" protocol --area scalp,scar --date 2026-12-01
check "... the dermaroller weeks before" shows "20 October - 3 November: Dermaroller"
check "... nothing of the same day" sh -c '! grep -q "right before the dots" "$0"' "$out"
check "... a step without a source says so" shows "No study was found that supports this step."
expect 0 "as JSON" protocol --area brow --json
check "... steps" equal "$(json steps.0.step <"$out")" prepare_skin
small_case case.json
expect 0 "by a case" protocol case.json --scar --language de
check "... in German" shows "Ablauf der Sitzung: Kopfhaut, Narbe"
cat >studio.json <<'JSON'
{ "scalptor_protocol": 1, "steps": [{"step": "top_coat", "do": "drop"},
  {"step": "needling_same_day", "do": "keep"},
  {"step": "breaks", "do": "edit", "text": "Rest every hour."}] }
JSON
expect 0 "a studio's own" protocol --area scar --studio studio.json
check "... its words" shows "Rest every hour."
check "... what it left out" shows "Left out by the studio: top_coat"
check "... a warning" says "advised against"
echo '{"scalptor_protocol": 1, "steps": [{"step": "label", "do": "drop"}]}' >drop.json
expect 2 "a step that must stay" protocol --area scalp --studio drop.json -o never.txt
expect 2 "no area" protocol
expect 2 "an unknown area" protocol --area elbow
expect 2 "both" protocol case.json --area scalp
check "no file is left" absent never.txt

expect 0 "a plan" plan case.json -o plan.json -q
expect 2 "a sheet without a date" aftercare case.json
expect 0 "a sheet of a case" aftercare case.json --date 2026-12-01
check "... until when" shows "Pool, sea, sauna and steam. Until 30 December."
check "... no promise" shows "The work is not permanent"
check "... no session but this one" sh -c '! grep -q "Session 2" "$0"' "$out"
echo '{"name": "Studio Nord", "phone": "+49 30 123", "prices": []}' >profile.json
expect 0 "a sheet of a plan" aftercare plan.json --date 2026-12-01 --studio profile.json --language de
check "... its sessions" shows "Sitzung 3: Dienstag, 12. Januar 2027"
check "... whom to call" shows "Fragen? Studio Nord anrufen: +49 30 123"
check "... within 80 columns" test -z "$(LC_ALL=C.UTF-8 grep -E '.{81}' "$out")"
expect 0 "as JSON into a file" aftercare plan.json --date 2026-12-01 --json -o sheet.json
check "... the second session cuts the first short" equal "$(json avoid.11.until.0 <sheet.json)" null
expect 0 "a plan with dates" plan case.json --first-date 2026-12-01 -o plan.json -q
sed 's/"scalptor_case": 1,/"scalptor_case": 1, "treatment": {"session_dates": ["2026-12-01", "2026-12-20"]},/' case.json >dated.json
expect 0 "a case with dates" aftercare dated.json
check "... both" shows "Session 2: Sunday, 20 December 2026"
expect 0 "... from the second" aftercare dated.json --date 2026-12-20
expect 2 "... on no such day" aftercare dated.json --date 2026-12-21 -o never.txt
expect 2 "a sheet of answers" aftercare go.json --date 2026-12-01 -o never.txt
check "no file is left" absent never.txt
finish
