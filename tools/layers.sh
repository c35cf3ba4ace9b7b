#!/bin/sh
# Holds every room to what the table in docs/design.md allows: which rooms' headers it includes,
# and that rooms below `codec` touch no file, clock, socket or environment.
# Prints one line per offence; exit code 1 when there is any.
set -eu
cd "$(dirname "$0")/.."

# room: rooms it may use (and, through them, what those may use; base is always allowed)
table='base:
exchange: base
care: base
colour: base
image: base
mesh: base
records: care
optics: colour
segment: image colour
head: mesh image segment
calibrate: colour image
design: head
layout: design mesh
plan: layout optics
fading: optics
inspect: calibrate segment
evenness: inspect
pairing: inspect plan
panel: inspect fading
closeup: inspect plan design head
worked: closeup pairing
match: plan fading optics
render: plan fading optics image head segment
case: render match worked closeup panel pairing evenness
codec: case calibrate inspect care records
report: codec records exchange
store:
studio: codec report store
cli: codec report studio'

pure='base exchange care colour image mesh records optics segment head calibrate design layout plan fading inspect evenness pairing panel closeup worked match render case'
outside='vips|lcms2|jansson|cminpack|glib|cairo|pango|apriltag|sqlite3|libpq|sodium'

allowed() { # all rooms that room $1 may include, itself with them
    todo=$1
    seen=
    while [ -n "$todo" ]; do
        room=${todo%% *}
        case $todo in *' '*) todo=${todo#* } ;; *) todo= ;; esac
        case " $seen " in *" $room "*) continue ;; esac
        seen="$seen $room"
        uses=$(printf '%s\n' "$table" | sed -n "s/^$room: *//p")
        todo="$uses${todo:+ $todo}"
        todo=${todo# }
    done
    echo "$seen base"
}

bad=0
complain() {
    echo "$*"
    bad=1
}

for folder in src/*/; do
    room=$(basename "$folder")
    if ! printf '%s\n' "$table" | grep -q "^$room:"; then
        complain "src/$room: a room that the table does not know"
        continue
    fi
    may=$(allowed "$room")
    # gen/ holds programs of the build machine, not the library.
    files=$(find "src/$room" -name '*.[ch]' -not -path '*/gen/*')
    files="$files $(find include/scalptor -name "$room.h" -o -name "${room}_*.h")"
    for file in $files; do
        for used in $(sed -n 's/^#include <scalptor\/\([a-z]*\)\(_[a-z_]*\)\{0,1\}\.h>.*/\1/p' "$file"); do
            case " $may " in
            *" $used "*) ;;
            *) complain "$file: $room may not use $used" ;;
            esac
        done
        for local in $(sed -n 's/^#include "\(.*\)"$/\1/p' "$file"); do
            case $local in
            */*) complain "$file: includes $local from another folder" ;;
            esac
        done
        case " $pure " in
        *" $room "*)
            if grep -nE '^#include <(stdio|time|unistd|fcntl|signal|dirent|sys/.*|netinet/.*)\.h>' "$file" |
                grep -v '<stdio.h>' >/dev/null; then
                complain "$file: includes a header of the system"
            fi
            if grep -nE '\b(fopen|fread|fwrite|printf|puts|getenv|setenv|time|clock|exit|abort|rand) *\(' \
                "$file" >/dev/null; then
                complain "$file: touches a file, the clock, the environment or the process"
            fi
            ;;
        esac
    done
done

# Libraries from outside stay where they belong.
for file in $(grep -lE "^#include <($outside)" -r src || true); do
    case $file in
    src/store/*) grep -E "^#include <($outside)" "$file" | grep -qvE 'sqlite3|libpq|sodium' &&
        complain "$file: only sqlite3, libpq and sodium belong in store" || true ;;
    src/codec/* | src/cli/*) grep -E "^#include <($outside)" "$file" | grep -qE 'sqlite3|libpq|sodium' &&
        complain "$file: sqlite3, libpq and sodium belong in store" || true ;;
    src/report/*) grep -E "^#include <($outside)" "$file" | grep -qvE 'cairo|pango' &&
        complain "$file: only cairo and pango belong in report" || true ;;
    src/head/*) grep -E "^#include <($outside)" "$file" | grep -qv cminpack &&
        complain "$file: only cminpack belongs in head" || true ;;
    src/calibrate/*) grep -E "^#include <($outside)" "$file" | grep -qvE 'cminpack|apriltag' &&
        complain "$file: only cminpack and apriltag belong in calibrate" || true ;;
    *) complain "$file: includes a library from outside" ;;
    esac
done
exit "$bad"
