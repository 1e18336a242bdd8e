// The configuration of the stack, read by the parsers of those who run it. Docker, Alloy, Pyroscope, Loki, Tempo, Mimir and Kafka
// themselves are not started by any test; against a stack that runs there is `npm run stack:check`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { testWith } from './needs';

const ROOT = join(__dirname, '..');
const run = (command: string, args: string[], cwd = ROOT) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 280_000 });
  return { status, stdout, stderr };
};

testWith(
  ['go'],
  'docker compose’s and Alloy’s own parsers take docker-compose.yml and config.alloy',
  () => {
    const { status, stdout, stderr } = run(
      'go',
      ['run', '.', join(ROOT, 'docker-compose.yml'), join(ROOT, 'collect/alloy/config.alloy')],
      join(__dirname, 'stackcheck')
    );
    expect({ status, stderr: status ? stderr : '' }).toEqual({ status: 0, stderr: '' });
    const services = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')).services;
    for (const name of Object.keys(services)) {
      expect(stdout).toContain(`service ${name}\n`);
    }
    expect(stdout.match(/^component .*$/gm)).toEqual([
      'component discovery.docker containers',
      'component discovery.relabel containers',
      'component pyroscope.ebpf host',
      'component pyroscope.write server',
      'component loki.source.docker containers',
      'component loki.write server',
    ]);
  },
  300_000
);

testWith(['promtool'], 'promtool takes the configuration of Prometheus and of its agent', () => {
  expect(run('promtool', ['check', 'config', 'provisioning/prometheus/prometheus.yml'])).toMatchObject({ status: 0 });
  expect(run('promtool', ['check', 'config', '--agent', 'provisioning/prometheus/agent.yml'])).toMatchObject({
    status: 0,
  });
});

testWith(
  ['go'],
  'the workload’s spans name the profile, and the CPU samples of a span carry its id',
  () => {
    expect(run('go', ['test', './consumer'], join(ROOT, 'testdata/incident/workload'))).toMatchObject({ status: 0 });
  },
  300_000
);
