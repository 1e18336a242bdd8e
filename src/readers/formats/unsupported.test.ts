// Outputs of real tools that are no profile (testdata/refused, recorded by testdata/record-text.sh): none becomes a flame graph.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytes, problemOf, read, text } from '../../testing';
import { READERS } from '../files';
import { readSource } from '../registry';

const DATA = join(__dirname, '../../../testdata/refused');
const TEXTS = join(DATA, 'not-profiles');

/** What each is called; the rest is of tools that are not known by name. */
const NAMED: Array<[RegExp, RegExp]> = [
  [/^(?:strace|ltrace)-c/, /table of strace -c or ltrace -c/],
  [/^[sl]trace/, /output of strace or ltrace/],
  [/^perf-trace-s/, /summary of perf trace/],
  [/^perf-trace/, /output of perf trace/],
  [/^perf-(?:timehist|latency)/, /table of perf sched.*perf script/],
  [/^perf-/, /report of perf .*perf script/],
  [/^(?:top|ps-|vmstat\.|iostat|mpstat|pidstat|proc-stat)/, /system’s state/],
  [/^node-exporter.*prom$/, /Prometheus exporter.*Query/],
  [/^(?:nginx|access-log|dmesg|node-exporter-log|go-test)/, /a log:/],
  [/^git-log(?:-numstat|\.csv)/, /CSV/],
  [/^(?:callgrind|cachegrind)/, /callgrind or cachegrind.*speedscope/],
  [/^(?:massif|ms-print)/, /massif/],
  [/^valgrind-log/, /log of valgrind/],
  [/^gprof/, /gprof/],
  [/^pprof-dot/, /graph for dot/],
  [/^pprof/, /text report of pprof.*\.pb\.gz/],
  [/^go-heap/, /heap profile as text.*without debug=1/],
  [/^go-(?:block|mutex|threadcreate)/, /profile of Go as text.*without debug=1/],
  [/^pyinstrument\.html/, /web page.*collapsed/],
  [/^pyinstrument/, /pyinstrument -r speedscope/],
  [/^cprofile/, /cProfile.*py-spy/],
];

describe('text of other tools', () => {
  const files = readdirSync(TEXTS);

  it('is a list of real outputs', () => expect(files.length).toBeGreaterThan(70));

  it.each(files)('%s is no profile, and is called what it is', (name) => {
    const source = bytes(readFileSync(join(TEXTS, name)));
    const { reads } = readSource(source);
    expect(reads).toEqual([]);
    const expected = NAMED.find(([file]) => file.test(name))?.[1] ?? /^This is no profile that can be read/;
    expect(problemOf(source)).toMatch(expected);
  });

  it('every name of the list above is that of a recording', () =>
    NAMED.forEach(([pattern]) => expect(files.filter((name) => pattern.test(name))).not.toEqual([])));

  it('says what is missing where lines end in numbers', () =>
    expect(problemOf(bytes(readFileSync(join(TEXTS, 'proc-vmstat.txt'))))).toContain(
      'lines end in numbers, but nothing in them is a stack (root;…;leaf)'
    ));

  it.each([
    [
      'a log with timestamps',
      '2026-03-01T10:00:00Z GET /a;b took 12\n2026-03-01T10:00:01Z GET /a;c took 13\n',
      /a log/,
    ],
    ['syslog', 'Mar  1 10:00:00 host app[3]: done in 12\nMar  1 10:00:01 host app[3]: done in 13\n', /a log/],
    ['CSV with stacks', 'stack,value\n"main;f",12\n"main;g",3\n', /CSV with stacks.*stack and value/],
    ['CSV with bare stacks', 'main;f,12\nmain;g,3\n', /CSV with stacks/],
    ['a table with tabs', 'a\tb\tc 1\nd\te\tf 2\n', /table as text/],
    ['perf report without a header', '# Overhead  Command\n# ........\n    12.00%  app\n', /report of perf/],
    ['jemalloc', 'heap_v2/524288\n  t*: 1: 2 [3: 4]\n', /heap profile/],
    ['gperftools', 'heap profile:    357:  1024 [ 400:  2048] @ heapprofile\n', /heap profile/],
    ['macOS sample', 'Analysis of sampling app (pid 3) every 1 millisecond\nProcess: app\n', /stackcollapse-sample/],
    [
      'DTrace',
      '\n              unix`mach_cpu_idle+0x6\n              genunix`idle+0x1\n               12\n',
      /stackcollapse\.pl/,
    ],
    ['Xdebug', 'TRACE START [2026-01-02 03:04:05.6]\n    0.1   393 -> {main}() /app/a.php:0\n', /stackcollapse-xdebug/],
    [
      'Xdebug’s computerised trace',
      'Version: 3.3\nFile format: 4\nTRACE START [2026]\n1\t0\t0\t0.1\t3\t{main}\n',
      /Xdebug/,
    ],
    ['Xdebug’s profiler', 'version: 1\ncreator: xdebug 3.3\ncmd: /app/a.php\n', /callgrind/],
    ['node --prof', 'v8-version,11,3,244,8,0\nshared-library,/usr/bin/node\n', /--cpu-prof/],
    ['ftrace', '# tracer: function\n#\n  app-3 [000] 1.2: f <-g\n', /ftrace/],
    ['an SVG', '<?xml version="1.0" standalone="no"?>\n<!DOCTYPE svg PUBLIC "x">\n<svg version="1.1">\n', /picture/],
    ['a login page', '<!doctype html>\n<html><body>Sign in 3\n', /web page.*login/],
    ['V8’s heap snapshot', '{"snapshot": {"meta": {}}, "nodes": []}', /heap snapshot/],
    ['V8’s heap profile', '{"head": {"callFrame": {}, "selfSize": 0, "children": []}}', /heap profile of V8/],
    ['DHAT', '{"dhatFileVersion": 2, "mode": "heap"}', /DHAT/],
    ['XHProf', '{"main()==>f": {"ct": 1, "wt": 3}, "main()": {"ct": 1, "wt": 5}}', /XHProf/],
  ])('%s is refused by name', (_, content, message) => expect(problemOf(text(content))).toMatch(message));

  it('a text that begins with a bracket is no broken JSON', () => {
    expect(problemOf(text('[New LWP 3]\n[Inferior 1 (process 3) detached]\n'))).not.toContain('JSON');
    expect(problemOf(text('[1, 2'))).toContain('Not valid JSON: it ends too early');
  });
});

describe('binary files', () => {
  const padded = (head: string, at = 0) => {
    const all = new Uint8Array(400).fill(7);
    Array.from(head).forEach((char, i) => (all[at + i] = char.charCodeAt(0)));
    return bytes(all);
  };

  it.each([
    ['perf.data', /perf script/],
    ['austin.mojo', /mojo2austin/],
    ['gmon.out', /gprof.*perf script/],
    ['cprofile.pstats', /cProfile.*py-spy/],
  ])('%s, recorded', (name, message) => expect(problemOf(bytes(readFileSync(join(DATA, name))))).toMatch(message));

  // Magic numbers as the formats' own documents and file(1) have them.
  it.each([
    ['zip', 'PK\x03\x04', 0, /zip archive.*Unpack/],
    ['bzip2', 'BZh91AY&SY', 0, /bunzip2/],
    ['lz4', '\x04\x22\x4d\x18', 0, /unlz4/],
    ['7z', '7z\xbc\xaf\x27\x1c', 0, /7-Zip/],
    ['tar', 'ustar', 257, /tar archive/],
    ['SQLite', 'SQLite format 3\0', 0, /SQLite/],
    ['Parquet', 'PAR1', 0, /Parquet/],
    ['memray', 'memray\0\x0c', 0, /memray/],
    ['nettrace', 'Nettrace\x14\0\0\0!FastSerialization.1', 0, /dotnet-trace convert/],
    ['gcdump', '\x14\0\0\0!FastSerialization.1', 0, /gcdump/],
    ['hprof', 'JAVA PROFILE 1.0.2\0', 0, /heap dump/],
    ['core', '\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x04\0', 0, /thread apply all bt/],
    ['ELF', '\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0', 0, /program/],
    ['gperftools', '\0\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0', 0, /pprof -proto/],
    ['a Go trace', 'go 1.26 trace\0\0\0', 0, /go tool trace -pprof=sync/],
    ['Tracy', 'tracy\0\x0a', 0, /tracy-csvexport/],
    ['CTF', '\xc1\x1f\xfc\xc1', 0, /LTTng/],
    ['trace.dat', '\x17\x08Dtracing6\0', 0, /trace-cmd/],
  ])('%s', (_, head, at, message) => expect(problemOf(padded(head, at))).toMatch(message));

  it('rbspy’s raw recording, whose lines are JSON', () =>
    expect(problemOf(text('rbspy02\n[{"name":"main"}]\n'))).toMatch(/rbspy report -f speedscope/));

  it('a short mark proves nothing in a text', () =>
    ['MOJO;f 3', 'gmon;f 3', 'PAR1;f 3', 'tracy;f 3', 'go 1.2;f 3'].forEach((stack) =>
      expect(read(text(stack)).total).toBe(3)
    ));
});

it('every format has an id of its own', () => {
  const ids = READERS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
