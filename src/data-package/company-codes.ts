import { quoted, textsIn, type Inputs } from '../inputs.ts';
import type { InputName } from './contract.ts';
import type { Notes } from './refused.ts';
import type { Row, Table } from './table.ts';
import { isDecimalOrDate } from './values.ts';

/** The form in which F&O creates a legal entity takes no longer ID. */
const CODE = /^[\p{L}\p{N}]{1,4}$/u;

/** Columns whose codes are of another kind: there, `US` is a country and `en-US` a language. */
const OTHER_CODES = /COUNTRY|NATIONALITY|LANGUAGE|LOCALE|CULTURE|CURRENCY/i;
/** What F&O writes for a truth value, and a GUID, which only looks as if it had parts. */
const NO_CODE = /^(?:Yes|No)$|^\{?[\da-fA-F]{8}-(?:[\da-fA-F]{4}-){3}[\da-fA-F]{12}\}?$/;
const MOST_SHOWN = 20;

/** The codes of an input, one per line or as a JSON array, in capitals and once each. */
export function readCodes(inputs: Pick<Inputs<InputName>, 'text' | 'list' | 'problem'>): string[] {
  const name = 'company-codes';
  const text = inputs.text(name) ?? '';
  const given = text.startsWith('[') ? textsIn(text) : inputs.list(name);
  if (!given) {
    inputs.problem(`\`${name}\` is neither lines nor a JSON array of texts.`);
    return [];
  }
  for (const code of given.filter((each) => !CODE.test(each)))
    inputs.problem(`\`${name}\` has ${quoted(code)}: the ID of a legal entity has one to four letters or digits.`);
  return [...new Set(given.map((code) => code.toUpperCase()))];
}

/** Searches tables, while they are read, for codes of legal entities inside their cells. */
export interface CodeSearch {
  /** The table, whose rows are searched as they pass. */
  watch: (entity: string, table: Table) => Table;
  /** Warns of all that was found. */
  tell: (notes: Notes) => void;
}

/** @param codes in capitals */
export function searchFor(codes: readonly string[]): CodeSearch {
  const found = new Map<string, { where: string; cells: number }>();
  const find = finderOf(codes);
  const count = (entity: string, column: string, cell: string) => {
    for (const code of find(cell, column)) {
      const where = `\`${entity}\`, column \`${column}\`: \`${code}\``;
      const entry = found.get(where) ?? { where, cells: 0 };
      entry.cells += 1;
      found.set(where, entry);
    }
  };
  return {
    watch: (entity, table) =>
      codes.length === 0
        ? table
        : {
            header: table.header,
            rows: passing(table.rows, (row) => {
              for (const [at, cell] of row.entries()) count(entity, table.header[at] ?? '', cell);
            }),
          },
    tell(notes) {
      if (found.size === 0) return;
      const all = [...found.values()].toSorted((a, b) => b.cells - a.cells);
      const shown = all.slice(0, MOST_SHOWN).map(({ where, cells }) => `${where} (${cells})`);
      const more = all.length > shown.length ? `; and ${all.length - shown.length} more` : '';
      notes.warning(
        `Cells contain the code of another legal entity, and an import does not change it (number of cells in parentheses): ${shown.join('; ')}${more}.`,
      );
    },
  };
}

async function* passing(rows: Table['rows'], each: (row: Row) => void): AsyncGenerator<readonly Row[]> {
  for await (const batch of rows) {
    batch.forEach(each);
    yield batch;
  }
}

/**
 * Finds codes in a cell: the whole cell in any case, or a part of it between characters that are neither letters nor
 * digits (`USMF-000123`). In a cell with blanks, which is prose, a part counts in capitals alone, and only where the code
 * has three characters or more and a letter, because `10`, `it` and `IT` are words of their own there.
 */
export function finderOf(codes: readonly string[]): (cell: string, column: string) => string[] {
  const known = new Set(codes);
  return (cell, column) => {
    const text = cell.trim();
    if (text === '' || OTHER_CODES.test(column) || NO_CODE.test(text) || isDecimalOrDate(text)) return [];
    const isProse = /\s/.test(text);
    const parts = new Set(text.match(/[\p{L}\p{N}]+/gu)?.map((part) => (isProse ? part : part.toUpperCase())));
    return [...parts].filter((part) => known.has(part) && (!isProse || (part.length > 2 && /\p{L}/u.test(part))));
  };
}
