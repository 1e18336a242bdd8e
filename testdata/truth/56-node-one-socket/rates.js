// rates.js SECONDS SOCKETS: every answer needs a rate from upstream (12 ms) over an agent of so many sockets: requests queue for it.
const http = require('http');

const [seconds, maxSockets] = [Number(process.argv[2]), Number(process.argv[3])];
const agent = new http.Agent({ keepAlive: true, maxSockets });
let [answers, asked] = [0, 0];

function fetchRate() {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port: 7001, path: '/?ms=12', agent }, (response) => {
        response.resume();
        response.on('end', resolve);
      })
      .on('error', reject);
  });
}

const server = http.createServer(async function answer(request, response) {
  const start = performance.now();
  await fetchRate();
  asked += (performance.now() - start) / 1000;
  answers++;
  response.end('1.08');
});
server.listen(7100, '127.0.0.1');
setTimeout(() => {
  console.log(JSON.stringify({ answers, asked_s: Number(asked.toFixed(2)), seconds }));
  process.exit(0);
}, seconds * 1000);
