import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { Failure } from '../../../src/errors.ts';
import { createFileWriter } from '../../../src/http/file-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'file-writer-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a file grows, forgets its end, and grows again; what was there before is gone', async () => {
  const path = join(folder, 'rows');
  writeFileSync(path, 'what was there before', { mode: 0o644 });
  await using writer = createFileWriter(path);
  await writer.write([Buffer.from('one'), Buffer.from('two')]);
  await writer.truncate(3);
  await writer.write([Buffer.from('three')]);
  await writer.flush();
  expect(writer.length).toBe(8);
  expect(readFileSync(path, 'utf8')).toBe('onethree');
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a file goes on to grow after its disposal', async () => {
  const path = join(folder, 'parts');
  const writer = createFileWriter(path);
  await writer.write([Buffer.from('the first part')]);
  await writer[Symbol.asyncDispose]();
  expect(readFileSync(path, 'utf8')).toBe('the first part');
  await writer.write([Buffer.from(', and the rest')]);
  await writer[Symbol.asyncDispose]();
  await writer[Symbol.asyncDispose]();
  expect(readFileSync(path, 'utf8')).toBe('the first part, and the rest');
});

test('a disk that does not keep up holds the next piece back', async () => {
  await using writer = createFileWriter(join(folder, 'large'));
  const taken = writer.write([Buffer.alloc(4_000_000)]);
  expect(taken).toBeInstanceOf(Promise);
  await taken;
  expect(writer.write([Buffer.from('x')])).toBeUndefined();
});

test('nothing written makes an empty file', async () => {
  const path = join(folder, 'empty');
  await using writer = createFileWriter(path);
  await writer.flush();
  expect(statSync(path).size).toBe(0);
});

test('a file that cannot be made is said at the flush, and behind it', async () => {
  const path = join(folder, 'gone');
  mkdirSync(path);
  const writer = createFileWriter(join(path, 'no', 'such', 'folder'));
  void writer.write([Buffer.from('x')]);
  await expect(writer.flush()).rejects.toThrow(/^The file of the response cannot be written: .*ENOENT/);
  expect(() => writer.write([Buffer.from('x')])).toThrow(Failure);
  await writer[Symbol.asyncDispose]();
});
