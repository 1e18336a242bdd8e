import { dateTime, type TimeRange, urlUtil } from '@grafana/data';
import { config } from '@grafana/runtime';
import * as fc from 'fast-check';
import {
  drilldownUrl,
  exploreUrl,
  hasDrilldown,
  mayExplore,
  profileQueries,
  queriedService,
  rangeText,
  viewLink,
} from './queryLinks';

const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const RANGE: TimeRange = {
  from: dateTime(1_710_352_800_000),
  to: dateTime(1_710_353_400_000),
  raw: { from: 'now-10m', to: 'now' },
};
const target = (refId: string, more: object = {}) => ({
  refId,
  datasource: { type: 'grafana-pyroscope-datasource', uid: 'pyro' },
  profileTypeId: CPU,
  labelSelector: '{service_name="$service"}',
  ...more,
});
const fillIn = (text: string) => text.replace('$service', 'shop').replace('$ds', 'other');
const queriesOf = (...targets: object[]) => profileQueries(targets, [{ refId: 'A' }, { refId: 'B' }], fillIn);
/** Path and parameters of an address. */
const parsed = (url: string | undefined) => {
  const { pathname, searchParams } = new URL(url!, 'https://grafana.example.com');
  return { pathname, ...Object.fromEntries(searchParams) } as Record<string, string>;
};

describe('queries that can be asked elsewhere', () => {
  it('are those that profiles came from, variables filled in', () => {
    expect(
      queriesOf(target('A'), target('B', { hide: true }), target('C')).map(({ refId, query }) => [
        refId,
        query.labelSelector,
      ])
    ).toEqual([['A', '{service_name="shop"}']]);
    expect(queriesOf(target('A', { datasource: { uid: '$ds' } }))[0].datasource.uid).toBe('other');
  });

  it.each(['-- Mixed --', '-- Dashboard --', 'grafana', ''])('not those of the data source "%s"', (uid) =>
    expect(queriesOf(target('A', { datasource: { uid } }))).toEqual([])
  );

  it.each([undefined, null, 'x', 7])('not what is no query: %p', (other) =>
    expect(profileQueries([other, { refId: 'A', datasource: 'pyro' }], [{ refId: 'A' }], fillIn)).toEqual([])
  );
});

describe('Explore', () => {
  it('shows the same queries at the same time', () => {
    const { pathname, schemaVersion, panes } = parsed(exploreUrl(queriesOf(target('A'), target('B')), RANGE));
    expect([pathname, schemaVersion]).toEqual(['/explore', '1']);
    expect(JSON.parse(panes)).toEqual({
      profiles: {
        datasource: 'pyro',
        queries: [
          target('A', { labelSelector: '{service_name="shop"}' }),
          target('B', { labelSelector: '{service_name="shop"}' }),
        ],
        range: { from: 'now-10m', to: 'now' },
      },
    });
  });

  it('shows those of one data source, and none where none is known', () => {
    const queries = queriesOf(target('A'), target('B', { datasource: { uid: 'loki' } }));
    expect(JSON.parse(parsed(exploreUrl(queries, RANGE)).panes).profiles.queries).toHaveLength(1);
    expect(exploreUrl([], RANGE)).toBeUndefined();
  });

  it('no query can add a parameter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (labelSelector) => {
        // A lone half of a pair has no place in an address; JSON writes it as an escape.
        const url = exploreUrl(queriesOf(target('A', { labelSelector })), RANGE)!;
        const found = parsed(url);
        expect(Object.keys(found).sort()).toEqual(['panes', 'pathname', 'schemaVersion']);
        expect(JSON.parse(found.panes).profiles.queries[0].labelSelector).toBe(fillIn(labelSelector));
      })
    );
  });

  it.each([
    ['the right is there', { exploreEnabled: true }, true],
    ['Grafana has none', { exploreEnabled: false }, false],
    ['the dashboard is public', { exploreEnabled: true, publicDashboardAccessToken: 'x' }, false],
    [
      'the viewer may not',
      { exploreEnabled: true, bootData: { user: { permissions: { 'datasources:explore': false } } } },
      false,
    ],
  ])('is offered as Grafana itself does: %s', (_, settings, expected) => {
    const old = { ...config };
    Object.assign(config, settings);
    expect(mayExplore()).toBe(expected);
    Object.assign(config, old, { publicDashboardAccessToken: undefined, bootData: old.bootData });
  });
});

describe('Profiles Drilldown', () => {
  it('shows the service and the profile type', () => {
    const url = drilldownUrl(
      queriesOf(target('A', { labelSelector: '{service_name="shop", pod=~"a-.*", env!="x"}' })),
      RANGE
    );
    expect(parsed(url)).toEqual({
      pathname: '/a/grafana-pyroscope-app/explore',
      explorationType: 'flame-graph',
      'var-dataSource': 'pyro',
      'var-serviceName': 'shop',
      'var-profileMetricId': CPU,
      'var-filters': 'env|!=|x,pod|=~|a-.*',
      from: 'now-10m',
      to: 'now',
    });
  });

  it.each([
    ['another data source', { datasource: { type: 'loki', uid: 'l' } }],
    ['no profile type', { profileTypeId: '' }],
    ['no service', { labelSelector: '{pod="a"}' }],
    ['several services', { labelSelector: '{service_name=~"a|b"}' }],
    ['a filter that its address can not say', { labelSelector: '{service_name="a", pod=~"a|b"}' }],
    ['a selector that is none', { labelSelector: '{service_name="a", ???}' }],
  ])('is not offered with %s', (_, more) => expect(drilldownUrl(queriesOf(target('A', more)), RANGE)).toBeUndefined());

  it.each([
    ['it is installed', { 'grafana-pyroscope-app': {} }, true],
    ['others are', { 'grafana-lokiexplore-app': {} }, false],
    ['Grafana does not tell', {}, true],
    ['Grafana has no such list', undefined, true],
  ])('is there where %s', (_, apps, expected) => {
    Object.assign(config, { apps });
    expect(hasDrilldown()).toBe(expected);
  });
});

describe('what is queried', () => {
  it.each([
    ['what all queries share', ['{service_name="shop", pod="a"}', '{service_name="shop"}'], 'service_name="shop"'],
    ['by a pattern', ['{service_name=~"shop|cart"}'], 'service_name=~"shop|cart"'],
  ])('%s', (_, selectors, expected) => {
    const queries = queriesOf(...selectors.map((labelSelector, i) => target('AB'[i], { labelSelector })));
    expect(queriedService(queries, [])).toBe(expected);
  });

  it('else the labels of the data that have one value', () => {
    const inputs = [
      {
        labels: [
          ['service_name', 'shop'],
          ['pod', 'a'],
        ] as Array<[string, string]>,
      },
      {
        labels: [
          ['service_name', 'shop'],
          ['pod', 'b'],
          ['vehicle', 'car'],
        ] as Array<[string, string]>,
      },
    ];
    expect(queriedService([], inputs)).toBe('service_name="shop"');
    const dotted = [['service.name', 'shop'] as [string, string], ['k8s.pod.name', 'a'] as [string, string]];
    expect(queriedService([], [{ labels: dotted }])).toBe('service.name="shop", k8s.pod.name="a"');
    expect(queriedService([], [])).toBe('');
  });
});

it('a time range has its zone', () => {
  expect(rangeText(RANGE, 'utc')).toBe('2024-03-13 18:00:00 – 2024-03-13 18:10:00 UTC');
  expect(rangeText(RANGE, 'Europe/Berlin')).toMatch(/^2024-03-13 19:00:00 – 2024-03-13 19:10:00 (CET|GMT\+1)$/);
});

describe('the link to the view', () => {
  const link = (href: string, state?: Parameters<typeof viewLink>[2]) => viewLink(href, RANGE, state);

  it('is absolute in place and time, and holds the view', () => {
    expect(
      link('https://g.example/d/abc/shop?orgId=1&from=now-10m&to=now&kiosk#x', {
        variable: 'flame',
        value: '{"mode":"cpu"}',
      })
    ).toBe(
      'https://g.example/d/abc/shop?orgId=1&from=1710352800000&to=1710353400000&kiosk=true&var-flame=%7B%22mode%22:%22cpu%22%7D'
    );
  });

  it('replaces an older view, and needs none', () => {
    const url = link('https://g.example/d/abc?var-flame=old&var-pod=a&var-pod=b', { variable: 'flame', value: '' });
    expect(urlUtil.parseKeyValue(url.split('?')[1])).toEqual({
      'var-flame': '',
      'var-pod': ['a', 'b'],
      from: '1710352800000',
      to: '1710353400000',
    });
    expect(link('https://g.example/d/abc')).toBe('https://g.example/d/abc?from=1710352800000&to=1710353400000');
  });
});
