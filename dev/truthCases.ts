import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCategory } from '../src/analysis';

/** What a recording is given to `npm run inspect` as. */
const ROLES = ['cpu', 'wall', 'offcpu', 'profile'] as const;
export type TruthRole = (typeof ROLES)[number];
export type Recording = Partial<Record<TruthRole, string>>;

/** One program whose bottleneck is known, and its recordings: testdata/truth/README.md tells the fields of truth.json. */
export interface TruthCase {
  /** The folder's name. */
  name: string;
  title: string;
  /** The program is healthy: no finding is right. */
  nothing: boolean;
  /** Names of categories, kinds or rules, any of which names the cause. */
  causes: ReadonlySet<string>;
  /** Matches the code of the program that the cause is in. */
  site?: RegExp;
  /** Parts of the whole, 0…1, as the program's timers have them. */
  shares: Array<{ of: 'wall' | 'cpu'; share: number }>;
  /** Matches what the repair changed. */
  change?: RegExp;
  /** Paths of files. */
  before: Recording;
  after?: Recording;
}

export class TruthError extends Error {}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads one truth.json; every fault names the file and the field. */
class CaseReader {
  constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly fields: Fields
  ) {}

  read(): TruthCase {
    const { fields } = this;
    const nothing = fields.nothing === true;
    const files = isFields(fields.files) ? fields.files : this.fault('files', 'an object with before and after');
    const shares = (['wall', 'cpu'] as const).flatMap((of) => {
      const share = this.share(`share_of_${of}`);
      return share === undefined ? [] : { of, share };
    });
    if (!nothing && !shares.length) {
      this.fault('share_of_wall', 'given, or share_of_cpu');
    }
    return {
      name: this.name,
      title: this.text('title'),
      nothing,
      causes: new Set(nothing ? [] : [this.category(), ...this.names('acceptable')]),
      site: nothing ? undefined : this.pattern('site'),
      shares,
      change: fields.change === undefined || fields.change === null ? undefined : this.pattern('change'),
      before: this.recording('before', files.before),
      after: files.after === undefined ? undefined : this.recording('after', files.after),
    };
  }

  private fault(field: string, expected: string): never {
    throw new TruthError(`${join(this.folder, this.name, 'truth.json')}: "${field}" must be ${expected}.`);
  }

  private text(field: string): string {
    const value = this.fields[field];
    return typeof value === 'string' && value ? value : this.fault(field, 'a text');
  }

  private category(): string {
    const category = this.text('category');
    return isCategory(category) ? category : this.fault('category', 'a category of src/analysis/waits/categories.ts');
  }

  private names(field: string): string[] {
    const value = this.fields[field] ?? [];
    return Array.isArray(value) && value.every((name): name is string => typeof name === 'string')
      ? value
      : this.fault(field, 'an array of names');
  }

  private pattern(field: string): RegExp {
    const text = this.text(field);
    try {
      return new RegExp(text);
    } catch {
      return this.fault(field, 'a regular expression');
    }
  }

  private share(field: string): number | undefined {
    const value = this.fields[field];
    if (value === undefined) {
      return undefined;
    }
    return typeof value === 'number' && value > 0 && value <= 1 ? value : this.fault(field, 'a share between 0 and 1');
  }

  private recording(side: string, value: unknown): Recording {
    if (!isFields(value)) {
      return this.fault(`files.${side}`, 'an object of roles');
    }
    const recording: Recording = {};
    for (const [role, file] of Object.entries(value)) {
      const known = ROLES.find((name) => name === role);
      if (!known || typeof file !== 'string') {
        return this.fault(`files.${side}.${role}`, `a file's name under ${ROLES.join(', ')}`);
      }
      recording[known] = join(this.folder, this.name, file);
    }
    return recording;
  }
}

/** All cases of a folder, by name. Throws `TruthError` where a truth.json is wrong. */
export function loadCases(folder: string): TruthCase[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d/.test(entry.name))
    .map(({ name }) => readCase(folder, name, readFileSync(join(folder, name, 'truth.json'), 'utf8')))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One case from the text of its truth.json. */
export function readCase(folder: string, name: string, text: string): TruthCase {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch (error) {
    throw new TruthError(`${join(folder, name, 'truth.json')}: ${error instanceof Error ? error.message : error}`);
  }
  if (!isFields(fields)) {
    throw new TruthError(`${join(folder, name, 'truth.json')}: must be an object.`);
  }
  return new CaseReader(folder, name, fields).read();
}
