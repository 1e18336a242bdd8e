import { PATTERNS } from '../../flamegraph';
import { fillOf } from './Swatch';

const look = (pattern: number) => fillOf({ fill: '#f8a546', pattern });

it('a swatch has the strokes of the canvas: as many layers, no two patterns alike, the plain one none', () => {
  const images = PATTERNS.map((_, pattern) => String(look(pattern).backgroundImage));
  expect(images[0]).toBe('none');
  expect(new Set(images.map((image, i) => `${image} ${String(look(i).backgroundSize)}`)).size).toBe(PATTERNS.length);
  expect(images.slice(1).map((image) => image.match(/gradient/g)!.length)).toEqual(
    PATTERNS.slice(1).map((strokes) => strokes.length)
  );
});

it('lines lean as they do on the canvas', () => {
  expect(look(1).backgroundImage).toContain('(135.0deg'); // rising
  expect(look(2).backgroundImage).toContain('(45.0deg'); // falling
  expect(look(3).backgroundImage).toContain('(90.0deg'); // upright
  expect(look(4).backgroundImage).toContain('(180.0deg'); // lying
});

it('colours are kept on paper and under forced colours', () =>
  expect(look(1)).toMatchObject({ backgroundColor: '#f8a546', printColorAdjust: 'exact', forcedColorAdjust: 'none' }));
