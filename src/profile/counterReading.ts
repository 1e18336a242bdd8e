/** A count of a hardware or software event, as `perf stat` prints it: of a whole command, of no stack. */
export interface CounterReading {
  event: string;
  value: number;
  unit: string;
  /** Share of the time that the counter ran, 0 to 1; less than 1: multiplexed, the value is scaled up. */
  running: number;
  /** Seconds since the start, of interval output. */
  time?: number;
  /** CPU, core or socket, of per-core output. */
  scope?: string;
  /** Of all programs of the machine (`perf stat -a`), not of one. */
  wide?: boolean;
}
