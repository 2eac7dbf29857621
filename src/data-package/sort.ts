import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inBatches, type Row } from './table.ts';

/** How much text is held in memory before it is sorted and written to disk, in characters; `compare` sorts two sides at once. */
export const SPILL_CHARACTERS = 4 * 1024 * 1024;
/** What a cell costs beyond its characters. */
const CELL_OVERHEAD = 24;

/** A row and the text that says where it stands; equal texts are equal rows to the sorter. */
type Keyed = readonly [key: string, row: Row];

/**
 * One text for several cells that sorts as they do, cell by cell, in the order of UTF-16 units, which is the same on
 * every platform and in every language. Different cells give different texts.
 */
export const sortKey = (cells: Row): string =>
  cells.map((cell) => (cell.includes('\0') ? cell.replaceAll('\0', '\0\u0001') : cell)).join('\0\0');

/**
 * Sorts rows by a text that each of them has; what does not fit in memory is sorted in runs on disk, and merged.
 *
 * @param folder where the runs are written, and removed when the sorted rows have been read or given up
 */
export async function* sortRows(
  rows: AsyncIterable<readonly Row[]>,
  keyOf: (row: Row) => string,
  folder: string,
  spillCharacters = SPILL_CHARACTERS,
): AsyncGenerator<readonly Row[]> {
  const runs: string[] = [];
  let held: Keyed[] = [];
  let characters = 0;
  try {
    for await (const batch of rows) {
      for (const row of batch) {
        const key = keyOf(row);
        held.push([key, row]);
        characters += key.length;
        for (const cell of row) characters += cell.length + CELL_OVERHEAD;
      }
      if (characters < spillCharacters) continue;
      const run = join(folder, `run-${crypto.randomUUID()}`);
      runs.push(run);
      await pipeline(Readable.from(linesOf(held.sort(byKey))), createWriteStream(run));
      held = [];
      characters = 0;
    }
    held.sort(byKey);
    const sources = [...runs.map(readRun), inMemory(held)];
    yield* inBatches(merged(sources));
  } finally {
    await Promise.all(runs.map((run) => rm(run, { force: true })));
  }
}

const byKey = ([a]: Keyed, [b]: Keyed): number => (a < b ? -1 : Number(a > b));

/** Rows as lines of JSON, several to a part. */
function* linesOf(rows: readonly Keyed[]): Generator<string> {
  let part = '';
  for (const keyed of rows) {
    part += `${JSON.stringify(keyed)}\n`;
    if (part.length < 64 * 1024) continue;
    yield part;
    part = '';
  }
  yield part;
}

/** Lines end in LF alone: `readline` would cut at U+2028 as well, which JSON has in its strings. */
async function* readRun(run: string): AsyncGenerator<Keyed> {
  const input = createReadStream(run, { encoding: 'utf8', highWaterMark: 64 * 1024 });
  let rest = '';
  for await (const part of input as AsyncIterable<string>) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Keyed;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- it stands beside runs that are read from disk
async function* inMemory(rows: readonly Keyed[]): AsyncGenerator<Keyed> {
  yield* rows;
}

/** Merges sorted sources; of equal rows those of the first source come first. */
async function* merged(sources: AsyncGenerator<Keyed>[]): AsyncGenerator<Row> {
  const heads = await Promise.all(
    sources.map(async (source) => ({ source, head: (await source.next()) as IteratorResult<Keyed, undefined> })),
  );
  let open = heads.filter(({ head }) => !head.done);
  while (open.length > 0) {
    let first = open[0];
    for (const each of open) if (first && byKey(each.head.value as Keyed, first.head.value as Keyed) < 0) first = each;
    if (!first) return;
    yield (first.head.value as Keyed)[1];
    first.head = (await first.source.next()) as IteratorResult<Keyed, undefined>;
    if (first.head.done) open = open.filter((each) => each !== first);
  }
}
