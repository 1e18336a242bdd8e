import { type Problem, type Profile, type Result, type StackTables, type Steps } from '../profile';
import { counted, type Reader, type ReadOptions, type ReadProfile, type Source, type Table } from './source';

export type Read = ReadProfile & { format: Reader };

/** What became of one query or file: instances that could be read, and problems of those that could not. */
export interface ReadResult {
  reads: Read[];
  problems: Problem[];
}

/** The readers of texts, of bytes, and of tables whose cells hold such. */
export interface FileReaders {
  /** Every format, surest first. */
  readers: Reader[];
  read(source: Source, options: ReadOptions): ReadResult;
  /** The same in steps. */
  steps(source: Source, options: ReadOptions): Steps<ReadResult>;
  holdsProfile(table: Table): boolean;
}

/** `row`: of the table that the file stands in, for what goes wrong; `tables`: whose frames and stacks a reader may use. */
export function* readingSteps(
  format: Reader,
  source: Source,
  options: ReadOptions,
  { row, tables }: { row?: number; tables?: StackTables } = {}
): Steps<ReadResult> {
  const result: Result<ReadProfile> = format.steps
    ? yield* format.steps(source, options, tables)
    : format.read(source, options);
  if (!result.ok) {
    return { reads: [], problems: [{ row, ...result.problem }] };
  }
  const { profile, dropped, warnings } = result.value;
  const wanted = profile.valueTypes.findIndex(({ type }) => type === options.valueType);
  const empty = wanted >= 0 && !profile.samples.weights[wanted].some((weight) => weight !== 0);
  const told = [
    ...warnings,
    ...(empty ? [{ message: `${options.valueType} is 0 in all samples: it is not the one shown.` }] : []),
    ...implausible(profile),
  ];
  return {
    reads: [
      {
        ...result.value,
        profile: wanted < 0 || empty ? profile : { ...profile, primary: wanted },
        dropped: dropped + profile.impossible,
        warnings: told,
        format,
      },
    ],
    problems: [],
  };
}

/** Clocks since 1970 are far above clocks since the boot: 1e17 ns is 1973, or three years after a boot. */
const UTC_FROM = 1e17;

/** What cannot be in a profile, whatever its format: weights and times. */
function implausible({ impossible, samples: { time } }: Profile): Problem[] {
  const problems: Problem[] = [];
  if (impossible) {
    problems.push({
      message: `${counted(impossible, 'sample', 'samples')} left out: a weight that cannot be, as 2^64 − x: a difference that fell below 0.`,
      remedy: 'The clock of the recorder stepped back; a newer version of it may leave such samples out itself.',
    });
  }
  if (time?.some((at) => at >= UTC_FROM) && time.some((at) => at > 0 && at < UTC_FROM)) {
    problems.push({
      message:
        'The samples carry times of two clocks, one since 1970 and one since a start: they cannot be put in order.',
    });
  }
  return problems;
}

export function withLabels(profile: Profile, labels: Array<[string, string]>): Profile {
  const own = new Set(profile.labels.map(({ name }) => name));
  const added = labels
    .filter(([name]) => !own.has(name))
    .map(([name, value]) => ({ name, values: [value], index: new Int32Array(profile.samples.length) }));
  return added.length ? { ...profile, labels: [...profile.labels, ...added] } : profile;
}
