import {
  Function as PprofFunction,
  Line,
  Location,
  Profile as PprofProfile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { pathOf } from '../profile';
import { type Exported, stacksOf } from './exported';

/** pprof's protobuf, not packed: `go tool pprof` reads it as it is. */
export function toPprof(exported: Exported): Uint8Array {
  const { tree, type, unit } = exported;
  const stringTable = new StringTable();
  const functions = tree.symbols.map(
    ({ name, file = '' }, symbol) =>
      new PprofFunction({
        id: symbol + 1,
        name: stringTable.dedup(name),
        systemName: stringTable.dedup(name),
        filename: stringTable.dedup(file),
      })
  );
  const location = tree.symbols.map(
    ({ line = 0 }, symbol) => new Location({ id: symbol + 1, line: [new Line({ functionId: symbol + 1, line })] })
  );
  const sample = [...stacksOf(exported)].map(
    ({ node, weight }) =>
      new Sample({
        locationId: pathOf(tree, node)
          .map((symbol) => symbol + 1)
          .reverse(),
        value: [Math.round(weight)],
      })
  );
  return new PprofProfile({
    sampleType: [new ValueType({ type: stringTable.dedup(type), unit: stringTable.dedup(unit) })],
    sample,
    location,
    function: functions,
    stringTable,
  }).encode();
}
