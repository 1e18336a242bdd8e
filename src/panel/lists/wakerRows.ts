import { type WakeBranch } from '../../prepare';

export interface WakerRow {
  /** The same for the same chain of wakers, before and after a refresh. */
  key: string;
  branch: WakeBranch;
  /** 0: it ends the waits; 1: it ends those of the waker, and so on. */
  level: number;
  /** Of all time whose waker is known, 0 to 1. */
  share: number;
  /** Others are listed under it when it is opened. */
  opensTo: boolean;
  expanded: boolean;
  /** From 1. */
  position: number;
  siblings: number;
}

/** Branches of less than this share of the time are not listed. */
const LEAST = 0.005;
/** A waker that waits itself for most of the time is opened: what it waits for is what matters. */
const OPENED = 0.5;

/** The rows that are open, each under the one that it wakes. `toggled`: keys of those that the viewer opened or closed. */
export function wakerRows(branches: WakeBranch[], toggled: ReadonlySet<string>): WakerRow[] {
  const whole = branches.reduce((sum, { time }) => sum + time, 0);
  const rowsOf = (siblings: WakeBranch[], above: string, level: number): WakerRow[] => {
    const listed = siblings.filter(({ time }) => time >= LEAST * whole);
    return listed.flatMap((branch, i) => {
      const key = `${above}\n${branch.key}`;
      const opens = (branch.by[0]?.time ?? 0) >= OPENED * branch.time;
      const under = rowsOf(branch.by, key, level + 1);
      const opensTo = under.length > 0;
      const expanded = opensTo && toggled.has(key) !== opens;
      const share = branch.time / whole;
      const row = { key, branch, level, share, opensTo, expanded, position: i + 1, siblings: listed.length };
      return [row, ...(expanded ? under : [])];
    });
  };
  return rowsOf(branches, '', 0);
}
