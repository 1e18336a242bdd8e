// Who held a Java monitor: testdata/contention/monitor, a program of two JVMs whose own timers know who held it while committers stood in line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../allParts';
import { diagnosisOf, findingsOf, preparedOf } from '../testing';
import { type Prepared, type ProfileInput } from './types';

const FOLDER = join(__dirname, '../../testdata/contention/monitor');

interface Truth {
  committers_in_line_while_held_by_s: Record<string, number>;
  auditor_told_by_s: Record<string, number>;
}

const sum = (values: number[]) => values.reduce((all, one) => all + one, 0);
const shareIn = (seconds: Record<string, number>, name: string) => seconds[name] / sum(Object.values(seconds));
const about = (share: number, truth: number) => expect(Math.abs(share / truth - 1)).toBeLessThan(0.1);
/** Share of a thread, whatever it did meanwhile. */
const ofThread = (who: Array<{ process?: string; processes?: string[]; share: number }>, thread: RegExp) =>
  sum(who.filter(({ process, processes = [process!] }) => thread.test(processes.join())).map(({ share }) => share));

describe.each(['jdk17', 'jdk25'])('%s', (name) => {
  const all: Prepared = preparedOf([
    { refId: 'A', source: { kind: 'bytes', bytes: readFileSync(join(FOLDER, `${name}.jfr.gz`)) } } as ProfileInput,
  ]);
  const truth: Truth = JSON.parse(readFileSync(join(FOLDER, `${name}.truth.json`), 'utf8'));
  const nodeOf = (site: string) => all.sites.find((one) => one.site === site)!.node;
  const at = <T>(site: string, of: ((node: number, end: number) => T) | undefined) =>
    of!(nodeOf(site), all.paired!.tree.subtreeEnd[nodeOf(site)]);

  it('threads that held the monitor while commit stood in line, as the program’s timers say within 10 %', () => {
    const held = at('Journal.commit', all.heldBy);
    expect(sum(held.map(({ share }) => share))).toBeCloseTo(1);
    about(ofThread(held, /^flusher$/), shareIn(truth.committers_in_line_while_held_by_s, 'flush'));
    about(ofThread(held, /^reporter$/), shareIn(truth.committers_in_line_while_held_by_s, 'report'));
    // What it did meanwhile, by its own events: it slept until the replica had acknowledged.
    const [{ name: first, caller, process }] = held;
    expect([process, first, caller]).toEqual(['flusher', 'Journal.awaitReplica', 'Journal.flush']);
    // What threads do between two turns, before they have the monitor, is not what they do with it.
    const outside = held.filter(({ name: within }) => within.includes('lambda$main'));
    expect(sum(outside.map(({ share }) => share))).toBeLessThan(0.03);
  });

  it('the thread that notified, by the time that the auditor waited for it', () => {
    const woken = at('Journal.audit', all.wakersOf);
    about(ofThread(woken, /^flusher$/), shareIn(truth.auditor_told_by_s, 'flusher'));
  });

  it('is the finding', () => {
    const lock = findingsOf(all).find(({ rule }) => rule === 'lock-convoy')!;
    expect(lock.text).toMatch(
      /^\d\d % waits for a lock that others hold in Journal\.commit: 5\d % of that Journal\.awaitReplica \[flusher\] holds it$/
    );
    expect(lock.reasons!.join()).toContain('By the recording itself, which names the last owner of the monitor');
  });

  it('of a zoomed frame the holder is that of its own waits', () => {
    const node = nodeOf('Journal.commit');
    const ofFrame = (root: number) =>
      diagnosisOf(all, { root, mode: 'both' }).diagnosis.causes.find(({ rule }) => rule === 'lock-convoy')?.holder;
    expect(ofFrame(0)).toMatchObject({ site: 'Journal.awaitReplica', thread: 'flusher' });
    expect(ofFrame(node)).toEqual(ofFrame(0));
  });
});
