import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface Azurite {
  /** An empty container, with a signature that lets its holder read and write. */
  containerUrl: string;
  close(): Promise<void>;
}

const ACCOUNT = 'account';
const SERVICE_VERSION = '2022-11-02';
const START_LIMIT_MS = 20_000;

/**
 * Starts Azurite, Microsoft's storage emulator, on a port of loopback, its telemetry off, everything in memory.
 *
 * @throws Error where it is not installed, or does not come up
 */
export async function startAzurite(): Promise<Azurite> {
  const script = join(import.meta.dirname, 'node_modules/azurite/dist/src/blob/main.js');
  if (!existsSync(script)) throw new Error('Azurite is not installed: run `npm ci --prefix e2e`.');
  const key = randomBytes(64).toString('base64');
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [script, '--inMemoryPersistence', '--disableTelemetry', '--skipApiVersionCheck', '--blobPort', String(port)],
    {
      env: { PATH: process.env['PATH'] ?? '', AZURITE_ACCOUNTS: `${ACCOUNT}:${key}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, 'exit');
  };
  try {
    await new Promise<void>((settle, reject) => {
      let said = '';
      const take = (chunk: Buffer) => {
        said += chunk.toString('utf8');
        if (said.includes('successfully listen')) settle();
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.once('exit', () => {
        reject(new Error(`Azurite ended: ${said}`));
      });
      setTimeout(() => {
        reject(new Error(`Azurite did not come up: ${said}`));
      }, START_LIMIT_MS).unref();
    });
    const containerUrl = `http://127.0.0.1:${port}/${ACCOUNT}/packages?${signature(key)}`;
    const { status } = await fetch(`${containerUrl}&restype=container`, {
      method: 'PUT',
      headers: { 'x-ms-version': SERVICE_VERSION },
    });
    if (status !== 201) throw new Error(`Azurite made no container: ${status}.`);
    return { containerUrl, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** A shared access signature of the account, for an hour: containers and blobs, to read, write, make and list. */
function signature(key: string): string {
  const expiry = `${new Date(Date.now() + 3_600_000).toISOString().slice(0, 19)}Z`;
  const parts = {
    sp: 'rwlac',
    ss: 'b',
    srt: 'co',
    st: '',
    se: expiry,
    sip: '',
    spr: 'https,http',
    sv: SERVICE_VERSION,
    ses: '',
  };
  const signed = `${[ACCOUNT, ...Object.values(parts)].join('\n')}\n`;
  const sig = createHmac('sha256', Buffer.from(key, 'base64')).update(signed).digest('base64');
  const given = Object.entries({ ...parts, sig }).filter(([, value]) => value !== '');
  return new URLSearchParams(given).toString();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
