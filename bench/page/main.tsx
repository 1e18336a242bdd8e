// The page of the bench: a dashboard, and beside it Dual Flame or a peer on the same data, driven by bench/measures.mjs through `window.bench`.
import { themeName } from '../../dev/host/boot';
import { createDataFrame, FieldType, getThemeById } from '@grafana/data';
import { config } from '@grafana/runtime';
import { registerStandards } from '../../dev/host/standards';
import { beforehand } from '../../src/panel/beforehand';
import { grafanaTexts, translationsAreLoaded } from '../../src/panel/grafana/translate';
import { DEFAULT_OPTIONS, type PanelOptions } from '../../src/panel/options/options';
import pluginJson from '../../src/plugin.json';
import { prepareProfile, type ProfileInput, readInputs } from '../../src/prepare';
import { buildCallTree, weightsOf } from '../../src/profile';
import { fileReaders } from '../../src/readers';
import { type Answer, answersOf } from './answers';
import { drawDashboard } from './dashboard';
import { contention, heatMap, lanes, ranks, ranksUnasked, stripWindows } from './events';
import { hover, itemNamed, one, point, type, wheel } from './gestures';
import { afterPaint, atGraph, forget, frameRate, measure, measureAnswer, painted } from './paint';
import { eventBus, Place, type Subject } from './subjects';

const SIZE = { width: 1200, height: 700 };
/** Answers that a refresh brings in turn. */
const REFRESHES = 2;
/** Of a gesture at full speed, ms. */
const GESTURE = 1500;

const theme = getThemeById(themeName);
config.theme2 = theme;
registerStandards();

let answers: Answer[];
let place: Place;
let options: PanelOptions = DEFAULT_OPTIONS;
/** Nothing is painted in so many frames when an answer is complete: what is read in parts and out of sight has this time for each part. */
let quiet: number;
/** Panels of a whole dashboard of them. */
let fleet: Array<{ place: Place; answers: Answer[] }>;

const show = (subject: Subject, answer: Answer) => place.show(subject, answer, options);
const refreshed = (times: number) => answers[1 + (times % REFRESHES)];

/** A gesture that paints nothing is one that the graph does not have. */
async function speed(each: (frame: number) => void): Promise<number> {
  const { fps, drawn } = await frameRate(GESTURE, each);
  if (drawn < 0.1) {
    throw new Error('The gesture painted nothing.');
  }
  return fps;
}

/** Of what makes a tree of the text, and gives its nodes, ms. */
async function foldedTime(url: string, nodesOf: (inputs: ProfileInput[]) => number | undefined): Promise<number> {
  await fileReaders.fetch();
  const text = await (await fetch(url)).text();
  const start = performance.now();
  const nodes = nodesOf([{ refId: 'A', role: 'cpu', source: { kind: 'text', text } }]);
  const took = performance.now() - start;
  if (!nodes) {
    throw new Error('The folded text gave no tree.');
  }
  return took;
}

export const bench = {
  /** The dashboard, and the data; neither is the subjects' cost. */
  async prepare(shape: string, quietFor: number): Promise<void> {
    quiet = quietFor;
    place = new Place(one('#subject'), theme, SIZE);
    await drawDashboard(one('#dashboard'), theme, eventBus);
    // As the plugin does when Grafana has loaded it: while the queries run.
    await beforehand();
    translationsAreLoaded(...grafanaTexts(pluginJson.id));
    answers = await answersOf(shape, REFRESHES);
    await afterPaint();
  },
  load: (subject: Subject) => measureAnswer('load', () => show(subject, answers[0]), quiet),
  /** A file as data sources give it, in a cell. */
  showFile(text: string): void {
    const frame = createDataFrame({
      refId: 'A',
      fields: [{ name: 'profile', type: FieldType.string, values: [text] }],
    });
    place.showOurs([frame], options);
  },
  refresh: (subject: Subject, times: number) => measureAnswer('refresh', () => show(subject, refreshed(times)), quiet),
  /** Clicks a frame as soon as a graph of so many bars is there. When all is complete the graph must have zoomed, to fewer of them. */
  async clickAtGraph(subject: Subject, bars: number): Promise<boolean> {
    const { done, bars: left } = await atGraph(
      'load',
      () => show(subject, answers[0]),
      quiet,
      bars,
      () => point('click', subject, 1, 0.3)
    );
    return done && left !== bars;
  },
  /** The same data in a new object, as Grafana hands it out on every state change: does anything happen? */
  async unchanged(): Promise<boolean> {
    forget();
    show('ours', { ...answers[0] });
    await afterPaint();
    await afterPaint();
    return painted();
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
    measure('hover', () => hover(subject, 1 + (times % 3), 0.2 + 0.3 * (times % 2))),
  async search(_: Subject, times: number): Promise<number> {
    const input = one<HTMLInputElement>(
      '#subject input[aria-label="Search frames"], #subject input[placeholder^="Search"]'
    );
    const took = await measure('search', () => type(input, `fn${1 + (times % 9)}`), 'canvas');
    await measure('clear', () => type(input, ''), 'canvas');
    return took;
  },
  mode(_: Subject, times: number): Promise<number> {
    const label = ['CPU', 'Wall', 'Both'][times % 3];
    const radios = [
      ...document.querySelectorAll<HTMLInputElement>('[data-testid="dualflame-toolbar"] input[type=radio]'),
    ];
    return measure('mode', () => radios.find((r) => r.labels?.[0]?.textContent === label)!.click(), 'canvas');
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
  /** What a frame costs on this page at all. */
  floor: (_: Subject, times: number) => measure('floor', () => (one('#floor').textContent = String(times))),
  /** In and out, once a second. */
  wheelZoom: () => speed((frame) => wheel({ ctrlKey: true, deltaY: Math.floor(frame / 30) % 2 ? 6 : -6 })),
  /** Of a part of the graph, to and fro. */
  async pan(): Promise<number> {
    for (let notch = 0; notch < 3; notch++) {
      wheel({ ctrlKey: true, deltaY: -50 });
      await afterPaint();
    }
    return speed((frame) => wheel({ deltaX: Math.floor(frame / 30) % 2 ? -25 : 25 }));
  },
  /** Frames a second of the page while an answer is read and the person types and scrolls beside the panel. */
  async meanwhile(times: number): Promise<number> {
    const input = one<HTMLInputElement>('#typing');
    const scroller = one('#scroller');
    const frames: number[] = [];
    let goesOn = true;
    const each = (now: number) => {
      frames.push(now);
      type(input, 'typed in every frame '.slice(0, 1 + (frames.length % 20)));
      scroller.scrollTop = (frames.length * 7) % 400;
      if (goesOn) {
        requestAnimationFrame(each);
      }
    };
    requestAnimationFrame(each);
    const { start, complete } = await measureAnswer('refresh', () => show('ours', refreshed(times)), quiet);
    goesOn = false;
    // Whole frames, from the one before the data on: a page that misses none has 60 a second, however short a refresh is.
    const first = frames.findLastIndex((at) => at <= start);
    const last = frames.findIndex((at) => at >= start + complete);
    return (1000 * (last - first)) / (frames[last] - frames[first]);
  },
  nodes: () => document.querySelectorAll('#subject *').length,
  /** A dashboard of nothing but the subject, twelve times. */
  async mountFleet(subject: Subject, panels: number): Promise<void> {
    const grid = one('#fleet');
    fleet = [];
    for (let id = 1; id <= panels; id++) {
      const host = grid.appendChild(document.createElement('div'));
      // Each has frames of its own, as each has a query of its own.
      fleet.push({
        place: new Place(host, theme, { width: 420, height: 300 }, id),
        answers: await answersOf('16k', REFRESHES),
      });
    }
    fleet.forEach((panel) => panel.place.show(subject, panel.answers[0]));
  },
  /** Answers come one after the other, as they do from a data source. */
  async refreshFleet(subject: Subject, times: number): Promise<void> {
    for (const panel of fleet) {
      panel.place.show(subject, panel.answers[1 + (times % REFRESHES)]);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  },
  contention,
  heatMap,
  ranksUnasked,
  lanes,
  ranks,
  stripWindows,
  /** Folded text to a tree with its weights, as the peers make: no paint. */
  folded: (url: string) =>
    foldedTime(url, (inputs) => {
      const [profile] = readInputs(inputs).instances.map(({ read }) => read.profile);
      const { tree, attach } = buildCallTree([profile]);
      weightsOf(attach[0](profile.primary));
      return tree.length;
    }),
  /** And everything that the panel says of it. */
  foldedJudged: (url: string) => foldedTime(url, (inputs) => prepareProfile(inputs).paired?.tree.length),
};
Object.assign(window, { bench });
