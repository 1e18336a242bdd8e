import { t } from '../grafana/translate';

/** In the place of what a part of the program would show that the server does not give. */
export const notLoaded = (): string =>
  t('A part of the plugin could not be loaded from the server. Reload the page where the plugin was updated.');
