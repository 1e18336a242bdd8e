// Jest setup provided by Grafana scaffolding
import './.config/jest-setup';

// Grafana's own components measure text on a canvas, and jsdom has none; seven pixels a character will do.
HTMLCanvasElement.prototype.getContext = () => ({ measureText: (text) => ({ width: text.length * 7 }) });
