import { type StandardEditorProps } from '@grafana/data';
import { Combobox, InlineField, InlineFieldRow } from '@grafana/ui';
import React, { useMemo } from 'react';
import { ROLE_LABEL, ROLES } from '../../analysis';
import { READERS } from '../../readers';
import { type PanelOptions, type QueryOptions } from '../options';
import { say } from '../say';
import { instancesOf } from './instances';

const AUTO = '';
const detect = () => ({ value: AUTO, label: say('Detect') });
const FORMATS = READERS.map(({ id, label }) => ({ value: id, label }));
const UNITS = ['ns', 'µs', 'ms', 's', 'count', 'bytes'].map((unit) => ({ value: unit, label: unit }));
const roleOptions = () => ROLES.map((role) => ({ value: role as string, label: say(ROLE_LABEL[role]) }));

/** One row a query of the panel: what was detected of it can be overruled. */
export function QueriesEditor({ value, onChange, context }: StandardEditorProps<QueryOptions[]>) {
  const set = value ?? [];
  const options = context.options as Partial<PanelOptions> | undefined;
  const valueTypes = useMemo(() => {
    const types = new Map<string, Set<string>>();
    for (const { input, read } of instancesOf(context.data, { ...options, queries: value ?? [] })) {
      const own = types.get(input.refId) ?? new Set();
      types.set(input.refId, own);
      read.profile.valueTypes.forEach(({ type }) => own.add(type));
    }
    return types;
  }, [context.data, options, value]);
  const refIds = [...new Set([...context.data.map((frame) => frame.refId ?? ''), ...set.map((q) => q.refId)])].filter(
    Boolean
  );
  if (!refIds.length) {
    return <span>{say('No query has answered yet.')}</span>;
  }
  const change = (refId: string, part: Partial<QueryOptions>) => {
    const next = { ...set.find((q) => q.refId === refId), refId, ...part };
    const others = set.filter((q) => q.refId !== refId);
    // Whatever else is saved of it stays, also what no control here sets.
    const isSet = Object.entries(next).some(([key, setting]) => key !== 'refId' && setting !== undefined);
    onChange(isSet ? [...others, next] : others);
  };
  return (
    <>
      {refIds.map((refId) => {
        const query = set.find((q) => q.refId === refId);
        const types = [...(valueTypes.get(refId) ?? [])].map((type) => ({ value: type, label: type }));
        return (
          <InlineFieldRow key={refId}>
            <InlineField label={say('{query} role', { query: refId })} labelWidth={10} grow>
              <Combobox
                value={query?.role ?? AUTO}
                options={[detect(), ...roleOptions()]}
                onChange={(option) => change(refId, { role: ROLES.find((role) => role === option.value) })}
              />
            </InlineField>
            <InlineField label={say('format')} labelWidth={8} grow>
              <Combobox
                value={query?.format ?? AUTO}
                options={[detect(), ...FORMATS]}
                onChange={(option) => change(refId, { format: option.value || undefined })}
              />
            </InlineField>
            <InlineField
              label={say('unit')}
              labelWidth={6}
              grow
              tooltip={say('Of figures that carry none, such as folded text')}
            >
              <Combobox
                value={query?.unit ?? AUTO}
                options={[detect(), ...UNITS]}
                onChange={(option) => change(refId, { unit: option.value || undefined })}
              />
            </InlineField>
            {types.length > 1 && (
              <InlineField
                label={say('value')}
                labelWidth={7}
                grow
                tooltip={say('Sample type of pprof, event of perf')}
              >
                <Combobox
                  value={query?.valueType ?? AUTO}
                  options={[detect(), ...types]}
                  onChange={(option) => change(refId, { valueType: option.value || undefined })}
                />
              </InlineField>
            )}
          </InlineFieldRow>
        );
      })}
    </>
  );
}
