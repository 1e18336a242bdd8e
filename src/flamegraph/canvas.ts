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
