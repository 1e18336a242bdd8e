import { csvFormatRow } from 'd3';

/** A spreadsheet runs a cell that begins like a formula: such text is given a leading apostrophe. */
const disarmed = (value: string | number): string =>
  typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);

/** A table as RFC 4180 has it: https://www.rfc-editor.org/rfc/rfc4180. */
export const toCsv = (head: string[], rows: Array<Array<string | number>>): string =>
  [head, ...rows].map((row) => `${csvFormatRow(row.map(disarmed))}\r\n`).join('');
