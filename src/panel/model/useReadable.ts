import { type DataFrame, type PanelData } from '@grafana/data';
import { useMemo, useState } from 'react';
import { regexEngine } from '../../analysis';
import { preparation, settingsNeedEngine } from '../../prepare';
import { fileReaders } from '../../readers';
import { mayHoldFile } from '../grafana/dataFrames';
import { type PanelOptions } from '../options/options';
import { type Filters } from '../state/filters';
import { type ComparisonFrames } from './useComparison';
import { usePart } from './usePart';

/** What profiles are prepared of. */
export interface Readable {
  data: PanelData;
  options: PanelOptions;
  filters: Filters;
  comparison: ComparisonFrames | undefined;
}

/**
 * What is prepared now. What prepares it, files and regular expressions are parts of the program that have to be fetched: while they
 * come, what was prepared before stays; undefined: nothing was. Where files or expressions cannot be fetched, all but them is prepared,
 * and the rest is said to be a problem. `key` changes when a part has come after all.
 */
export function useReadable(input: Readable): { readable?: Readable; key: string } {
  const { data, options, filters, comparison } = input;
  const { series } = data;
  const { rules, myCode } = options;
  const { stacks } = filters;
  const holdsFiles = useMemo(
    () => [series, comparison?.now ?? NONE, comparison?.before ?? NONE].some((frames) => frames.some(mayHoldFile)),
    [series, comparison]
  );
  const holdsRegex = useMemo(() => settingsNeedEngine({ rules, myCode, stacks }), [rules, myCode, stacks]);
  const parts = [
    usePart(preparation, true, series),
    usePart(fileReaders, holdsFiles, series),
    usePart(regexEngine, holdsRegex, series),
  ];
  const coming = parts.includes('coming');
  const [last, setLast] = useState<Readable>();
  if (!coming && !isEqual(last, input)) {
    setLast(input);
  }
  return { readable: coming ? last : input, key: parts.map((part) => part === 'missing').join() };
}

const isEqual = (a: Readable | undefined, b: Readable): boolean =>
  a?.data === b.data && a.options === b.options && a.filters === b.filters && a.comparison === b.comparison;

const NONE: DataFrame[] = [];
