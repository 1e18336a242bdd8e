// The panel as Grafana mounts it, with its life in the hands of tests/lifecycle.spec.ts through `window.life`.
import '../../dev/host/boot';
import { type DataFrame, EventBusSrv, getThemeById, LoadingState, type PanelProps, ThemeContext } from '@grafana/data';
import { config } from '@grafana/runtime';
import { GlobalStyles, PortalContainer } from '@grafana/ui';
import React from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { generateTree, nestedSet, SHAPES } from '../../bench/generate';
import { flameFrame, panelProps, REF } from '../../dev/host/panelInput';
import { registerStandards } from '../../dev/host/standards';
import { DualFlamePanel } from '../../src/panel/DualFlamePanel';
import { DEFAULT_OPTIONS, type PanelOptions } from '../../src/panel/options/options';

let tree = generateTree({ ...SHAPES['16k'], nodes: 4000 });
registerStandards();
const eventBus = new EventBusSrv();

interface Life {
  panels: number;
  width: number;
  height: number;
  theme: 'dark' | 'light';
  timeZone: string;
  state: LoadingState;
  /** The queries in error beside the good ones. */
  failed: boolean;
  /** Names that try to be more than names. */
  hostile: boolean;
  direction: PanelOptions['direction'];
  /** The panel is not told its queries: a public dashboard, a snapshot. */
  noQueries: boolean;
  /** Without a place in the page: a tab that is not in sight, a panel under a condition. */
  hidden: boolean;
  /** Another value is another answer of the same queries. */
  answer: number;
}

let life: Life = {
  panels: 1,
  width: 900,
  height: 500,
  theme: 'dark',
  timeZone: 'utc',
  state: LoadingState.Done,
  failed: false,
  hostile: false,
  direction: 'icicle',
  noQueries: false,
  hidden: false,
  answer: 0,
};
let root: Root | undefined;

const HOSTILE = [
  '<img src=x onerror="window.hacked=1">',
  '<script>window.hacked=1</script>',
  'javascript:window.hacked=1',
  '\u202eevil\u202c',
  '$t(key) {share} ${__from}',
];
const frames = new Map<number, DataFrame[]>();

function framesOf(answer: number): DataFrame[] {
  const made =
    frames.get(answer) ??
    (['cpu', 'wall'] as const).map((role) =>
      flameFrame(
        REF[role],
        nestedSet(tree, role, () => 1 + (answer % 7) / 10),
        tree.names.map((name, i) => (life.hostile && i > 6 ? HOSTILE[i % HOSTILE.length] + i : name))
      )
    );
  frames.clear(); // what is kept is the panel's affair
  frames.set(answer, made);
  return made;
}

function propsOf(id: number): PanelProps<PanelOptions> {
  const { width, height, timeZone, state, failed, answer, direction, noQueries } = life;
  const options = { ...DEFAULT_OPTIONS, direction };
  const errors = failed ? [{ refId: 'C', message: 'C cannot be reached' }] : undefined;
  return panelProps(
    { series: framesOf(answer), state, errors, ...(noQueries ? { request: undefined } : {}) },
    // A repeated panel has a value of its own for the variable that it is repeated by.
    { id, eventBus, width, height, timeZone, options, replaceVariables: (text) => text.replaceAll('$pod', `pod-${id}`) }
  );
}

function render() {
  const theme = getThemeById(life.theme);
  config.theme2 = theme;
  const subject = document.getElementById('subject')!;
  subject.style.display = life.hidden ? 'none' : '';
  root ??= createRoot(subject);
  flushSync(() =>
    root!.render(
      <ThemeContext.Provider value={theme}>
        <GlobalStyles />
        {Array.from({ length: life.panels }, (_, i) => (
          <DualFlamePanel key={i} {...propsOf(i + 1)} />
        ))}
        <PortalContainer />
      </ThemeContext.Provider>
    )
  );
}

const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
/** Nothing is left to do: the last answer is read and drawn, those before it are given up. */
const idle = () => new Promise<void>((resolve) => requestIdleCallback(() => resolve()));

Object.assign(window, {
  life: {
    /** The answers from now on are of so many nodes. */
    generate(nodes: number) {
      tree = generateTree({ ...SHAPES['16k'], nodes });
      frames.clear();
    },
    async set(part: Partial<Life>) {
      life = { ...life, ...part };
      render();
      await frame();
    },
    async refresh(times: number) {
      for (let i = 0; i < times; i++) {
        life = { ...life, answer: life.answer + 1 };
        render();
        if (i % 10 === 0) {
          await frame();
        }
      }
      await frame();
      await idle();
    },
    async remount(times: number) {
      for (let i = 0; i < times; i++) {
        root?.unmount();
        root = undefined;
        render();
        await frame();
      }
    },
    unmount() {
      root?.unmount();
      root = undefined;
    },
  },
});
