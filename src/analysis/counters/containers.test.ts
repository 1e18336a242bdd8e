import { containersOfSamples, type ThrottledContainer, throttledOf } from './containers';

const one = (share: number, is: ThrottledContainer['is'], periods?: number): ThrottledContainer => ({
  is,
  share,
  periods,
});
const ID = '4f1e'.repeat(16);
const pods = [one(0.4, [['pod', 'a']], 300), one(0.1, [['pod', 'b']], 100), one(0.9, [['pod', 'c']], 100)];
const of = (containers: ThrottledContainer[], ...labels: Array<[string, string]>) => {
  const found = throttledOf(containers, containersOfSamples(labels));
  return found && [Number(found.share.toFixed(3)), found.containers, found.same];
};

it('only the containers that samples are of count, by whatever name the label has', () => {
  expect(of(pods, ['pod', 'b'])).toEqual([0.1, 1, true]);
  expect(of(pods, ['k8s.pod.name', 'b'], ['k8s.pod.name', 'c'])).toEqual([0.5, 2, true]);
  expect(of(pods, ['pod_name', 'd'])).toBeUndefined();
});

it('several are one figure by their periods; where a query gives the ratio, by their mean', () => {
  expect(of(pods, ['pod', 'a'], ['pod', 'b'])).toEqual([0.325, 2, true]);
  expect(of([...pods, one(0.2, [['pod', 'd']])], ['pod', 'a'], ['pod', 'd'])).toEqual([0.3, 2, true]);
});

it('without a common label nothing says that they are the same', () => {
  expect(of(pods)).toEqual([0.44, 3, false]);
  expect(of([one(0.8, [['id', '/shop']])], ['service_name', 'shop'])).toEqual([0.8, 1, false]);
  expect(of([])).toBeUndefined();
});

it('a namespace can say that it is another container, and not that it is the same', () => {
  const inShop = [one(0.3, [['namespace', 'shop']]), one(0.5, [['namespace', 'bank']])];
  expect(of(inShop, ['namespace', 'shop'])).toEqual([0.3, 1, false]);
  expect(
    of(
      pods.map((pod) => ({ ...pod, is: [['namespace', 'x'] as const, ...pod.is] }) as ThrottledContainer),
      ['namespace', 'y']
    )
  ).toBeUndefined();
});

it('a container counts before the pod that it is in, and not beside it', () => {
  const both = [
    one(0.1, [['pod', 'a']]),
    one(0.6, [
      ['pod', 'a'],
      ['container', 'app'],
    ]),
    one(0.2, [
      ['pod', 'a'],
      ['container', 'proxy'],
    ]),
  ];
  expect(of(both, ['pod', 'a'], ['container', 'app'])).toEqual([0.6, 1, true]);
});

it('the id of a container is found in the path of its cgroup', () => {
  const path = (id: string) => `/kubepods.slice/kubepods-pod1.slice/cri-containerd-${id}.scope`;
  expect(of([one(0.6, [['id', path(ID)]])], ['container.id', ID])).toEqual([0.6, 1, true]);
  expect(of([one(0.6, [['id', path('beef'.repeat(16))]])], ['container.id', ID])).toBeUndefined();
});

it('a label of samples that can be anything says nothing of a container', () => {
  expect(of([one(0.6, [['container', 'web']])], ['name', 'checkout'], ['id', '7'])).toEqual([0.6, 1, false]);
});
