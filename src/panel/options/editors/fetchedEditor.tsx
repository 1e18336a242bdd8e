import { type StandardEditorProps } from '@grafana/data';
import React, { type ComponentType } from 'react';
import { type Part } from '../../../profile';
import { FetchedSurface } from '../../FetchedSurface';
import { type PanelOptions } from '../options';

/** One line of Grafana's inputs, in CSS pixels. */
const LINE = 32;

/** An option's editor whose code is fetched when the option is shown. */
export const fetchedEditor = <Value, Settings>(
  part: Part<ComponentType<StandardEditorProps<Value, Settings, PanelOptions>>>
) =>
  function FetchedEditor(props: StandardEditorProps<Value, Settings, PanelOptions>) {
    return <FetchedSurface part={part} props={props} height={LINE} occasion={props.context.data} />;
  };
