import { type AbsoluteTimeRange } from '@grafana/data';
import React, { useState } from 'react';
import { t } from '../grafana/translate';
import { type TimelineWindow } from './kinds';

interface StripKeysInput {
  windows: TimelineWindow[];
  shown?: AbsoluteTimeRange;
  setCursor(time: number | undefined): void;
  onShow(window: AbsoluteTimeRange | undefined): void;
  onCompare(window: AbsoluteTimeRange): void;
  /** A window in words. */
  describe(window: TimelineWindow): string;
}

/**
 * The strip for the keyboard and for who hears it: a slider over its windows. Arrow keys, Home and End move, Enter or the space bar shows
 * the window's graph, with Shift it is compared with the rest, Escape shows the whole range again.
 */
export function useStripKeys({ windows, shown, setCursor, onShow, onCompare, describe }: StripKeysInput) {
  const [current, setCurrent] = useState<number>();
  const last = windows.length - 1;
  const at = Math.min(current ?? last, last);
  const window = windows[at];
  const onKeyDown = (event: React.KeyboardEvent) => {
    const { key, shiftKey } = event;
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[key];
    if (next !== undefined && windows.length) {
      const to = Math.min(Math.max(next, 0), last);
      setCurrent(to);
      setCursor((windows[to].from + windows[to].to) / 2);
    } else if ((key === 'Enter' || key === ' ') && window) {
      (shiftKey ? onCompare : onShow)({ from: window.from, to: window.to });
    } else if (key === 'Escape' && shown) {
      onShow(undefined);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    role: 'slider',
    tabIndex: 0,
    'aria-label': t('Waits over time'),
    'aria-valuemin': 0,
    'aria-valuemax': Math.max(0, last),
    'aria-valuenow': Math.max(0, at),
    'aria-valuetext': window && describe(window),
    onKeyDown,
    onBlur: () => setCursor(undefined),
  };
}
