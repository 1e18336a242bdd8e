import { createTheme, ThresholdsMode } from '@grafana/data';
import { thresholdColor } from './thresholdColor';

const theme = createTheme();
const steps = [
  { value: -Infinity, color: 'green' },
  { value: 2, color: 'red' },
];
const color = (value: number) => thresholdColor({ mode: ThresholdsMode.Absolute, steps }, value, theme);

it('is the colour of the step that the value has passed', () => {
  const [green, red] = ['green', 'red'].map((name) => theme.visualization.getColorByName(name));
  expect([color(1.9), color(2), color(-5)]).toEqual([green, red, green]);
});

it('is none where no threshold is set, and of no figure', () => {
  expect(thresholdColor(undefined, 1, theme)).toBeUndefined();
  expect(color(NaN)).toBeUndefined();
});
