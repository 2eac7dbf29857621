import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installTools } from '../install-tools.ts';
import { callService } from './cases/call-service.ts';
import { checkDrift } from './cases/check-drift.ts';
import { enqueueFile } from './cases/enqueue-file.ts';
import { examples } from './cases/examples.ts';
import { exportDataPackage } from './cases/export-data-package.ts';
import { importDataPackage } from './cases/import-data-package.ts';
import { folderAfterDeployment, importFolder, realFolder } from './cases/import-folder.ts';
import { postDeployment } from './cases/post-deployment.ts';
import { probeEnvironment } from './cases/probe-environment.ts';
import { recipes } from './cases/recipes.ts';
import { refreshEntities } from './cases/refresh-entities.ts';
import { registerBackupClient } from './cases/register-backup-client.ts';
import { runBatchJob } from './cases/run-batch-job.ts';
import { simulatorAction } from './cases/simulator-action.ts';
import { configuration } from './configuration.ts';
import { equalImports } from './equal-imports.ts';
import { exportRepository } from './export.ts';
import { lints } from './lint.ts';
import { releases } from './release.ts';
import { runCase } from './run.ts';

const { values, positionals } = parseArgs({ options: { worktree: { type: 'boolean' } }, allowPositionals: true });

const { act, ...linters } = installTools();
const folder = mkdtempSync(join(tmpdir(), 'd365fo-chains-'));
const machine = { act, folder, product: join(folder, 'product') };
exportRepository(machine.product, values.worktree ?? false);

const cases = [
  ...callService,
  ...refreshEntities,
  ...runBatchJob,
  ...importDataPackage,
  ...importFolder,
  ...exportDataPackage,
  ...checkDrift,
  ...enqueueFile,
  ...postDeployment,
  ...folderAfterDeployment,
  ...registerBackupClient,
  ...probeEnvironment,
];
const tests = [
  ...lints(linters, folder),
  ...cases.map((given) => ({
    name: `${given.chain} · ${given.door} · ${given.what}`,
    run: () => runCase(machine, given),
  })),
  ...[...examples, ...simulatorAction, ...recipes, ...releases, ...realFolder, equalImports, configuration].map(
    (each) => ({ name: each.name, run: () => each.run(machine) }),
  ),
].filter(({ name }) => positionals.every((part) => name.includes(part)));

/** Two at a time: most of a run is waiting. On a machine that others share, what fails is run once more, alone. */
const waiting = [...tests];
const again: typeof tests = [];
await Promise.all([inTurn(), inTurn()]);
let failed = 0;
for (const test of again) {
  if (process.env['CI'] && (await runTest(test))) console.log(`    ${test.name}: held at the second try, alone`);
  else failed += 1;
}
console.log(`${tests.length - failed} passed, ${failed} failed`);
rmSync(folder, { recursive: true, force: true });
process.exitCode = failed === 0 && tests.length > 0 ? 0 : 1;

async function inTurn(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) if (!(await runTest(next))) again.push(next);
}

/** @returns whether all is as expected; otherwise what is not has been printed */
async function runTest({ name, run }: (typeof tests)[number]): Promise<boolean> {
  const startedAt = performance.now();
  const wrong = await run().then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown)),
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${wrong === undefined ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (wrong !== undefined) console.log(wrong.replace(/^/gm, '    '));
  return wrong === undefined;
}
