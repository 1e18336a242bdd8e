// Cart service: finds articles that stand twice in a cart by comparing the JSON of every pair. node cart.js SECONDS [keyed]:
// keyed compares the articles' numbers. It ends by itself and prints its timers.
const http = require('node:http');
const [seconds, mode] = process.argv.slice(2);
const truth = { compare_s: 0, price_s: 0, request_s: 0, requests: 0 };

function timed(name, work) {
  const start = performance.now();
  const result = work();
  truth[name] += (performance.now() - start) / 1e3;
  return result;
}

const isSameArticle = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function findDuplicates(cart) {
  return cart.filter((article, i) => cart.slice(0, i).some((earlier) => isSameArticle(article, earlier)));
}

function findDuplicatesByNumber(cart) {
  const seen = new Set();
  return cart.filter(({ number }) => seen.has(number) || !seen.add(number));
}

function priceCart(cart) {
  return cart.reduce((sum, { price, labels }) => sum + price * labels.join(' ').length, 0);
}

function answerCart(response) {
  const start = performance.now();
  const cart = Array.from({ length: 40 }, (_, number) => ({ number, price: number * 7, labels: ['red', 'large', 'new'], stock: { berlin: number, ulm: 2 } }));
  const twice = timed('compare_s', () => (mode === 'keyed' ? findDuplicatesByNumber : findDuplicates)(cart));
  response.end(JSON.stringify({ twice: twice.length, sum: timed('price_s', () => priceCart(cart)) }));
  truth.request_s += (performance.now() - start) / 1e3;
  truth.requests++;
}

const begin = performance.now();
http
  .createServer((request, response) => (request.url === '/truth' ? response.end(JSON.stringify(truth)) : answerCart(response)))
  .listen(7100, '127.0.0.1');
setTimeout(() => {
  const cpu = process.cpuUsage();
  const window_s = (performance.now() - begin) / 1e3;
  console.log(JSON.stringify({ ...truth, cpu_s: (cpu.user + cpu.system) / 1e6, window_s }));
  process.exit();
}, seconds * 1000);
