import { type RefObject, useLayoutEffect, useMemo } from 'react';
import { type Boxes, type BoxStyle, draw, type Geometry, type Strip, TextFitter } from '../../flamegraph';
import { useTheme2 } from '@grafana/ui';
import { type CallTree } from '../../profile';
import { notePainting } from '../model/readingCost';
import { scaledContext, useDevicePixelRatio, useRestored } from '../ui/canvas';
import { BOX_TEXT, dimming } from '../ui/palette';

export interface Picture {
  tree: CallTree;
  boxes: Boxes;
  geometry: Geometry;
  styleOf(node: number, merged: boolean): BoxStyle;
  strip?: Strip;
  /** As CSS writes it. */
  font: string;
}

/** Draws when what is to be seen changes; device pixels are as sharp as the screen has them. */
export function useCanvas(canvas: RefObject<HTMLCanvasElement | null>, picture: Picture): void {
  const { tree, boxes, geometry, styleOf, strip, font } = picture;
  const theme = useTheme2();
  const ratio = useDevicePixelRatio();
  const restored = useRestored(canvas);
  const fitter = useTextFitter(font);
  useLayoutEffect(() => {
    const ctx = scaledContext(canvas.current, geometry.width, geometry.height, ratio);
    if (ctx && fitter) {
      notePainting(tree, () =>
        draw(ctx, boxes, geometry, styleOf, fitter, { text: BOX_TEXT, dim: dimming(theme), font }, strip)
      );
    }
  }, [canvas, tree, boxes, geometry, styleOf, strip, fitter, theme, font, ratio, restored]);
}

function useTextFitter(font: string): TextFitter | undefined {
  return useMemo(() => {
    const ctx = document.createElement('canvas').getContext('2d');
    if (!ctx) {
      return undefined;
    }
    ctx.font = font;
    return new TextFitter((text) => ctx.measureText(text).width);
  }, [font]);
}
