#!/usr/bin/env node
// Puts folded stacks (nanoseconds) into the table of provisioning/clickhouse/schema.sql:
//   node collect/to-clickhouse.mjs wall.folded http://localhost:8123 service=orders pod=a kind=wall
//   node collect/to-clickhouse.mjs wall.folded - service=orders pod=a kind=wall          prints the rows
import { readFileSync } from 'node:fs';

const [file, url, ...pairs] = process.argv.slice(2);
const { service, pod = '', kind } = Object.fromEntries(pairs.map((pair) => pair.split('=', 2)));
if (!file || !url || !service || !['cpu', 'wall', 'off_cpu'].includes(kind)) {
  console.error('Usage: to-clickhouse.mjs FILE URL|- service=… [pod=…] kind=cpu|wall|off_cpu');
  process.exit(2);
}
const ts = Math.floor(Date.now() / 1000);
const rows = readFileSync(file, 'utf8')
  .split('\n')
  .flatMap((line) => {
    const blank = line.lastIndexOf(' ');
    const value_ns = Number(line.slice(blank + 1));
    return blank > 0 && Number.isFinite(value_ns) && value_ns >= 0
      ? [JSON.stringify({ ts, service, pod, kind, stack: line.slice(0, blank), value_ns: Math.round(value_ns) })]
      : [];
  })
  .join('\n');
if (url === '-') {
  console.log(rows);
} else {
  const query = encodeURIComponent('INSERT INTO profiles.samples FORMAT JSONEachRow');
  const answer = await fetch(`${url}/?query=${query}`, { method: 'POST', body: rows });
  if (!answer.ok) {
    console.error(`ClickHouse answered ${answer.status}: ${await answer.text()}`);
    process.exit(1);
  }
}
