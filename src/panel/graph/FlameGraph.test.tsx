import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { nameOf, type CallTree } from '../../profile';
import { nodeAt, prepared } from '../../testing';
import { type GraphModel } from '../model/graphModel';
import { createHoverStore, type HoverStore } from '../state/useHover';
import { FlameGraph, type FlameGraphProps } from './FlameGraph';

// jsdom has no canvas: this one remembers the last picture, and how often there was another one.
interface Picture {
  draws: number;
  rects: Array<{ x: number; y: number; w: number; fill: string }>;
  texts: Array<{ text: string; x: number; y: number }>;
}
const pictures = new Map<HTMLCanvasElement, Picture>();

function contextOf(this: HTMLCanvasElement) {
  const picture = pictures.get(this) ?? { draws: 0, rects: [], texts: [] };
  pictures.set(this, picture);
  const nothing = () => undefined;
  return {
    fillStyle: '',
    measureText: (text: string) => ({ width: text.length * 6 }),
    clearRect() {
      Object.assign(picture, { draws: picture.draws + 1, rects: [], texts: [] });
    },
    fillRect(x: number, y: number, w: number) {
      picture.rects.push({ x, y, w, fill: this.fillStyle });
    },
    fillText: (text: string, x: number, y: number) => picture.texts.push({ text, x, y }),
    ...{ setTransform: nothing, beginPath: nothing, moveTo: nothing, lineTo: nothing, stroke: nothing, arc: nothing },
    fill: nothing,
  };
}

class TestPointerEvent extends MouseEvent {
  readonly pointerId: number;
  readonly pointerType: string;
  constructor(type: string, init: PointerEventInit = {}) {
    super(type, init);
    this.pointerId = init.pointerId ?? 1;
    this.pointerType = init.pointerType ?? 'mouse';
  }
}

const { matchMedia } = window;
let frames: FrameRequestCallback[] = [];
/** What the browser does before it paints. */
const paint = () =>
  act(() => {
    const due = frames;
    frames = [];
    due.forEach((frame) => frame(0));
  });

beforeEach(() => {
  frames = [];
  pictures.clear();
  Object.assign(window, { PointerEvent: TestPointerEvent });
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(contextOf as never);
  jest.spyOn(window, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
  jest.spyOn(window, 'cancelAnimationFrame').mockImplementation((id) => void (frames[id - 1] = () => undefined));
  // The graph's corner on the page.
  jest.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(() => new DOMRect(LEFT, TOP, 800, 200));
});
afterEach(() => {
  jest.restoreAllMocks();
  Object.assign(window, { matchMedia });
});

Object.assign(globalThis, {
  DOMRect: class {
    constructor(
      readonly left: number,
      readonly top: number,
      readonly width: number,
      readonly height: number
    ) {}
  },
});

const LEFT = 100;
const TOP = 50;
/** 800 px wide: all 0-800; first 0-640; inner 0-480, other 480-640; last 640-800. */
const FOLDED = 'first;inner 60\nfirst;other 20\nlast 20';
const FILLS: Record<string, string> = {
  all: '#eeeeee',
  first: '#ffaabb',
  inner: '#99ddff',
  other: '#77aadd',
  last: '#eedd88',
};

function modelOf(folded: string): { tree: CallTree; model: GraphModel } {
  const paired = prepared({ cpu: folded }).paired!;
  const { tree, cpu } = paired;
  const { weights } = cpu!;
  const styleOf = (node: number) => ({
    fill: FILLS[nameOf(tree, node)] ?? '#dddddd',
    pattern: 0,
    label: () => ({ name: nameOf(tree, node) }),
  });
  return {
    tree,
    model: {
      ...{ mode: 'cpu', paired, title: 'CPU', unit: 'ns', format: String, weights, whole: 100, styleOf },
      waits: () => false,
      on: () => undefined,
    },
  };
}

function show(more: Partial<FlameGraphProps> = {}, folded = FOLDED) {
  const on = { zoom: jest.fn<void, [number]>(), menu: jest.fn<void, [number, number, number]>() };
  const hover: HoverStore = createHoverStore();
  const made = modelOf(folded);
  // Each render says the figures of a frame.
  const formatted = jest.spyOn(made.model, 'format');
  const props: FlameGraphProps = {
    ...made,
    width: 808,
    height: 200,
    root: 0,
    flame: false,
    hover,
    onZoom: on.zoom,
    onMenu: on.menu,
    ...more,
  };
  const { rerender } = render(<FlameGraph {...props} />);
  const surface = screen.getByRole('application');
  const scroller = screen.getByTestId('dualflame-graph-cpu');
  const canvas = scroller.querySelector('canvas')!;
  const picture = () => pictures.get(canvas)!;
  const at = (...path: string[]) => nodeAt(props.tree, ...path);
  return {
    on,
    hover,
    formatted,
    surface,
    scroller,
    at,
    tree: props.tree,
    again: (next: Partial<FlameGraphProps>) => rerender(<FlameGraph {...props} {...next} />),
    draws: () => picture().draws,
    /** Left edge, width without the gap at its right, and top of the box with this label. */
    box: (name: string) => {
      const text = picture().texts.find((one) => one.text === name);
      const rect = text && picture().rects.find(({ x, y }) => x === text.x - 4 && Math.abs(y + 10 - text.y) < 3);
      return rect && [rect.x, rect.w + 1, rect.y].map((value) => Math.round(value * 10) / 10);
    },
    fillOf: (name: string) => {
      const { y } = picture().texts.find(({ text }) => text === name)!;
      return picture().rects.find((rect) => Math.abs(rect.y + 10 - y) < 3)!.fill;
    },
    /** Where the pointer is in the graph's own pixels. */
    point: (x: number, y: number, init: object = {}) => ({ clientX: LEFT + x, clientY: TOP + y, ...init }),
    hovered: () => hover.on(props.tree).graph,
  };
}
type Shown = ReturnType<typeof show>;

const wheel = ({ surface, point }: Shown, x: number, init: object) =>
  fireEvent.wheel(surface, point(x, 30, { cancelable: true, ...init }));
const press = ({ surface, point }: Shown, x: number, y = 30, init: object = {}) =>
  fireEvent.pointerDown(surface, point(x, y, { buttons: 1, ...init }));
const move = ({ surface, point }: Shown, x: number, y = 30, init: object = {}) =>
  fireEvent.pointerMove(surface, point(x, y, init));
const release = ({ surface, point }: Shown, x: number, y = 30, init: object = {}) => {
  fireEvent.pointerUp(surface, point(x, y, init));
  fireEvent.click(surface, point(x, y, { detail: 1 }));
};
const drag = (graph: Shown, from: number, to: number) => {
  press(graph, from);
  move(graph, (from + to) / 2, 30, { buttons: 1 });
  move(graph, to, 30, { buttons: 1 });
  release(graph, to);
  paint();
};
const key = ({ surface }: Shown, name: string, init: object = {}) => {
  fireEvent.keyDown(surface, { key: name, ...init });
  paint();
};
/** W, A, S, D by their place on the keyboard; what is written on them is another thing. */
const letter = (graph: Shown, code: string) => key(graph, 'ц', { code: `Key${code}` });
const outline = (kind: 'pointed' | 'cursor' | 'zoomed') => {
  const element = screen.queryByTestId(`dualflame-${kind}`);
  return element && ['left', 'width', 'top'].map((side) => parseFloat(element.style.getPropertyValue(side)));
};
const WHOLE = [0, 640, 20]; // "first" in the whole graph

describe('a pointer that moves', () => {
  it('stands on the box that is drawn there, and outlines it', () => {
    const graph = show();
    move(graph, 500, 45);
    expect(graph.hovered()).toEqual({ node: graph.at('first', 'other'), merged: false, x: 600, y: 95, graph: 0 });
    expect(outline('pointed')).toEqual([480, 159, 40]);
    move(graph, 700, 45);
    expect([graph.hovered(), outline('pointed')]).toEqual([undefined, null]);
  });

  it('neither renders nor draws the graph', () => {
    const graph = show();
    const before = [graph.draws(), graph.formatted.mock.calls.length];
    for (let x = 0; x < 800; x += 10) {
      move(graph, x, 45);
    }
    expect([graph.draws(), graph.formatted.mock.calls.length]).toEqual(before);
  });

  it('says which graph it is in, and what it does in one is seen in another', () => {
    const graph = show({ graph: 1 });
    move(graph, 10, 25);
    expect(graph.hovered()?.graph).toBe(1);
    act(() => graph.hover.clear());
    expect(outline('pointed')).toBeNull();
    act(() => graph.hover.setList(graph.tree, graph.at('last')));
    expect(outline('pointed')).toEqual([640, 159, 20]);
  });

  it('gives the outline back to the match of the search when it stands on nothing', () => {
    const graph = show();
    graph.again({ match: graph.at('first', 'inner') });
    expect(outline('pointed')).toEqual([0, 479, 40]);
    move(graph, 500, 45);
    expect(outline('pointed')).toEqual([480, 159, 40]);
    move(graph, 700, 45);
    expect(outline('pointed')).toEqual([0, 479, 40]);
  });

  it('that leaves stands nowhere', () => {
    const graph = show();
    move(graph, 10, 25);
    fireEvent.pointerLeave(graph.surface);
    expect(graph.hovered()).toBeUndefined();
  });
});

describe('a wheel', () => {
  it.each(['ctrlKey', 'metaKey'])('with %s zooms at the pointer: what is under it stays there', (modifier) => {
    const graph = show();
    // A notch halves the root of it: 2^-0.5 of the width is in view.
    expect(wheel(graph, 640, { deltaY: -100, [modifier]: true })).toBe(false);
    paint();
    const [left] = graph.box('last')!;
    expect(left).toBe(640);
    expect(graph.box('other')![0]).toBeCloseTo(640 - 160 * Math.SQRT2, 0);
    wheel(graph, 640, { deltaY: 100, [modifier]: true });
    paint();
    expect(graph.box('first')).toEqual(WHOLE);
  });

  it('that turns often between two pictures is drawn once', () => {
    const graph = show();
    const before = graph.draws();
    wheel(graph, 640, { deltaY: -100, ctrlKey: true });
    wheel(graph, 640, { deltaY: -100, ctrlKey: true });
    expect(graph.draws()).toBe(before);
    paint();
    expect(graph.draws()).toBe(before + 1);
    expect(graph.box('other')![0]).toBe(320); // 2 · 160 left of 640
  });

  it("alone is the scroller's or the dashboard's", () => {
    const graph = show();
    expect(wheel(graph, 640, { deltaY: -100 })).toBe(true);
    expect(wheel(graph, 640, { deltaX: 100 })).toBe(true);
    paint();
    expect(graph.box('first')).toEqual(WHOLE);
  });

  it('sideways pans what is zoomed', () => {
    const graph = show();
    drag(graph, 400, 800);
    expect(graph.box('last')![0]).toBe(480); // 400 to 800 of 800: twice as wide
    expect(wheel(graph, 640, { deltaX: -80 })).toBe(false);
    paint();
    expect(graph.box('last')![0]).toBe(560);
  });
});

describe('a drag', () => {
  it('over the whole graph brushes what is then in view', () => {
    const graph = show();
    press(graph, 480);
    move(graph, 500, 30, { buttons: 1 });
    move(graph, 640, 30, { buttons: 1 });
    const { display, left, width } = screen.getByTestId('dualflame-brush').style;
    expect([display, left, width]).toEqual(['block', '480px', '160px']);
    release(graph, 640);
    paint();
    expect(graph.box('other')).toEqual([0, 800, 40]);
    expect(screen.getByTestId('dualflame-brush').style.display).toBe('none');
    expect(graph.on.zoom).not.toHaveBeenCalled();
  });

  it('over a part of it pans, as far as there is something', () => {
    const graph = show();
    drag(graph, 400, 800);
    drag(graph, 300, 380);
    expect(graph.box('last')![0]).toBe(560);
    drag(graph, 100, 790);
    expect([graph.box('inner'), graph.box('last')]).toEqual([[0, 800, 40], undefined]); // 0 to 400 of 800
    expect(graph.on.zoom).not.toHaveBeenCalled();
  });

  it('is not one while the hand does not hold still: that is a click', () => {
    const graph = show();
    press(graph, 100);
    move(graph, 102, 31, { buttons: 1 });
    release(graph, 102);
    expect(graph.on.zoom.mock.calls).toEqual([[graph.at('first')]]);
  });

  it('that the browser takes over changes nothing', () => {
    const graph = show();
    press(graph, 480);
    move(graph, 640, 30, { buttons: 1 });
    fireEvent.pointerCancel(graph.surface);
    paint();
    expect(graph.box('first')).toEqual(WHOLE);
    expect(screen.getByTestId('dualflame-brush').style.display).toBe('none');
  });

  it('leaves the frame that it began on: no figures in the way', () => {
    const graph = show();
    move(graph, 480);
    press(graph, 480);
    move(graph, 520, 30, { buttons: 1 });
    expect(graph.hovered()).toBeUndefined();
  });
});

describe('a double click', () => {
  it('shows all: its first click zooms, its second does not', () => {
    const graph = show();
    drag(graph, 400, 800);
    press(graph, 100);
    release(graph, 100);
    fireEvent.click(graph.surface, graph.point(100, 30, { detail: 2 }));
    fireEvent.doubleClick(graph.surface, graph.point(100, 30));
    paint();
    expect(graph.on.zoom.mock.calls).toEqual([[graph.at('first')], [0]]);
    expect(graph.box('first')).toEqual(WHOLE);
  });
});

describe('what is in view', () => {
  it('is all of the next frame that is zoomed to, and of the one before when one comes back', () => {
    const graph = show();
    drag(graph, 480, 640);
    graph.again({ root: graph.at('first') });
    expect(graph.box('other')).toEqual([600, 200, 40]);
    graph.again({ root: 0 });
    expect(graph.box('first')).toEqual(WHOLE);
  });

  it('stays on a refresh, which makes another tree', () => {
    const graph = show();
    drag(graph, 480, 640);
    graph.again(modelOf(`${FOLDED}\nfirst;before 0`));
    expect(graph.box('other')).toEqual([0, 800, 40]);
  });

  it('wanted of one frame is not wanted of the next', () => {
    const graph = show();
    wheel(graph, 640, { deltaY: -100, ctrlKey: true });
    graph.again({ root: graph.at('first') });
    wheel(graph, 640, { deltaY: -100, ctrlKey: true });
    paint();
    expect(graph.box('other')![0]).toBeCloseTo(640 - 40 * Math.SQRT2, 0); // of 600 to 800, one notch
  });

  it('has its part of the strip', () => {
    const made = modelOf(FOLDED);
    const strip = jest.fn(() => ({ firstLevel: 0, fills: [], partsOf: () => undefined }));
    const graph = show({ ...made, model: { ...made.model, strip } });
    expect(strip.mock.lastCall).toEqual([{ root: 0, width: 800, from: 0, to: 1 }]);
    drag(graph, 400, 800);
    expect(strip.mock.lastCall).toEqual([{ root: 0, width: 800, from: 0.5, to: 1 }]);
  });
});

describe('the keyboard', () => {
  const pressed = (graph: Shown, ...names: string[]) => names.forEach((name) => key(graph, name));

  it('walks the frames, and figures stand at them', () => {
    const graph = show();
    pressed(graph, 'ArrowDown', 'ArrowDown');
    expect(graph.hovered()).toEqual({ node: graph.at('first', 'inner'), merged: false, x: 108, y: 110, graph: 0 });
    pressed(graph, 'ArrowRight');
    expect(graph.hovered()).toMatchObject({ node: graph.at('first', 'other'), x: 100 + 480 + 8, y: 50 + 60 });
    expect(outline('cursor')).toEqual([480, 159, 40]);
    pressed(graph, 'Enter');
    expect([graph.on.zoom.mock.calls, graph.hovered()]).toEqual([[[graph.at('first', 'other')]], undefined]);
  });

  it('in a flame goes up to callees', () => {
    const graph = show({ flame: true });
    pressed(graph, 'ArrowUp');
    expect(graph.hovered()?.node).toBe(graph.at('first'));
    pressed(graph, 'ArrowDown');
    expect(graph.hovered()?.node).toBe(0);
  });

  it('brings the frame that it goes to into view', () => {
    const graph = show();
    drag(graph, 0, 400);
    expect(graph.box('last')).toBeUndefined();
    pressed(graph, 'ArrowDown', 'ArrowRight');
    expect(graph.box('last')).toEqual([480, 320, 20]);
    expect(graph.hovered()).toMatchObject({ node: graph.at('last'), x: 100 + 480 + 8 });
  });

  it('goes back with Backspace, and shows all with Escape and with Home', () => {
    const graph = show();
    graph.again({ root: graph.at('first', 'other') });
    pressed(graph, 'Backspace');
    pressed(graph, 'Escape');
    pressed(graph, 'Home');
    expect(graph.on.zoom.mock.calls).toEqual([[graph.at('first')], [0], [0]]);
  });

  it.each(['Home', 'Escape', 'Backspace'])('%s shows the whole width again', (name) => {
    const graph = show();
    drag(graph, 480, 640);
    pressed(graph, name);
    expect(graph.box('first')).toEqual(WHOLE);
  });

  it('W and S zoom at the pointer, A and D pan, wherever these letters are', () => {
    const graph = show();
    move(graph, 640);
    letter(graph, 'W');
    expect(graph.box('last')![0]).toBe(640);
    expect(graph.box('other')![0]).toBe(400); // 1.5 · 160 to the left
    letter(graph, 'A');
    expect(graph.box('other')![0]).toBe(520); // 15 % of 800 to the right
    letter(graph, 'D');
    expect(graph.box('other')![0]).toBe(400);
    letter(graph, 'S');
    expect(graph.box('first')).toEqual(WHOLE);
  });

  it('zooms at the frame that it stands on where the pointer is elsewhere', () => {
    const graph = show();
    pressed(graph, 'ArrowDown', 'ArrowRight'); // last: its middle is at 720
    letter(graph, 'W');
    expect(graph.box('last')![0]).toBe(600); // 720 - 1.5 · 80
  });

  it('leaves keys of the browser and of Grafana alone', () => {
    const graph = show();
    expect(fireEvent.keyDown(graph.surface, { key: 'w', code: 'KeyW', ctrlKey: true })).toBe(true);
    expect(fireEvent.keyDown(graph.surface, { key: 'ArrowLeft', altKey: true })).toBe(true);
    expect(fireEvent.keyDown(graph.surface, { key: 'r', code: 'KeyR' })).toBe(true);
    expect(fireEvent.keyDown(graph.surface, { key: 'w', code: 'KeyW' })).toBe(false);
  });

  it('the menu key opens the menu at the frame that it stands on, wherever the browser says that it was', () => {
    const graph = show();
    pressed(graph, 'ArrowDown', 'ArrowRight');
    key(graph, 'F10', { shiftKey: true });
    expect(fireEvent.contextMenu(graph.surface, graph.point(400, 100))).toBe(false);
    expect(graph.on.menu.mock.calls).toEqual([[graph.at('last'), 100 + 640 + 8, 50 + 40]]);
    expect(graph.hovered()).toBeUndefined();
  });

  it('has no menu for the root; the right button has one for what it points at', () => {
    const graph = show();
    key(graph, 'ContextMenu');
    expect(fireEvent.contextMenu(graph.surface, graph.point(400, 100))).toBe(true);
    pressed(graph, 'ArrowDown', 'ArrowRight');
    fireEvent.pointerDown(graph.surface, graph.point(500, 45, { button: 2, buttons: 2 }));
    fireEvent.contextMenu(graph.surface, graph.point(500, 45, { button: 2 }));
    expect(graph.on.menu.mock.calls).toEqual([[graph.at('first', 'other'), 600, 95]]);
  });
});

describe('fingers', () => {
  const touch = { pointerType: 'touch' };
  const tap = (graph: Shown, x: number, y: number) => {
    press(graph, x, y, touch);
    release(graph, x, y, touch);
    fireEvent.pointerLeave(graph.surface, touch);
  };
  const finger = (graph: Shown, kind: 'pointerDown' | 'pointerMove' | 'pointerUp', id: number, x: number, y = 30) =>
    fireEvent[kind](graph.surface, graph.point(x, y, { pointerId: id, buttons: 1, ...touch }));

  it('a tap shows the figures, a second one on the same frame zooms', () => {
    const graph = show();
    tap(graph, 500, 45);
    expect(graph.hovered()).toMatchObject({ node: graph.at('first', 'other'), x: 600, y: 95 });
    tap(graph, 100, 45);
    expect(graph.hovered()?.node).toBe(graph.at('first', 'inner'));
    expect(graph.on.zoom).not.toHaveBeenCalled();
    tap(graph, 120, 45);
    expect(graph.on.zoom.mock.calls).toEqual([[graph.at('first', 'inner')]]);
    expect(graph.hovered()).toBeUndefined();
  });

  it('a tap beside the boxes leaves the frame', () => {
    const graph = show();
    tap(graph, 500, 45);
    tap(graph, 700, 150);
    expect(graph.hovered()).toBeUndefined();
  });

  it('a pinch zooms between the fingers, and does not click', () => {
    const graph = show();
    finger(graph, 'pointerDown', 1, 540);
    finger(graph, 'pointerDown', 2, 740);
    finger(graph, 'pointerMove', 1, 440);
    finger(graph, 'pointerMove', 2, 840);
    paint();
    expect(graph.box('last')![0]).toBe(640);
    expect(graph.box('other')![0]).toBe(320);
    finger(graph, 'pointerUp', 2, 840);
    finger(graph, 'pointerMove', 1, 100);
    release(graph, 100, 30, { pointerId: 1, ...touch });
    paint();
    expect(graph.box('last')![0]).toBe(640);
    expect([graph.on.zoom.mock.calls, graph.hovered()]).toEqual([[], undefined]);
  });

  it('two fingers that move together move the graph', () => {
    const graph = show();
    drag(graph, 400, 800);
    finger(graph, 'pointerDown', 1, 300);
    finger(graph, 'pointerDown', 2, 400);
    finger(graph, 'pointerMove', 1, 340);
    finger(graph, 'pointerMove', 2, 440);
    paint();
    expect(graph.box('last')![0]).toBe(520);
  });

  it('two fingers do not scale the page, one scrolls it', () => {
    const { surface } = show();
    const touches = (count: number) => ({ touches: Array.from({ length: count }, () => ({})), cancelable: true });
    expect(fireEvent.touchMove(surface, touches(1))).toBe(true);
    expect(fireEvent.touchMove(surface, touches(2))).toBe(false);
  });

  it('one finger brushes nothing, and pans what is zoomed', () => {
    const graph = show();
    const swipe = (from: number, to: number) => {
      finger(graph, 'pointerDown', 1, from);
      finger(graph, 'pointerMove', 1, to);
      finger(graph, 'pointerUp', 1, to);
      paint();
    };
    swipe(480, 640);
    expect(graph.box('first')).toEqual(WHOLE);
    drag(graph, 400, 800);
    swipe(300, 340);
    expect(graph.box('last')![0]).toBe(520);
  });

  it('have rows of 24 px', () => {
    const media = { matches: true, addEventListener: () => undefined, removeEventListener: () => undefined };
    Object.assign(window, { matchMedia: (query: string) => ({ ...media, matches: query === '(pointer: coarse)' }) });
    expect(show().box('other')).toEqual([480, 160, 48]);
  });
});

describe('a zoomed frame', () => {
  it('is marked, and its callers are quieter; nothing is in the whole graph', () => {
    const graph = show();
    expect([outline('zoomed'), graph.fillOf('all'), graph.fillOf('first')]).toEqual([null, '#eeeeee', '#ffaabb']);
    graph.again({ root: graph.at('first') });
    expect(outline('zoomed')).toEqual([0, 799, 20]);
    expect(graph.fillOf('first')).toBe('#ffaabb');
    expect(graph.fillOf('all')).not.toBe('#eeeeee');
  });
});

it('the match that is looked at comes into view, from far down and from outside the part in view', () => {
  const graph = show({ height: 60 }, 'a;b;c;d;e;f;g 50\nz 50');
  expect(graph.box('g')).toBeUndefined();
  graph.again({ match: graph.at('a', 'b', 'c', 'd', 'e', 'f', 'g') });
  paint();
  expect(graph.box('g')).toBeDefined();
  for (let i = 0; i < 4; i++) {
    wheel(graph, 790, { ctrlKey: true, deltaY: -400 });
    paint();
  }
  expect(graph.box('g')).toBeUndefined();
  graph.again({ match: graph.at('a', 'b', 'c', 'd', 'e', 'f') });
  paint();
  expect(graph.box('f')).toBeDefined();
});

describe('rows', () => {
  it('begin with the root, however low the graph is', () => {
    expect(show({ height: 40 }).box('first')).toEqual([0, 640, 20]);
  });

  it('begin with the zoomed frame, or with as many of its callers as leave room for two rows below it', () => {
    const path = 'a;b;c;d;e;f;g;h';
    const root = 5; // e
    expect(show({ height: 100, root }, `${path} 1`).box('e')![2]).toBe(40);
    cleanup();
    expect(show({ height: 50, root }, `${path} 1`).box('e')![2]).toBe(0);
  });

  it('begin with its callees where the root is drawn elsewhere: hit, cursor and scrolling know', () => {
    const graph = show({ skipRoot: true, height: 30 });
    expect(graph.box('first')).toEqual([0, 640, 0]);
    expect(graph.box('all')).toBeUndefined();
    move(graph, 700, 5);
    expect(graph.hovered()?.node).toBe(graph.at('last'));
    key(graph, 'ArrowUp');
    expect(graph.hovered()?.node).toBe(graph.at('first'));
    key(graph, 'ArrowUp');
    expect(graph.hovered()?.node).toBe(graph.at('first'));
    expect((graph.scroller.firstElementChild as HTMLElement).style.height).toBe('40px');
    key(graph, 'ArrowDown');
    expect(graph.scroller.scrollTop).toBe(10);
    expect(graph.box('inner')).toEqual([0, 480, 10]);
    expect(outline('cursor')).toEqual([0, 479, 10]);
  });

  it('are scrolled by as many pixels as the person scrolls', () => {
    const graph = show({ height: 30 });
    graph.scroller.scrollTop = 15;
    fireEvent.scroll(graph.scroller);
    expect(graph.box('first')).toEqual([0, 640, 5]);
    move(graph, 10, 6);
    expect(graph.hovered()?.node).toBe(graph.at('first'));
  });

  it('are dragged where they are more than have room', () => {
    const graph = show({ height: 30 });
    drag(graph, 400, 800);
    press(graph, 300, 25);
    move(graph, 300, 13, { buttons: 1 });
    release(graph, 300, 13);
    expect(graph.scroller.scrollTop).toBe(12);
  });
});

describe('the whole in small', () => {
  const view = () => {
    const { left, width, top, height } = screen.getByTestId('dualflame-minimap-view').style;
    return [left, width, top, height].map((value) => Math.round(parseFloat(value) * 10) / 10);
  };

  it('comes with a part of the width, and shows which', () => {
    const graph = show({ minimap: true });
    expect(screen.queryByTestId('dualflame-minimap')).toBeNull();
    drag(graph, 400, 800);
    expect(view()).toEqual([70, 70, 0, 64]); // of 140 x 64
    graph.again({ root: graph.at('first') });
    expect(view()).toEqual([0, 112, 0, 64]);
  });

  it('shows the part of a zoomed frame', () => {
    const graph = show({ minimap: true });
    graph.again({ root: graph.at('first') });
    drag(graph, 400, 800);
    expect(view()).toEqual([56, 56, 0, 64]);
  });

  it('is drawn as the graph is, and a click on it zooms to what is drawn there', () => {
    const graph = show({ minimap: true, root: 1 });
    const map = screen.getByTestId('dualflame-minimap');
    const row = 64 / 3;
    const { rects } = pictures.get(map.querySelector('canvas')!)!;
    const last = rects.find(({ fill }) => fill === FILLS.last)!;
    expect([last.x, last.y, last.w].map(Math.round)).toEqual([112, Math.round(row), 28]);
    fireEvent.click(map, graph.point(120, row * 2.5)); // below "last": the deepest frame above
    expect(graph.on.zoom.mock.calls).toEqual([[graph.at('last')]]);
  });

  it('does not cover the root rows, in either direction; a pointer on it is not on the graph', () => {
    const graph = show({ minimap: true, root: 1 });
    const map = screen.getByTestId('dualflame-minimap');
    expect([map.style.top, map.style.bottom]).toEqual(['', '4px']);
    move(graph, 10, 25);
    fireEvent.pointerEnter(map);
    expect(graph.hovered()).toBeUndefined();
    fireEvent.pointerMove(map, graph.point(10, 25));
    expect(graph.hovered()).toBeUndefined();
    graph.again({ root: 1, minimap: true, flame: true });
    expect([map.style.top, map.style.bottom]).toEqual(['4px', '']);
    const { rects } = pictures.get(map.querySelector('canvas')!)!;
    expect(Math.round(rects.find(({ fill }) => fill === FILLS.all)!.y)).toBe(Math.round((64 / 3) * 2));
  });
});
