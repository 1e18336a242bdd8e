// A ClickHouse server for the browser test: Debian's package, installed where root can, on a port of its own.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './demo.mjs';

const PATHS = ['/usr/bin/clickhouse-server', '/usr/sbin/clickhouse-server', '/usr/local/bin/clickhouse-server'];
const find = () => PATHS.find(existsSync);

/** Installs Debian packages where that is possible; whether the command is there afterwards. */
export function installPackages(packages) {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const script = `apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${packages}`;
    spawnSync('sh', ['-c', script], { stdio: 'ignore', timeout: 300_000 });
  }
}

/** Starts a server with the provisioned schema and the recorded profiles; undefined where none can be had. */
export async function startClickHouse(port = 18123) {
  if (!find()) {
    installPackages('clickhouse-server');
  }
  const server = find();
  if (!server) {
    return undefined;
  }
  const dir = mkdtempSync(join(tmpdir(), 'dualflame-clickhouse-'));
  mkdirSync(join(dir, 'data'));
  writeFileSync(
    join(dir, 'users.xml'),
    `<yandex><profiles><default/></profiles><quotas><default/></quotas><users><default><password></password>
     <networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users></yandex>`
  );
  writeFileSync(
    join(dir, 'config.xml'),
    `<yandex><logger><level>warning</level><console>1</console></logger><listen_host>127.0.0.1</listen_host>
     <http_port>${port}</http_port><tcp_port>${port + 1}</tcp_port><interserver_http_port>${port + 2}</interserver_http_port>
     <path>${dir}/data/</path><tmp_path>${dir}/tmp/</tmp_path><users_config>${dir}/users.xml</users_config>
     <timezone>UTC</timezone>
     <default_profile>default</default_profile><default_database>default</default_database>
     <mark_cache_size>268435456</mark_cache_size></yandex>`
  );
  const child = spawn(server, ['--config-file', join(dir, 'config.xml')], { stdio: 'ignore', cwd: dir });
  const url = `http://127.0.0.1:${port}/`;
  const stop = () => {
    child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  for (let i = 0; ; i++) {
    const alive = await fetch(`${url}ping`).then(
      (r) => r.ok,
      () => false
    );
    if (alive) {
      break;
    }
    if (i === 100 || child.exitCode !== null) {
      stop();
      throw new Error('ClickHouse is installed but does not start.');
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const run = async (sql) => {
    const response = await fetch(url, { method: 'POST', body: sql });
    if (!response.ok) {
      throw new Error(`ClickHouse: ${await response.text()}`);
    }
    return response.text();
  };
  for (const statement of readFileSync(join(ROOT, 'provisioning/clickhouse/schema.sql'), 'utf8').split(/;\s*\n/)) {
    if (statement.trim()) {
      await run(statement);
    }
  }
  return { url, run, stop };
}
