import { prepared } from '../../testing';
import { graphAsSvg } from './exportImage';
import { graphModel } from './graphModel';
import { NO_COUNTERS } from '../../testingGraph';

function svgOf(folded: string, width = 500, root = 0, title = 'Title') {
  const { paired } = prepared({ cpu: folded });
  const model = graphModel('cpu', {
    paired: paired!,
    counters: NO_COUNTERS,
    format: String,
    cpuFormat: (value) => `${value} s`,
  })!;
  const svg = graphAsSvg(paired!.tree, model, root, width, title);
  const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const [first, ...names] = [...document.querySelectorAll('text')].map(({ textContent }) => textContent);
  return {
    document,
    height: Number(document.documentElement.getAttribute('height')),
    /** The title, then what stands in boxes: they are drawn by colour. */
    texts: [first, ...names.sort()],
    boxes: [...document.querySelectorAll('rect')].map((rect) =>
      ['x', 'y', 'width'].map((name) => Number(rect.getAttribute(name)))
    ),
  };
}

it('is the graph: a row each 20 px, boxes as wide as their share, names and values in them, the title above', () => {
  const { texts, height, boxes } = svgOf('run;decode 30\nrun;send 10', 400);
  expect(texts).toEqual(['Title', 'all 40 s', 'decode 30 s', 'run 40 s', 'send 10 s']);
  expect(height).toBe(3 * 20 + 24);
  // A pixel less each: the edge.
  expect(boxes.filter(([, y]) => y === 40).sort()).toEqual([
    [0, 40, 299],
    [300, 40, 99],
  ]);
});

it('of a zoomed frame: its callers above it, no siblings', () => {
  const { texts } = svgOf('run;decode;inflate 30\nrun;send 10', 400, 2);
  expect(texts).toEqual(['Title', 'all 40 s', 'decode 30 s', 'inflate 30 s', 'run 40 s']);
});

it('deeper graphs are cut at 400 rows, and that is said', () => {
  const deep = Array.from({ length: 450 }, (_, i) => `f${i}`).join(';');
  const { texts, height } = svgOf(`${deep} 1`);
  expect(height).toBe(400 * 20 + 24);
  expect(texts[0]).toBe('Title, 51 deeper rows are cut');
  expect([texts.includes('f398 1 s'), texts.includes('f399 1 s')]).toEqual([true, false]);
});

it('names are text, whatever they hold', () => {
  const { document, texts } = svgOf('<script>alert(1)</script>&"\u0000 5', 500, 0, '</text><b>\ud800');
  expect(document.querySelector('parsererror, script, b')).toBeNull();
  expect(texts).toEqual(['</text><b>', '<script>alert(1)</script>&" 5 s', 'all 5 s']);
});
