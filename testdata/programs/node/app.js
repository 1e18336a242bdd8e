// Computes, allocates and waits in turns: node --cpu-prof app.js
function parse(text) {
  return JSON.parse(text);
}
function work() {
  let sum = 0;
  for (let i = 0; i < 200; i++) {
    sum += parse(JSON.stringify({ id: i, items: Array.from({ length: 50 }, (_, n) => `item ${n}`) })).items.length;
  }
  return sum;
}
let rounds = 0;
const timer = setInterval(() => {
  work();
  if (++rounds === 25) {
    clearInterval(timer);
  }
}, 40);
