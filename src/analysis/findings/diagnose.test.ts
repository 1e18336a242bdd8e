import { type Prepared } from '../../prepare';
import { diagnosisOf, prepared } from '../../testing';
import { CATEGORIES } from '../waits';

const READ = 'net.(*conn).Read;internal/poll.runtime_pollWait;runtime.gopark';
const PARKED = 'java.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park';
/** So many functions that none of them is worth a word. */
const spread = (all: number) => Array.from({ length: 50 }, (_, i) => `main.run;main.f${i} ${all / 50}`).join('\n');

const kinds = ({ diagnosis }: Prepared) => diagnosis.causes.map(({ kind, site }) => `${kind} ${site}`);
const nothing = (texts: Parameters<typeof prepared>[0]) => prepared(texts).diagnosis.nothing;

describe('what stands out', () => {
  it('a function that runs for a quarter of the time: some function always runs most', () => {
    expect(nothing({ cpu: `main.run;main.hash 25\n${spread(75)}` })).toBe(false);
    expect(nothing({ cpu: `main.run;main.hash 24\n${spread(76)}` })).toBe(true);
  });

  it('a wait of a tenth', () => {
    const texts = (percent: number) => ({
      cpu: spread(100 - percent),
      wall: `main.run;main.load;${READ} ${percent}\n${spread(100 - percent)}`,
    });
    expect(nothing(texts(10))).toBe(false);
    expect(nothing(texts(9))).toBe(true);
  });

  it('a fifth that is neither known to run nor to wait', () => {
    const texts = (percent: number) => ({
      cpu: spread(100 - percent),
      wall: `${spread(100 - percent)}\nmain.run;main.hidden ${percent}`,
    });
    expect(nothing(texts(20))).toBe(false);
    expect(nothing(texts(19))).toBe(true);
  });

  it('idling never', () => {
    expect(nothing({ cpu: spread(10), wall: `${PARKED} 90\n${spread(10)}` })).toBe(true);
  });

  it('is not asked where it is not known what is measured', () => {
    expect(nothing({})).toBe(false);
  });
});

describe('the order', () => {
  it('what the program does, the larger first; what idles last, however much it is', () => {
    const of = prepared({
      cpu: 'main.run;main.hash 30',
      wall: `main.run;main.load;${READ} 20\nmain.run;main.save;sync.(*Mutex).Lock;runtime.gopark 50\nmain.run;main.hash 30\n${PARKED} 400`,
    });
    expect(kinds(of).map((kind) => kind.split(' ')[0])).toEqual(['wait', 'cpu', 'wait', 'idle']);
    expect(kinds(of).slice(0, 3)).toEqual(['wait main.save', 'cpu main.hash', 'wait main.load']);
  });

  it('what is not known stands with what the program does, where it stands out; else behind all', () => {
    const texts = (hidden: number) => ({
      cpu: `main.run;main.hash ${80 - hidden}`,
      wall: `main.run;main.hash ${80 - hidden}\nmain.run;main.hidden ${hidden}\nmain.run;main.load;${READ} 20`,
    });
    const order = (hidden: number) => kinds(prepared(texts(hidden))).map((kind) => kind.split(' ')[0]);
    expect(order(60)).toEqual(['cpu', 'unknown', 'wait']);
    expect(order(15)).toEqual(['cpu', 'wait', 'unknown']);
  });
});

describe('what is worth a sentence', () => {
  it('3 % of all time, or of the time that matters', () => {
    const has = (load: number, idle = 0) =>
      kinds(
        prepared({ wall: `main.run;main.load;${READ} ${load}\nmain.run;main.x ${100 - load}\n${PARKED} ${idle}` })
      ).includes('wait main.load');
    expect([has(3), has(2.9)]).toEqual([true, false]);
    expect(has(3, 5000)).toBe(true);
  });

  it('of idling 3 % of all time: it matters to nobody', () => {
    const has = (idle: number) =>
      kinds(prepared({ wall: `main.run;main.x ${100 - idle}\n${PARKED} ${idle}` })).some((kind) =>
        kind.startsWith('idle')
      );
    expect([has(3), has(2.9)]).toEqual([true, false]);
  });

  it('of one category 3 % of that category', () => {
    const disk = CATEGORIES.indexOf('disk');
    const of = (small: number) =>
      diagnosisOf(
        prepared({
          wall: `main.run;main.save;os.(*File).Sync;syscall.Fsync ${10 - small}\nmain.run;main.log;os.(*File).Sync;syscall.Fsync ${small}\nmain.run;main.x 990`,
        }),
        { root: 0, mode: 'both', category: disk }
      ).diagnosis.causes.map(({ site }) => site);
    expect(of(0.3)).toEqual(['main.save', 'main.log']);
    expect(of(0.29)).toEqual(['main.save']);
  });
});
