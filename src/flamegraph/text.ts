import { type Apart, methodOf, nameForms, shorten, shortenApart } from '../profile';
import { type CssPixels } from './canvas';

/** What stands in a bar: a name, and what else is said of it, the most important first. */
export interface Label {
  /** Before the name, kept as long as the name is whole. */
  prefix?: string;
  name: string;
  /** Asked for where there may be room for one. */
  values?(): string[];
}

/** Measures text by a table of character widths: measureText for every label costs more than all rectangles. */
export class TextFitter {
  private readonly ascii: Float64Array;
  private readonly wide: number;

  constructor(measure: (text: string) => number) {
    this.ascii = Float64Array.from({ length: 128 }, (_, code) => (code < 32 ? 0 : measure(String.fromCharCode(code))));
    this.wide = measure('W') * 1.2;
  }

  width(text: string): number {
    let sum = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      sum += code < 128 ? this.ascii[code] : this.wide;
    }
    return sum;
  }

  /**
   * The most telling form of a label that fits into `width`. A value is worth more than the package of a function, less than its type
   * and name: `kafka-go.(*Conn).Read 2.1 s`, `(*Conn).Read 2.1 s`, `kafka-go.(*Conn).Read`, `(*Conn).Read`, `…Read`. `fullName`: the
   * longest form of the name that fits, values only where it is whole. Empty where nothing of use fits.
   */
  fit({ prefix = '', name, values: valuesOf }: Label, width: CssPixels, fullName = false): string {
    const fits = (text: string) => this.fits(text, width);
    const values = valuesOf && fits(`${prefix}${methodOf(name)} 1 s`) ? valuesOf() : [];
    for (let shown = values.length; shown > 0; shown--) {
      for (const form of nameForms(name)) {
        if (form.startsWith('…') || (fullName && form !== name)) {
          break;
        }
        const text = [prefix + form, ...values.slice(0, shown)].join(' ');
        if (fits(text)) {
          return text;
        }
      }
    }
    return fits(prefix + name) ? prefix + name : shorten(name, fits);
  }

  /** What of a label's text is its name: values differ where functions read the same. */
  nameIn({ prefix = '', name }: Label, text: string): string {
    for (const form of nameForms(name)) {
      if (text === prefix + form || text.startsWith(`${prefix}${form} `)) {
        return form;
      }
    }
    return text;
  }

  /** The most of a name that tells it apart from another one that would read the same. */
  fitApart({ name }: Label, apart: Apart, width: CssPixels): string {
    return shortenApart(name, apart, (text) => this.fits(text, width));
  }

  /** Long names are not measured to their end. */
  private fits(text: string, width: CssPixels): boolean {
    return text.length * 2 < width && this.width(text) <= width;
  }
}
