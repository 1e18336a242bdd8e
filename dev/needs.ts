// Tests that need a program: they run where it is installed and may do what it does, and say elsewhere what they lack.
import { spawnSync } from 'node:child_process';

const succeeds = (command: string, args: string[]) => spawnSync(command, args, { timeout: 60_000 }).status === 0;

const PERMITTED: Record<string, () => boolean> = {
  perf: () => succeeds('perf', ['record', '-q', '-e', 'cpu-clock', '-o', '/dev/null', '--', 'true']),
  bpftrace: () => succeeds('bpftrace', ['-d', '-e', 'BEGIN { exit(); }']),
  'py-spy': () => process.getuid?.() === 0, // others may not look into a process that is not their child
};

const known = new Map<string, boolean>();

/** It is installed, and allowed to do what it does. */
function runs(program: string): boolean {
  const can = known.get(program) ?? (succeeds('which', [program]) && (PERMITTED[program]?.() ?? true));
  known.set(program, can);
  return can;
}

/** A test that is skipped where one of the programs cannot run; its name then says so, and `npm test` lists it (dev/notRun.mjs). */
export function testWith(programs: string[], name: string, test: () => unknown, timeout?: number): void {
  const missing = programs.filter((program) => !runs(program));
  if (missing.length) {
    it.skip(`${name} (not run: ${missing.join(', ')} cannot run here)`, () => undefined);
  } else {
    it(name, test as () => void, timeout);
  }
}
