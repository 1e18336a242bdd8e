import { type DataLink, FieldType } from '@grafana/data';
import { prepareProfile } from '../../prepare';
import { frameLabels, frameLinks } from './dataLinks';

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
  const plain = prepareProfile(inputs).paired!;
  expect([...frameLabels(plain, 1, inputs, {})]).toEqual([['zone', 'eu']]);
  const grouped = prepareProfile(inputs, { groupBy: 'pod' }).paired!;
  expect(frameLabels(grouped, grouped.tree.length - 1, inputs, { groupBy: 'pod' }).get('pod')).toBe('b');
  expect(frameLabels(plain, 1, inputs, { filter: { label: 'pod', value: 'a' } }).get('pod')).toBe('a');
});
