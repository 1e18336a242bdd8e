import { createDataFrame, type DataLink, FieldType, type ScopedVars } from '@grafana/data';
import { prepareProfile } from '../../prepare';
import { nodeAt, prepared } from '../../testing';
import { frameLabels, frameLinks, linkedFrame } from './dataLinks';

const frame = {
  function: 'a&b=${secret} <x>#',
  module: 'libc.so.6',
  file: '',
  category: 'lock',
  labels: new Map([['pod', 'orders 1']]),
};
const fieldWith = (links: DataLink[]) => ({
  valueField: { name: 'self', type: FieldType.number, config: { links }, values: [] },
});
const replace = (text: string) => text.replace('${__from}', '17').replace('${secret}', 'LEAK');

it('fills in what the frame is, and what the dashboard is', () => {
  expect(
    frameLinks(
      fieldWith([
        {
          title: 'Traces of ${function}',
          url: '/explore?q=${function}&m=${module}&w=${category}&from=${__from}',
          targetBlank: true,
        },
        { title: '', url: '/source/${file}' },
        { title: 'Logs of ${labels.pod}', url: '/logs?pod=${labels.pod}&zone=${labels.zone}' },
        { title: 'nowhere', url: '' },
      ]),
      { ...frame, function: 'main.run' },
      replace
    )
  ).toEqual([
    { title: 'Traces of main.run', href: '/explore?q=main.run&m=libc.so.6&w=lock&from=17', target: '_blank' },
    { title: 'Link', href: '/source/', target: '_self' },
    { title: 'Logs of orders 1', href: '/logs?pod=orders%201&zone=', target: '_self' },
  ]);
});

it('a name adds no parameter, is no variable and no script', () => {
  const [link] = frameLinks(fieldWith([{ title: '${function}', url: '/x?q=${function}' }]), frame, replace);
  expect(link.href).toBe('/x?q=a%26b%3D%24%7Bsecret%7D%20%3Cx%3E%23');
  expect(link.title).toBe(frame.function);
  const [script] = frameLinks(
    fieldWith([{ title: 's', url: '${function}' }]),
    { ...frame, function: 'javascript:alert(1)' },
    replace
  );
  expect(script.href).not.toMatch(/^javascript:/);
  expect(frameLinks(fieldWith([{ title: 's', url: 'javascript:alert(1)' }]), frame, replace)[0].href).toBe(
    'about:blank'
  );
  expect(
    frameLinks(fieldWith([{ title: 's', url: '/${function}' }]), { ...frame, function: '\ud800' }, replace)[0].href
  ).toBe('/%EF%BF%BD');
});

it('knows the labels that hold for everything under a frame: of all queries, of the filter, of its group', () => {
  const inputs = [
    {
      refId: 'A',
      source: { kind: 'text' as const, text: 'main 1' },
      labels: [
        ['pod', 'a'],
        ['zone', 'eu'],
      ] as Array<[string, string]>,
    },
    {
      refId: 'A',
      source: { kind: 'text' as const, text: 'main 1' },
      labels: [
        ['pod', 'b'],
        ['zone', 'eu'],
      ] as Array<[string, string]>,
    },
  ];
  const { paired: plain, sharedLabels } = prepareProfile(inputs);
  const of = { frames: { inputs }, sharedLabels };
  expect([...frameLabels(plain!, 1, of, {})]).toEqual([['zone', 'eu']]);
  const grouped = prepareProfile(inputs, { groupBy: 'pod' }).paired!;
  expect(frameLabels(grouped, grouped.tree.length - 1, of, { groupBy: 'pod' }).get('pod')).toBe('b');
  expect(frameLabels(plain!, 1, of, { filter: { label: 'pod', value: 'a' } }).get('pod')).toBe('a');
});

it('labels of the samples count where the queries say nothing of them', () => {
  const { paired, sharedLabels } = prepared({ wall: 'main;run 5' });
  sharedLabels.set('service_repository', 'https://github.com/acme/shop').set('zone', 'us');
  const inputs = [
    { refId: 'A', source: { kind: 'text' as const, text: '' }, labels: [['zone', 'eu']] as Array<[string, string]> },
  ];
  expect([...frameLabels(paired!, 1, { frames: { inputs }, sharedLabels }, {})]).toEqual([
    ['service_repository', 'https://github.com/acme/shop'],
    ['zone', 'eu'],
  ]);
});

it('labels with dots and other marks in their names are filled in, in titles and addresses', () => {
  const labels = new Map([
    ['service.name', 'shop & cart'],
    ['k8s.pod/name-1', 'a'],
  ]);
  const [link] = frameLinks(
    fieldWith([
      { title: 'Logs of ${labels.service.name}', url: '/x?s=${labels.service.name}&p=${labels.k8s.pod/name-1}' },
    ]),
    { ...frame, labels },
    replace
  );
  expect(link).toEqual({ title: 'Logs of shop & cart', href: '/x?s=shop%20%26%20cart&p=a', target: '_self' });
});

it('the label of a group may have dots', () => {
  const inputs = ['a', 'b'].map((pod) => ({
    refId: 'A',
    source: { kind: 'text' as const, text: 'main 1' },
    labels: [['k8s.pod.name', pod]] as Array<[string, string]>,
  }));
  const { paired, sharedLabels } = prepareProfile(inputs, { groupBy: 'k8s.pod.name' });
  const of = { frames: { inputs }, sharedLabels };
  expect(frameLabels(paired!, paired!.tree.length - 1, of, { groupBy: 'k8s.pod.name' })).toEqual(
    new Map([['k8s.pod.name', 'b']])
  );
});

it('a frame’s category is where it spends the most: running, or its longest wait', () => {
  const { paired } = prepared({
    cpu: 'run;work 50\nrun;call 10',
    wall: 'run;work 50\nrun;call 10\nrun;call;ep_poll 20\nrun;call;futex_wait 30',
  });
  const of = (...path: string[]) => linkedFrame(paired!, nodeAt(paired!.tree, ...path), new Map([['pod', 'a']]));
  expect([of('run').category, of('run', 'call').category, of('run', 'call', 'ep_poll').category]).toEqual([
    'cpu',
    'lock',
    'poll',
  ]);
  expect(of('run', 'work')).toEqual({
    function: 'work',
    module: '',
    file: '',
    category: 'cpu',
    labels: new Map([['pod', 'a']]),
  });
});

it('has the label of the group only where frames are grouped by it', () => {
  const { paired, sharedLabels } = prepared({ wall: 'main;run 5' });
  expect([...frameLabels(paired!, 2, { frames: { inputs: [] }, sharedLabels }, { groupBy: 'pod' })]).toEqual([]);
  expect([...frameLabels(paired!, 0, { frames: { inputs: [] }, sharedLabels }, { groupBy: 'pod' })]).toEqual([]);
});

it('is none without links, and without a field that could have some', () => {
  expect(frameLinks({}, frame, replace)).toEqual([]);
  expect(frameLinks(fieldWith([]), frame, replace)).toEqual([]);
  const bare = { valueField: { name: 'self', type: FieldType.number, config: {}, values: [] } };
  expect(frameLinks(bare, frame, replace)).toEqual([]);
});

it.each([
  ['text', ['total', 'main.run', 'main.run'], undefined, 1],
  ['enum', [0, 2, 1], ['total', 'main.run', 'main.send'], 2],
])('Grafana’s own variables are of the first row that carries the name: %s', (_, values, texts, rowIndex) => {
  const valueFrame = createDataFrame({
    fields: [
      { name: 'self', type: FieldType.number, values: [1, 2, 3] },
      { name: 'label', type: FieldType.string, values, config: texts && { type: { enum: { text: texts } } } },
    ],
  });
  const { valueField } = fieldWith([{ title: 'x', url: '/x' }]);
  const rows = (name: string) => {
    const seen: Array<ScopedVars | undefined> = [];
    frameLinks({ valueField, valueFrame }, { ...frame, function: name }, (text, vars) => {
      seen.push(vars);
      return text;
    });
    return seen;
  };
  const row = { __dataContext: { value: { data: [valueFrame], frame: valueFrame, field: valueField, rowIndex } } };
  expect(rows('main.run')).toEqual([row, row]);
  expect(rows('total')[0]).toMatchObject({ __dataContext: { value: { rowIndex: 0 } } });
  expect(rows('gone')).toEqual([{}, {}]);
});

it('a character of two halves stays whole, half of one is replaced', () => {
  const href = (name: string) =>
    frameLinks(fieldWith([{ title: 'x', url: '/${function}' }]), { ...frame, function: name }, replace)[0].href;
  expect([href('a😀b'), href('\ude00a'), href('a\ud83d')]).toEqual(['/a%F0%9F%98%80b', '/%EF%BF%BDa', '/a%EF%BF%BD']);
});
