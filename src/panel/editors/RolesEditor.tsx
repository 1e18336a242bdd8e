import { type StandardEditorProps } from '@grafana/data';
import { Combobox, InlineField } from '@grafana/ui';
import React from 'react';
import { type Role, ROLE_LABEL, ROLES } from '../../analysis';
import { type PanelOptions } from '../options';

const AUTO = 'auto';

/** One row a query of the panel: the role that was detected can be overruled. */
export function RolesEditor({ value, onChange, context }: StandardEditorProps<PanelOptions['roles']>) {
  const roles = value ?? [];
  const refIds = [...new Set([...context.data.map((frame) => frame.refId ?? ''), ...roles.map((r) => r.refId)])].filter(
    Boolean
  );
  if (!refIds.length) {
    return <span>No query has answered yet.</span>;
  }
  const set = (refId: string, role: Role | typeof AUTO) => {
    const others = roles.filter((r) => r.refId !== refId);
    onChange(role === AUTO ? others : [...others, { refId, role }]);
  };
  return (
    <>
      {refIds.map((refId) => (
        <InlineField key={refId} label={refId} labelWidth={8} grow>
          <Combobox<Role | typeof AUTO>
            aria-label={`Role of query ${refId}`}
            value={roles.find((r) => r.refId === refId)?.role ?? AUTO}
            options={[
              { value: AUTO, label: 'Detect' },
              ...ROLES.map((role) => ({ value: role, label: ROLE_LABEL[role] })),
            ]}
            onChange={(option) => set(refId, option.value)}
          />
        </InlineField>
      ))}
    </>
  );
}
