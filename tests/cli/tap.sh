# SPDX-License-Identifier: GPL-3.0-or-later
# The test runner for commands, as check.h is for functions: TAP on stdout. A test sources this,
# calls `expect` and `check`, and ends with `finish`. Everything happens in a folder that is
# removed at the end; the program is $SCALPTOR.
set -u
: "${SCALPTOR:?the path of the program}"
tap_number=0
tap_failed=0
tap_folder=$(mktemp -d)
trap 'rm -rf "$tap_folder"' EXIT
cd "$tap_folder" || exit 99
out=$tap_folder/.stdout
err=$tap_folder/.stderr
# A sanitizer's finding must not look like one of our exit codes.
ASAN_OPTIONS=${ASAN_OPTIONS:-}:exitcode=99
LSAN_OPTIONS=${LSAN_OPTIONS:-}:exitcode=98
export ASAN_OPTIONS LSAN_OPTIONS

tap_result() { # tap_result STATUS NAME
    tap_number=$((tap_number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $tap_number - $2"
    else
        tap_failed=1
        echo "not ok $tap_number - $2"
    fi
}

# check NAME COMMAND...: passes when the command succeeds.
check() {
    tap_name=$1
    shift
    "$@" >"$tap_folder/.check" 2>&1
    tap_status=$?
    [ $tap_status -eq 0 ] || { echo "# $*"; head -n 20 "$tap_folder/.check" | sed 's/^/# /'; }
    tap_result $tap_status "$tap_name"
}

# expect CODE NAME ARGUMENTS...: runs scalptor; passes when it exits with CODE. Its words are then
# in $out and $err.
expect() {
    tap_code=$1
    tap_name=$2
    shift 2
    "$SCALPTOR" "$@" >"$out" 2>"$err"
    tap_got=$?
    tap_status=0
    [ $tap_got -eq "$tap_code" ] || tap_status=1
    # Every failure is explained, in one sentence on stderr and nowhere else.
    if [ "$tap_code" -ge 2 ] && [ "$(grep -c '^scalptor: .*[.?]$' "$err")" -ne 1 ]; then
        tap_status=1
    fi
    if [ $tap_status -ne 0 ]; then
        echo "# scalptor $* gave $tap_got, not $tap_code; it said:"
        head -n 20 "$err" | sed 's/^/# /'
    fi
    tap_result $tap_status "$tap_name"
}

# skip NAME REASON
skip() {
    tap_number=$((tap_number + 1))
    echo "ok $tap_number - $1 # SKIP $2"
}

says() { # says TEXT: the last expect said so on stderr
    grep -qF -- "$1" "$err" || { cat "$err"; return 1; }
}

shows() { # shows TEXT: the last expect showed it on stdout
    grep -qF -- "$1" "$out" || { cat "$out"; return 1; }
}

silent() { # nothing on stdout
    [ ! -s "$out" ]
}

absent() { # absent FILE...: none is there, nor a half-written one beside it
    for tap_file in "$@"; do
        [ ! -e "$tap_file" ] || { echo "$tap_file is there"; return 1; }
    done
    ! find . -name '.scalptor-*' | grep .
}

same() { # same FILE FILE
    cmp "$1" "$2"
}

differ() {
    ! cmp -s "$1" "$2"
}

json() { # json PATH <FILE: the value at a path such as sessions.0.dots; fails if it is no JSON
    "${JSON_GET:?the path of the helper}" "$1"
}

equal() { # equal A B
    [ "$1" = "$2" ] || { echo "\"$1\" is not \"$2\""; return 1; }
}

# small_case FILE: quick to plan, about a hundred dots.
small_case() {
    cat >"$1" <<'JSON'
{ "scalptor_case": 1, "seed": 3, "loss": {"scale": "norwood", "stage": "III"},
  "design": {"style": "natural", "density_per_cm2": 20} }
JSON
}

finish() {
    echo "1..$tap_number"
    exit $tap_failed
}
