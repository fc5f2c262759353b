#!/bin/sh
# Prints how many instructions each operation takes, counted by callgrind (Debian: valgrind). Each runs
# a few times and then a few hundred times more: the difference leaves start and set-up out.
set -eu
cd "$(dirname "$0")/.."
cargo build --release --quiet -p amt-provisioning-benches --bin instructions
program=${CARGO_TARGET_DIR:-target}/release/instructions
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# count CHAIN OPERATION TIMES: the instructions of a whole run.
count() {
    valgrind --tool=callgrind --callgrind-out-file="$work/out" "$program" "$@" 2> "$work/log" ||
        { cat "$work/log" >&2; exit 1; }
    sed -n 's/^.*Collected : //p' "$work/log"
}

# row CHAIN OPERATION TIMES
row() {
    few=$(count "$1" "$2" 10)
    many=$(count "$1" "$2" $((10 + $3)))
    printf '| %s | %s | %d |\n' "$1" "$2" $(((many - few) / $3))
}

echo '| chain | operation | instructions |'
echo '| --- | --- | --- |'
for chain in 'RSA-2048' 'ECDSA P-256' 'ECDSA P-384'; do
    row "$chain" prepare 20
    row "$chain" judge 1000
    row "$chain" explain 100
done
