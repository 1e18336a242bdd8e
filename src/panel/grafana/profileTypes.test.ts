import { type DataSourceApi } from '@grafana/data';
import { config, type DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';
import { renderHook, waitFor } from '@testing-library/react';
import { profileTypesOf, useProfileTypes } from './profileTypes';

const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const source = (getProfileTypes?: (from: number, to: number) => unknown) =>
  ({ uid: 'p', getProfileTypes }) as unknown as DataSourceApi;
const RANGE = { from: 90_500, to: 150_500 };

describe('profile types of a data source', () => {
  it('are asked for in whole minutes, and read as Pyroscope and as Parca tell them', async () => {
    const asked = jest
      .fn()
      .mockResolvedValue([{ id: CPU, label: 'cpu' }, { ID: 'wall:wall:nanoseconds:wall:nanoseconds' }]);
    expect(await profileTypesOf(source(asked), RANGE)).toEqual([
      { id: CPU, label: 'process_cpu › cpu', role: 'cpu' },
      { id: 'wall:wall:nanoseconds:wall:nanoseconds', label: 'wall › wall', role: 'wall' },
    ]);
    expect(asked.mock.calls).toEqual([[60_000, 180_000]]);
  });

  it('what is none is left out, and a thousand are enough', async () => {
    const odd = [{ id: 7 }, { id: 'no type' }, 'text', null, { id: CPU }];
    expect(
      await profileTypesOf(
        source(() => Promise.resolve(odd)),
        RANGE
      )
    ).toHaveLength(1);
    const many = Array.from({ length: 5000 }, () => ({ id: CPU }));
    expect(
      await profileTypesOf(
        source(() => Promise.resolve(many)),
        RANGE
      )
    ).toHaveLength(1000);
  });

  it('are not known of a data source that has no such method, or that fails', async () => {
    expect(await profileTypesOf(source(), RANGE)).toBeUndefined();
    expect(
      await profileTypesOf(
        source(() => Promise.reject(new Error('refused'))),
        RANGE
      )
    ).toBeUndefined();
  });
});

describe('a panel that asks', () => {
  const told = jest.fn().mockResolvedValue([{ id: CPU }]);
  beforeEach(() => {
    told.mockClear();
    setDataSourceSrv({ get: async () => source(told) } as unknown as DataSourceSrv);
  });
  afterEach(() => (config.publicDashboardAccessToken = undefined));
  const asking = (uid: string | undefined = 'p') =>
    renderHook(({ to }) => useProfileTypes({ uid }, { from: 0, to }), { initialProps: { to: 59_000 } });

  it('asks once a minute of the range, however often it is refreshed', async () => {
    const { result, rerender } = asking();
    expect(result.current).toBeUndefined();
    await waitFor(() => expect(result.current).toHaveLength(1));
    rerender({ to: 59_500 });
    rerender({ to: 60_000 });
    expect(told).toHaveBeenCalledTimes(1);
    rerender({ to: 61_000 });
    await waitFor(() => expect(told).toHaveBeenCalledTimes(2));
  });

  it('asks nothing on a public dashboard, nor of a data source without a uid', async () => {
    config.publicDashboardAccessToken = 'token';
    const { result } = asking();
    await waitFor(() => expect(result.current).toBe('unknown'));
    config.publicDashboardAccessToken = undefined;
    const lone = renderHook(() => useProfileTypes(undefined, RANGE));
    await waitFor(() => expect(lone.result.current).toBe('unknown'));
    expect(told).not.toHaveBeenCalled();
  });
});
