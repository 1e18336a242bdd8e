#!/usr/bin/env bash
# Records thread dumps of ../programs/python/waiting.py: py-spy dump, with native frames too, and faulthandler.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../programs/python"
python3 waiting.py 6 "$here/faulthandler.txt" & pid=$!
sleep 2
py-spy dump --pid "$pid" > "$here/pyspy.txt"
py-spy dump --native --pid "$pid" > "$here/pyspy-native.txt"
kill "$pid"
# Where Python is installed and the program lies is not to be in the files.
sed -i "s#$PWD/#/app/#; s#$(python3 -c 'import sys; print(sys.prefix)')/#/usr/#g" "$here"/*.txt
