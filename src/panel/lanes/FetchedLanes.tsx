import React from 'react';
import { Part } from '../../profile';
import { t } from '../grafana/translate';
import { usePart } from '../model/usePart';
import { type View } from '../model/view';

const lanes = new Part<React.ComponentType<View>>(
  async () => (await import(/* webpackChunkName: "lanes" */ './Lanes')).default
);

/** Few open the lanes: their code is fetched when somebody does, and until then their room is kept. */
export function FetchedLanes(view: View) {
  const state = usePart(lanes, true, view.prepared);
  const Lanes = lanes.here;
  return Lanes ? (
    <Lanes {...view} />
  ) : (
    <div style={{ height: view.layout.lanes, flex: 'none' }} role="status">
      {state === 'missing' &&
        t('A part of the panel could not be loaded from the server. Reload the page where the plugin was updated.')}
    </div>
  );
}
