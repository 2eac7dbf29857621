import { isRawNumber, rawNumber, type Json } from '../json.ts';
import type { World } from '../world.ts';
import { project, type BulkRows, type EntitySet, type Row } from './entity-set.ts';

/** Of four rows two belong to the default legal entity. */
const companies = ['usmf', 'usmf', 'demf', 'ussi'] as const;
/** Rows of one block: what differs from block to block is six digits in each row. */
const blockRows = 1000;

/** CustomersV3: as many rows as the scenario says, made when they are asked for. */
export function customerSet({ scenario }: World): EntitySet {
  const total = scenario.customersCount;
  return {
    name: 'CustomersV3',
    entityType: 'CustomerV3',
    keys: ['dataAreaId', 'CustomerAccount'],
    companyColumn: 'dataAreaId',
    properties: {
      dataAreaId: 'String',
      CustomerAccount: 'String',
      OrganizationName: 'String',
      CustomerGroupId: 'String',
      SalesCurrencyCode: 'String',
      CreditLimit: 'Decimal',
      OpenBalance: 'Decimal',
      PartyRecId: 'Int64',
      ModifiedOn: 'DateTimeOffset',
      Notes: 'String',
      AddressDescription: 'String',
    },
    *rows() {
      for (let index = 0; index < total; index += 1) yield customer(index);
    },
    bulk: bulkCustomers(total),
  };
}

/** The digits of a row number that change from block to block, and those that repeat in every block. */
const digitsOf = (index: number): [block: string, inBlock: string] => [
  String(Math.floor(index / blockRows)).padStart(6, '0'),
  String(index % blockRows).padStart(3, '0'),
];

/** A customer; every field has a fixed width. 19 digits, trailing zeros, escapes and lone surrogates are there on purpose. */
function customer(index: number): Row {
  const [block, inBlock] = digitsOf(index);
  const pattern = index % blockRows;
  return {
    '@odata.etag': `W/"${block}${inBlock}"`,
    dataAreaId: companies[index % companies.length] ?? 'usmf',
    CustomerAccount: `US-${block}${inBlock}`,
    OrganizationName: `Contoso "Retail" \\ ${['Zürich', '東京', '🚚 Oslo', '\ud83d lone'][pattern % 4] ?? ''}`,
    CustomerGroupId: pattern % 3 === 0 ? '10' : '30',
    SalesCurrencyCode: ['USD', 'EUR', 'CHF'][pattern % 3] ?? '',
    CreditLimit: rawNumber(`${1000 + pattern}.500`),
    OpenBalance: rawNumber(`-${pattern % 10}.00`),
    PartyRecId: rawNumber(`5637${block}${inBlock}123456`),
    ModifiedOn: '2026-01-01T12:00:00Z',
    Notes: 'Line one\r\nline two\u0000\u001f\t</script>',
    AddressDescription: 'A street that is long enough to make a row of about six hundred bytes, '.repeat(3),
  };
}

interface Block {
  bytes: Buffer;
  /** Where row n begins; one entry more than rows. */
  starts: number[];
  /** Where the six digits of the block stand. */
  digitsAt: number[];
}

/** Whole blocks are copied and only their digits replaced: generating is faster than any connection. */
function bulkCustomers(total: number): BulkRows {
  const rowsOf = (company: string | undefined): number[] =>
    Array.from({ length: blockRows }, (_, index) => index).filter(
      (index) => company === undefined || companies[index % companies.length] === company,
    );
  return {
    count(company) {
      const inBlock = rowsOf(company);
      const rest = total % blockRows;
      return Math.floor(total / blockRows) * inBlock.length + inBlock.filter((index) => index < rest).length;
    },
    *json(company, from, to, select) {
      const inBlock = rowsOf(company);
      const template = cachedBlock(company, inBlock, select);
      for (let at = from; at < to;) {
        const number = Math.floor(at / inBlock.length);
        const first = at - number * inBlock.length;
        const last = Math.min(inBlock.length, first + to - at);
        const bytes = Buffer.from(template.bytes);
        const digits = String(number).padStart(6, '0');
        for (const position of template.digitsAt) bytes.write(digits, position, 'latin1');
        const [begin = 0, end = 0] = [template.starts[first], template.starts[last]];
        at += last - first;
        // Every row ends with a comma; the last one of the page goes without.
        yield bytes.subarray(begin, at < to ? end : end - 1);
      }
    },
  };
}

/** Blocks by company and columns; they are the same in every environment. */
const blocks = new Map<string, Block>();
const keptBlocks = 16;

function cachedBlock(
  company: string | undefined,
  inBlock: readonly number[],
  select: readonly string[] | undefined,
): Block {
  const key = JSON.stringify([company, select]);
  const block = blocks.get(key) ?? blockOf(inBlock, select);
  if (blocks.size >= keptBlocks) blocks.clear();
  blocks.set(key, block);
  return block;
}

/** The block number 0, and where its digits stand in the given columns. */
function blockOf(inBlock: readonly number[], select: readonly string[] | undefined): Block {
  const starts: number[] = [];
  const digitsAt: number[] = [];
  const rows: Buffer[] = [];
  let length = 0;
  for (const index of inBlock) {
    const row = Buffer.from(`${JSON.stringify(marked(project(customer(index), select)))},`);
    starts.push(length);
    for (let at = row.indexOf(marker); at >= 0; at = row.indexOf(marker, at + 1)) digitsAt.push(length + at);
    rows.push(row);
    length += row.length;
  }
  starts.push(length);
  return { bytes: Buffer.concat(rows), starts, digitsAt };
}

/** Six digits that stand nowhere else in a row hold the place of the block's number. */
const marker = '987651';

function marked(row: Row): Row {
  const mark = (name: string, value: Json): Json => {
    if (name === '@odata.etag' && typeof value === 'string') return `W/"${marker}${value.slice(9)}`;
    if (name === 'CustomerAccount' && typeof value === 'string') return `US-${marker}${value.slice(9)}`;
    if (name === 'PartyRecId' && isRawNumber(value)) {
      return rawNumber(`5637${marker}${value.rawJSON.slice(10)}`);
    }
    return value;
  };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, mark(name, value)]));
}
