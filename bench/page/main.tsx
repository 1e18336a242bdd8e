// The page of the bench: Dual Flame and its peers on the same generated data, driven by bench/bench.mjs through `window.bench`.
import { themeName } from '../../dev/host/boot';
import { type DataFrame, EventBusSrv, getThemeById, ThemeContext } from '@grafana/data';
import { FlameGraph as GrafanaFlameGraph } from '@grafana/flamegraph';
import { config } from '@grafana/runtime';
import { GlobalStyles, PortalContainer } from '@grafana/ui';
import flamegraph from 'd3-flame-graph';
import { hierarchy, select } from 'd3';
import React from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { DualFlamePanel } from '../../src/panel/DualFlamePanel';
import { DEFAULT_OPTIONS, type PanelOptions } from '../../src/panel/options/options';
import { prepareProfile } from '../../src/prepare';
import { fileReaders } from '../../src/readers';
import { flameFrame, nestedSetFrame, panelProps, REF } from '../../dev/host/panelInput';
import { registerStandards } from '../../dev/host/standards';
import { generateTree, nestedSet, type Role, SHAPES, type Tree } from '../generate';

const SIZE = { width: 1200, height: 700 };
/** A frame or more in which nothing is drawn: the work is over. */
const QUIET_FRAMES = 4;
const GIVE_UP = 120_000;

const theme = getThemeById(themeName);
config.theme2 = theme;
registerStandards();

// ── What happens on the page ─────────────────────────────────────────────────
let drew = false;
let changed = false;
const context = CanvasRenderingContext2D.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
for (const method of ['fillRect', 'fillText', 'fill', 'stroke', 'strokeRect', 'clearRect']) {
  const original = context[method];
  context[method] = function (this: unknown, ...args: unknown[]) {
    drew = true;
    return original.apply(this, args);
  };
}
new MutationObserver(() => (changed = true)).observe(document.body, {
  subtree: true,
  childList: true,
  attributes: true,
  characterData: true,
});
const longTasks: number[] = [];
new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => longTasks.push(duration))).observe({
  type: 'longtask',
  buffered: true,
});

const afterPaint = () =>
  new Promise<number>((resolve) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(0);
    })
  );

const FRAME = 1000 / 60;
/** Input comes at any moment of a frame. By turns of the golden ratio those of each action are spread evenly, however few there are. */
const moments = new Map<string, number>();
function nextMoment(action: string): number {
  const turn = ((moments.get(action) ?? Math.random()) + 0.618034) % 1;
  moments.set(action, turn);
  return turn * FRAME;
}

/** Milliseconds from an action to the end of the last frame that it changed. */
async function measure(action: string, act: () => void, needs: 'canvas' | 'page' = 'page'): Promise<number> {
  await afterPaint();
  await new Promise((resolve) => setTimeout(resolve, nextMoment(action)));
  [drew, changed] = [false, false];
  const start = performance.now();
  act();
  let last = start;
  let seen = false;
  for (let quiet = 0; !seen || quiet < QUIET_FRAMES;) {
    const now = await afterPaint();
    if (drew || changed) {
      seen ||= needs === 'page' || drew;
      last = now;
      quiet = 0;
      [drew, changed] = [false, false];
    } else {
      quiet++;
    }
    if (now - start > GIVE_UP) {
      throw new Error('Nothing was painted.');
    }
  }
  return last - start;
}

// ── The data ─────────────────────────────────────────────────────────────────
let tree: Tree;
const frameOf = (role: Role, scale: number): DataFrame =>
  flameFrame(REF[role], nestedSet(tree, role, scale), tree.names);

/** Several answers of the same program: a refresh brings other figures on the same stacks. */
const answers: Array<Record<Role, DataFrame>> = [];

// ── The subjects ─────────────────────────────────────────────────────────────
type Subject = 'ours' | 'grafana' | 'grafana, with table' | 'd3-flame-graph';
const eventBus = new EventBusSrv();
let root: Root | undefined;
let options: PanelOptions = DEFAULT_OPTIONS;
/** Where it is always the same one, Grafana's does not change either. */
const replaceVariables = (text: string) => text;

function show(subject: Subject, answer: Record<Role, DataFrame>): void {
  const host = document.getElementById('subject')!;
  if (subject === 'd3-flame-graph') {
    showD3(host, answer.wall);
    return;
  }
  root ??= createRoot(host);
  const element =
    subject === 'ours' ? (
      <DualFlamePanel
        {...panelProps({ series: [answer.cpu, answer.wall] }, { eventBus, options, replaceVariables, ...SIZE })}
      />
    ) : (
      <GrafanaFlameGraph
        data={answer.wall}
        getTheme={() => theme}
        showFlameGraphOnly={subject === 'grafana'}
        disableCollapsing
        keepFocusOnDataChange
      />
    );
  flushSync(() =>
    root!.render(
      <ThemeContext.Provider value={theme}>
        <GlobalStyles />
        {element}
        <PortalContainer />
      </ThemeContext.Provider>
    )
  );
}

function showD3(host: HTMLElement, { fields, length }: DataFrame): void {
  interface Node {
    name: string;
    value: number;
    children: Node[];
  }
  const [level, value, , label] = fields.map(({ values }) => values);
  const open: Node[] = [];
  for (let row = 0; row < length; row++) {
    const node: Node = { name: tree.names[label[row]], value: value[row], children: [] };
    open[level[row]] = node;
    open[level[row] - 1]?.children.push(node);
  }
  host.replaceChildren();
  const chart = flamegraph().width(SIZE.width).cellHeight(20).minFrameSize(1).transitionDuration(0).inverted(true);
  select(host)
    .datum(hierarchy(open[0], (node) => node.children).data as never)
    .call(chart as never);
}

// ── The actions ──────────────────────────────────────────────────────────────
const one = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) {
    throw new Error(`The page has no ${selector}.`);
  }
  return found;
};
const graph: Record<Exclude<Subject, 'd3-flame-graph'>, () => HTMLElement> = {
  ours: () => one('[data-testid^="dualflame-graph-"] [role=application]'),
  grafana: () => one('[data-testid="flameGraph"]'),
  'grafana, with table': () => one('[data-testid="flameGraph"]'),
};
const ROW: Record<string, number> = { ours: 20, grafana: 22, 'grafana, with table': 22 };

function point(type: string, subject: Subject, level: number, x: number): void {
  const target = graph[subject as 'ours']();
  const box = target.getBoundingClientRect();
  const at = { clientX: box.left + box.width * x, clientY: box.top + (level + 0.5) * ROW[subject] };
  target.dispatchEvent(new MouseEvent(type, { ...at, bubbles: true, cancelable: true, view: window }));
}

function type(input: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

const itemNamed = (text: string) =>
  [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find((item) => item.textContent?.includes(text))!;

export const bench = {
  shapes: Object.keys(SHAPES),
  /** Makes the data; its own cost is none of the subjects'. */
  async prepare(shape: string): Promise<void> {
    let make = frameOf;
    if (shape === 'recorded') {
      const fetched = async (role: Role) => (await fetch(`/recorded/before.${role}.folded`)).text();
      const text = { cpu: await fetched('cpu'), wall: await fetched('wall') };
      make = (role, scale) => nestedSetFrame(REF[role], [text[role]], scale);
    } else {
      tree = generateTree(SHAPES[shape]);
    }
    answers.push(...[1, 1.25, 0.8].map((scale) => ({ cpu: make('cpu', scale), wall: make('wall', scale) })));
  },
  /** Data to complete first paint; and the longest task in it, 0 where none took 50 ms. */
  async load(subject: Subject): Promise<{ paint: number; longestTask: number }> {
    longTasks.length = 0;
    const paint = await measure(
      'load',
      () => show(subject, answers[0]),
      subject === 'd3-flame-graph' ? 'page' : 'canvas'
    );
    await new Promise((resolve) => setTimeout(resolve, 100)); // the observer is told later
    return { paint, longestTask: Math.max(0, ...longTasks) };
  },
  refresh: (subject: Subject, times: number) =>
    measure('refresh', () => show(subject, answers[1 + (times % 2)]), 'canvas'),
  /** The same data in a new object, as Grafana hands it out on every state change. */
  unchanged: async () => {
    [drew, changed] = [false, false];
    show('ours', { ...answers[0] });
    await afterPaint();
    await afterPaint();
    return { drew, changed };
  },
  async zoom(subject: Subject, times: number): Promise<number> {
    if (subject === 'ours') {
      // In and out in turn: the first level under the root, then the root.
      return measure('zoom', () => point('click', subject, times % 2 ? 0 : 1, 0.3), 'canvas');
    }
    const menu = await measure('menu', () => point('click', subject, 1, 0.3));
    const focus = await measure('zoom', () => itemNamed('Focus block').click(), 'canvas');
    return menu + focus;
  },
  hover: (subject: Subject, times: number) =>
    measure('hover', () => point('mousemove', subject, 1 + (times % 3), 0.2 + 0.3 * (times % 2))),
  async search(subject: Subject, times: number): Promise<number> {
    const input = one('input[aria-label="Search frames"], input[placeholder^="Search"]') as HTMLInputElement;
    const took = await measure('search', () => type(input, `fn${1 + (times % 9)}`), 'canvas');
    await measure('clear', () => type(input, ''), 'canvas');
    return took;
  },
  mode(times: number): Promise<number> {
    const label = ['CPU', 'Wall', 'Both'][times % 3];
    const radio = [
      ...document.querySelectorAll<HTMLInputElement>('[data-testid="dualflame-toolbar"] input[type=radio]'),
    ];
    return measure('mode', () => radio.find((r) => r.labels?.[0]?.textContent === label)!.click(), 'canvas');
  },
  async option(): Promise<number> {
    const turn = (direction: PanelOptions['direction']) => {
      options = { ...options, direction };
      return measure(direction, () => show('ours', answers[0]), 'canvas');
    };
    const took = await turn('flame');
    await turn('icicle');
    return took;
  },
  floor(times: number): Promise<number> {
    return measure('floor', () => (one('#floor').textContent = String(times)));
  },
  nodes: () => document.querySelectorAll('#subject *').length,
  /** Folded text to a tree with its weights: no paint. */
  async folded(url: string): Promise<{ ms: number; nodes: number }> {
    await fileReaders.fetch();
    const text = await (await fetch(url)).text();
    const start = performance.now();
    const { paired } = prepareProfile([{ refId: 'A', role: 'cpu', source: { kind: 'text', text } }]);
    return { ms: performance.now() - start, nodes: paired!.tree.length };
  },
};
Object.assign(window, { bench });
