// sched_switch with sched_wakeup: testdata/wakeups, a program whose own timers know how long its threads waited, and for what.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CATEGORIES, type Category, siteKey } from '../../analysis';
import { SingleWaits } from '../../analysis/singleWaits';
import { findingsOf, preparedOf, read, text } from '../../testing';
import { type Prepared, type ProfileInput } from '../../prepare';

const DATA = join(__dirname, '../../../testdata/wakeups');
const timers = JSON.parse(readFileSync(join(DATA, 'timers.json'), 'utf8'));
const recorded = () => gunzipSync(readFileSync(join(DATA, 'service.txt.gz'))).toString();
const of = (content: string): Prepared => preparedOf([{ refId: 'A', source: text(content) } as ProfileInput]);

/** Seconds that a function waits, by kind. */
const secondsOf = ({ sites }: Prepared, name: string, ...kinds: Category[]): number =>
  sites
    .filter(({ site, category }) => site === name && kinds.includes(CATEGORIES[category]))
    .reduce((sum, { total }) => sum + total, 0) / 1e9;

/** Within a tenth. */
const about = (truth: number) => ({
  asymmetricMatch: (value: number) => Math.abs(value / truth - 1) <= 0.1,
  toString: () => `within 10 % of ${truth}`,
});

describe('the program’s own timers', () => {
  const prepared = of(recorded());

  it('threads that compute wait for a CPU as long as the clock went on without them', () => {
    const { wall, cpu } = timers.rankDocuments;
    expect(secondsOf(prepared, 'rankDocuments', 'scheduler')).toEqual(about(wall - cpu));
    expect(secondsOf(prepared, 'rankDocuments', 'lock', 'sleep', 'disk')).toBe(0);
  });

  it('blocked is apart from ready to run: the lock, the replica and the disk', () => {
    expect(secondsOf(prepared, 'commitRecord', 'lock')).toEqual(about(timers.commitRecord.seconds));
    expect(secondsOf(prepared, 'awaitReplica', 'sleep', 'scheduler')).toEqual(about(timers.awaitReplica.seconds));
    // A sync runs on the CPU for a part of its time, which no timer knows apart.
    const sync = secondsOf(prepared, 'flushSegment', 'disk', 'scheduler') / timers.flushSegment.seconds;
    expect([sync > 0.5, sync <= 1]).toEqual([true, true]);
  });

  it('many short waits and two long ones: as many, and as long, as the calls', () => {
    const lengths = new SingleWaits(prepared.paired!.tree, () => prepared.timedSamples?.()).ofSites(prepared.sites, 0);
    const lengthsOf = (site: string, kind: Category) =>
      lengths.get(siteKey({ site, category: CATEGORIES.indexOf(kind) }))!;
    const [commit, replica] = [lengthsOf('commitRecord', 'lock'), lengthsOf('awaitReplica', 'sleep')];
    expect(commit.count).toEqual(about(timers.commitRecord.count));
    expect(replica.count).toBe(timers.awaitReplica.count);
    expect(replica.longest / 1e9).toEqual(about(timers.awaitReplica.longest));
    expect(commit.half).toBeLessThan(replica.half / 10);
  });

  it('the finding names the share of the time that is ready to run and gets no CPU', () => {
    expect(findingsOf(prepared).map(({ text: sentence }) => sentence)).toContainEqual(
      expect.stringMatching(/ready to run and gets no CPU/)
    );
  });
});

const switched = (at: string, prev: string, state: string, next: string) =>
  `app ${prev} [000] ${at}: sched:sched_switch: prev_comm=app prev_pid=${prev} prev_prio=120 prev_state=${state} ==> next_comm=app next_pid=${next} next_prio=120`;
const woken = (at: string, args: string) => `other 1 [000] ${at}: sched:sched_wakeup: ${args}`;
const frames = ['\t    aaaa futex_do_wait+0x1 ([kernel.kallsyms])', '\t    bbbb take+0x1 (/app)', ''];
const lines = (...rows: string[]) => text(rows.join('\n'));

describe('a wait and its wakeup', () => {
  it.each([
    ['fields', 'comm=a b pid=7 prio=120 target_cpu=000'],
    ['libtraceevent', 'a b:7 [120] CPU:000'],
    ['libtraceevent, older kernels', 'a b:7 [120] success=1 CPU:000'],
  ])('printed by %s: blocked until then, ready to run from then on', (_, args) => {
    const found = read(
      lines(
        switched('1.000000', '7', 'S', '8'),
        ...frames,
        woken('1.300000', args),
        '',
        switched('1.400000', '8', 'S', '7'),
        ...frames
      )
    );
    expect(found.draw).toBe(
      [
        'all 400000000 0',
        '  app 400000000 0',
        '    take 400000000 0',
        '      futex_do_wait 400000000 300000000',
        '        thread [ready to run] 100000000 100000000',
      ].join('\n')
    );
    expect([...found.profile.samples.time!, ...found.profile.samples.duration!]).toEqual([1e9, 1.3e9, 3e8, 1e8]);
    expect(found.dropped).toBe(0);
  });

  it('the first wakeup counts; one before the switch, and one of another thread, end nothing', () => {
    const found = read(
      lines(
        woken('0.900000', 'comm=app pid=7 prio=120 target_cpu=000'),
        '',
        switched('1.000000', '7', 'S', '8'),
        ...frames,
        woken('1.100000', 'comm=app pid=9 prio=120 target_cpu=000'),
        '',
        woken('1.200000', 'comm=app pid=7 prio=120 target_cpu=000'),
        '',
        woken('1.390000', 'comm=app pid=7 prio=120 target_cpu=000'),
        '',
        switched('1.400000', '8', 'S', '7'),
        ...frames
      )
    );
    expect([...found.profile.samples.weights[0]].map((ns) => ns / 1e6)).toEqual([200, 200]);
  });

  it('uninterruptible is the disk unless the stack tells otherwise, and what follows is neither', () => {
    const kinds = (frame: string) =>
      of(
        [
          switched('1.000000', '7', 'D', '8'),
          `\t    aaaa ${frame}+0x1 ([kernel.kallsyms])`,
          '\t    bbbb take+0x1 (/app)',
          '',
          woken('1.300000', 'comm=app pid=7 prio=120 target_cpu=000'),
          '',
          switched('1.400000', '8', 'S', '7'),
          ...frames,
        ].join('\n')
      ).sites.map(({ category, total, waitFrame }) => [CATEGORIES[category], total / 1e6, waitFrame]);
    expect(kinds('unheard_of')).toEqual([
      ['disk', 300, 'thread [uninterruptible]'],
      ['scheduler', 100, 'thread [ready to run]'],
    ]);
    expect(kinds('__mutex_lock')[0].slice(0, 2)).toEqual(['lock', 300]);
  });
});
