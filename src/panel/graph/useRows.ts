import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type CssPixels, deepestLevel, type Geometry } from '../../flamegraph';
import { type CallTree, type Weights } from '../../profile';

export interface RowsInput {
  tree: CallTree;
  weights: Weights;
  root: number;
  flame: boolean;
  width: CssPixels;
  height: CssPixels;
  rowHeight: CssPixels;
  /** The level of the first row. */
  lowest: number;
  /** Names the zoomed frame and the direction: the scrolled pixels are kept as long as it stays. */
  view: string;
}

const scrollElement = (element: HTMLElement, top: number) => void (element.scrollTop = top);

/** Which levels are in view: a spacer as high as all rows is scrolled, so that the canvas is never larger than the panel. */
export function useRows(input: RowsInput, scroller: RefObject<HTMLDivElement | null>) {
  const { tree, weights, root, flame, width, height, rowHeight, lowest, view } = input;
  const levels = deepestLevel(tree, weights, root) + 1;
  const content = Math.max((levels - lowest) * rowHeight, 1);
  const range = Math.max(0, content - height);
  // From the root's side, whatever side that is. Another zoom begins, in its first picture, where its frame has two rows below it.
  const [scrolled, setScrolled] = useState<{ view: string; pixels: number }>();
  const above = Math.max(0, tree.level[root] - lowest) * rowHeight;
  const first = Math.min(above, Math.max(0, above + 3 * rowHeight - height));
  const fromRoot = Math.min(scrolled?.view === view ? scrolled.pixels : first, range);
  const topOf = (pixels: number) => (flame ? range - pixels : pixels);
  const scrollTop = useRef(0);
  const scrollTo = (top: number) => {
    // Asking the element, or telling it what it has, would lay out the page at once.
    if (scroller.current && scrollTop.current !== top) {
      scrollTop.current = top;
      scrollElement(scroller.current, top);
    }
  };
  const geometry: Geometry = useMemo(() => {
    const firstLevel = lowest + Math.floor(fromRoot / rowHeight);
    return { width, height, rowHeight, firstLevel, offset: fromRoot % rowHeight, flame };
  }, [width, height, rowHeight, lowest, fromRoot, flame]);

  // Only when the view changes: applied after each scroll it would fight the person who scrolls on.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useLayoutEffect(() => scrollTo(topOf(fromRoot)), [view, range]);

  return {
    geometry,
    levels,
    /** CSS pixels: of all rows, and how far they can be scrolled. */
    content,
    range,
    onScroll(event: React.UIEvent) {
      scrollTop.current = event.currentTarget.scrollTop;
      const pixels = topOf(scrollTop.current);
      if (pixels !== fromRoot) {
        setScrolled({ view, pixels });
      }
    },
    scrollTop: () => scrollTop.current,
    /** Lets the person scroll by other means than the scroll bar. CSS pixels from the top; the browser keeps to what there is. */
    dragTo: (top: number) => scrollTo(Math.min(range, Math.max(0, top))),
    /** Scrolls as little as brings a level into view. Gives the geometry of then. */
    reveal(level: number): Geometry {
      const top = (level - lowest) * rowHeight;
      const pixels = Math.max(top + rowHeight - height, Math.min(fromRoot, top));
      if (pixels !== fromRoot) {
        scrollTo(topOf(pixels));
        setScrolled({ view, pixels });
      }
      return { ...geometry, firstLevel: lowest + Math.floor(pixels / rowHeight), offset: pixels % rowHeight };
    },
  };
}
