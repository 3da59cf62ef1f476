/**
 * The servers the service tests need: redis-server and an S3 server (VersityGW), or a Docker engine that runs both.
 * `node scripts/services.mjs` installs what is missing. Plain JavaScript: it runs before anything is installed or built.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { argv, env, exit } from 'node:process';
import { pathToFileURL } from 'node:url';

/** Pinned, so that everybody's tests meet the same S3 server; the image in infra/compose.yaml has the same version. */
export const versitygwVersion = 'v1.8.0';
const versitygwModule = 'github.com/versity/versitygw/cmd/versitygw';

const cacheFolder = () => join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'antigraph', 'bin');
/** The version is in the name: a new one is installed beside the old one. */
const versitygwPath = () => join(cacheFolder(), `versitygw-${versitygwVersion}`);

/** Where the servers are, or null; local programs first, as they start in a tenth of a container's time. */
export function findServices() {
  const redisServer = findProgram('redis-server');
  const versitygw = versitygwPath();
  if (redisServer && existsSync(versitygw)) return { kind: 'local', redisServer, versitygw };
  return hasDockerEngine() ? { kind: 'docker' } : null;
}

/** Installs what is missing. @returns {boolean} whether the tests can have their servers */
export function installServices() {
  if (findServices() !== null) return true;
  if (!findProgram('redis-server')) installRedis();
  if (!existsSync(versitygwPath())) installVersitygw();
  return findServices() !== null;
}

function findProgram(name) {
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/usr/local/go/bin'];
  return folders.filter(Boolean).map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function hasDockerEngine() {
  if (!env.DOCKER_HOST && !existsSync('/var/run/docker.sock')) return false;
  return spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { stdio: 'ignore', timeout: 5000 }).status === 0;
}

/** Debian starts and enables the server it installs; the tests start their own, so that one is turned off again. */
function installRedis() {
  const install = 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server >/dev/null';
  const { status } = spawnSync('sh', ['-c', `${install} && { systemctl disable --now redis-server >/dev/null 2>&1 || true; }`], { stdio: ['ignore', 2, 2] });
  if (status !== 0) console.error('redis-server could not be installed by apt-get: install Redis 6.2 or newer (or Valkey) so that redis-server is on the PATH, or start a Docker engine.');
}

function installVersitygw() {
  const go = findProgram('go');
  if (!go) {
    console.error(`Go is missing: install Go 1.24 or newer to build the S3 server ${versitygwModule}@${versitygwVersion}, or start a Docker engine.`);
    return;
  }
  mkdirSync(cacheFolder(), { recursive: true });
  const scratch = mkdtempSync(join(cacheFolder(), 'building-'));
  try {
    console.error(`building ${versitygwModule}@${versitygwVersion} …`);
    // CGO off: a static program, and no C compiler needed.
    const { status } = spawnSync(go, ['install', '-trimpath', `${versitygwModule}@${versitygwVersion}`], {
      stdio: ['ignore', 2, 2],
      env: { ...env, GOBIN: scratch, CGO_ENABLED: '0' },
    });
    if (status === 0) renameSync(join(scratch, 'versitygw'), versitygwPath());
    else console.error(`go install ${versitygwModule}@${versitygwVersion} failed: is the Go module proxy reachable?`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  const isThere = installServices();
  console.log(isThere ? `services: ${JSON.stringify(findServices())}` : 'services: missing');
  exit(isThere ? 0 : 5);
}
