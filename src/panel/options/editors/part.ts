import { type StandardEditorProps } from '@grafana/data';
import { type ComponentType } from 'react';
import { Part } from '../../../profile';
import { type PanelOptions } from '../options';
import { type AutomaticSettings } from './AutomaticEditor';

/* Who looks at a dashboard edits no options: the editors are one file, which comes when they are opened. */

type Editor<Value, Settings = unknown> = Part<ComponentType<StandardEditorProps<Value, Settings, PanelOptions>>>;

export const automaticEditor: Editor<PanelOptions['mode'] | PanelOptions['defaultList'], AutomaticSettings> = new Part(
  async () => (await import(/* webpackChunkName: "editors" */ './AutomaticEditor')).AutomaticEditor
);
export const myCodeEditor: Editor<PanelOptions['myCode']> = new Part(
  async () => (await import(/* webpackChunkName: "editors" */ './MyCodeEditor')).MyCodeEditor
);
export const queriesEditor: Editor<PanelOptions['queries']> = new Part(
  async () => (await import(/* webpackChunkName: "editors" */ './QueriesEditor')).QueriesEditor
);
export const rulesEditor: Editor<PanelOptions['rules']> = new Part(
  async () => (await import(/* webpackChunkName: "editors" */ './RulesEditor')).RulesEditor
);
