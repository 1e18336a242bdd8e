// Grafana's packages read window.grafanaBootData while they are loaded: this module has to be imported first.
const dark = new URLSearchParams(location.search).get('theme') !== 'light';

Object.assign(window, {
  __grafana_public_path__: '/',
  grafanaBootData: {
    user: {
      isSignedIn: true,
      theme: dark ? 'dark' : 'light',
      locale: 'en-US',
      language: 'en-US',
      timezone: 'browser',
      orgRole: 'Admin',
    },
    settings: {
      featureToggles: {},
      buildInfo: { version: '13.1.1', env: 'development', commit: '', edition: 'Open Source' },
      datasources: {},
      defaultDatasource: '',
      panels: {},
      apps: {},
      bootData: {},
      licenseInfo: { enabledFeatures: {} },
    },
    navTree: [],
  },
});

export const themeName = dark ? 'dark' : 'light';
