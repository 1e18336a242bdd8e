import { dateTime } from '@grafana/data';
import { type QueryReport } from '../../prepare';
import { type OfferInput, timelineOffer } from './timelineOffer';

const [FROM, TO] = [Date.UTC(2026, 10, 24, 16), Date.UTC(2026, 10, 24, 17)];
const axis = { from: dateTime(FROM), to: dateTime(TO), raw: { from: dateTime(FROM), to: dateTime(TO) } };
const rowsIn = (from: number, to: number) => ({ from, to, clock: 'utc' as const, bucket: 60_000 });

const offer = (recorded: Array<QueryReport['recorded']>, asked = true) =>
  timelineOffer({
    data: { request: { endTime: TO, targets: asked ? [{ refId: 'A' }, { refId: 'B' }] : [] } as never },
    options: { timeline: 'ask', timelineWindows: 24 },
    state: {},
    prepared: {
      queries: recorded.map((one, i) => ({ refId: 'AB'[i], role: i ? 'wall' : 'cpu', empty: false, recorded: one })),
      frames: { inputs: [{ refId: 'A' }, { refId: 'B' }] },
    } as unknown as OfferInput['prepared'],
    axis,
  });

const RECORDED = rowsIn(FROM, TO);

it('comes from the data where all queries have times in the range, and costs nothing', () => {
  expect(offer([RECORDED, RECORDED])).toMatchObject({ from: 'samples', cost: 'from the samples, asks nothing' });
});

it('asks both queries where one of them has no times, or times of another day', () => {
  expect(offer([RECORDED, undefined])).toMatchObject({ from: 'queries', cost: 'asks 20 × 2 queries' });
  expect(offer([RECORDED, rowsIn(0, 1)])?.from).toBe('queries');
});

it('takes what has times where nothing can be asked; nothing where none has', () => {
  expect(offer([RECORDED, undefined], false)?.from).toBe('samples');
  expect(offer([undefined, undefined], false)).toBeUndefined();
});
