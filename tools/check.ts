import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from './build.ts';
import { notLinear, shippedFiles } from './expressions/linear.ts';
import { outdated } from './generate.ts';
import { licenceFaultsOf } from './licence-policy.ts';
import { root } from './manifest.ts';
import { everySource, workflowFaults } from './workflows/validate.ts';

/** Each part gives what is wrong, or nothing. All of them run, whatever one finds. */
const parts: [name: string, find: () => string | Promise<string>][] = [
  ['types', () => tool('typescript/bin/tsc', '--noEmit')],
  ['lint', () => tool('eslint/bin/eslint.js', '.')],
  ['format', () => tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')],
  ['generated files', generatedFiles],
  ['workflows', async () => (await workflowFaults(everySource())).join('\n')],
  ['licences', () => licenceFaultsOf(root).join('\n')],
  ['regular expressions', async () => (await notLinear(shippedFiles())).join('\n')],
  ['dist', dist],
];

function tool(script: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0) return '';
  return `${stdout}${stderr}`.trim() || `It ended with ${status ?? 'a signal'}.`;
}

async function generatedFiles(): Promise<string> {
  const files = await outdated();
  return files.length === 0 ? '' : `Not up to date: ${files.join(', ')}. Run \`npm run generate\`.`;
}

/** dist/ runs with the secrets of whoever uses the action, so it must be what the sources give, byte by byte. */
async function dist(): Promise<string> {
  const rebuilt = mkdtempSync(join(tmpdir(), 'd365fo-dist-'));
  try {
    await build(rebuilt);
    const [expected, found] = [filesOf(rebuilt), filesOf(join(root, 'dist'))];
    const names = new Set([...expected.keys(), ...found.keys()]);
    const wrong = [...names].filter((name) => expected.get(name) !== found.get(name));
    return wrong.length === 0 ? '' : `Not what src/ gives: ${wrong.join(', ')}. Run \`npm run build\`.`;
  } finally {
    rmSync(rebuilt, { recursive: true });
  }
}

const filesOf = (folder: string) =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [relative(folder, file), readFileSync(file, 'latin1')]),
  );

let failed = 0;
for (const [name, find] of parts) {
  const startedAt = performance.now();
  const wrong = await Promise.resolve()
    .then(find)
    .catch((thrown: unknown) => String(thrown));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${wrong ? '✗' : '✓'} ${name} (${seconds} s)`);
  if (wrong) {
    failed += 1;
    console.log(wrong.replace(/^/gm, '    '));
  }
}
console.log(failed === 0 ? 'All clean.' : `${failed} of ${parts.length} parts found something.`);
process.exitCode = failed === 0 ? 0 : 1;
