import { type DataFrame, type Field, type InterpolateFunction, type ScopedVars, textUtil } from '@grafana/data';
import { type SplitFrames } from './frames';

/** What a link may say of a frame, as `${function}`, `${module}`, `${file}` and `${category}`. */
export interface LinkedFrame {
  function: string;
  module: string;
  file: string;
  category: string;
}

export interface FrameLink {
  title: string;
  href: string;
  target: '_blank' | '_self';
}

const VARIABLE = /\$\{(function|module|file|category)\}/g;

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
    const encoded = url.replace(VARIABLE, (_, key: keyof LinkedFrame) => encode(frame[key]));
    return {
      title: replaceVariables(title || 'Link', row).replace(VARIABLE, (_, key: keyof LinkedFrame) => frame[key]),
      href: textUtil.sanitizeUrl(replaceVariables(encoded, row, 'uriencode')),
      target: targetBlank ? '_blank' : '_self',
    };
  });
}

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
