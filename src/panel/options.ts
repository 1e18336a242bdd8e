import { type PanelOptionsEditorBuilder } from '@grafana/data';
import { type Role, type UserRule } from '../analysis';
import { RolesEditor } from './editors/RolesEditor';
import { RulesEditor } from './editors/RulesEditor';

export const MODES = ['cpu', 'wall', 'hotcold', 'side'] as const;
export type Mode = (typeof MODES)[number];

export interface PanelOptions {
  /** Version of this shape; see migrations.ts. */
  version: number;
  /** The mode that the panel opens in; auto: hot/cold where both times are known, else the one that is. */
  mode: 'auto' | Mode;
  direction: 'icicle' | 'flame';
  /** The list of the heaviest wait sites, where the panel is large enough. */
  showSites: boolean;
  /** Roles set by hand; an array, because refIds are the user's text. */
  roles: Array<{ refId: string; role: Role }>;
  rules: UserRule[];
}

export const OPTIONS_VERSION = 1;

export const DEFAULT_OPTIONS: PanelOptions = {
  version: OPTIONS_VERSION,
  mode: 'auto',
  direction: 'icicle',
  showSites: true,
  roles: [],
  rules: [],
};

export function addOptions(builder: PanelOptionsEditorBuilder<PanelOptions>): void {
  builder
    .addSelect({
      path: 'mode',
      name: 'Mode',
      description: 'What the panel opens with; viewers can switch.',
      defaultValue: DEFAULT_OPTIONS.mode,
      settings: {
        options: [
          { value: 'auto', label: 'Automatic', description: 'Hot/cold where CPU and wall are known' },
          { value: 'cpu', label: 'CPU' },
          { value: 'wall', label: 'Wall' },
          { value: 'hotcold', label: 'Hot/cold' },
          { value: 'side', label: 'Side by side' },
        ],
      },
    })
    .addRadio({
      path: 'direction',
      name: 'Direction',
      defaultValue: DEFAULT_OPTIONS.direction,
      settings: {
        options: [
          { value: 'icicle', label: 'Icicle', description: 'Callers on top' },
          { value: 'flame', label: 'Flame', description: 'Callers at the bottom' },
        ],
      },
    })
    .addBooleanSwitch({
      path: 'showSites',
      name: 'Wait sites',
      description: 'List the application frames that wait longest, where the panel is large enough.',
      defaultValue: DEFAULT_OPTIONS.showSites,
    })
    .addCustomEditor({
      id: 'roles',
      path: 'roles',
      name: 'Roles of the queries',
      description:
        'What each query measures. Detected from the profile type, the unit and the names; set it where that is wrong.',
      defaultValue: DEFAULT_OPTIONS.roles,
      editor: RolesEditor,
    })
    .addCustomEditor({
      id: 'rules',
      path: 'rules',
      name: 'Wait rules',
      description: 'Regular expressions (RE2) on frame names, before the built-in table. "CPU" means: this is no wait.',
      defaultValue: DEFAULT_OPTIONS.rules,
      editor: RulesEditor,
    });
}
