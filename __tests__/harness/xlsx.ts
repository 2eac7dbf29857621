import { rawZip } from './raw-zip.ts';

/** A workbook as it is in its file: cells and texts are raw XML, so that a test can write what no library writes. */
export interface RawWorkbook {
  /** Rows of each sheet, by its name: the cells of each row. */
  sheets: Record<string, string[]>;
  /** Inside of each `si`. */
  shared?: string[];
  /** Codes of formats, for styles from 1 on: a number is one that Excel has built in. */
  formats?: (string | number)[];
  date1904?: boolean;
  hidden?: string[];
  /** Of every element, as the Open XML SDK writes them. */
  prefix?: string;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const FIRST_OWN_FORMAT = 164;

/** A cell with a shared text. */
export const textCell = (reference: string, index: number): string => `<c r="${reference}" t="s"><v>${index}</v></c>`;
/** A cell with a text of its own. */
export const inlineCell = (reference: string, text: string): string =>
  `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
/** A cell with a number; the style is a place in `formats`, from 1 on. */
export const numberCell = (reference: string, value: string, style = 0): string =>
  `<c r="${reference}" s="${style}"><v>${value}</v></c>`;

/** The zip of a workbook, with the parts that a reader needs (ECMA-376 part 1, chapter 18). */
export function rawXlsx(workbook: RawWorkbook): Buffer {
  const { sheets, shared = [], formats = [], date1904 = false, hidden = [], prefix } = workbook;
  const names = Object.keys(sheets);
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
  const own = formats.map((format, at) => ({
    format,
    id: typeof format === 'number' ? format : FIRST_OWN_FORMAT + at,
  }));
  const codes = own.flatMap(({ format, id }) =>
    typeof format === 'number' ? [] : [`<numFmt numFmtId="${id}" formatCode="${format.replaceAll('"', '&quot;')}"/>`],
  );
  const styles = [0, ...own.map(({ id }) => id)].map((id) => `<xf numFmtId="${id}"/>`).join('');
  const parts = [
    {
      name: 'xl/workbook.xml',
      data: `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${names
        .map(
          (name, at) =>
            `<sheet name="${name}" sheetId="${at + 1}"${hidden.includes(name) ? ' state="hidden"' : ''} r:id="s${at + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
        .map((_, at) => relation(`s${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`))
        .join(
          '',
        )}${relation('t', 'sharedStrings', 'sharedStrings.xml')}${relation('y', 'styles', '/xl/styles.xml')}</Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      data: `<styleSheet xmlns="${MAIN}"><numFmts>${codes.join('')}</numFmts><cellXfs>${styles}</cellXfs></styleSheet>`,
    },
    {
      name: 'xl/sharedStrings.xml',
      data: `<sst xmlns="${MAIN}">${shared.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    },
    ...Object.values(sheets).map((rows, at) => ({
      name: `xl/worksheets/sheet${at + 1}.xml`,
      data: `<worksheet xmlns="${MAIN}"><sheetData>${rows.map((cells) => `<row>${cells}</row>`).join('')}</sheetData></worksheet>`,
    })),
  ];
  const prefixed = (xml: string) =>
    xml.replaceAll(/<(\/?)(?=\w)/g, `<$1${prefix ?? ''}:`).replace(' xmlns=', ` xmlns:${prefix ?? ''}=`);
  return rawZip(prefix === undefined ? parts : parts.map(({ name, data }) => ({ name, data: prefixed(data) })));
}
