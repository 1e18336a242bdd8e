import { bisectLeft } from 'd3';
import { type NodeIndex } from '../profile';
import { type Holder } from './types';

/** Time that somebody was in the way of, in the order of nodes of the shown tree, in parallel columns. */
export interface Blocked {
  node: Int32Array;
  waker: Int32Array;
  weight: Float64Array;
  wakers: Array<Omit<Holder, 'share'>>;
}

export function sharesOf({ node, waker, weight, wakers }: Blocked, from: NodeIndex, end: NodeIndex): Holder[] {
  const sums = new Map<string, Holder>();
  let whole = 0;
  for (let i = bisectLeft(node, from); i < node.length && node[i] < end; i++) {
    const who = wakers[waker[i]];
    const key = `${who.process}\0${who.name}\0${who.caller}`;
    const sum = sums.get(key) ?? { ...who, share: 0 };
    sum.share += weight[i];
    sums.set(key, sum);
    whole += weight[i];
  }
  return [...sums.values()].map((sum) => ({ ...sum, share: sum.share / whole })).sort((a, b) => b.share - a.share);
}

export function inOrderOfNodes(node: number[], waker: number[], time: number[], wakers: Blocked['wakers']): Blocked {
  const order = Uint32Array.from(node.keys()).sort((a, b) => node[a] - node[b]);
  return {
    node: Int32Array.from(order, (i) => node[i]),
    waker: Int32Array.from(order, (i) => waker[i]),
    weight: Float64Array.from(order, (i) => time[i]),
    wakers,
  };
}
