#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The JSON Schema before an independent judge: it is a schema, it lets every case through that the
# program lets through, and refuses what the program refuses.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

cat >judge.py <<'PYTHON'
import json, sys
from jsonschema import Draft202012Validator
with open(sys.argv[1]) as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
if len(sys.argv) > 2:
    with open(sys.argv[2]) as file:
        faults = list(Draft202012Validator(schema).iter_errors(json.load(file)))
    for fault in faults:
        print(fault.json_path, fault.message)
    sys.exit(1 if faults else 0)
PYTHON
schema=$SCALPTOR_SOURCE/docs/case.schema.json
judge() {
    /usr/bin/python3 judge.py "$schema" "$@"
}
refuses() { # the judge and the program both refuse the file
    ! judge "$1" || return 1
    ! "$SCALPTOR" case check "$1" || return 1
}

if ! /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
    skip "the schema before a judge" "python3-jsonschema is not installed"
    finish
fi
check "it is a schema of draft 2020-12" judge
expect 0 "case new" case new -o new.json
check "... passes" judge new.json
for file in "$SCALPTOR_SOURCE"/tests/cases/real/*.json; do
    check "$(basename "$file") passes" judge "$file"
done
echo '{"scalptor_case": 1}' >least.json
check "the least case passes" judge least.json
expect 0 "... in the program too" case check least.json
number=0
while read -r text; do
    number=$((number + 1))
    echo "$text" >"bad$number.json"
    check "both refuse $text" refuses "bad$number.json"
done <<'CASES'
{"scalptor_case": 2}
{"seed": 1}
{"scalptor_case": 1, "sead": 1}
{"scalptor_case": 1, "seed": "one"}
{"scalptor_case": 1, "seed": -1}
{"scalptor_case": 1, "design": {"density_per_cm2": 1000}}
{"scalptor_case": 1, "design": {"zones": [{"zone": "elbow"}]}}
{"scalptor_case": 1, "treatment": {"needle": "9999XX"}}
{"scalptor_case": 1, "loss": {"stage": "VIII"}}
{"scalptor_case": 1, "photos": [{"id": "a b", "file": "x.jpg"}]}
{"scalptor_case": 1, "photos": [{"id": "a", "file": "x.jpg", "landmarks": {"nose": [1, 2]}}]}
{"scalptor_case": 1, "photos": [{"id": "a", "file": "x.jpg", "landmarks": {"nasion": [1]}}]}
{"scalptor_case": 1, "head": {"length_mm": 20}}
CASES
finish
