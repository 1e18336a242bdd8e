import { finish, type StackTables, type Steps } from '../profile';
import { readSourceSteps, withLabels } from '../readers';
import { type ProfileInput, type QueryProblem, type ReadInput, type ReadInputs } from './types';

/** Every input read. Depends on the data only, so that a change of view settings does not read again. */
export const readInputs = (inputs: ProfileInput[]): ReadInputs => finish(readingSteps(inputs));

/** The same in steps; `tables` as of `readSourceSteps`. */
export function* readingSteps(inputs: ProfileInput[], tables?: StackTables): Steps<ReadInputs> {
  const instances: ReadInput[] = [];
  const errors: QueryProblem[] = [];
  for (const input of inputs) {
    const { reads, problems } = yield* readSourceSteps(input.source, input.options, tables);
    problems.forEach((problem) => errors.push({ ...problem, refId: input.refId }));
    for (const read of reads) {
      instances.push({ input, read: { ...read, profile: withLabels(read.profile, input.labels ?? []) } });
    }
  }
  return { instances, errors };
}
