import { type NodeIndex, type Work } from '../../profile';
import { type TimeRange } from '@grafana/data';
import { useMemo } from 'react';
import {
  baselineOf,
  type BaselineSpec,
  type Cause,
  counterCaveats,
  type Diagnosis,
  type Finding,
  type Message,
  type PairedProfile,
  type Scope,
  type ScopedDiagnosis,
  type SummedWindow,
} from '../../analysis';
import { preparation, type QueryProblem } from '../../prepare';
import { servedOf } from '../grafana/requests';
import { t } from '../grafana/translate';
import { type Mode } from '../options/options';
import { type Format, formatCounter, percent } from '../ui/format';
import { type ModelInput } from './modelInput';
import { queryProblems } from './problems';
import { labelValues } from './selectors';
import { panelRange } from './useComparison';
import { useInSteps } from './useInSteps';
import { type Picture } from './usePicture';

const SCOPE_MODE: Record<Mode, Scope['mode']> = {
  cpu: 'cpu',
  wall: 'wall',
  hotcold: 'both',
  side: 'both',
  changed: 'changed',
};

/**
 * What can be said of what is in sight: of the zoomed frame, the mode, the category. What was in sight before, and what is small, is known in
 * the same render. A part of a large tree takes up to half a second to be judged: the graph is drawn first, and until then the sentences
 * are those of before; undefined: there are none.
 */
export function useFindings(
  { panel, axis, prepared, paired, comparison, strip, stripBefore }: ModelInput,
  picture: Picture
): Finding[] | undefined {
  const { options } = panel;
  const { root, mode, category, format, compared } = picture;
  const { baseline } = compared;
  const { frames } = comparison;
  const work = useMemo(
    () =>
      judging({
        paired,
        prepared,
        baseline,
        frames,
        format,
        axis,
        spec: options.baseline,
        root,
        mode,
        category,
        strip,
        stripBefore,
      }),
    [paired, prepared, baseline, frames, format, axis, options.baseline, root, mode, category, strip, stripBefore]
  );
  const { result } = useInSteps(work, { afterFrame: true });
  // Nodes of another tree lead nowhere.
  return useMemo(
    () =>
      result?.paired === paired ? result.found : result?.found.map((finding) => ({ ...finding, node: undefined })),
    [result, paired]
  );
}

interface Judged {
  paired: PairedProfile;
  prepared: ModelInput['prepared'];
  baseline: PairedProfile | undefined;
  frames: ModelInput['comparison']['frames'];
  format: Format;
  axis: TimeRange;
  spec: BaselineSpec;
  root: NodeIndex;
  mode: Mode;
  category: number | undefined;
  strip: ModelInput['strip'];
  stripBefore: ModelInput['stripBefore'];
}

function judging(judged: Judged): Work<{ paired: PairedProfile; found: Finding[] } | undefined> {
  const { paired, prepared, root, mode, category } = judged;
  const scope: Scope = { root, mode: SCOPE_MODE[mode], category };
  const diagnosing = prepared.diagnosing(scope);
  return {
    size: diagnosing.size,
    *steps() {
      const diagnosed = yield* diagnosing.steps();
      return prepared.unjudged ? undefined : { paired, found: findingsOf(judged, scope, diagnosed) };
    },
  };
}

function findingsOf(judged: Judged, scope: Scope, { diagnosis, changes }: ScopedDiagnosis): Finding[] {
  const { paired, prepared, baseline, frames, format, axis, spec, root, strip, stripBefore } = judged;
  const { rows, baselines } = prepared.counterRows;
  const { from, to } = panelRange(axis);
  const known =
    changes && strip && stripBefore && root === 0
      ? preparation.here!.changesByWindows(changes, strip, stripBefore)
      : changes;
  return preparation.here!.findings({
    paired,
    scope,
    diagnosis: root > 0 || !strip ? diagnosis : knownByStrip(diagnosis, strip),
    changes: baseline && known,
    served: frames && servedOf(frames.spans),
    objective: frames?.objective,
    amount: format,
    nodeOf: prepared.shownNode,
    counters: rows.map((row) => ({ row, baseline: baselineOf(row, spec, baselines, from, to)?.value })),
    percent,
    t,
    counter: ({ metric }, value) => formatCounter(metric, value),
  });
}

/** Shares with how the windows of the strip differ, where those know them less well than samples do, or samples are not counted. */
function knownByStrip(diagnosis: Diagnosis, strip: readonly SummedWindow[]): Diagnosis {
  const { causeInWindows, withWindows } = preparation.here!;
  const known = (cause: Cause) => withWindows(cause, { share: causeInWindows(strip, cause) });
  return { ...diagnosis, causes: diagnosis.causes.map((cause, i) => (i < MOST_KNOWN ? known(cause) : cause)) };
}

/** Nobody asks how sure a trifle is. */
const MOST_KNOWN = 12;

/** What is wrong with the queries, and what the counters may not claim. */
export function useProblems(
  { panel, axis, prepared, comparison }: ModelInput,
  { baseline, common }: Picture['compared']
): { problems: QueryProblem[]; caveats: Message[] } {
  const { data, replaceVariables } = panel;
  const { error, frames } = comparison;
  const problems = useMemo(
    () => [
      ...(error ? [{ message: error }] : []),
      ...queryProblems(data, prepared, replaceVariables, {
        asked: frames?.before !== undefined,
        before: baseline,
        common,
      }),
    ],
    [error, frames, data, prepared, replaceVariables, baseline, common]
  );
  const caveats = useMemo(
    () => counterCaveats(prepared.counterRows.rows, panelRange(axis), labelValues(prepared)),
    [prepared, axis]
  );
  return { problems, caveats };
}
