import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import process from 'node:process';

const source = resolve(process.env.GITHUB_WORKSPACE, process.env.INPUT_PATH);
const target = join(process.env.E2E_ARTIFACTS, process.env.INPUT_NAME);
if (existsSync(source)) {
  mkdirSync(target, { recursive: true });
  if (statSync(source).isDirectory()) cpSync(source, target, { recursive: true });
  else cpSync(source, join(target, basename(source)));
} else if (process.env['INPUT_IF-NO-FILES-FOUND'] === 'error') {
  process.stdout.write(`::error::No files were found with the path ${source}.\n`);
  process.exitCode = 1;
}
