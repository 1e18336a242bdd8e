import { costGrowth } from '../../testing';
import { type QueryReport } from '../../prepare';
import { matchersOf, selectorProblems } from './labelSelectors';

describe('matchersOf', () => {
  it.each([
    ['{service_name="a"}', ['service_name = "a"']],
    [' { pod =~ "b.*" , service_name="a",} ', ['pod =~ "b.*"', 'service_name = "a"']],
    ['{"k8s.pod.name"="x", a.b!="c"}', ['a.b != "c"', 'k8s.pod.name = "x"']],
    ['{a=\'x\', b=`y}`, c="quo\\"te, {"}', ['a = "x"', 'b = "y}"', 'c = "quo\\"te, {"']],
    ['service_name="a"', ['service_name = "a"']],
    ['{}', []],
    ['', []],
    ['{service_name=~".*", pod=~".+", x!=""}', []],
    ['{broken', ['{broken']],
    ['{a=1}', ['a=1']],
  ])('%s', (selector, matchers) => expect(matchersOf(selector)).toEqual(matchers));

  it('takes time in proportion to a hostile selector', () => {
    const hostile = (size: number) => {
      matchersOf(`{${'a="\\'.repeat(size)}`);
      matchersOf(`{${'a'.repeat(2 * size)}`);
      matchersOf(`{${'a="b",'.repeat(size)}}`);
    };
    expect(costGrowth(12_500, hostile)).toBeLessThan(3);
  });
});

describe('CPU and waits of the same processes', () => {
  const report = (refId: string, role: QueryReport['role'], empty = false) => ({ refId, role, empty }) as QueryReport;
  const target = (refId: string, labelSelector?: string) => ({ refId, profileTypeId: 'process_cpu:…', labelSelector });
  const problems = (targets: unknown[], reports: QueryReport[]) =>
    selectorProblems(targets, reports, (text) => text.replace('$service', 'shop')).map(({ message }) => message);
  const pair = [report('A', 'cpu'), report('B', 'wall')];

  it('are not spoken of, whatever the order of the matchers and the variables in them', () => {
    expect(problems([target('A', '{service_name="shop"}'), target('B', '{ service_name="$service" }')], pair)).toEqual(
      []
    );
    expect(problems([target('A', '{a="1",b="2"}'), target('B', '{b="2", a="1"}')], pair)).toEqual([]);
  });

  it('without a selector are every service', () =>
    expect(problems([target('A', '{}'), target('B')], pair)).toEqual([
      'Queries A (CPU) and B (Wall) have no label selector: every service that sends these profile types is added up.',
    ]));

  it('of two services are named with both', () =>
    expect(problems([target('A', '{service_name="shop"}'), target('B', '{service_name="cart"}')], pair)).toEqual([
      'Query A (CPU) selects {service_name="shop"}, query B (Wall) {service_name="cart"}: CPU and waits are of different services.',
    ]));

  it('of one service and other pods, by OpenTelemetry’s names with dots', () =>
    expect(
      problems(
        [
          target('A', '{"service.name"="s", "k8s.pod.name"="1"}'),
          target('B', '{"k8s.pod.name"="2", "service.name"="s"}'),
        ],
        pair
      )
    ).toEqual([expect.stringMatching(/they may not be of the same processes\.$/)]));

  it('of one service and everything are named', () =>
    expect(
      problems([target('A', '{}'), target('B', '{service_name="cart"}')], [report('A', 'cpu'), report('B', 'offcpu')])
    ).toEqual([
      'Query A (CPU) selects everything, query B (Off-CPU) {service_name="cart"}: CPU and waits are of different services.',
    ]));

  it('of one service and other pods are named more mildly', () =>
    expect(
      problems([target('A', '{service_name="s", pod="1"}'), target('B', '{service_name="s", pod="2"}')], pair)
    ).toEqual([
      'Query A (CPU) selects {service_name="s", pod="1"}, query B (Wall) {service_name="s", pod="2"}: they may not be of the same processes.',
    ]));

  it('of several queries each: the one without a counterpart is named', () => {
    const reports = [report('A', 'cpu'), report('B', 'cpu'), report('C', 'wall'), report('D', 'wall')];
    const [x, y] = ['{service_name="x"}', '{service_name="y"}'];
    expect(problems([target('A', x), target('B', y), target('C', y), target('D', x)], reports)).toEqual([]);
    expect(problems([target('A', x), target('B', y), target('C', x), target('D', x)], reports)[0]).toMatch(
      /^Query B \(CPU\) selects \{service_name="y"\}, query C \(Wall\)/
    );
  });

  it.each([
    ['CPU alone', [target('A', '{}')], [report('A', 'cpu')]],
    ['one query with both', [target('A', '{}')], [report('A', 'cpu'), report('A', 'wall')]],
    ['SQL beside Pyroscope', [target('A', '{}'), { refId: 'B', rawSql: 'select 1' }], pair],
    ['an empty answer', [target('A', '{}'), target('B', '{}')], [report('A', 'cpu'), report('B', 'wall', true)]],
    ['no request', undefined as unknown as unknown[], pair],
    ['a baseline of another service', [target('A', '{a="1"}'), target('B', '{}')], [pair[0], report('B', 'baseline')]],
  ])('says nothing of %s', (_, targets, reports) => expect(problems(targets, reports)).toEqual([]));
});
