/** A length, or a place from the left or top edge, in CSS pixels: not one of the screen's own, nor a level, a share or a number of characters. */
export type CssPixels = number;

/** The part of CanvasRenderingContext2D that is used: small enough to be a log in tests. */
export type Canvas2D = Pick<
  CanvasRenderingContext2D,
  'fillRect' | 'clearRect' | 'fillText' | 'beginPath' | 'moveTo' | 'lineTo' | 'stroke' | 'arc' | 'fill'
> & {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  font: string;
  globalAlpha: number;
  textBaseline: string;
};
