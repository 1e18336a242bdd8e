#!/usr/bin/env node
// Puts a profile into Loki, one log line a line, in order:
//   node collect/to-loki.mjs profile.txt http://localhost:3100 job=profiles kind=wall
//   node collect/to-loki.mjs profile.txt - job=profiles          prints the request
// Query it in the panel with {job="profiles", kind="wall"}. Loki cuts lines at 256 KiB by default.
import { readFileSync } from 'node:fs';

const [file, url, ...labels] = process.argv.slice(2);
if (!file || !url || !labels.every((label) => /^\w+=./.test(label))) {
  console.error('Usage: to-loki.mjs FILE URL|- label=value …');
  process.exit(2);
}
const now = BigInt(Date.now()) * 1_000_000n;
// Loki orders by time: lines of one file are a nanosecond apart.
const values = readFileSync(file, 'utf8')
  .split('\n')
  .map((line, i) => [String(now + BigInt(i)), line])
  .filter(([, line], i, all) => line !== '' || i < all.length - 1);
const stream = Object.fromEntries(
  labels.map((label) => [label.slice(0, label.indexOf('=')), label.slice(label.indexOf('=') + 1)])
);
const body = JSON.stringify({ streams: [{ stream, values }] });
if (url === '-') {
  console.log(body);
} else {
  const answer = await fetch(`${url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (!answer.ok) {
    console.error(`Loki answered ${answer.status}: ${await answer.text()}`);
    process.exit(1);
  }
}
