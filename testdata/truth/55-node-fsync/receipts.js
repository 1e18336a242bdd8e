// receipts.js SECONDS sync|async: a journal that is on the disk before the answer, by fsyncSync in the handler or by fsync.
const fs = require('fs');
const http = require('http');
const os = require('os');
const path = require('path');

const [seconds, how] = [Number(process.argv[2]), process.argv[3]];
const file = path.join(os.tmpdir(), 'receipts.journal');
const journal = fs.openSync(file, 'a');
let [answers, synced] = [0, 0];

function makeDurable(line) {
  const start = performance.now();
  fs.writeSync(journal, line);
  fs.fsyncSync(journal);
  synced += (performance.now() - start) / 1000;
}

function renderReceipt() {
  let sum = 0;
  for (let i = 0; i < 20000; i++) {
    sum += i % 7;
  }
  return `${sum}\n`;
}

const server = http.createServer(function answer(request, response) {
  const receipt = renderReceipt();
  answers++;
  if (how === 'sync') {
    makeDurable(receipt);
    response.end(receipt);
  } else {
    fs.write(journal, receipt, () => fs.fsync(journal, () => response.end(receipt)));
  }
});
server.listen(7100, '127.0.0.1');
setTimeout(() => {
  fs.unlinkSync(file);
  console.log(JSON.stringify({ answers, sync_s: Number(synced.toFixed(2)), seconds }));
  process.exit(0);
}, seconds * 1000);
