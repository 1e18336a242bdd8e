// What a hand does, as events on the page.
import { type Subject } from './subjects';

export function one<T extends HTMLElement = HTMLElement>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (!found) {
    throw new Error(`The page has no ${selector}.`);
  }
  return found;
}

const GRAPH: Record<Subject, string> = {
  ours: '[data-testid^="dualflame-graph-"] [role=application]',
  grafana: '[data-testid="flameGraph"]',
  'grafana, with table': '[data-testid="flameGraph"]',
};
/** Pixels. */
const ROW: Record<Subject, number> = { ours: 20, grafana: 22, 'grafana, with table': 22 };

/** A mouse's event in the row of a level, at a share of the graph's width. */
export function point(type: string, subject: Subject, level: number, x: number): void {
  const target = one(GRAPH[subject]);
  const box = target.getBoundingClientRect();
  const at = { clientX: box.left + box.width * x, clientY: box.top + (level + 0.5) * ROW[subject] };
  const Kind = type.startsWith('pointer') ? PointerEvent : MouseEvent;
  target.dispatchEvent(new Kind(type, { ...at, bubbles: true, cancelable: true, view: window }));
}

/** Both the pointer's and the mouse's move, as a browser sends them. */
export function hover(subject: Subject, level: number, x: number): void {
  point('pointermove', subject, level, x);
  point('mousemove', subject, level, x);
}

/** Pixels of a wheel over the middle of the graph; ctrl + wheel is a trackpad's pinch. */
export function wheel(more: WheelEventInit): void {
  const target = one(GRAPH.ours);
  const box = target.getBoundingClientRect();
  const at = { clientX: box.left + box.width / 2, clientY: box.top + 3 * ROW.ours };
  target.dispatchEvent(new WheelEvent('wheel', { ...at, ...more, bubbles: true, cancelable: true, view: window }));
}

export function type(input: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

export const itemNamed = (text: string): HTMLElement =>
  [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find((item) => item.textContent?.includes(text))!;
