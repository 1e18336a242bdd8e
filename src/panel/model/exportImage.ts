import { type Boxes, type Canvas2D, deepestLevel, draw, layoutBoxes, TextFitter } from '../../flamegraph';
import { type CallTree, type NodeIndex } from '../../profile';
import { BOX_TEXT, dimming } from '../ui/palette';
import { type GraphModel } from './graphModel';

const ROW_HEIGHT = 20;
const FONT = '12px sans-serif';
/** Mean width of a character at 12 px: what opens the file chooses its own font. */
const CHARACTER = 6.6;
/** Deeper graphs are cut at the bottom, and that is said in the picture. */
const MAX_ROWS = 400;

const escape = (text: string) =>
  text
    .replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/g, '');

/** The calls of the canvas as SVG elements: the picture is drawn by the very code that draws the screen. */
class SvgCanvas {
  readonly parts: string[] = [];
  fillStyle: unknown = '';
  strokeStyle: unknown = '';
  lineWidth = 1;
  font = '';
  globalAlpha = 1;
  textBaseline = '';
  private path = '';

  private paint(element: string, attributes: string) {
    const opacity = this.globalAlpha < 1 ? ` opacity="${this.globalAlpha}"` : '';
    this.parts.push(`<${element} ${attributes}${opacity}/>`);
  }
  clearRect() {}
  beginPath() {
    this.path = '';
  }
  moveTo(x: number, y: number) {
    this.path += `M${n(x)} ${n(y)}`;
  }
  lineTo(x: number, y: number) {
    this.path += `L${n(x)} ${n(y)}`;
  }
  arc(x: number, y: number, r: number) {
    this.path += `M${n(x - r)} ${n(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
  }
  stroke() {
    this.paint('path', `d="${this.path}" fill="none" stroke="${String(this.strokeStyle)}"`);
  }
  fill() {
    this.paint('path', `d="${this.path}" fill="${String(this.fillStyle)}"`);
  }
  fillRect(x: number, y: number, w: number, h: number) {
    this.paint('rect', `x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${String(this.fillStyle)}"`);
  }
  fillText(text: string, x: number, y: number) {
    this.parts.push(`<text x="${n(x)}" y="${n(y)}" fill="${String(this.fillStyle)}">${escape(text)}</text>`);
  }
}

const n = (value: number) => Math.round(value * 10) / 10;

/** The whole graph under the zoomed frame, all levels, as an SVG document. */
export function graphAsSvg(tree: CallTree, model: GraphModel, root: NodeIndex, width: number, title: string): string {
  const deepest = deepestLevel(tree, model.weights, root);
  const rows = Math.min(deepest + 1, MAX_ROWS);
  const boxes: Boxes = layoutBoxes(tree, model.weights, { root, width, firstLevel: 0, lastLevel: rows - 1 });
  const canvas = new SvgCanvas();
  const geometry = { width, height: rows * ROW_HEIGHT, rowHeight: ROW_HEIGHT, firstLevel: 0, offset: 0, flame: false };
  draw(
    canvas as unknown as Canvas2D,
    boxes,
    geometry,
    model.styleOf,
    new TextFitter((text) => text.length * CHARACTER),
    { text: BOX_TEXT, dim: dimming({ isDark: false }), font: FONT }, // a page of its own, without a background
    model.strip?.({ root, width })
  );
  const cut = deepest + 1 > rows ? `, ${deepest + 1 - rows} deeper rows are cut` : '';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${rows * ROW_HEIGHT + 24}" font-family="sans-serif" font-size="12">` +
    `<text x="4" y="16">${escape(title + cut)}</text><g transform="translate(0 24)" dominant-baseline="middle">${canvas.parts.join('')}</g></svg>`
  );
}
