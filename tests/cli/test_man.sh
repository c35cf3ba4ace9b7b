#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The manual pages know every option of the program and no other, and their examples work.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"
man=$SCALPTOR_SOURCE/man

# "--name ARGUMENT" of each option that a page describes, and of each that --help shows.
of_page() {
    sed -n 's/^\.It .*Fl -\([a-z0-9_-]*\) *\(Ar \)*\([^ ]*\).*/--\1 \3/p' "$1" | sed 's/ $//' | sort -u
}
of_help() {
    for command in "$@"; do
        # shellcheck disable=SC2086 # a command of two words is two arguments
        "$SCALPTOR" $command --help
    done | sed -n 's/^  \(-., \|    \)\(--[a-z0-9_-]*\)\( [A-Z]\(\S*\)\)\{0,1\}\( .*\)\{0,1\}$/\2\3/p' |
        sed 's/\[.*//' | sort -u
}
for page in case head fit design plan segment preview forecast panel demo match optics pigment card scale inspect colour \
    store backup restore doctor screen protocol aftercare client consent approve session stock record user erase export template report; do
    # shellcheck disable=SC2046 # words of the help, each a command of that group
    if "$SCALPTOR" help | grep -q "^  $page [a-z]*  "; then
        "$SCALPTOR" help | sed -n "s/^  \($page [a-z]*\)  .*/\1/p" >commands
        while read -r command; do of_help "$command"; done <commands | sort -u >help
    else
        of_help $page >help
    fi
    of_page "$man/scalptor-$page.1" >page
    check "scalptor-$page(1) has options to compare" test "$(wc -l <page)" -ge 4
    check "scalptor-$page(1) and --help have the same options" diff page help
done
"$SCALPTOR" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]* [a-z][a-z]*\|[a-z]*\)  .*/\1/p' | sort >help
sed -n 's/^\.It Cm //p' "$man/scalptor.1" | sort >page
check "scalptor(1) and help have the same commands" diff page help

# Every field of the case with its limits and its default.
"$SCALPTOR" case new -o - | tr -d ' ",' | sed -n 's/^\([a-z_0-9]*\):.*/\1/p' | sort -u >fields
check "there are fields to compare" test "$(wc -l <fields)" -gt 20
while read -r field; do
    check "scalptor-case(5) describes $field" grep -qE "^\.(It|Ss) (Va )?([a-z_]+ , )*$field( |\$)" \
        "$man/scalptor-case.5"
done <fields

# Its limits, choices and default, in the page's one run of words behind its name.
tr '\n' ' ' <"$man/scalptor-case.5" >page
"${FIELD_WORDS:?the path of the helper}" >words
check "there are words to compare" test "$(wc -l <words)" -gt 30
described() { # described FIELD WORDS
    sed 's/\.It Va /\n/g' page | grep "^$1 " | grep -qF -- "$2"
}
while IFS='	' read -r field words; do
    check "scalptor-case(5) says of $field: $words" described "$field" "$words"
done <words

# The examples, each page's in a folder of its own; with small pictures unless time is no matter.
if [ -n "${SCALPTOR_LONG:-}" ]; then
    small=
else
    small='s/scalptor demo$/scalptor demo --size 240x320/
           /scalptor preview/{/--photo/!{/--size/!s/ -o / --size 160x160 -o /;};}
           s/--size 1200x900/--size 160x120/'
fi
for page in "$man"/scalptor*.1; do
    name=$(basename "$page")
    sed -n '/^\.Sh EXAMPLES/,/^\.Sh SEE/{/^\.Bd/,/^\.Ed/p;}' "$page" | grep -v '^\.' |
        sed -e 's/\\e$/\\/' -e "$small" >example
    check "$name has an example" test -s example
    mkdir "run-$name"
    {
        echo 'set -e'
        echo 'scalptor() { "$SCALPTOR" "$@"; }'
        cat example
    } >script
    check "... which works" sh -c "cd run-$name && sh ../script"
done
sed -n '/^\.Sh EXAMPLES/,/^\.Ed/p' "$man/scalptor-case.5" | grep -v '^\.' >example.json
expect 1 "the example of scalptor-case(5) is a valid case without its photo" case check example.json
if command -v mandoc >/dev/null; then
    # From within, so that the pages find each other.
    check "the pages are clean" sh -c 'cd "$1" && mandoc -Tlint -Wstyle ./*' sh "$man"
else
    skip "the pages are clean" "mandoc is not installed"
fi
finish
