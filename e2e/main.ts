import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The heavy parts of the tests. All of them run, then there is one verdict; with arguments, the chains whose lines hold them. */
const wanted = process.argv.slice(2);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const chains = [process.execPath, join(import.meta.dirname, 'chains/main.ts'), ...wanted];
/** The clients of others are typed by packages that only this folder installs. */
const types = [process.execPath, join(import.meta.dirname, '../node_modules/typescript/bin/tsc'), '-p', 'clients'];
const parts =
  wanted.length > 0
    ? [chains]
    : [[npm, 'ci', '--prefer-offline', '--no-audit', '--no-fund'], types, [npm, 'test'], chains];

const broken = parts.filter(([command = '', ...args]) => {
  const { status } = spawnSync(command, args, { cwd: import.meta.dirname, stdio: ['ignore', 'inherit', 'inherit'] });
  return status !== 0;
});
for (const [command = '', ...args] of broken) console.error(`✗ ${[command, ...args].join(' ')}`);
process.exitCode = broken.length === 0 ? 0 : 1;
