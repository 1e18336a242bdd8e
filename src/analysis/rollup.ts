import {
  collapseTemplates,
  finish,
  type FrameInfo,
  type FrameTable,
  type LabelColumn,
  PairIndex,
  type Profile,
  ROWS,
  startsThread,
  type Steps,
  StringTable,
} from '../profile';
import { normaliseName } from './normaliseName';
import { type RollUpOptions } from './rollUpOptions';
import { rowOfThread, threadName } from './waits';

export * from './normaliseName';
export * from './rollUpOptions';

/** A root frame that names a thread and no function: async-profiler -t, py-spy, Java and perf tools. */
const THREAD =
  /^(?:\[.{0,200} tid=\d+\]|thread \(\d+\)(?::.{0,200})?|Thread-?\d+(?: .{0,200})?|tid[ =]\d+|\[?(?:tid|thread)[ :=]\d+\]?)$/i;

const isThreadName = (name: string) => THREAD.test(name.slice(0, 300));

/** The profile with its names, recursion and threads rolled up; weights stay. Linear in stacks. */
export const rollUp = (profile: Profile, options: RollUpOptions): Profile => finish(rollUpSteps(profile, options));

/** The same in steps. */
export function* rollUpSteps(profile: Profile, options: RollUpOptions): Steps<Profile> {
  const { normalise, collapseRecursion, mergeThreads } = options;
  if (!normalise && !options.collapseTemplates && !collapseRecursion && !mergeThreads) {
    return profile;
  }
  const rules = rollUpNames(options);
  const { frames, strings, stacks, samples } = profile;
  const table = new StringTable();
  const renamed = strings.map((text) => table.intern(rules.rename(text)));
  const plain = strings.map((text) => table.intern(text));
  const named: FrameTable = {
    ...frames,
    name: frames.name.map((id) => renamed[id]),
    file: frames.file.map((id) => plain[id]),
    module: frames.module.map((id) => plain[id]),
  };

  // Frames that became equal are made one with the tree; only where a frame is taken out are there other stacks.
  const isThread = Uint8Array.from(frames.name, (name) => (rules.isThread(strings[name]) ? 1 : 0));
  if (!collapseRecursion && !isThread.includes(1)) {
    return { ...profile, strings: table.list, frames: named };
  }
  // Frames that became equal are one, so that recursion is seen.
  const index = new PairIndex(stacks.length);
  const toNew = new Int32Array(stacks.length);
  const threadOf = new Int32Array(stacks.length).fill(-1); // string id of the thread's name
  for (let s = 0; s < stacks.length; s++) {
    if (s % ROWS === ROWS - 1) {
      yield;
    }
    const prefix = stacks.prefix[s];
    const under = prefix < 0 ? -1 : toNew[prefix];
    const frame = stacks.frame[s];
    threadOf[s] = prefix < 0 ? -1 : threadOf[prefix];
    if (prefix < 0 && isThread[frame]) {
      threadOf[s] = plain[frames.name[frame]];
      toNew[s] = -1;
    } else if (collapseRecursion && under >= 0 && sameFunction(named, index.second[under], frame)) {
      toNew[s] = under;
    } else {
      toNew[s] = index.intern(under, frame);
    }
  }
  const threads = threadLabel(profile, threadOf, table.list);
  return {
    ...profile,
    strings: table.list,
    frames: named,
    stacks: { length: index.size, prefix: index.first.slice(0, index.size), frame: index.second.slice(0, index.size) },
    samples: { ...samples, stack: samples.stack.map((s) => (s < 0 ? -1 : toNew[s])) },
    labels: threads ? [...profile.labels, threads] : profile.labels,
  };
}

/** What becomes of a name, and whether a frame of that name at the root only names a thread. */
export const rollUpNames = (options: RollUpOptions) => ({
  rename: (name: string) => rename(name, options),
  isThread: (name: string) => options.mergeThreads && isThreadName(name) && !rowOfThread(name),
});

/** Whether one calls the other in itself, by names as they are rolled up. */
export const isOneFunction = (a: FrameInfo, b: FrameInfo): boolean => a.name === b.name && a.module === b.module;

const NO_VALUE = '(no value)';

/** Every stack under a root frame that names its sample's value of the label: `pod = consumer-1`. */
export function groupByLabel(profile: Profile, label: string): Profile {
  const { frames, strings, stacks, samples } = profile;
  const column = profile.labels.find(({ name }) => name === label);
  const values = [...(column?.values ?? []), NO_VALUE];
  const table = new StringTable();
  const kept = strings.map((text) => table.intern(text));
  const nothing = table.intern('');
  const extend = (ids: Int32Array, idOf: (value: string) => number) =>
    Int32Array.from([...ids.map((id) => kept[id]), ...values.map(idOf)]);
  const grouped: FrameTable = {
    length: frames.length + values.length,
    name: extend(frames.name, (value) => table.intern(`${label} = ${value}`)),
    file: extend(frames.file, () => nothing),
    line: Int32Array.from([...frames.line, ...values.map(() => 0)]),
    module: extend(frames.module, () => nothing),
    firstLabel: frames.length,
  };

  const index = new PairIndex(stacks.length);
  const path: number[] = [];
  const stack = samples.stack.map((leaf, sample) => {
    const value = column && column.index[sample] >= 0 ? column.index[sample] : values.length - 1;
    let at = index.intern(-1, frames.length + value);
    for (let s = leaf; s >= 0; s = stacks.prefix[s]) {
      path.push(stacks.frame[s]);
    }
    if (path.length && startsThread(strings[frames.name[path[path.length - 1]]])) {
      path.pop(); // buildCallTree leaves it out at the root only
    }
    while (path.length) {
      at = index.intern(at, path.pop()!);
    }
    return at;
  });
  return {
    ...profile,
    strings: table.list,
    frames: grouped,
    stacks: { length: index.size, prefix: index.first.slice(0, index.size), frame: index.second.slice(0, index.size) },
    samples: { ...samples, stack },
  };
}

function rename(text: string, options: RollUpOptions): string {
  if (options.mergeThreads && isThreadName(text) && rowOfThread(text)) {
    return `[${threadName(text).replace(/[ #-]*\d+$/, '')}]`;
  }
  const name = options.normalise ? normaliseName(text) : text;
  return options.collapseTemplates ? collapseTemplates(name) : name;
}

const sameFunction = (frames: FrameTable, a: number, b: number) =>
  frames.name[a] === frames.name[b] && frames.module[a] === frames.module[b];

function threadLabel({ samples, labels }: Profile, threadOf: Int32Array, strings: string[]): LabelColumn | undefined {
  if (labels.some(({ name }) => name === 'thread') || threadOf.every((thread) => thread < 0)) {
    return undefined;
  }
  const values = new StringTable();
  const index = samples.stack.map((s) => (s < 0 || threadOf[s] < 0 ? -1 : values.intern(strings[threadOf[s]])));
  return { name: 'thread', values: values.list, index };
}
