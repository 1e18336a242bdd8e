import { type DataFrame, type StandardEditorProps } from '@grafana/data';
import { Input, useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { AS_RECORDED, compilePattern, needsEngine, regexEngine, totalsBySymbol } from '../../../analysis';
import { preparation } from '../../../prepare';
import { buildCallTree, type CallTree, weightsOf } from '../../../profile';
import { DEFAULT_OPTIONS, type PanelOptions } from '../options';
import { t } from '../../grafana/translate';
import { usePart } from '../../model/usePart';
import { instancesOf, useReadableFrames } from './instances';
import { getEditorStyles } from './styles';

const NONE: DataFrame[] = [];

/** Functions listed of each kind. */
const LISTED = 8;

/** The pattern of the program's own functions, with what it makes of the functions in the data that the panel has. */
export function MyCodeEditor({ value, onChange, context }: StandardEditorProps<string, unknown, PanelOptions>) {
  const styles = useStyles2(getEditorStyles);
  const pattern = value ?? '';
  const prepares = usePart(preparation, true, context.data) === 'here';
  const readable = useReadableFrames(context.data);
  const data = prepares ? readable : NONE;
  const functions = useMemo(() => functionsIn(data, context.options), [data, context.options]);
  const engine = usePart(regexEngine, needsEngine(pattern), pattern);
  const lines = useMemo(
    () => (engine === 'coming' || !prepares ? [] : preview(pattern, functions)),
    [engine, prepares, pattern, functions]
  );
  return (
    <div>
      <Input
        value={pattern}
        placeholder="^(main|com\.acme)\."
        aria-label={t('Pattern of my code')}
        invalid={engine !== 'coming' && Boolean(pattern) && !compilePattern(pattern).ok}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div className={styles.quiet} data-testid="dualflame-mycode-preview">
        {lines.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </div>
    </div>
  );
}

/** A tree of all profiles in the data, and the time of each of its functions as a share of its profile's, added up. */
export interface Functions {
  tree: CallTree;
  time: Float64Array;
}

export function functionsIn(series: DataFrame[], options?: Partial<PanelOptions>): Functions {
  const profiles = instancesOf(series, options).flatMap(({ read }) =>
    read.counters
      ? []
      : preparation.here!.rollUp(read.profile, { ...AS_RECORDED, ...(options?.rollUp ?? DEFAULT_OPTIONS.rollUp) })
  );
  const { tree, attach } = buildCallTree(profiles);
  const time = new Float64Array(tree.symbols.length);
  profiles.forEach(({ primary }, p) => {
    const weights = weightsOf(attach[p](primary));
    const whole = weights.prefixSum[tree.length] || 1;
    totalsBySymbol(tree, [weights])[0]!.forEach((total, symbol) => (time[symbol] += total / whole));
  });
  return { tree, time };
}

/** What a pattern makes of the functions, in lines: how many are the program's own, and the ones with the most time of both kinds. */
export function preview(pattern: string, { tree, time }: Functions): string[] {
  const test = pattern ? compilePattern(pattern) : undefined;
  if (test && !test.ok) {
    return [[test.problem.message, test.problem.remedy].filter(Boolean).join(' ')];
  }
  const code = preparation.here!.codeOfTree(tree, test?.value);
  const mine = new Uint8Array(tree.symbols.length);
  for (let node = 1; node < tree.length; node++) {
    mine[tree.symbol[node]] |= code.user[node] === node ? 1 : 0;
  }
  const symbols = [...tree.symbols.keys()].filter((symbol) => mine[symbol] || code.symbols[symbol].kind !== 'mark');
  const heaviest = (own: number) => symbols.filter((symbol) => mine[symbol] === own).sort((a, b) => time[b] - time[a]);
  const listed = (found: number[]) =>
    found
      .slice(0, LISTED)
      .map((symbol) => tree.symbols[symbol].name)
      .join(', ');
  const [own, others] = [heaviest(1), heaviest(0)];
  const counts = { found: own.length, all: symbols.length };
  return [
    pattern
      ? t('Matches {found} of {all} functions.', counts)
      : t('Automatic: {found} of {all} functions are yours.', counts),
    ...(own.length ? [t('Yours: {names}', { names: listed(own) })] : []),
    ...(others.length ? [t('Libraries, runtimes, kernel: {names}', { names: listed(others) })] : []),
  ];
}
