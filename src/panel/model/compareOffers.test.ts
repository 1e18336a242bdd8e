import { type Annotation } from '../grafana/annotations';
import { type SlowSpans } from './slowSpans';
import { compareOffers, comparisonWords, type OffersInput } from './compareOffers';

const at = (time: string) => Date.parse(`2026-11-27T${time}Z`);
const range = { from: at('14:00'), to: at('15:00') };
const annotation = (time: string, text: string): Annotation => ({ time: at(time), text, color: 'blue' });
const span = { id: '', time: 0, duration: 0, sampled: false };
const slow: SlowSpans = {
  slow: [span],
  fast: [span, span],
  count: { slow: 1, fast: 2 },
  limit: 200e6,
  ofObjective: true,
  sampled: false,
};
const input = (more: Partial<OffersInput> = {}): OffersInput => ({
  range,
  annotations: [],
  timeZone: 'utc',
  slow: { why: 'no spans' },
  ...more,
});
/** A value every ten minutes from 14:00 on. */
const objective = (...values: number[]) => ({
  times: values.map((_, i) => range.from + i * 600_000),
  values,
  limit: 5,
});
const lines = (more: Partial<OffersInput>) =>
  compareOffers(input(more)).map(
    ({ label, description, disabled }) => `${disabled ? '✗ ' : ''}${label}: ${description}`
  );

it('offers what can be compared, with its times, and disables the rest with the reason', () =>
  expect(lines({})).toEqual([
    '✗ Objective broken against held: No query has a threshold: set the latency objective as the threshold of its field.',
    'Previous period: with 13:00–14:00',
    'One day before: with 11/26 14:00–15:00',
    'One week before: with 11/20 14:00–15:00',
    '✗ Slow requests against the fast ones: no spans',
  ]));

it('offers slow requests behind the objective, with what is compared', () =>
  expect(lines({ slow }).slice(0, 2)).toEqual([
    expect.stringMatching(/^✗ Objective/),
    'Slow requests against the fast ones: 1 slow span (≥ 200 ms) against 2 fast',
  ]));

it('says of the objective what it will be compared with', () => {
  expect(lines({ objective: objective(9, 9, 1, 1, 1, 1) })[0]).toBe('Objective broken against held: with 14:20–15:00');
  expect(lines({ objective: objective(9, 9, 9, 9, 9, 9) })[0]).toBe(
    'Objective broken against held: looks for the nearest time when it held'
  );
  expect(lines({ objective: objective(1, 1, 1, 1, 1, 1) })[0]).toBe(
    '✗ Objective broken against held: The objective held all the time in this range.'
  );
});

it('offers the annotations inside of the range, the latest first, five at most, each once', () => {
  const annotations = [
    annotation('13:59', 'too early'),
    annotation('14:00', 'at its start'),
    ...[1, 2, 3, 4, 5, 6].map((minute) => annotation(`14:0${minute}`, `deploy ${minute}`)),
    annotation('14:06', 'deploy 6'),
    annotation('15:00', 'at its end'),
  ];
  const events = compareOffers(input({ annotations })).filter(({ spec }) => spec.type === 'event');
  expect(events.map(({ label }) => label)).toEqual(
    [6, 5, 4, 3, 2].map((minute) => `Before and after deploy ${minute} 14:0${minute}`)
  );
  expect(events[0]).toMatchObject({ spec: { type: 'event', at: at('14:06') }, disabled: false });
});

it('cuts long texts of annotations, and their lines', () => {
  const [, { label }] = compareOffers(input({ annotations: [annotation('14:02', `deploy\n${'x'.repeat(90)}`)] }));
  expect(label).toBe(`Before and after deploy ${'x'.repeat(52)}… 14:02`);
});

it('offers the marked window as long as the range holds it', () => {
  const marked = { type: 'window' as const, from: at('14:10'), to: at('14:20') };
  expect(lines({ marked })).toContain('Marked window against the rest: with 14:00–14:10, 14:20–15:00');
  expect(lines({ marked: { ...marked, from: at('12:00'), to: at('14:00') } }).join()).not.toContain('Marked window');
  expect(lines({ marked: { ...marked, from: range.from, to: range.to } })).toContain(
    '✗ Marked window against the rest: The marked window is the whole range: nothing is left.'
  );
});

describe('the words of a comparison', () => {
  it('are its question until it is answered', () => {
    expect(comparisonWords({ type: 'previous' }, undefined, input()).label).toBe('Previous period');
    expect(comparisonWords({ type: 'event', at: at('14:02') }, undefined, input()).label).toBe(
      'Before and after annotation 14:02'
    );
  });

  it('are the times then, in full in the title, with the latency', () => {
    const before = [{ from: at('10:12'), to: at('10:19') }];
    expect(
      comparisonWords(
        { type: 'objective' },
        { before, latency: 'p99 was 180 ms.' },
        input({ timeZone: 'Europe/Berlin' })
      )
    ).toEqual({
      label: 'vs 11:12–11:19',
      title:
        'Objective broken against held\n2026-11-27 15:00:00 – 2026-11-27 16:00:00 compared with 2026-11-27 11:12:00 – 2026-11-27 11:19:00\np99 was 180 ms.',
    });
  });

  it('are the spans, how they were chosen, and what is not in it', () => {
    const before = [range];
    const words = (onlyCpu: boolean, left: string[]) =>
      comparisonWords({ type: 'spans' }, { before, spans: { ...slow, onlyCpu, left } }, input());
    expect(words(true, ['B', 'C'])).toEqual({
      label: '1 slow span (≥ 200 ms) against 2 fast, CPU only',
      title: [
        'Slow requests against the fast ones',
        '1 slow span (≥ 200 ms) against 2 fast',
        'The limit is the objective’s.',
        'Only CPU carries spans: waits are not in it.',
        'Left out, without profiles of spans: B, C.',
      ].join('\n'),
    });
    expect(words(false, []).label).toBe('1 slow span (≥ 200 ms) against 2 fast');
  });

  it('name the event', () =>
    expect(
      comparisonWords(
        { type: 'event', at: at('14:02') },
        { now: [{ from: at('14:02'), to: range.to }], before: [{ from: range.from, to: at('14:02') }] },
        input({ annotations: [annotation('14:02', 'v42')] })
      ).title
    ).toMatch(/^Before and after v42 14:02\n2026-11-27 14:02:00 – /));
});

describe('two versions of the program', () => {
  const versions = { label: 'version', before: '1.9', now: '1.10', others: 0 };
  const line = (more: object) => lines({ versions: { ...versions, ...more } })[1];

  it('are offered behind the objective, with what tells which is older', () => {
    expect(line({ at: at('14:20') })).toBe(
      'New version against the old one: version: 1.10, seen from 14:20 on, against 1.9'
    );
    expect(line({ others: 2 })).toBe(
      'New version against the old one: version: 1.10 against 1.9, in the order of the rows: no time tells which is older; 2 older left out'
    );
    expect(lines({})[1]).not.toContain('version');
  });

  it('are named by the comparison, however long their names are', () => {
    const spec = { type: 'version' as const, label: 'version', now: '1.10', before: 'x'.repeat(100) };
    const words = comparisonWords(spec, undefined, input());
    expect(words.label).toBe(`1.10 vs ${'x'.repeat(59)}…`);
    expect(words.title).toContain('Samples of the range that carry neither are left out.');
  });
});
