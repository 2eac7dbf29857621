import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';

const { INPUT_NAME: name, INPUT_PATTERN: pattern, E2E_ARTIFACTS: kept } = process.env;
const target = resolve(process.env.GITHUB_WORKSPACE, process.env.INPUT_PATH);
const all = existsSync(kept) ? readdirSync(kept) : [];
const wanted = name
  ? all.filter((each) => each === name)
  : all.filter((each) => each === pattern || (pattern.endsWith('*') && each.startsWith(pattern.slice(0, -1))));
mkdirSync(target, { recursive: true });
for (const each of wanted) {
  const flat = name || process.env['INPUT_MERGE-MULTIPLE'] === 'true';
  cpSync(join(kept, each), flat ? target : join(target, each), { recursive: true });
}
if (name && wanted.length === 0) {
  process.stdout.write(`::error::Unable to download artifact(s): Artifact not found for name: ${name}\n`);
  process.exitCode = 1;
}
