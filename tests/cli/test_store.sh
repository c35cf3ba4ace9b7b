#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A store from the first day on: made, backed up, damaged, restored, moved; by passphrase and code.
. "$SCALPTOR_SOURCE/tests/cli/tap.sh"
unset SCALPTOR_DATA SCALPTOR_PASSPHRASE_FILE
echo 'four words make sense' >pass
echo 'four other words again' >new
echo short >short

expect 2 "no place" store create --passphrase-file pass
check "... says where to say it" says "--data DIR"
expect 2 "two places" store create --data a --store postgres://x --passphrase-file pass
expect 2 "a short passphrase" store create --data studio --passphrase-file short
check "... nothing was made" test ! -e studio
expect 2 "no passphrase" store create --data studio --passphrase-file nowhere
expect 3 "a database that is not there" store create --passphrase-file pass \
    --store "postgres://nobody:secret@/none?host=$PWD"
check "... the password is not shown" sh -c "! grep -q secret '$err'"
expect 0 "a new store" store create --data studio --passphrase-file pass --json
sed -n 's/.*"recovery_code": "\(.*\)"/\1/p' "$out" >code
check "... with a recovery code" grep -qE '^([a-z2-7]{4}-){7}[a-z2-7]{4}$' code
expect 2 "a second one in its place" store create --data studio --passphrase-file pass
check "... is refused in a sentence" says "not empty"
expect 2 "no store" store check --data nowhere --passphrase-file pass
check "... says what makes one" says "store create"
expect 1 "a wrong passphrase" store check --data studio --passphrase-file new
check "... says so" says "Neither the passphrase"
expect 0 "the recovery code opens it" store check --data studio --passphrase-file code
check "... all is well" shows "all well"
expect 0 "doctor" doctor --data studio --passphrase-file pass --json
check "... finds nothing" shows '"fault_count": 0'

expect 2 "a backup without a name" backup --data studio --passphrase-file pass
expect 0 "a backup" backup --data studio --passphrase-file pass -o b.backup
expect 3 "a backup where nothing can be written" backup --data studio --passphrase-file pass \
    -o nowhere/b.backup
expect 2 "a restore over what is there" restore b.backup --data studio --passphrase-file pass
expect 0 "... when it is asked for" restore b.backup --data studio --passphrase-file pass --replace
check "... what was there is put aside" sh -c 'test -d studio.before-*'
head -c 300 b.backup >cut
expect 2 "a cut backup" restore cut --data other --passphrase-file pass
check "... makes nothing" sh -c 'test -z "$(ls -d other* 2>/dev/null)"'
expect 2 "no backup at all" restore pass --data other --passphrase-file pass
check "... says so" says "no backup"

expect 0 "another passphrase" store passphrase --data studio --passphrase-file pass \
    --new-passphrase-file new
expect 1 "... the old one is shut out" store check --data studio --passphrase-file pass
expect 0 "... a copy opens with the new one" store move copy --data studio --passphrase-file new
expect 0 "doctor of the copy" doctor --data copy --passphrase-file new
expect 0 "the old backup opens with the old one" restore b.backup --data old --passphrase-file pass
expect 0 "a new recovery code" store passphrase --data studio --passphrase-file code \
    --new-passphrase-file pass --new-recovery
expect 1 "... the old code is shut out" store check --data studio --passphrase-file code

rm studio/scalptor.db-wal studio/scalptor.db-shm 2>/dev/null
printf 'not a database, not a database, not a database' |
    dd of=studio/scalptor.db bs=1 seek=0 conv=notrunc 2>/dev/null
expect 1 "a destroyed database" doctor --data studio --passphrase-file pass
check "... says what to do" says "restore a backup"
finish
