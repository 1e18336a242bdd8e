// How often an answer renders what is shown.
import {
  createDataFrame,
  type DataFrame,
  dateTime,
  EventBusSrv,
  FieldType,
  LoadingState,
  type PanelData,
  type PanelProps,
} from '@grafana/data';
import { act, render, waitFor } from '@testing-library/react';
import React from 'react';
import { preparation } from '../prepare';
import { nameOf } from '../profile';
import { DualFlamePanel } from './DualFlamePanel';
import { AT_ONCE } from './model/useInSteps';
import { type View } from './model/view';
import { DEFAULT_OPTIONS, type PanelOptions } from './options/options';
import { forgetViews } from './state/keptView';

// It renders whenever the view does.
jest.mock('./graph/GraphPane', () => ({
  GraphPane: function GraphPane(view: View) {
    views.push(view);
    return null;
  },
}));
const views: View[] = [];

const here = preparation.here!;
/** Nothing is read as long as it is held. */
let held = false;
beforeEach(() => {
  held = false;
  preparation.put(() => ({
    ...here,
    *readingSteps(inputs) {
      while (held) {
        yield;
      }
      return yield* here.readingSteps(inputs);
    },
  }));
});
afterEach(() => {
  preparation.put(() => here);
  forgetViews();
});

/** Of a function of this name, and more than is read at once. */
const answer = (name: string) =>
  createDataFrame({
    refId: 'A',
    fields: [
      { name: 'stack', type: FieldType.string, values: Array.from({ length: AT_ONCE + 1 }, () => `main;${name}`) },
      { name: 'cpu_ns', type: FieldType.number, values: Array.from({ length: AT_ONCE + 1 }, () => 1) },
    ],
  });

const RANGE = { from: dateTime(0), to: dateTime(60_000), raw: { from: dateTime(0), to: dateTime(60_000) } };
const PROPS: Partial<PanelProps<PanelOptions>> = {
  id: 1,
  title: 'Panel',
  width: 1200,
  height: 700,
  timeRange: RANGE,
  timeZone: 'utc',
  options: DEFAULT_OPTIONS,
  eventBus: new EventBusSrv(),
  replaceVariables: (text) => text,
};
const panelOf = (data: { series: DataFrame[]; annotations?: DataFrame[] }) => {
  const all: PanelData = { state: LoadingState.Done, timeRange: RANGE, ...data };
  return <DualFlamePanel {...(PROPS as PanelProps<PanelOptions>)} data={all} />;
};
const last = () => views[views.length - 1];
const drawn = () => nameOf(last().model.tree, last().model.tree.length - 1);

/** All that comes after the first picture is there. */
async function settled(): Promise<void> {
  for (let before = -1; before !== views.length;) {
    before = views.length;
    await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
  }
}

async function shown(name: string) {
  const { rerender } = render(panelOf({ series: [answer(name)] }));
  await waitFor(() => expect(drawn()).toBe(name));
  await settled();
  views.length = 0;
  return (data: Parameters<typeof panelOf>[0]) => rerender(panelOf(data));
}

it.each(['within the render that it comes with', 'in slices'])(
  'an answer that is read %s renders the view once',
  async (how) => {
    const refresh = await shown('before');
    held = how === 'in slices';
    refresh({ series: [answer('after')] });
    held = false;
    await waitFor(() => expect(drawn()).toBe('after'));
    await settled();
    expect(views).toHaveLength(1);
  }
);

it('while it is read nothing of the view renders, and what is shown is all of the answer before', async () => {
  const refresh = await shown('before');
  held = true;
  const annotations = [createDataFrame({ fields: [{ name: 'time', type: FieldType.time, values: [1] }] })];
  const series = [answer('after')];
  refresh({ series, annotations });
  refresh({ series, annotations });
  await settled();
  expect(views).toEqual([]);
  held = false;
  await waitFor(() => expect(views.length).toBeGreaterThan(0));
  expect(views.map(({ panel }) => panel.data.annotations)).toEqual([annotations]);
  expect(drawn()).toBe('after');
});
