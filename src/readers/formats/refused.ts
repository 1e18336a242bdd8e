import { fail } from '../../profile';
import { headLines, isObject, jsonOf, type Reader, type Source } from '../source';

/** Formats that are recognised in order to say what to do instead. */
function refuse(
  id: string,
  label: string,
  matches: (source: Source) => boolean,
  message: string,
  remedy: string
): Reader {
  return { id, label, matches: (source) => (matches(source) ? 'yes' : 'no'), read: () => fail(message, { remedy }) };
}

const starts = (source: Source, magic: number[]) =>
  source.kind === 'bytes' && magic.every((byte, i) => source.bytes[i] === byte);

export const REFUSED: Reader[] = [
  refuse(
    'chrome-trace',
    'Chrome trace',
    (source) => {
      const json = jsonOf(source);
      const events = isObject(json) && !Array.isArray(json) ? json.traceEvents : json;
      return Array.isArray(events) && isObject(events[0]) && 'ph' in events[0];
    },
    'This is a Chrome trace, a timeline of events and no profile.',
    'Record a CPU profile instead (.cpuprofile), or convert the trace with speedscope.'
  ),
  refuse(
    'perf-data',
    'perf.data',
    (source) => starts(source, [0x50, 0x45, 0x52, 0x46, 0x49, 0x4c, 0x45, 0x32]),
    'This is a perf.data file, which only the perf of its machine can read.',
    'Run perf script on it and send its text.'
  ),
  refuse(
    'pprof-text',
    'pprof text',
    (source) => headLines(source).some((line) => /^PeriodType: /.test(line) || /^-----------\+/.test(line)),
    'This is a text report of pprof, whose figures are rounded.',
    'Send the profile itself (.pb.gz), base64 in a text column.'
  ),
];
