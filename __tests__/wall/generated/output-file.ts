import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setOutput } from '@actions/core';
import fc from 'fast-check';
import { parseFileCommands } from '../../../tools/workflow-commands.ts';
import { hostileText } from './hostile.ts';
import { property } from './property.ts';

/** Outputs come back from the runner's file as they were set, whatever stands in them. */
export const outputFile = property(
  'the file of outputs',
  fc.property(fc.array(hostileText, { minLength: 1, maxLength: 4 }), (values) => {
    const file = join(folder(), 'output');
    writeFileSync(file, '');
    process.env['GITHUB_OUTPUT'] = file;
    const names = ['response', 'error', 'result', 'status'].slice(0, values.length);
    for (const [index, name] of names.entries()) setOutput(name, values[index]);
    delete process.env['GITHUB_OUTPUT'];
    const read = parseFileCommands(readFileSync(file, 'utf8'));
    assert.deepEqual(Object.keys(read), names);
    for (const [index, name] of names.entries()) assert.equal(read[name], asRead(values[index] ?? ''));
  }),
);

let made = '';
function folder(): string {
  if (made !== '') return made;
  made = mkdtempSync(join(tmpdir(), 'd365fo-outputs-'));
  process.once('exit', () => {
    rmSync(made, { recursive: true, force: true });
  });
  return made;
}

/** The file is UTF-8 and is read by lines, whose end is not a part of the value. */
const asRead = (value: string) => `${value.toWellFormed()}\n`.replaceAll('\r\n', '\n').slice(0, -1);
