import { SaxesParser } from 'saxes';
import type { Receiver } from '../../src/http/transport.ts';

export interface Field {
  name: string;
  nullable: boolean;
}

/** What is read from `$metadata`, which has tens of megabytes: two enums and two entities. */
export interface Schema {
  batchStatus: string[];
  dmfBatchJobStatus: string[];
  batchJob: Field[];
  projectKey: string[];
}

interface Element {
  name: string;
  attributes: Readonly<Record<string, string>>;
}

const all = (elements: readonly Element[], name: string) => elements.filter((element) => element.name === name);
const nameOf = ({ attributes }: Element) => attributes['Name'] ?? '';

/** What is taken from the elements of a type, by its kind and its name in lower case. */
const readers: Readonly<Record<string, (elements: readonly Element[]) => Partial<Schema>>> = {
  'EnumType batchstatus': (elements) => ({ batchStatus: all(elements, 'Member').map(nameOf) }),
  'EnumType dmfbatchjobstatus': (elements) => ({ dmfBatchJobStatus: all(elements, 'Member').map(nameOf) }),
  'EntityType batchjob': (elements) => ({
    batchJob: all(elements, 'Property').map((element) => ({
      name: nameOf(element),
      nullable: element.attributes['Nullable'] !== 'false',
    })),
  }),
  'EntityType datamanagementdefinitiongroup': (elements) => ({ projectKey: all(elements, 'PropertyRef').map(nameOf) }),
};

/**
 * Reads `$metadata` while it comes, in constant memory, and to its end only if something is missing until there. If it
 * breaks off, or is no XML, the type in whose middle that happens stays empty.
 */
export function schemaReceiver(): Receiver<Schema> {
  const schema: Schema = { batchStatus: [], dmfBatchJobStatus: [], batchJob: [], projectKey: [] };
  const missing = new Set(Object.keys(readers));
  const parser = new SaxesParser();
  const decoder = new TextDecoder();
  let isBroken = false;
  let inside: { type: string; kind: string; elements: Element[] } | undefined;

  parser.on('error', () => {
    isBroken = true;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const type = `${name} ${(attributes['Name'] ?? '').toLowerCase()}`;
    if (inside) inside.elements.push({ name, attributes });
    else if (missing.has(type)) inside = { type, kind: name, elements: [] };
  });
  parser.on('closetag', ({ name }) => {
    if (name !== inside?.kind || isBroken) return;
    Object.assign(schema, readers[inside.type]?.(inside.elements));
    missing.delete(inside.type);
    inside = undefined;
  });
  return {
    take(piece) {
      parser.write(decoder.decode(piece, { stream: true }));
      return isBroken || missing.size === 0 ? 'enough' : undefined;
    },
    end: () => schema,
  };
}
