import { createDataFrame, DataHoverEvent, dateTime, EventBusSrv, FieldType } from '@grafana/data';
import { act, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { computeCounters, type TimeSeries } from '../../analysis';
import { formatCounter } from '../ui/format';
import { CounterStrip, type CounterStripProps } from './CounterStrip';

jest.mock('../ui/format', () => {
  const actual = jest.requireActual<typeof import('../ui/format')>('../ui/format');
  return { ...actual, formatCounter: jest.fn(actual.formatCounter) };
});

const series = (name: string, values: number[]): TimeSeries => ({
  refId: 'C',
  names: [name],
  labels: [['instance', 'a']],
  times: values.map((_, i) => i * 1000),
  values,
});
const rows = computeCounters([
  series('rate(node_perf_instructions_total[1m])', [210, 210, 160, 160, 160, 160, 160, 160, 160]),
  series('rate(node_perf_cpucycles_total[1m])', Array(9).fill(100)),
]);

function strip(over: Partial<CounterStripProps> = {}) {
  const eventBus = new EventBusSrv();
  const onRange = jest.fn();
  const range = { from: dateTime(0), to: dateTime(8000) };
  const view = render(
    <CounterStrip
      rows={rows}
      rest={[]}
      baselines={[]}
      spec={{ type: 'first' }}
      annotations={[]}
      timeRange={{ ...range, raw: range }}
      timeZone="utc"
      width={1000}
      eventBus={eventBus}
      threshold={() => undefined}
      onRange={onRange}
      onWindow={jest.fn()}
      onAnnotation={jest.fn()}
      {...over}
    />
  );
  return { eventBus, onRange, view, root: screen.getByTestId('dualflame-counters') };
}

it('shows the ratio of sums, its baseline and how far they are apart', () => {
  const { root } = strip();
  expect(root).toHaveTextContent('IPC');
  expect(root).toHaveTextContent('1.71'); // 1,540 / 900
  expect(root).toHaveTextContent('−11 %');
  expect(root).toHaveTextContent('vs 1.93');
});

it('follows the crosshair of other panels and moves theirs', () => {
  const { eventBus, root } = strip();
  const heard = jest.fn();
  act(() =>
    eventBus.publish(Object.assign(new DataHoverEvent({ point: { time: 1000 } }), { origin: new EventBusSrv() }))
  );
  expect(root).toHaveTextContent('2.10');
  expect(root).toHaveTextContent('00:00:01');
  eventBus.getStream(DataHoverEvent).subscribe(heard);
  // Between the labels (168 px) and the figures (236) 596 px are 8 s: a quarter of it is 2 s.
  fireEvent(root, new MouseEvent('pointermove', { clientX: 168 + 149, bubbles: true })); // jsdom has no PointerEvent
  expect(heard.mock.calls[0][0].payload.point.time).toBeCloseTo(2000);
  expect(root).toHaveTextContent('00:00:02');
});

it('the crosshair judges nothing again, and renders figures only, where it comes to another point', () => {
  const threshold = jest.fn(() => undefined);
  const formatted = jest.mocked(formatCounter);
  const { eventBus, root } = strip({ threshold, rows: rows.slice(0, 1), rest: rows });
  const move = (time: number) => {
    formatted.mockClear();
    threshold.mockClear();
    const event = new DataHoverEvent({ point: { time } });
    act(() => eventBus.publish(Object.assign(event, { origin: new EventBusSrv() })));
    expect(threshold).not.toHaveBeenCalled();
    return formatted.mock.calls.length;
  };
  expect(move(1000)).toBe(2); // the figure, and what it is compared with in its title
  expect(move(1100)).toBe(0);
  expect(move(2000)).toBe(2);
  expect(root).toHaveTextContent('00:00:02');
});

it.each([
  [0, 0],
  [2000, 149],
  [8000, 596],
])('the crosshair of %d ms stands at %d px of the plot', (time, x) => {
  const { eventBus } = strip();
  act(() => eventBus.publish(Object.assign(new DataHoverEvent({ point: { time } }), { origin: new EventBusSrv() })));
  const line = screen.getByTestId('dualflame-crosshair');
  expect([line.getAttribute('x1'), line.getAttribute('x2')].map(Number)).toEqual([x, x]);
});

it('the line stands on the same scale: the first point at its left end, the last at its right', () => {
  const { root } = strip();
  const points = [
    ...root
      .querySelector('path')!
      .getAttribute('d')!
      .matchAll(/[ML]([\d.]+),/g),
  ].map(([, x]) => Number(x));
  expect(points).toEqual([0, 74.5, 149, 223.5, 298, 372.5, 447, 521.5, 596]);
});

it('a drag sets the dashboard’s range, with Shift it marks a window; a click does neither', () => {
  const onWindow = jest.fn();
  const { onRange, root } = strip({ onWindow });
  root.setPointerCapture = () => undefined;
  const drag = (from: number, to: number, shiftKey = false) =>
    [
      ['pointerdown', from],
      ['pointermove', to],
      ['pointerup', to],
    ].forEach(([type, x]) =>
      fireEvent(root, new MouseEvent(String(type), { clientX: 168 + Number(x), bubbles: true, shiftKey }))
    );
  drag(447, 149);
  expect(onRange.mock.calls).toEqual([[{ from: 2000, to: 6000 }]]);
  drag(149, 298, true);
  expect(onWindow.mock.calls).toEqual([[{ from: 2000, to: 4000 }]]);
  drag(149, 151);
  expect([onRange.mock.calls.length, onWindow.mock.calls.length]).toEqual([1, 1]);
});

it('draws annotations and alert states', () => {
  const annotations = [
    createDataFrame({
      fields: [
        { name: 'time', type: FieldType.time, values: [2000, 4000] },
        { name: 'timeEnd', type: FieldType.number, values: [3000, undefined] },
        { name: 'title', type: FieldType.string, values: ['deploy 42', undefined] },
        { name: 'newState', type: FieldType.string, values: [undefined, 'Alerting'] },
      ],
    }),
  ];
  const { view } = strip({ annotations });
  expect([...view.container.querySelectorAll('title')].map(({ textContent }) => textContent)).toEqual([
    'deploy 42',
    'Alerting',
  ]);
});

it('a threshold of the field config colours the figure', () => {
  const { root } = strip({ threshold: ({ value }) => (value < 2 ? 'rgb(1, 2, 3)' : undefined) });
  expect(root.querySelector('b')).toHaveStyle({ color: 'rgb(1, 2, 3)' });
});

describe('the shape of a row', () => {
  const BASE = 1000;
  /** Heights that a row with these figures spans, in pixels of its 22. */
  const spanOf = (ipc: number[]) => {
    const { view, root } = strip({
      rows: computeCounters([
        series(
          'rate(node_perf_instructions_total[1m])',
          ipc.map((value) => value * BASE)
        ),
        series(
          'rate(node_perf_cpucycles_total[1m])',
          ipc.map(() => BASE)
        ),
      ]),
    });
    const ys = [
      ...view.container
        .querySelector('path')!
        .getAttribute('d')!
        .matchAll(/,([\d.]+)(?=L|$)/g),
    ].map(([, y]) => Number(y));
    expect(ys).toHaveLength(ipc.length);
    expect(Math.min(...ys)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...ys)).toBeLessThanOrEqual(22);
    const text = root.textContent!.replaceAll('\u00a0', ' ');
    view.unmount();
    return { span: Math.max(...ys) - Math.min(...ys), text };
  };

  it('is a flat line for a constant with the noise of rounding, and no change is said', () => {
    const { span, text } = spanOf([1.6, 1.6 - 2e-16, 1.6 + 2e-16, 1.6, 1.6, 1.6 - 2e-16, 1.6, 1.6, 1.6]);
    expect(span).toBe(0);
    expect(text).toContain('±0 %');
    expect(text).not.toMatch(/[+−]0\.0/);
  });

  it('is small for what the figures hardly show, and fills the row for what they do', () => {
    expect(spanOf([1.6, 1.601, 1.6, 1.6, 1.6, 1.6, 1.6, 1.6, 1.6]).span).toBeLessThan(2);
    expect(spanOf([2.1, 2.1, 1.6, 1.6, 1.6, 1.6, 1.6, 1.6, 1.6]).span).toBeCloseTo(16, 0);
    expect(spanOf([0, 0, 0, 0, 0, 0, 0, 0, 0]).span).toBe(0);
  });
});

describe('an annotation', () => {
  const deploy = createDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [2000] },
      { name: 'text', type: FieldType.string, values: ['deploy v42'] },
    ],
  });
  const pointer = (root: HTMLElement, type: string, clientX: number) =>
    fireEvent(root, new MouseEvent(type, { clientX, bubbles: true }));
  /** 2 s of 8 are a quarter of the 596 px beside the labels. */
  const X = 168 + 149;
  beforeEach(() => void (HTMLElement.prototype.setPointerCapture = jest.fn()));

  it.each([
    [X, X, true],
    [X + 4, X + 4, true],
    [X + 9, X + 9, false],
    [X - 60, X, false],
  ])('is meant by a click beside it, not by one further away, nor by a drag to it: %d to %d', (down, up, meant) => {
    const onAnnotation = jest.fn();
    const { root } = strip({ annotations: [deploy], onAnnotation });
    pointer(root, 'pointerdown', down);
    pointer(root, 'pointermove', up);
    pointer(root, 'pointerup', up);
    expect(onAnnotation.mock.calls).toEqual(meant ? [[2000]] : []);
  });

  it('says what a click does', () => {
    const { root } = strip({ annotations: [deploy] });
    pointer(root, 'pointermove', X);
    expect(root).toHaveAttribute('title', 'deploy v42: a click compares before with after');
    pointer(root, 'pointermove', X + 50);
    expect(root).not.toHaveAttribute('title');
  });
});

it('beside gaps: the crosshair reads the nearest point that has a value, and the line breaks there', () => {
  const values = [2, NaN, NaN, 1, 1, 1, 1, 1, 1];
  const { eventBus, root } = strip({ rows: [{ ...rows[0], values }] });
  act(() =>
    eventBus.publish(Object.assign(new DataHoverEvent({ point: { time: 1400 } }), { origin: new EventBusSrv() }))
  );
  expect(root).toHaveTextContent('2.00');
  expect(root).toHaveTextContent('00:00:00');
  expect(root.querySelector('path')!.getAttribute('d')!.match(/M/g)).toHaveLength(2);
});

it('a row is 26 px high at most, and marks outside the range are not drawn at its ends', () => {
  const annotations = [
    createDataFrame({
      fields: [
        { name: 'time', type: FieldType.time, values: [-5000, 20000, 2000] },
        { name: 'title', type: FieldType.string, values: ['before', 'after', 'inside'] },
      ],
    }),
  ];
  const { root, view } = strip({ annotations });
  expect(parseFloat(root.style.height) / rows.length).toBeLessThanOrEqual(26);
  expect([...view.container.querySelectorAll('title')].map(({ textContent }) => textContent)).toEqual(['inside']);
});

it('says how many counters have no room, and a click lists them with their figures', () => {
  const rest = computeCounters([
    series('rate(node_perf_branch_misses_total[1m])', Array(9).fill(4)),
    series('rate(node_perf_branch_instructions_total[1m])', Array(9).fill(100)),
  ]);
  expect(rest.map(({ metric }) => metric)).toEqual(['branchMissRatio']);
  const { view } = strip({ rest: [...rest, ...rest.map((row) => ({ ...row, metric: 'stalledBackend' as const }))] });
  const more = screen.getByRole('button', { name: /^2 more: Branch misses 4\.0.%, / });
  expect(more).toHaveTextContent('+2');
  fireEvent.click(more);
  expect(screen.getByTestId('dualflame-more-counters')).toHaveTextContent(/Branch misses.*4\.0.%.*Backend stalled/);
  view.unmount();
  strip();
  expect(screen.queryByRole('button')).toBeNull();
});

describe('what a row says of its figure', () => {
  const plain = (text: string | null) => text!.replaceAll('\u00a0', ' ');
  const row = (root: HTMLElement) => root.querySelector('[data-testid=dualflame-counter]')!;
  const titleOf = (root: HTMLElement) => plain(row(root).querySelector('[title]')!.getAttribute('title'));
  const worse = [{ ...rows[0], value: 1, values: [2, 1, 1, 1, 1, 1, 1, 1, 1] }];
  const better = [{ ...rows[0], value: 2, values: [1, 2, 2, 2, 2, 2, 2, 2, 2] }];

  it('a worse one has a mark and a colour, a better one a colour alone, the same none', () => {
    const figure = (of: typeof rows) => {
      const { root, view } = strip({ rows: of });
      const found = root.querySelector('b')!;
      const said = [plain(found.textContent), getComputedStyle(found).color];
      view.unmount();
      return said;
    };
    const [bad, good, same] = [worse, better, [{ ...rows[0], value: 1.93 }]].map(figure);
    expect([bad[0], good[0], same[0]]).toEqual(['1.00!', '2.00', '1.93']);
    expect(new Set([bad[1], good[1], same[1]]).size).toBe(3);
  });

  it('the change has the colour of its figure where it is worse, and no other', () => {
    const colours = (of: typeof rows) => {
      const { root, view } = strip({ rows: of });
      const said = [...row(root).querySelectorAll('b, span[title]')].map((one) => getComputedStyle(one).color);
      view.unmount();
      return said;
    };
    const [[bad, badChange], [good, goodChange]] = [worse, better].map(colours);
    expect(badChange).toBe(bad);
    expect([good, bad]).not.toContain(goodChange);
  });

  it('a figure that there is none of has no change', () => {
    const { root } = strip({ rows: [{ ...rows[0], value: NaN }] });
    expect(row(root).querySelector('span[title]')).toBeNull();
  });

  it('a threshold judges in our place', () => {
    const { root } = strip({ rows: worse, threshold: () => 'rgb(1, 2, 3)' });
    expect(root.querySelector('b')).toHaveTextContent(/^1\.00$/);
    expect(root.querySelector('b')).toHaveStyle({ color: 'rgb(1, 2, 3)' });
  });

  it('in full in its title: of what, which queries, against what, notes, instances where there are several', () => {
    const one = { ...rows[0], scope: 'host' as const, notes: [{ text: 'A note of {who}', values: { who: 'ours' } }] };
    const { root } = strip({ rows: [{ ...one, instances: [{ labels: 'a', value: 1.5 }] }] as never });
    expect(titleOf(root).split('\n')).toEqual([
      'IPC 1.71 over the range, of the whole host, not of this process or function; query C',
      expect.stringMatching(/^against .* \(1\.93\)$/),
      'A note of ours',
    ]);
    expect(row(root)).toHaveTextContent(/^IPC host/);
  });

  it('names at most twelve instances', () => {
    const instances = Array.from({ length: 14 }, (_, i) => ({ labels: `pod ${i}`, value: 1.5 }));
    const { root } = strip({ rows: [{ ...rows[0], scope: 'process', instances }] as never });
    const told = titleOf(root)
      .split('\n')
      .filter((text) => text.startsWith('pod'));
    expect([told.length, told[0], told.at(-1)]).toEqual([12, 'pod 0: 1.50', 'pod 11: 1.50']);
    expect(titleOf(root)).toContain('of the whole process, not of a function');
    expect(row(root)).toHaveTextContent(/^IPC process/);
  });

  it('without a baseline it says so, in narrow strips without the word', () => {
    const bare = { ...rows[0], times: [], values: [] };
    const { root, view } = strip({ rows: [bare] });
    expect(root).toHaveTextContent('no baseline');
    expect(titleOf(root)).not.toContain('against');
    view.unmount();
    const narrow = strip({ width: 500 }).root;
    expect(narrow).not.toHaveTextContent('vs 1.93');
    expect(narrow).toHaveTextContent('1.71');
  });

  it('those without room are counted, named, and marked where one of them is worse', () => {
    const more = (rest: typeof rows, threshold?: () => string) => {
      const { view } = strip({ rest, ...(threshold && { threshold }) });
      const button = screen.getByRole('button', { name: /more: / });
      const said = [button.textContent, plain(button.getAttribute('aria-label')), plain(button.title)];
      view.unmount();
      return said;
    };
    expect(more(better)).toEqual(['+1', '1 more: IPC 2.00', '1 more\nIPC 2.00']);
    expect(more([...better, ...worse])).toEqual(['+2!', '2 more: IPC 2.00, IPC 1.00', '2 more\nIPC 2.00\nIPC 1.00']);
    expect(more(worse, () => 'red')[0]).toBe('+1');
    const colourOf = (rest: typeof rows) => {
      const { view } = strip({ rest });
      const { color } = getComputedStyle(screen.getByRole('button', { name: /more: / }));
      view.unmount();
      return color;
    };
    expect(colourOf(worse)).not.toBe(colourOf(better));
    strip();
    expect(screen.queryByRole('button', { name: /more/ })).not.toBeInTheDocument();
  });

  it('a click lists them as the strip shows the others', async () => {
    strip({ rest: worse });
    fireEvent.click(screen.getByRole('button', { name: /more: / }));
    const list = await screen.findByTestId('dualflame-more-counters');
    expect(list).toHaveTextContent('IPC');
    expect(list).toHaveTextContent('1.00!');
  });
});
