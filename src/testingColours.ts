import { lab, type LabColor, rgb } from 'd3';

/** A colour as somebody sees it. */
export type Sight = 'normal' | 'protanopia' | 'deuteranopia' | 'tritanopia';

/** Machado, Oliveira, Fernandes 2009, severity 1.0, for linear RGB: https://www.inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/CVD_Simulation.html */
const SIMULATION: Record<Sight, number[][]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
export const SIGHTS: Sight[] = ['normal', 'protanopia', 'deuteranopia', 'tritanopia'];

/** sRGB transfer function and its inverse, 0 to 1 (IEC 61966-2-1). */
const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const encoded = (c: number) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);

const linearOf = (color: string): [number, number, number] => {
  const { r, g, b } = rgb(color);
  return [linear(r / 255), linear(g / 255), linear(b / 255)];
};

/** CIE L*a*b* of a CSS colour in this sight. */
export function seen(color: string, sight: Sight): LabColor {
  const from = linearOf(color);
  const [r, g, b] = SIMULATION[sight].map(
    (row) => 255 * encoded(Math.min(1, Math.max(0, row[0] * from[0] + row[1] * from[1] + row[2] * from[2])))
  );
  return lab(rgb(r, g, b));
}

const RADIANS = Math.PI / 180;
const hue = (b: number, a: number) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / RADIANS + 360) % 360);

type Lab = Pick<LabColor, 'l' | 'a' | 'b'>;

/** CIEDE2000, names and equations of Sharma, Wu, Dalal 2005: https://hajim.rochester.edu/ece/sites/gsharma/ciede2000/ */
export function ciede2000(one: Lab, two: Lab): number {
  const meanC = (Math.hypot(one.a, one.b) + Math.hypot(two.a, two.b)) / 2;
  const g = 0.5 * (1 - Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)));
  const [a1, a2] = [one.a * (1 + g), two.a * (1 + g)];
  const [c1, c2] = [Math.hypot(a1, one.b), Math.hypot(a2, two.b)];
  const [h1, h2] = [hue(one.b, a1), hue(two.b, a2)];
  const grey = c1 * c2 === 0;
  const turn = grey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const deltaH = 2 * Math.sqrt(c1 * c2) * Math.sin((turn / 2) * RADIANS);
  const [l, c] = [(one.l + two.l) / 2, (c1 + c2) / 2];
  const sum = h1 + h2;
  const h = grey ? sum : Math.abs(h1 - h2) <= 180 ? sum / 2 : (sum + (sum < 360 ? 360 : -360)) / 2;
  const cos = (times: number, minus: number) => Math.cos((times * h - minus) * RADIANS);
  const t = 1 - 0.17 * cos(1, 30) + 0.24 * cos(2, 0) + 0.32 * cos(3, -6) - 0.2 * cos(4, 63);
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const sc = 1 + 0.045 * c;
  const sh = 1 + 0.015 * c * t;
  const rotation = 60 * Math.exp(-(((h - 275) / 25) ** 2)) * RADIANS;
  const rt = -Math.sin(rotation) * 2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const [dl, dc, dh] = [(two.l - one.l) / sl, (c2 - c1) / sc, deltaH / sh];
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rt * dc * dh);
}

export const difference = (one: string, two: string, sight: Sight): number =>
  ciede2000(seen(one, sight), seen(two, sight));

/** WCAG 2.2, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: string, two: string): number {
  const [low, high] = [one, two]
    .map((color) => {
      const [r, g, b] = linearOf(color);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    })
    .sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
