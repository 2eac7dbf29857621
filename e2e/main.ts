/** `npm run e2e`: the action against servers that nobody here wrote, and every chain on a workflow runner. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const here = import.meta.dirname;
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

const parts: { name: string; command: string; args: string[] }[] = [
  { name: 'install what only these tests need', command: npm, args: ['ci', '--prefix', here] },
  { name: 'servers that nobody here wrote', command: npm, args: ['test', '--prefix', here] },
  {
    name: 'chains, doors, examples and recipes on a workflow runner',
    command: process.execPath,
    args: [join(here, 'chains/main.ts'), ...process.argv.slice(2)],
  },
];

const failed = parts.filter(({ name, command, args }) => {
  console.log(`\n▶ ${name}`);
  return spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status !== 0;
});
for (const { name } of failed) console.log(`✗ ${name}`);
process.exitCode = failed.length === 0 ? 0 : 1;
