/** Threads of one pool, by their names: `worker-1`, `worker-2` … are `worker`. */
export interface Pool {
  name: string;
  /** Indices of its threads, in the order of their names. */
  threads: number[];
}

/** A number, or an id in hexadecimal, that tells threads of a pool apart. */
const NUMBERED = /[-_#:/.\s[(]*(?:tid=)?(?:0x[0-9a-f]+|\d+)[\])]*$/i;
/** What comes behind the last number of `http-nio-8080-exec-3 tid=12`: once for the id, once for the place in the pool. */
const MOST_NUMBERS = 2;

/** The name without what tells its thread from others of its kind; a name that is nothing but a number stays. */
export function poolName(name: string): string {
  let pool = name;
  for (let i = 0; i < MOST_NUMBERS; i++) {
    pool = pool.replace(NUMBERED, '') || pool;
  }
  return pool;
}

/** Pools in the order of their names, each with its threads in that order: numbers by their size. */
export function poolsOf(names: string[]): Pool[] {
  const pools = new Map<string, number[]>();
  names.forEach((name, thread) => {
    const pool = poolName(name);
    const threads = pools.get(pool);
    if (threads) {
      threads.push(thread);
    } else {
      pools.set(pool, [thread]);
    }
  });
  const { compare } = new Intl.Collator('en', { numeric: true });
  return [...pools]
    .map(([name, threads]) => ({ name, threads: threads.sort((a, b) => compare(names[a], names[b])) }))
    .sort((a, b) => compare(a.name, b.name));
}

/** A row on screen: a pool with the number of its threads, or one thread. */
export type LaneRow =
  | { type: 'pool'; key: string; name: string; threads: number[]; open: boolean }
  | { type: 'thread'; key: string; name: string; threads: [number]; inPool: boolean };

/** A pool of one thread is that thread. */
export const laneRows = (pools: Pool[], names: string[], open: ReadonlySet<string>): LaneRow[] =>
  pools.flatMap(({ name, threads }): LaneRow[] => {
    const lanes = threads.map((thread): LaneRow => ({
      type: 'thread',
      key: `thread ${thread}`,
      name: names[thread],
      threads: [thread],
      inPool: threads.length > 1,
    }));
    return threads.length === 1
      ? lanes
      : [{ type: 'pool', key: `pool ${name}`, name, threads, open: open.has(name) }, ...(open.has(name) ? lanes : [])];
  });
