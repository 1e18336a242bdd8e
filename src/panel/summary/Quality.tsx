import React from 'react';
import { type View } from '../model/view';
import { DataQuality } from './DataQuality';

/** Room for the button with its gap, in CSS pixels. */
export const QUALITY = 24;

/** What is measured and how well, where the panel's options let it be said. */
export const Quality = ({ panel, prepared, paired, model }: View) =>
  panel.options.showDataQuality ? (
    <DataQuality
      paired={paired}
      queries={prepared.queries}
      problems={model.problems}
      caveats={model.caveats}
      filteredShare={prepared.filteredShare}
      removedFrames={prepared.removedFrames}
    />
  ) : null;
