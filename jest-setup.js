// Jest setup provided by Grafana scaffolding
import './.config/jest-setup';
import './jest-parts';

// Grafana's own components measure text on a canvas, and jsdom has none; seven pixels a character will do.
HTMLCanvasElement.prototype.getContext = () => ({ measureText: (text) => ({ width: text.length * 7 }) });

// react-dom/server of React 19, which Grafana's components load, wants one; Node's own would keep the process alive.
globalThis.MessageChannel ??= class {
  constructor() {
    this.port1 = {};
    this.port2 = { postMessage: (data) => setTimeout(() => this.port1.onmessage?.({ data })) };
  }
};

// Grafana's tooltips, menus and containers ask for it.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// Scenes, which the demo's host is made of, wants one when it is loaded.
globalThis.IntersectionObserver ??= class {};
