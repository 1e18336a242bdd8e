import * as emotionCss from '@emotion/css';
import * as emotionReact from '@emotion/react';
import * as data from '@grafana/data';
import * as runtime from '@grafana/runtime';
import * as ui from '@grafana/ui';
import * as d3 from 'd3';
import i18next from 'i18next';
import lodash from 'lodash';
import moment from 'moment';
import * as React from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import * as ReactDOM from 'react-dom';
import * as rxjs from 'rxjs';

/** What Grafana shares with its plugins, as far as a panel of this kind asks for it. */
const SHARED = new Map<string, unknown>(
  Object.entries({
    '@emotion/css': emotionCss,
    '@emotion/react': emotionReact,
    '@grafana/data': data,
    '@grafana/runtime': runtime,
    '@grafana/ui': ui,
    d3,
    i18next,
    lodash,
    moment,
    react: React,
    'react/jsx-runtime': jsxRuntime,
    'react-dom': ReactDOM,
    rxjs,
  })
);

/** Loads a plugin's built module.js, an AMD module, as Grafana's SystemJS does. */
export function loadPluginModule(url: string): Promise<{ plugin: data.PanelPlugin }> {
  return new Promise((resolve, reject) => {
    const define = (names: string[], factory: (...modules: unknown[]) => unknown) => {
      try {
        resolve(
          Promise.resolve(
            factory(
              ...names.map((name) => {
                if (name === 'module') {
                  return { uri: url };
                }
                const module = SHARED.get(name);
                if (!module) {
                  throw new Error(`The plugin asks for "${name}", which Grafana does not share.`);
                }
                return module;
              })
            )
          ) as Promise<{ plugin: data.PanelPlugin }>
        );
      } catch (error) {
        reject(error);
      }
    };
    Object.assign(define, { amd: {} });
    Object.assign(window, { define });
    const script = document.createElement('script');
    script.src = url;
    script.onerror = () => reject(new Error(`${url} cannot be loaded`));
    document.head.append(script);
  });
}
