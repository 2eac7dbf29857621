import { Failure } from '../errors.ts';
import { dateStyles, numberText, type Calendar, type Style } from './xlsx-number.ts';
import { folded, someNames } from './names.ts';
import { childOf, childrenOf, parseXml, type XmlElement } from './xml.ts';
import { readXml, utf8, type XmlReader } from './xml-stream.ts';
import type { Zip } from './zip-read.ts';
import { drain, headerFault, type Row, type Table } from './table.ts';

/** Texts that cells share must be in memory: so many characters at most. */
const MOST_SHARED_CHARACTERS = 64 * 1024 * 1024;
const MOST_COLUMNS = 16_384;

/**
 * Reads one sheet of a workbook as F&O writes it: a header, and text in every cell (ECMA-376 part 1, chapter 18.3,
 * https://ecma-international.org/publications-and-standards/standards/ecma-376/).
 *
 * @param sheet the name that the manifest gives; without it, or if there is no such sheet, the only sheet is read
 * @param name of the file, for messages
 * @param mostShared how many characters the texts that cells share may have
 * @throws Failure if there is no table
 */
export async function readXlsx(
  zip: Zip,
  sheet: string,
  name: string,
  mostShared = MOST_SHARED_CHARACTERS,
): Promise<Table & { converted: { cells: number } }> {
  const document = async (part: string): Promise<XmlElement | undefined> => {
    if (!zip.names.includes(part)) return undefined;
    let text = '';
    for await (const each of utf8(await zip.read(part))) text += each;
    return parseXml(text, `${name}/${part}`);
  };
  const targets = targetsOf(await document('xl/_rels/workbook.xml.rels'));
  const workbook = await document('xl/workbook.xml');
  const part = sheetPart(workbook, sheet, targets, name);
  const byType = (type: string) => [...targets.values()].find((target) => target.type === type)?.part;
  const styles = dateStyles(await document(byType('styles') ?? 'xl/styles.xml'));
  const shared = await sharedTexts(zip, byType('sharedStrings') ?? 'xl/sharedStrings.xml', name, mostShared);

  const converted = { cells: 0 };
  const is1904 = /^(?:1|true)$/.test(childOf(workbook, 'workbookPr')?.attributes['date1904'] ?? '');
  const cells: Cells = { shared, styles, calendar: is1904 ? 1904 : 1900, converted, name };
  const batches = readXml(utf8(await zip.read(part)), sheetReader(cells), name);
  let batch: string[][] = [];
  while (batch.length === 0) {
    const next = await batches.next();
    if (next.done) break;
    batch = next.value;
  }
  const header = (batch.shift() ?? []).map((cell) => cell.trim());
  while (header.at(-1) === '') header.pop();
  const fault = headerFault(header);
  if (fault) throw new Failure(`\`${name}\` ${fault}.`);
  const fit = (row: string[]): Row => {
    while (row.length > header.length && row.at(-1) === '') row.pop();
    if (row.length > header.length)
      throw new Failure(`\`${name}\` has a value to the right of its header: "${row.at(-1) ?? ''}".`);
    while (row.length < header.length) row.push('');
    return row;
  };
  async function* rows(): AsyncGenerator<readonly Row[]> {
    yield batch.map(fit);
    for await (const more of batches) yield more.map(fit);
  }
  return { header, rows: rows(), converted, close: zip.close };
}

interface Target {
  part: string;
  type: string;
}

function targetsOf(relations: XmlElement | undefined): Map<string, Target> {
  return new Map(
    (relations ? childrenOf(relations) : []).map(({ attributes }) => {
      const target = attributes['Target'] ?? '';
      const type = attributes['Type'] ?? '';
      const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
      return [attributes['Id'] ?? '', { part, type: type.slice(type.lastIndexOf('/') + 1) }];
    }),
  );
}

function sheetPart(
  workbook: XmlElement | undefined,
  wanted: string,
  targets: ReadonlyMap<string, Target>,
  name: string,
): string {
  const list = childOf(workbook, 'sheets');
  const sheets = list ? childrenOf(list) : [];
  const named = sheets.find(({ attributes }) => folded(attributes['name'] ?? '') === folded(wanted));
  const visible = sheets.filter(({ attributes }) => (attributes['state'] ?? 'visible') === 'visible');
  const sheet = named ?? (visible.length === 1 ? visible[0] : undefined);
  if (sheet) {
    const id = Object.entries(sheet.attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
    return targets.get(id)?.part ?? 'xl/worksheets/sheet1.xml';
  }
  if (sheets.length === 0) throw new Failure(`\`${name}\` is not an Excel workbook, or has no sheet.`);
  throw new Failure(
    `\`${name}\` has the sheets ${someNames(sheets.map(({ attributes }) => attributes['name'] ?? ''))}, and none of them is \`${wanted}\`, as the manifest says.`,
  );
}

/** Texts stand in `t` elements; those inside `rPh` say how to pronounce the others. */
async function sharedTexts(zip: Zip, part: string, name: string, most: number): Promise<string[]> {
  if (!zip.names.includes(part)) return [];
  const texts: string[] = [];
  let characters = 0;
  let text = '';
  const inside = textInside();
  const reader: XmlReader<never> = {
    items: [],
    open: inside.open,
    text(piece) {
      if (!inside.isText()) return;
      text += piece;
      characters += piece.length;
      if (characters > most)
        throw new Failure(`\`${name}\` has more than ${most} characters of text that cells share.`);
    },
    close(element) {
      inside.close(element);
      if (element !== 'si') return;
      texts.push(unescaped(text));
      text = '';
    },
  };
  await drain(readXml(utf8(await zip.read(part)), reader, name));
  return texts;
}

function textInside() {
  let texts = 0;
  let readings = 0;
  const count = (element: string, by: number) => {
    if (element === 't') texts += by;
    if (element === 'rPh') readings += by;
  };
  return {
    open: (element: string) => {
      count(element, 1);
    },
    close: (element: string) => {
      count(element, -1);
    },
    isText: () => texts > 0 && readings === 0,
  };
}

interface Cells {
  shared: readonly string[];
  styles: readonly Style[];
  calendar: Calendar;
  converted: { cells: number };
  name: string;
}

/** Rows without a value are left out: a sheet may have formatted ones to its end. */
function sheetReader({ shared, styles, calendar, converted, name }: Cells): XmlReader<string[]> {
  const rows: string[][] = [];
  const inside = textInside();
  let row: string[] = [];
  let cell: { place: string; column: number; type: string; style: number; text: string } | undefined;
  let inValue = false;
  const sharedText = (index: string): string => {
    const text = index === '' ? '' : shared[Number(index)];
    if (text === undefined)
      throw new Failure(`\`${name}\` is damaged: a cell names a text (${index}) that it does not have.`);
    return text;
  };
  const valueOf = ({ place, type, style, text }: NonNullable<typeof cell>): string => {
    switch (type) {
      case 's':
        return sharedText(text);
      case 'inlineStr':
      case 'str':
        return unescaped(text);
      case 'e':
        throw new Failure(`\`${name}\` has the error ${text} in the cell ${place}: correct it.`);
      default:
        if (text === '') return '';
        converted.cells += 1;
        return numberText(text, type, styles[style] ?? 'number', calendar);
    }
  };
  return {
    items: rows,
    open(element, attributes) {
      inside.open(element);
      if (element === 'row') row = [];
      if (element === 'v') inValue = true;
      if (element !== 'c') return;
      const place = attributes['r'] ?? '';
      const column = columnOf(place) ?? row.length;
      if (column >= MOST_COLUMNS) throw new Failure(`\`${name}\` has more than ${MOST_COLUMNS} columns.`);
      cell = { place, column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), text: '' };
    },
    text(piece) {
      if (cell && (inValue || (cell.type === 'inlineStr' && inside.isText()))) cell.text += piece;
    },
    close(element) {
      inside.close(element);
      if (element === 'v') inValue = false;
      if (element === 'c' && cell) {
        while (row.length < cell.column) row.push('');
        row[cell.column] = valueOf(cell);
        cell = undefined;
      }
      if (element === 'row' && row.some((each) => each !== '')) rows.push(row);
    },
  };
}

/** @param reference of a cell, such as `AB12` */
function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference)?.[0];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** `_x000D_` stands for a character that XML does not keep, and `_x005F_` for the underscore before such a text. */
const unescaped = (text: string): string =>
  text.replace(/_x([\da-f]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
