// What is painted on the page, and when.

/** Nothing is painted in so many frames: a gesture's work is over. */
const QUIET_FRAMES = 4;
const GIVE_UP = 120_000;
const FRAME = 1000 / 60;

/** Bars and no marks in them: Grafana's are 22 pixels high, ours 19, the strips in ours 4. */
const BAR_HEIGHT = 10;
/** Narrower bars may be summed up in a first picture. */
const BAR_WIDTH = 3;
/** Share of the last picture's bars and texts that a picture must have to be the graph. */
const ALL = 0.98;

let drew = false;
let changed = false;

// ── What is drawn on canvases ────────────────────────────────────────────────
type Operation = 'clear' | 'bar' | 'text';
interface Drawn {
  canvas: HTMLCanvasElement;
  operation: Operation;
  x: number;
  y: number;
}
let log: Drawn[] | undefined;

type Method = (this: CanvasRenderingContext2D, ...args: number[]) => unknown;
const context = CanvasRenderingContext2D.prototype as unknown as Record<string, Method>;

/** Gives how to let go of it. */
function hook(method: string, note?: (canvas: HTMLCanvasElement, args: number[]) => void): () => void {
  const original = context[method];
  context[method] = function (...args) {
    drew = true;
    note?.(this.canvas, args);
    return original.apply(this, args);
  };
  return () => {
    context[method] = original;
  };
}

const noteBar = (canvas: HTMLCanvasElement, [x, y, width, height]: number[]) => {
  if (width >= BAR_WIDTH && height >= BAR_HEIGHT) {
    log?.push({ canvas, operation: 'bar', x, y });
  }
};
hook('fillText', (canvas) => log?.push({ canvas, operation: 'text', x: 0, y: 0 }));
hook('clearRect', (canvas) => log?.push({ canvas, operation: 'clear', x: 0, y: 0 }));
['fill', 'stroke', 'strokeRect', 'drawImage'].forEach((method) => hook(method));

/** Begins a log of what is drawn. A hook for each of thousands of bars is no cost of a gesture, whose pictures begin with a clear canvas. */
function noteBars(): { drawn: Drawn[]; stop(): void } {
  const drawn: Drawn[] = [];
  log = drawn;
  const letGo = [hook('rect', noteBar), hook('fillRect', noteBar)];
  return {
    drawn,
    stop() {
      letGo.forEach((one) => one());
      log = undefined;
    },
  };
}

let inside: string | undefined;
/** Only what changes in an element of this selector counts. */
export function onlyInside(selector: string): void {
  inside = selector;
}
new MutationObserver((records) => {
  changed ||= inside === undefined || records.some(({ target }) => isInside(target));
}).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

const isInside = (target: Node) =>
  (target instanceof Element ? target : target.parentElement)?.closest(inside!) !== null;

/** A picture of one canvas: where its bars begin, and its texts. */
interface Picture {
  bars: Set<string>;
  texts: number;
}

function pictureOf(drawn: Drawn[], canvas: HTMLCanvasElement): Picture {
  let picture: Picture = { bars: new Set(), texts: 0 };
  for (const one of drawn) {
    if (one.canvas !== canvas) {
      continue;
    }
    if (one.operation === 'clear') {
      picture = { bars: new Set(), texts: 0 };
    } else if (one.operation === 'text') {
      picture.texts++;
    } else {
      picture.bars.add(`${Math.round(one.x)} ${Math.round(one.y)}`);
    }
  }
  return picture;
}

/** The canvas on which most bars were drawn. */
function graphCanvas(drawn: Drawn[]): HTMLCanvasElement | undefined {
  const bars = new Map<HTMLCanvasElement, number>();
  drawn.forEach(({ canvas, operation }) => bars.set(canvas, (bars.get(canvas) ?? 0) + Number(operation === 'bar')));
  return [...bars].sort((a, b) => b[1] - a[1])[0]?.[0];
}

const hasAllOf = (picture: Picture, last: Picture): boolean =>
  [...last.bars].filter((bar) => picture.bars.has(bar)).length >= ALL * last.bars.size &&
  picture.texts >= ALL * last.texts;

/** End of the first frame with all bars and texts of the last one, each bar at its place. */
function graphTime(drawn: Drawn[], frames: Array<{ end: number; drawn: number }>): number {
  const canvas = graphCanvas(drawn);
  if (!canvas || barsOf(drawn) === 0) {
    throw new Error('No graph was painted.');
  }
  const last = pictureOf(drawn, canvas);
  return frames.find((frame) => hasAllOf(pictureOf(drawn.slice(0, frame.drawn), canvas), last))!.end;
}

// ── Frames ───────────────────────────────────────────────────────────────────
export const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

/** The end of a frame: what was drawn and changed before is painted. */
export const afterPaint = () =>
  new Promise<number>((resolve) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(0);
    })
  );

/** Input comes at any moment of a frame. By turns of the golden ratio those of each action are spread evenly, however few there are. */
const moments = new Map<string, number>();
function nextMoment(action: string): number {
  const turn = ((moments.get(action) ?? Math.random()) + 0.618034) % 1;
  moments.set(action, turn);
  return turn * FRAME;
}

export const painted = () => drew || changed;
export function forget(): void {
  drew = changed = false;
}

interface Watching {
  /** The work is not over before that; asked for in frames that painted. */
  begun(): boolean;
  /** It is over when nothing was painted in so many frames one after the other. However long one is, it is one: work may be in it. */
  quiet?: number;
  /** In every frame. */
  onFrame?(): void;
}

/** Milliseconds from an action to the ends of all frames that it changed. */
async function watch(action: string, act: () => void, { begun, quiet = QUIET_FRAMES, onFrame }: Watching) {
  await afterPaint();
  await new Promise((resolve) => setTimeout(resolve, nextMoment(action)));
  forget();
  const frames: Array<{ end: number; drawn: number }> = [];
  const { startTime: start } = performance.mark(action);
  act();
  let seen = false;
  for (let still = 0; !seen || still < quiet;) {
    const now = await afterPaint();
    still++;
    if (painted()) {
      seen ||= begun();
      frames.push({ end: now - start, drawn: log?.length ?? 0 });
      still = 0;
      forget();
    }
    if (document.querySelector('[aria-busy=true]')) {
      still = 0; // it says itself that there is more to come
    }
    onFrame?.();
    if (now - start > GIVE_UP) {
      throw new Error('Nothing was painted.');
    }
  }
  return { start, frames };
}

/** Milliseconds from a gesture to the end of the last frame that it changed. */
export const measure = async (action: string, act: () => void, needs: 'canvas' | 'page' = 'page'): Promise<number> =>
  (await watch(action, act, { begun: () => needs === 'page' || drew })).frames.at(-1)!.end;

/** Fewer are another drawing's: a clip, the legend of a time series. */
const LEAST_BARS = 3;
const hasGraph = () => drew && barsOf(log!) >= LEAST_BARS;

export interface Times {
  /** When the work began, in the page's time. */
  start: number;
  /** To the end of the frame in which all bars of the graph are painted where they stay. */
  graph: number;
  /** To the end of the last frame that changed. */
  complete: number;
  /** 0: none took 50 ms, from where on browsers tell. */
  longestTask: number;
  /** In the graph. */
  bars: number;
}

/** An answer is handed over: when is the graph there, when everything? */
export async function measureAnswer(action: string, act: () => void, quiet: number): Promise<Times> {
  longTasks.length = 0;
  const { drawn, stop } = noteBars();
  try {
    const { start, frames } = await watch(action, act, { begun: hasGraph, quiet });
    return {
      start,
      graph: graphTime(drawn, frames),
      complete: frames.at(-1)!.end,
      longestTask: Math.max(0, ...longTasks),
      bars: barsOf(drawn),
    };
  } finally {
    stop();
  }
}

/** Does something after the first frame that shows a graph of so many bars; resolves when all is painted. */
export async function atGraph(action: string, act: () => void, quiet: number, bars: number, does: () => void) {
  const { drawn, stop } = noteBars();
  let done = false;
  try {
    await watch(action, act, {
      begun: hasGraph,
      quiet,
      onFrame() {
        const canvas = done ? undefined : graphCanvas(drawn);
        if (canvas && pictureOf(drawn, canvas).bars.size >= ALL * bars) {
          done = true;
          does();
        }
      },
    });
    return { done, bars: barsOf(drawn) };
  } finally {
    stop();
  }
}

const barsOf = (drawn: Drawn[]): number => {
  const canvas = graphCanvas(drawn);
  return canvas ? pictureOf(drawn, canvas).bars.size : 0;
};

const longTasks: number[] = [];
new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => longTasks.push(duration))).observe({
  type: 'longtask',
  buffered: true,
});

/** Frames a second while something is done in every frame, and the share of them that painted. */
export async function frameRate(ms: number, each: (frame: number) => void): Promise<{ fps: number; drawn: number }> {
  await afterPaint();
  forget();
  const start = await nextFrame();
  let [frames, pictures, now] = [0, 0, start];
  while (now - start < ms) {
    each(frames++);
    now = await nextFrame();
    pictures += Number(drew);
    forget();
  }
  return { fps: (1000 * frames) / (now - start), drawn: pictures / frames };
}
