import { SaxesParser } from 'saxes';
import type { Receiver } from '../../src/http/transport.ts';

export interface Field {
  name: string;
  nullable: boolean;
}

/** What is read from `$metadata`, which has tens of megabytes: two enums and one entity. */
export interface Schema {
  batchStatus: string[];
  dmfBatchJobStatus: string[];
  batchJob: Field[];
}

/** Reads `$metadata` while it comes, in constant memory, and to its end only if something is missing until there. */
export function schemaReceiver(): Receiver<Schema> {
  const schema: Schema = { batchStatus: [], dmfBatchJobStatus: [], batchJob: [] };
  const parser = new SaxesParser();
  const decoder = new TextDecoder();
  let inside: ((name: string, attributes: Readonly<Record<string, string>>) => void) | undefined;
  let isBroken = false;
  let found = 0;

  const members = (list: string[]) => (name: string, attributes: Readonly<Record<string, string>>) => {
    if (name === 'Member') list.push(attributes['Name'] ?? '');
  };
  const readersByType: Readonly<Record<string, typeof inside>> = {
    'EnumType batchstatus': members(schema.batchStatus),
    'EnumType dmfbatchjobstatus': members(schema.dmfBatchJobStatus),
    'EntityType batchjob': (name, attributes) => {
      if (name === 'Property')
        schema.batchJob.push({ name: attributes['Name'] ?? '', nullable: attributes['Nullable'] !== 'false' });
    },
  };
  parser.on('error', () => {
    isBroken = true;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const reader = readersByType[`${name} ${(attributes['Name'] ?? '').toLowerCase()}`];
    if (reader) inside = reader;
    else inside?.(name, attributes);
  });
  parser.on('closetag', ({ name }) => {
    if (!inside || (name !== 'EnumType' && name !== 'EntityType')) return;
    inside = undefined;
    found += 1;
  });

  return {
    take(piece) {
      parser.write(decoder.decode(piece, { stream: true }));
      return isBroken || found === Object.keys(readersByType).length ? 'enough' : undefined;
    },
    end: () => schema,
  };
}
