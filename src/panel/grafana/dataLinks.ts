import { type DataFrame, type Field, type InterpolateFunction, type ScopedVars, textUtil } from '@grafana/data';
import { CATEGORIES, CPU, type PairedProfile, splitAt } from '../../analysis';
import { type Prepared } from '../../prepare';
import { pathOf } from '../../profile';
import { type Filters } from '../state/filters';
import { type SplitFrames } from './dataFrames';

/** What a link may say of a frame, as `${function}`, `${module}`, `${file}`, `${category}` and `${labels.pod}`. */
export interface LinkedFrame {
  function: string;
  module: string;
  file: string;
  category: string;
  /** Labels with one value for all of the frame: of the queries, of the filter, of the group that it stands in. */
  labels: Map<string, string>;
}

export interface FrameLink {
  title: string;
  href: string;
  target: '_blank' | '_self';
}

/** What data links may say of a frame; its category is where it spends the most: running, or one kind of wait. */
export function linkedFrame(paired: PairedProfile, node: number, labels: Map<string, string>): LinkedFrame {
  const { name, module = '', file = '' } = paired.tree.symbols[paired.tree.symbol[node]];
  const { onCpu, waiting } = splitAt(paired, node);
  const longest = waiting.reduce((best, value, category) => (value > waiting[best] ? category : best), 0);
  return { function: name, module, file, category: CATEGORIES[waiting[longest] > onCpu ? longest : CPU], labels };
}

/** Labels that hold for everything under a frame: of its queries, and of all samples in what they answered. */
export function frameLabels(
  { tree }: PairedProfile,
  node: number,
  { frames, sharedLabels }: Pick<Prepared, 'sharedLabels'> & { frames: Pick<SplitFrames, 'inputs'> },
  { filter, groupBy }: Filters
): Map<string, string> {
  const values = new Map<string, Set<string>>();
  frames.inputs
    .flatMap(({ labels = [] }) => labels)
    .forEach(([name, value]) => values.set(name, (values.get(name) ?? new Set()).add(value)));
  const queried = [...values].flatMap(([name, [first, ...others]]) =>
    others.length ? [] : [[name, first] as [string, string]]
  );
  const labels = new Map([...sharedLabels, ...queried]);
  if (filter) {
    labels.set(filter.label, filter.value);
  }
  const outermost = tree.symbols[pathOf(tree, node)[0]];
  if (groupBy && outermost?.standsFor === 'label') {
    labels.set(groupBy, outermost.name.slice(`${groupBy} = `.length));
  }
  return labels;
}

/** Names of labels may hold whatever UTF-8 does, as in Prometheus 3 and Pyroscope 2: `${labels.service.name}`. */
const VARIABLE = /\$\{(?:(function|module|file|category)|labels\.([^{}]+))\}/g;

/**
 * The data links of the value field (the panel's field config and its overrides) for one frame. Grafana's own variables
 * work too, `${__data.fields.…}` where a row carries the frame's name. Names come from profiles: they enter the address
 * percent-encoded and before Grafana's variables are replaced, so that a name can neither add a parameter nor be read
 * as a variable.
 */
export function frameLinks(
  { valueField, valueFrame }: Pick<SplitFrames, 'valueField' | 'valueFrame'>,
  frame: LinkedFrame,
  replaceVariables: InterpolateFunction
): FrameLink[] {
  const links = valueField?.config.links?.filter(({ url }) => url);
  if (!valueField || !links?.length) {
    return [];
  }
  const row = valueFrame ? rowVariables(valueFrame, valueField, frame.function) : {};
  return links.map(({ title, url, targetBlank }) => {
    return {
      title: fillIn(replaceVariables(title || 'Link', row), frame, (text) => text),
      href: harmless(replaceVariables(fillIn(url, frame, encode), row, 'uriencode')),
      target: targetBlank ? '_blank' : '_self',
    };
  });
}

/**
 * The address as it is, or none where Grafana's own check refuses it. Not what the check returns: since 13.2 that is decoded, and a
 * name's `&` would be a parameter after all.
 */
const harmless = (url: string): string => (textUtil.sanitizeUrl(url) === BLANK ? BLANK : url);
const BLANK = 'about:blank';

/** A label that is not known is empty. */
const fillIn = (template: string, frame: LinkedFrame, write: (text: string) => string): string =>
  template.replace(VARIABLE, (_, key: 'function' | 'module' | 'file' | 'category' | undefined, label: string) =>
    write(key ? frame[key] : (frame.labels.get(label) ?? ''))
  );

/** What `${__data.…}` refers to: the first row that carries the name, as text or as an enum. */
function rowVariables(frame: DataFrame, field: Field, name: string): ScopedVars {
  const label = frame.fields.find((f) => f.name === 'label');
  const texts = label?.config.type?.enum?.text;
  const rowIndex = label ? label.values.indexOf(texts ? texts.indexOf(name) : name) : -1;
  return rowIndex < 0 ? {} : { __dataContext: { value: { data: [frame], frame, field, rowIndex } } };
}

/** A name cut in the middle of a surrogate pair can't be encoded as it is. */
const encode = (text: string) =>
  encodeURIComponent(text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd'));
