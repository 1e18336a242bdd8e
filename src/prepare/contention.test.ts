import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../allParts';
import { CATEGORIES, holdersOf, waitKey } from '../analysis';
import { findingsOf, inputOf, preparedOf } from '../testing';
import { type ProfileInput } from './types';

const FOLDER = join(__dirname, '../../testdata/contention/journal');
const input = (name: string): ProfileInput => ({
  refId: name,
  source: { kind: 'bytes', bytes: readFileSync(join(FOLDER, `${name}.pb.gz`)) },
});
const truth = JSON.parse(readFileSync(join(FOLDER, 'truth.json'), 'utf8')) as {
  in_line_s: Record<string, number>;
  in_line_while_held_by_s: Record<string, number>;
};
const COMMIT = 'main.(*Journal).Commit';
const sum = (values: Record<string, number>) => Object.values(values).reduce((all, one) => all + one, 0);

describe('a Go program whose lock three functions hold', () => {
  const all = preparedOf(['cpu', 'wall', 'mutex', 'block'].map(input));

  it('its mutex and block profiles are contention, beside the time', () => {
    expect(all.queries.map(({ refId, role, origin }) => [refId, role, origin])).toEqual([
      ['cpu', 'cpu', 'detected'],
      ['wall', 'wall', 'detected'],
      ['mutex', 'contention', 'detected'],
      ['block', 'contention', 'detected'],
    ]);
    expect(all.paired!.evidence).toBe('cpu+wall');
  });

  it('who lets go of it, as its own timers say within 10 %', () => {
    const held = holdersOf(all.contention!, COMMIT)!;
    expect(held.by).toBe('type');
    expect(held.holders.map(({ site }) => site.split('.').pop())).toEqual(['flushLocked', 'Commit', 'Report']);
    const [first] = held.holders;
    const real = truth.in_line_while_held_by_s.flushLocked / sum(truth.in_line_while_held_by_s);
    expect(Math.abs(first.share / real - 1)).toBeLessThan(0.1);
  });

  it('all who let go of a lock are parts of one whole', () => {
    const shares = all.contention!.released.map(({ share }) => share);
    expect(shares.reduce((whole, share) => whole + share, 0)).toBeCloseTo(1, 2);
  });

  it('who stands in line, how long and how often', () => {
    const waited = all.contention!.waited.get(waitKey({ site: COMMIT, category: CATEGORIES.indexOf('lock') }))!;
    expect(Math.abs(waited.time / 1e9 / truth.in_line_s.Commit - 1)).toBeLessThan(0.1);
    expect(waited.count).toBeGreaterThan(1000);
  });

  it('is the finding', () => {
    const lock = findingsOf(all).find(({ rule }) => rule === 'lock-convoy')!;
    expect(lock.text).toMatch(
      /^\d\d % waits for a lock that others hold in Journal\.Commit: 7\d % of the contention is released in Journal\.flushLocked$/
    );
    expect(lock.reasons).toContain('By the contention profile, of methods of the same type: likely the same lock.');
  });

  it('a block profile alone says who waits, not who holds', () => {
    const { contention } = preparedOf(['cpu', 'wall', 'block'].map(input));
    expect([contention!.released, holdersOf(contention!, COMMIT)]).toEqual([[], undefined]);
    expect(contention!.waited.size).toBeGreaterThan(0);
  });

  it('runs without one as before', () => {
    const without = preparedOf(['cpu', 'wall'].map(input));
    expect(without.contention).toBeUndefined();
    expect(findingsOf(without).find(({ rule }) => rule === 'lock-convoy')!.text).not.toContain('released');
  });

  it('is drawn where there is no time', () => {
    expect(preparedOf([input('mutex')]).paired).toMatchObject({ evidence: 'other' });
  });
});

it('grouped by a label, stacks in line are judged without the group’s frame, as those of the time are', () => {
  const labels: ProfileInput['labels'] = [['pod', 'one']];
  const inputs = [
    { ...inputOf('A', 'main;take;futex_wait 10\nmain;work 30', 'wall'), labels },
    { ...inputOf('L', 'py-spy;pthread_mutex_lock 3\nmain;take;Monitor::lock 10', 'contention'), labels },
  ];
  const kindsOf = (groupBy?: string) =>
    [...preparedOf(inputs, { groupBy }).contention!.waited.keys()].map((key) => CATEGORIES[parseInt(key, 10)]).sort();
  expect(kindsOf()).toEqual(['idle', 'lock']);
  expect(kindsOf('pod')).toEqual(['idle', 'lock']);
});
