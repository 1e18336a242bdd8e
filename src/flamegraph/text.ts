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
   * The most telling part of `name` that fits into `width`: whole, without its leading path (`github.com/x/y.F` → `y.F`),
   * or cut at the end. Empty where fewer than three characters would remain.
   */
  fit(name: string, width: number): string {
    if (this.fits(name, width)) {
      return name;
    }
    const short = shortName(name);
    if (this.fits(short, width)) {
      return short;
    }
    let used = this.wide; // the ellipsis
    let end = 0;
    while (end < short.length) {
      const code = short.charCodeAt(end);
      used += code < 128 ? this.ascii[code] : this.wide;
      if (used > width) {
        break;
      }
      end++;
    }
    return end >= 3 ? `${short.slice(0, end)}…` : '';
  }

  /** Long names are not measured to their end. */
  private fits(text: string, width: number): boolean {
    return text.length * 2 < width && this.width(text) <= width;
  }
}

/** A name without the path of its package: what is left still tells functions apart for a reader. */
export function shortName(name: string): string {
  const bracket = name.search(/[(<[ ]/);
  const slash = name.lastIndexOf('/', bracket < 0 ? name.length : bracket);
  return slash > 0 && slash < name.length - 1 ? name.slice(slash + 1) : name;
}
