#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A full disk, a full stdout, a folder that cannot be written to: exit code 3, nothing half done.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"

small_case case.json
echo "what was there before" >old
failing() { # failing NAME ARGUMENTS...: with files limited to 512 bytes
    name=$1
    shift
    # Words of the program, and nothing else, go around the limit: through a pipe.
    (ulimit -f 1 && "$SCALPTOR" "$@" 2>&1 >/dev/null; echo $? >&3) 3>&1 | cat >"$err"
    check "$name: exit code 3" equal "$(tail -n 1 "$err")" 3
    check "... and the reason" says "scalptor: Cannot write"
}
cp old plan.json
failing "a disk that is full for the plan" plan case.json -o plan.json
check "... leaves the old file" same plan.json old
check "... and no half one" absent new
cp old dots.csv
failing "a disk that is full for the dots" plan case.json --dots dots.csv
check "... leaves the old file" same dots.csv old
failing "a disk that is full for the picture" preview case.json --size 64x64 -o new.png
check "... leaves no half one" absent new.png
failing "a disk that is full for the head" fit case.json --head new.glb
check "... leaves no half one" absent new.glb

if [ -c /dev/full ]; then
    for arguments in "case show case.json" "plan case.json" "plan case.json -o -" \
        "fit case.json --json" "preview case.json --size 64x64 -o -" "case new -o -" "--version" \
        "help" "plan --help"; do
        # shellcheck disable=SC2086 # several arguments
        "$SCALPTOR" $arguments >/dev/full 2>"$err"
        check "a full stdout: $arguments" equal $? 3
        check "... says so" says "scalptor: "
    done
    expect 3 "/dev/full as a file" plan case.json -o /dev/full
else
    skip "a full stdout" "this machine has no /dev/full"
fi

expect 3 "a folder below a file" plan case.json -o case.json/plan.json
expect 3 "a folder that is not there" plan case.json -o nowhere/plan.json
check "... is named" says "nowhere/plan.json"
expect 3 "a folder that cannot be written to" plan case.json -o /proc/plan.json
mkdir folder
expect 2 "a folder as output" plan case.json -o folder
if [ "$(id -u)" -ne 0 ]; then
    chmod a-w folder
    expect 3 "a folder without permission" plan case.json -o folder/plan.json
    chmod a+w folder
else
    skip "a folder without permission" "root may write anywhere"
fi
check "a result that is there already may be overwritten" cp old plan.json
expect 0 "a plan over an older one" plan case.json -o plan.json
check "... is the new one" test "$(json scalptor_plan <plan.json)" = 1
finish
