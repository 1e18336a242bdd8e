#!/usr/bin/env bash
# Records goroutine dumps with ../programs/go-dumps, Go 1.26: debug=1, 2 and 3, labels in headers, and the leak profile.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here/../programs/go-dumps"
GOEXPERIMENT=goroutineleakprofile go build -trimpath -o "$work/dumps" .
cd "$work"
GODEBUG=tracebacklabels=1 ./dumps .
for file in debug1 debug3 leak1 leak2; do cp "$file.txt" "$here/labels-$file.txt"; done
GODEBUG=tracebacklabels=0 ./dumps .
cp debug2.txt "$here/plain-debug2.txt"
