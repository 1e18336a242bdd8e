import { PanelPlugin, type PanelProps, renderMarkdown } from '@grafana/data';
import React, { useReducer } from 'react';

/** Grafana's text panel is not on npm: the part of it that the dashboards here need. */
function TextPanel({ options, replaceVariables }: PanelProps<{ content: string }>) {
  // A panel without queries is not told of a new time range: its links are read again under the pointer.
  const [, again] = useReducer((times: number) => times + 1, 0);
  const html = renderMarkdown(replaceVariables(options.content)); // sanitised by Grafana's own function
  return <div onMouseEnter={again} dangerouslySetInnerHTML={{ __html: html }} />;
}

export const textPlugin = new PanelPlugin<{ content: string }>(TextPanel);
