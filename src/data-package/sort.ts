import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BATCH, type Row } from './table.ts';

/** How much text is held in memory before it is sorted and written to disk, in characters; `compare` sorts two sides at once. */
export const SPILL_CHARACTERS = 2 * 1024 * 1024;
/** What a cell costs beyond its characters. */
const CELL_OVERHEAD = 24;

/** A row and the text that says where it stands; equal texts are equal rows to the sorter. */
export type Keyed = readonly [key: string, row: Row];

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
export async function* sortRows(...given: Parameters<typeof sortKeyed>): AsyncGenerator<readonly Row[]> {
  for await (const batch of sortKeyed(...given)) yield batch.map(([, row]) => row);
}

/** The same, each row with its text. */
export async function* sortKeyed(
  rows: AsyncIterable<readonly Row[]>,
  keyOf: (row: Row) => string,
  folder: string,
  spillCharacters = SPILL_CHARACTERS,
): AsyncGenerator<readonly Keyed[]> {
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
    yield* merged([...runs.map(readRun), inMemory(held.sort(byKey))]);
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

/** Each run has little of it in memory, since many are read at once. Lines end in LF alone: `readline` would cut at U+2028 as well, which JSON has in its strings. */
async function* readRun(run: string): AsyncGenerator<Keyed[]> {
  const input = createReadStream(run, { encoding: 'utf8', highWaterMark: 16 * 1024 });
  let rest = '';
  for await (const part of input as AsyncIterable<string>) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    yield lines.map((line) => JSON.parse(line) as Keyed);
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- it stands beside runs that are read from disk
async function* inMemory(rows: Keyed[]): AsyncGenerator<Keyed[]> {
  yield rows;
}

/** A sorted source, and what has been read of it; of equal rows those of the first source come first. */
interface Source {
  rank: number;
  batches: AsyncGenerator<Keyed[]>;
  rows: Keyed[];
  at: number;
}

async function* merged(all: AsyncGenerator<Keyed[]>[]): AsyncGenerator<readonly Keyed[]> {
  /** Those that are not at their end, by the key of their next row. */
  const sources: Source[] = [];
  try {
    for (const [rank, batches] of all.entries()) {
      const source = { rank, batches, rows: [], at: 0 };
      if (await hasNext(source)) insert(sources, source);
    }
    let batch: Keyed[] = [];
    for (let first = sources.shift(); first; first = sources.shift()) {
      batch.push(nextOf(first));
      first.at += 1;
      // Most rows are at hand, and cost no promise.
      if (first.at < first.rows.length || (await hasNext(first))) insert(sources, first);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } finally {
    await Promise.all(all.map((batches) => batches.return(undefined)));
  }
}

const nextOf = ({ rows, at }: Source): Keyed => rows[at] ?? ['', []];

/** Reads on until there is a row, or no more. */
async function hasNext(source: Source): Promise<boolean> {
  while (source.at === source.rows.length) {
    const { value, done } = (await source.batches.next()) as IteratorResult<Keyed[], undefined>;
    if (done) return false;
    source.rows = value;
    source.at = 0;
  }
  return true;
}

function insert(sources: Source[], source: Source): void {
  let [low, high] = [0, sources.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = sources[middle];
    if (other && (byKey(nextOf(other), nextOf(source)) || other.rank - source.rank) < 0) low = middle + 1;
    else high = middle;
  }
  sources.splice(low, 0, source);
}
