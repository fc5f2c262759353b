#!/bin/sh
# Prints how many instructions each operation takes, counted by callgrind (Debian: valgrind), and
# fails if judging, reading a Hello or answering a challenge takes more than its budget. Each
# operation runs a few times and then some times more: the difference leaves start and set-up out.
# Valgrind shows no SHA extensions, so hashes count for more here than in time.
set -eu
cd "$(dirname "$0")/.."
cargo build --release --quiet -p amt-provisioning-benches --bin instructions
cargo build --release --quiet -p amt-provisioning-capi
target=${CARGO_TARGET_DIR:-target}/release
program=$target/instructions
judge_budget=3000
# What judging through C may take beyond that, into an evaluation that is used again.
c_budget=300
hello_budget=1500
session_budget=600000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# total PROGRAM ARGUMENT...: the instructions of a whole run.
total() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2> "$work/log" ||
        { cat "$work/log" >&2; exit 1; }
    sed -n 's/^.*Collected : //p' "$work/log"
}

# each SUBJECT OPERATION TIMES: the instructions of one.
each() {
    few=$(total "$program" "$1" "$2" 10)
    many=$(total "$program" "$1" "$2" $((10 + $3)))
    echo $(((many - few) / $3))
}

# within COUNT BUDGET WHAT
within() {
    [ "$1" -le "$2" ] || { echo "$3 takes more than $2" >&2; exit 1; }
}

echo '| chain | floor | preparing | judging | explaining |'
echo '| --- | --- | --- | --- | --- |'
for chain in 'RSA-2048' 'ECDSA P-256' 'ECDSA P-384'; do
    floor=$(each "$chain" floor 20)
    prepare=$(each "$chain" prepare 20)
    judge=$(each "$chain" judge 1000)
    explain=$(each "$chain" explain 100)
    echo "| $chain | $floor | $prepare | $judge | $explain |"
    within "$judge" "$judge_budget" judging
done

floor=$(each Hello floor 1000)
read=$(each Hello read 1000)
echo
echo '| Hello of 24 hashes: one pass over its bytes | reading it |'
echo '| --- | --- |'
echo "| $floor | $read |"
within "$read" "$hello_budget" 'reading a Hello'

floor=$(each Digest floor 1000)
answer=$(each Digest answer 1000)
peer=$(each Digest peer 1000)
echo
echo '| Digest challenge: the three bare hashes | answering it | http-auth |'
echo '| --- | --- | --- |'
echo "| $floor | $answer | $peer |"
within "$answer" $((5 * floor / 2)) 'answering a challenge'

echo
echo '| Session, from the Hello to its end |'
echo '| --- |'
session=$(each Session run 100)
echo "| $session |"
within "$session" "$session_budget" 'a session'

"$program" 'RSA-2048' hashes 1 > "$work/hashes"
cc -O2 -Iinclude bindings/c/tests/c/judge.c "$target/libamt_provisioning.a" -ldl -lpthread -lm -o "$work/judge"
few=$(total "$work/judge" benches/data/rsa-2048.pem "$work/hashes" 10)
many=$(total "$work/judge" benches/data/rsa-2048.pem "$work/hashes" 1010)
through_c=$(((many - few) / 1000))
rust=$(each 'RSA-2048' judge 1000)
echo
echo "judging RSA-2048 through C: $through_c, $((through_c - rust)) more than from Rust"
within $((through_c - rust)) "$c_budget" 'judging through C, beyond judging from Rust,'
