#!/usr/bin/env bash
# Records journal/ again: CPU, wall (fgprof), mutex and block profile of ten seconds, and what its own timers say of them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$here/journal" && go build -trimpath -o "$work/journal" .)
"$work/journal" "$here/journal" > "$here/journal/truth.json"
