import type { Readable } from 'node:stream';
import { localName, strictParser } from './xml.ts';

/** What a reader of a large document does with what it meets. `items` is what it has ready to be handed on. */
export interface XmlReader<Item> {
  open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  text: (text: string) => void;
  close: (name: string) => void;
  items: Item[];
}

/**
 * Reads a document of any size, part by part, and hands on what the reader has ready after each.
 *
 * @param name of the file, for messages
 * @throws Failure if it is not well-formed, or has a document type
 */
export async function* readXml<Item>(
  text: AsyncIterable<string>,
  reader: XmlReader<Item>,
  name: string,
): AsyncGenerator<Item[]> {
  const parser = strictParser(name);
  parser.on('opentag', (tag) => {
    reader.open(localName(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    reader.close(localName(tag.name));
  });
  parser.on('text', reader.text);
  parser.on('cdata', reader.text);
  for await (const part of text) {
    parser.write(part);
    if (reader.items.length > 0) yield reader.items.splice(0);
  }
  parser.close();
  yield reader.items.splice(0);
}

/** UTF-8, which the parts of a workbook are written in, as text. */
export async function* utf8(bytes: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of bytes as AsyncIterable<Buffer>) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
