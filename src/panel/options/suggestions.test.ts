// A file of its own: Grafana has asked plugins for suggestions since 12.4, so 12.3 cannot run it (npm run versions).
import {
  createDataFrame,
  FieldType,
  getPanelDataSummary,
  PanelPlugin,
  VisualizationSuggestionScore,
} from '@grafana/data';
import { waitFor } from '@testing-library/react';
import { fileReaders } from '../../readers';
import { offerToNewer } from './newer';
import { suggest } from './suggestions';

const number = (name: string, values = [0]) => ({ name, type: FieldType.number, values });
const string = (name: string, values: string[]) => ({ name, type: FieldType.string, values });
const time = { name: 'time', type: FieldType.time, values: [1, 2] };
const summary = (...fields: Field[]) => getPanelDataSummary([createDataFrame({ fields: fields as never })]);
type Field = { name: string; type: FieldType; values: unknown[] };

it('offers the panel for flame graph frames, before all others', () => {
  const fields = [...['level', 'value', 'self'].map((name) => number(name)), string('label', ['all'])];
  const flame = createDataFrame({ meta: { preferredVisualisationType: 'flamegraph' }, fields });
  expect(suggest(getPanelDataSummary([flame]))).toEqual([
    expect.objectContaining({
      name: expect.stringContaining('Dual Flame'),
      score: VisualizationSuggestionScore.Best,
    }),
  ]);
});

it('its card has room for the graph only', () => {
  const table = summary(string('stack', ['main;a', 'main;b']), number('value', [1, 2]));
  const plugin = new PanelPlugin(() => null);
  plugin.meta = { id: 'p', name: 'P' } as never;
  offerToNewer(plugin, suggest);
  const [card] = plugin.getSuggestions(table)!;
  card.cardOptions!.previewModifier!(card);
  expect(card.options).toEqual({ showFinding: false, showCounters: false, showMinimap: false });
});

it.each<[string, Field[]]>([
  ['a table of stacks', [string('stack', ['main;a', 'main;b']), number('value', [1, 2])]],
  ['stacks without a telling name', [string('q', ['main;a;b', 'main;b']), number('n', [1, 2])]],
  ['log lines with stacks', [time, string('Line', ['main;a;b 3', 'main;b 4'])]],
  [
    'a recording in a cell',
    [string('profile', ['goroutine 1 [select]:\nmain.run()\n\t/a.go:1 +0x1\nmain.main()\n\t/a.go:2 +0x1\n'])],
  ],
])('offers it for %s', (_, fields) => {
  expect(suggest(summary(...fields))).toMatchObject([{ score: VisualizationSuggestionScore.Good }]);
});

it.each<[string, Field[]]>([
  ['a time series', [time, number('value', [1, 2])]],
  ['names and figures', [string('service', ['shop', 'cart']), number('value', [1, 2])]],
  ['ids of traces', [string('trace', ['7f00', '7f01']), number('duration', [1, 2])]],
  ['log lines', [time, string('Line', ['GET /a 200', 'GET /b 500; retried'])]],
  ['nothing', []],
])('does not offer it for %s', (_, fields) => expect(suggest(summary(...fields))).toBeUndefined());

it('asks for the readers of files where there may be one: it is offered the next time', async () => {
  fileReaders.put(undefined);
  const lines = summary(string('Line', ['main;a;b 3', 'main;b 4']));
  expect(suggest(lines)).toBeUndefined();
  expect(suggest(summary(string('stack', ['main;a', 'main;b']), number('value', [1, 2])))).toHaveLength(1);
  await waitFor(() => expect(fileReaders.here).toBeDefined());
  expect(suggest(lines)).toHaveLength(1);
});
