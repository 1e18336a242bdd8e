import {
  grandTotal,
  nameOf,
  ROWS,
  stepEnd,
  type Steps,
  totalOf,
  type Weights,
  weightsOf,
  type NodeIndex,
  type SymbolIndex,
} from '../../profile';
import { ownWeightSteps } from '../code';
import { forEachOutermost } from '../outermost';
import { type ClassifiedRole } from '../pairing';
import { CATEGORIES, CPU } from '../waits';
import { inPercent, message } from '../../profile/message';
import { type Cause } from './cause';
import {
  callerOf,
  type CauseContext,
  clockOf,
  forEachOf,
  FunctionSums,
  placeOf,
  PROFILER,
  sampled,
  shareOf,
} from './context';

const GC = CATEGORIES.indexOf('gc');
const LOCK = CATEGORIES.indexOf('lock');

/** A function answers for the time in it that no callee of at least this share of the CPU answers for. */
const STANDS = 0.1;
/** Time that is spread over more functions than this is no function's: their caller only calls them. */
const HELPERS = 8;
/** A callee with this share of a function's time is named with it. */
const NAMED_CALL = 0.5;

/** What rbspy calls a function in C. */
const NO_NAME = /^\(unknown\)/;

/** One function of the program and the CPU time that it answers for. */
interface Answering {
  symbol: SymbolIndex;
  node: NodeIndex;
  /** Its time, callees included; recursion counts once. */
  total: number;
  /** Without the callees that answer for themselves. */
  own: number;
}

/**
 * The role that tells what runs, and which of its nodes do: the CPU profile, else wall stacks that are not known to wait.
 * The profiler's own stacks, garbage collection, spinning and idling are no function's. What a sampler takes for CPU time and the
 * wall profile knows to wait, stack by stack, is the wait's: it counts once (py-spy tells by the thread's state whether it runs).
 */
function runningRole(context: CauseContext): Running | undefined {
  const { cpu, waiting, evidence, demand, cpuWhole, whole } = context;
  const role = cpu ?? (evidence === 'wall' ? waiting : undefined);
  if (!role || !((cpu ? cpuWhole : demand) > 0)) {
    return undefined;
  }
  const { weights, waits } = role;
  const both = cpu && waiting && evidence === 'cpu+wall' ? waiting : undefined;
  const self = new Float64Array(weights.self.length);
  for (let node = 0; node < self.length; node++) {
    if (waits.category[node] === CPU && waits.purpose[node] !== PROFILER) {
      const waiting = both && both.waits.category[node] !== CPU ? both.weights.self[node] : 0;
      self[node] = Math.max(0, weights.self[node] - waiting);
    }
  }
  return { role, functions: weightsOf(self), whole: cpu ? cpuWhole : whole, measured: cpu !== undefined };
}

interface Running {
  role: ClassifiedRole;
  /** The part of it that is some function's. */
  functions: Weights;
  /** What shares are of: CPU time, or wall time where running is only what is not known to wait. */
  whole: number;
  measured: boolean;
}

/** Functions on the CPU, garbage collection and spinning. */
export function* cpuCauses(context: CauseContext): Steps<Cause[]> {
  const running = runningRole(context);
  if (!running) {
    return [];
  }
  yield;
  const near = context.code.user;
  const functions = yield* functionCauses(context, running, near);
  yield;
  return [...functions, ...kindCause(context, running, GC), ...kindCause(context, running, LOCK)];
}

/** What a share of the running time weighs: what wants to run and may not is caused by what runs. */
const weightOf = ({ demand, matters, evidence }: CauseContext, share: number): number =>
  evidence === 'offcpu' ? share * CANNOT_BE_WEIGHED : shareOf(share * demand, matters);

/** CPU and off-CPU in units that can not be compared: a wait of the same share stands before a function. */
const CANNOT_BE_WEIGHED = 0.5;

function* functionCauses(context: CauseContext, running: Running, near: Int32Array): Steps<Cause[]> {
  const { tree, counts, demand } = context;
  const { functions: weights, whole, measured } = running;
  const { functions, unwound } = yield* answering(context, weights, near);
  yield;
  const { own: perFunction, heaviestCall } = yield* ownWeightSteps(
    tree,
    weights,
    context.code,
    functions.map(({ symbol }) => symbol)
  );
  yield;
  const all = grandTotal(weights);
  const callers = functions.map(({ node }) => callerOf(context, node));
  const totals = totalsOfFunctions(
    tree,
    weights,
    callers.flatMap((node) => (node === undefined ? [] : tree.symbol[node]))
  );
  return functions.map(({ symbol, node, total, own }, i): Cause => {
    // Most of its time is its own or its small helpers': then the whole is what people know the function by.
    const hasUser = near[node] === node;
    const shown = hasUser && own >= total / 2 ? total : own;
    // Stacks without a function of the program are no part of what its functions are compared with, but of the whole.
    const of = measured && hasUser ? whole * (unwound / all) : whole;
    const above = callers[i];
    const call = heaviestCall(symbol);
    return {
      kind: 'cpu',
      share: Math.min(1, shown / of),
      of: measured ? 'cpu' : 'wall',
      part: weightOf(context, measured ? own / of : own / demand),
      weight: weightOf(context, measured ? own / of : own / demand),
      ...sampled(measured ? counts.cpu : counts.waiting, shown, of),
      node,
      site: tree.symbols[symbol].name,
      where: placeOf(tree, node),
      caller: above === undefined ? undefined : nameOf(tree, above),
      callerShare: above === undefined ? undefined : Math.min(1, totals.get(tree.symbol[above])! / of),
      call:
        call && call.weight >= NAMED_CALL * perFunction[symbol] && !NO_NAME.test(tree.symbols[call.symbol].name)
          ? tree.symbols[call.symbol].name
          : undefined,
      hasUser,
      what: measured ? message('runs') : message('runs or waits unseen'),
      subject: message('CPU time'),
      evidence:
        measured && hasUser && unwound < all * MOSTLY_WHOLE
          ? [
              message(
                '{share} of the CPU time is in stacks that end before any function of the program: shares are of the rest',
                { share: inPercent(1 - unwound / all) }
              ),
            ]
          : [],
    };
  });
}

/** Stacks that hold no function of the program are said where they are more than the rest of this. */
const MOSTLY_WHOLE = 0.9;

/**
 * Which functions answer for the time on the CPU: hierarchical heavy hitters over the program's own frames. Time of libraries,
 * the runtime and the kernel is the nearest frame's of the program; what no function of at least `STANDS` answers for goes up
 * to its callers until one gathers that much, unless it is the thread's first function or it is spread over many (Cormode et al., Finding hierarchical heavy hitters in data streams, 2003).
 * `unwound`: the time in stacks that hold a frame of the program.
 */
function* answering(
  context: CauseContext,
  weights: Weights,
  near: Int32Array
): Steps<{ functions: Answering[]; unwound: number }> {
  const { tree } = context;
  const { symbol: symbolOf, parent, length } = tree;
  const { self } = weights;
  const whole = grandTotal(weights);
  const bar = STANDS * whole;
  const { above, own, unwound } = yield* charge(context, self, near);
  const answers = new Float64Array(tree.symbols.length);
  const squares = new Float64Array(length);
  for (let node = 1; node < length;) {
    for (const end = stepEnd(node, length); node < end; node++) {
      const weight = above[node];
      if (weight > 0 && own[symbolOf[node]] >= bar) {
        answers[symbolOf[node]] += weight;
        above[node] = 0;
      } else {
        squares[node] = weight * weight;
      }
    }
    yield;
  }
  for (let node = length - 1; node > 0; node--) {
    if (node % ROWS === 0) {
      yield;
    }
    const symbol = symbolOf[node];
    const isUser = near[node] === node;
    if (isUser && own[symbol] >= bar) {
      answers[symbol] += above[node];
    } else if (isUser && above[node] >= bar) {
      const few = above[node] ** 2 <= HELPERS * squares[node];
      answers[symbol] += few && near[parent[node]] > 0 ? above[node] : 0;
    } else {
      above[parent[node]] += above[node];
      squares[parent[node]] += squares[node];
    }
  }
  yield;
  return { functions: withTotals(tree, weights, answers, whole), unwound };
}

/**
 * Charges each stack's time to a node: the nearest function of the program, else the outermost frame that is a function. `above`: what is
 * charged, by node, and may go up from there; `own`: by symbol. `unwound`: the time in stacks that hold a function of the program.
 */
function* charge(
  { tree, facts }: CauseContext,
  self: Float64Array,
  near: Int32Array
): Steps<{ above: Float64Array; own: Float64Array; unwound: number }> {
  const { symbol: symbolOf, parent, length } = tree;
  const neutral = new Uint8Array(facts.length);
  facts.forEach((fact, symbol) => {
    neutral[symbol] = fact.neutral || tree.symbols[symbol].standsFor !== undefined ? 1 : 0;
  });
  const outermost = new Int32Array(length);
  const above = new Float64Array(length);
  const own = new Float64Array(tree.symbols.length);
  let unwound = 0;
  for (let node = 1; node < length;) {
    for (const end = stepEnd(node, length); node < end; node++) {
      const user = near[node];
      outermost[node] = outermost[parent[node]] || (neutral[symbolOf[node]] ? 0 : node);
      const at = user > 0 ? user : outermost[node] || node;
      above[at] += self[node];
      own[symbolOf[at]] += self[node];
      unwound += user > 0 ? self[node] : 0;
    }
    yield;
  }
  return { above, own, unwound };
}

/** What answers for less is no cause. */
const TRIFLE = 0.001;

function withTotals(tree: CauseContext['tree'], weights: Weights, answers: Float64Array, whole: number): Answering[] {
  const found = new Map<number, Answering>();
  const most = new Map<number, number>();
  forEachOutermost(
    tree,
    (node) => {
      const symbol = tree.symbol[node];
      const weight = totalOf(tree, weights, node);
      const sum = found.get(symbol) ?? { symbol, node, total: 0, own: answers[symbol] };
      if (weight > (most.get(symbol) ?? 0)) {
        most.set(symbol, weight);
        sum.node = node;
      }
      sum.total += weight;
      found.set(symbol, sum);
    },
    Uint8Array.from(answers, (answer) => (answer > whole * TRIFLE ? 1 : 0))
  );
  return [...found.values()];
}

/** Totals of some functions over all call paths; recursion counts once. */
function totalsOfFunctions(tree: CauseContext['tree'], weights: Weights, symbols: number[]): Map<number, number> {
  const totals = new Map(symbols.map((symbol) => [symbol, 0]));
  const wanted = new Uint8Array(tree.symbols.length);
  symbols.forEach((symbol) => (wanted[symbol] = 1));
  forEachOutermost(
    tree,
    (node) => {
      const symbol = tree.symbol[node];
      totals.set(symbol, totals.get(symbol)! + totalOf(tree, weights, node));
    },
    wanted
  );
  return totals;
}

/** Garbage collection, or spinning for a lock, as one cause over all stacks; the function of the program that has most of it. */
function kindCause(context: CauseContext, { whole, functions }: Running, category: number): Cause[] {
  const { tree, cpu, waiting, counts, matters } = context;
  const onCpu = cpu ? sumOf(cpu, category) : 0;
  // The collector's own threads that have nothing to do make nobody wait.
  const waits = category === GC && waiting ? sumOf(waiting, category, 0) : 0;
  if (!(onCpu + waits > 0)) {
    return [];
  }
  const runs = onCpu > 0;
  const [source, time, of] = runs ? [cpu!, onCpu, whole] : [waiting!, waits, context.whole];
  const isGc = category === GC;
  const place = heaviestUser(context, source, category) ?? (isGc ? allocator(context, functions) : undefined);
  const weight = weightOf(context, onCpu / whole) + shareOf(waits, matters);
  return [
    {
      kind: isGc ? 'gc' : 'spin',
      share: Math.min(1, time / of),
      of: runs ? 'cpu' : clockOf(context),
      part: weight,
      weight,
      ...sampled(runs ? counts.cpu : counts.waiting, time, of),
      category,
      node: place,
      site: place === undefined ? undefined : nameOf(tree, place),
      hasUser: place !== undefined,
      what: isGc ? (runs ? COLLECTS : WAITS_FOR_COLLECTOR) : message('spins for a lock'),
      subject: isGc ? message('garbage collection') : message('spinning'),
      evidence:
        runs && waits > 0.01 * context.whole
          ? [
              message('{share} of wall time waits for the collector', {
                share: inPercent(waits / context.whole, 1),
              }),
            ]
          : [],
    },
  ];
}

const COLLECTS = message('is garbage collection');
const WAITS_FOR_COLLECTOR = message('waits for garbage collection');

function sumOf({ weights: { self }, waits }: ClassifiedRole, category: number, purpose?: number): number {
  let sum = 0;
  forEachOf(waits.category, category, (node) => {
    sum += purpose === undefined || waits.purpose[node] === purpose ? self[node] : 0;
  });
  return sum;
}

/** The program's function with most of a category's time under it. */
function heaviestUser(context: CauseContext, { weights, waits }: ClassifiedRole, category: number): number | undefined {
  const sums = new FunctionSums(context);
  forEachOf(waits.category, category, (node) => sums.add(node, Math.max(0, weights.self[node])));
  return sums.heaviest();
}

/**
 * The runtimes' entries to allocation, as they stand in CPU profiles. Go: src/runtime/malloc.go, slice.go, map*.go, string.go;
 * HotSpot: src/hotspot/share/{opto/runtime.cpp, memory/universe.cpp, gc/shared/memAllocator.cpp, gc/g1/g1CollectedHeap.cpp};
 * V8: src/builtins, src/heap; CPython: Objects/obmalloc.c.
 */
const ALLOCATION =
  /^(?:runtime\.(?:mallocgc|newobject|makeslice|growslice|newarray|makemap|rawstring|rawbyteslice|concatstrings?|gcAssistAlloc)\w*|OptoRuntime::(?:new_instance|new_array|multianewarray)\w*|InstanceKlass::allocate|(?:Obj|Mem)\w*Allocator::|TypeArrayKlass::allocate|G1CollectedHeap::(?:attempt_allocation|mem_allocate|allocate_new_tlab)|_new_(?:instance|array)_Java|(?:Builtins_)?(?:Allocate\w+|v8::internal::Heap::Allocate)|PyObject_(?:Malloc|Realloc)|_PyObject_GC_(?:Alloc|New)\w*|PyType_GenericAlloc)/;

/** Who allocates: the program's function with most time in the allocator, else the one that runs most. */
function allocator(context: CauseContext, { self }: Weights): number | undefined {
  const { symbol: symbolOf, parent, length, symbols } = context.tree;
  const allocates = Uint8Array.from(symbols, ({ name }) => (ALLOCATION.test(name.slice(0, 300)) ? 1 : 0));
  const under = new Uint8Array(length);
  const [allocating, running] = [new FunctionSums(context), new FunctionSums(context)];
  for (let node = 1; node < length; node++) {
    under[node] = allocates[symbolOf[node]] || under[parent[node]];
    if (self[node] > 0) {
      running.add(node, self[node]);
      if (under[node]) {
        allocating.add(node, self[node]);
      }
    }
  }
  return allocating.heaviest() ?? running.heaviest();
}
