import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import process from 'node:process';

const [path, ...others] = process.env.INPUT_PATH.trim()
  .split('\n')
  .map((line) => line.trim());
/** Of the patterns that leave something out, the one form that the chains use: a name anywhere below the path. */
const leftOut = others.map((pattern) => {
  if (!pattern.startsWith(`!${path}/**/`)) throw new Error(`This stand-in does not know the pattern ${pattern}`);
  return pattern.slice(`!${path}/**/`.length);
});
const source = resolve(process.env.GITHUB_WORKSPACE, path);
const target = join(process.env.E2E_ARTIFACTS, process.env.INPUT_NAME);
if (existsSync(source)) {
  mkdirSync(target, { recursive: true });
  if (statSync(source).isDirectory())
    cpSync(source, target, { recursive: true, filter: (file) => !leftOut.includes(basename(file)) });
  else cpSync(source, join(target, basename(source)));
} else if (process.env['INPUT_IF-NO-FILES-FOUND'] === 'error') {
  process.stdout.write(`::error::No files were found with the path ${source}.\n`);
  process.exitCode = 1;
}
