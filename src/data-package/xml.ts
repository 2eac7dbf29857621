import { SaxesParser } from 'saxes';
import { Failure } from '../errors.ts';
import { codePointOf } from '../invisible.ts';

/** An element of a small document. Comments and processing instructions are not kept. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  /** Elements and texts, in their order. */
  content: (XmlElement | string)[];
}

const DEEPEST = 100;

/**
 * Reads a whole document into memory.
 *
 * @param name of the file, for messages
 * @throws Failure if it is not well-formed, or has a document type
 */
export function parseXml(text: string, name: string): XmlElement {
  const parser = strictParser(name);
  const top: XmlElement = { name: '', attributes: {}, content: [] };
  const open = [top];
  const add = (item: XmlElement | string) => open.at(-1)?.content.push(item);
  parser.on('opentag', (tag) => {
    const element = { name: tag.name, attributes: tag.attributes, content: [] };
    add(element);
    open.push(element);
    if (open.length > DEEPEST) throw new Failure(`\`${name}\` is nested deeper than ${DEEPEST} levels.`);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', add);
  parser.on('cdata', add);
  parser.write(text).close();
  const root = top.content.find((item) => typeof item !== 'string');
  if (!root) throw new Failure(`\`${name}\` is empty.`);
  return root;
}

export const childrenOf = ({ content }: XmlElement): XmlElement[] => content.filter((item) => typeof item !== 'string');

/** The name of an element without its prefix. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element && childrenOf(element).find((child) => localName(child.name) === name);

/** The text of a child; `''` where there is none. */
export const textOf = (element: XmlElement | undefined, name: string): string =>
  childOf(element, name)
    ?.content.filter((item) => typeof item === 'string')
    .join('') ?? '';

/** A parser that throws a Failure at what is not well-formed, and at a document type, so that no entity grows. */
export function strictParser(name: string): SaxesParser {
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw new Failure(`\`${name}\` has a document type (\`<!DOCTYPE\`), which no data package has.`);
  });
  // What saxes found: `1:37: undefined entity.`
  parser.on('error', (error) => {
    const [, line, column, what = error.message] = /^(\d+):(\d+): (.*?)\.?$/s.exec(error.message) ?? [];
    const place = line === undefined ? '' : `, line ${line}, column ${column ?? ''},`;
    throw new Failure(`\`${name}\`${place} is not well-formed XML: ${what}.`, { cause: error });
  });
  return parser;
}

/** An element with texts or elements in it; `null` stands for the nil of a .NET data contract. */
export function element(name: string, content: string | null | XmlElement[]): XmlElement {
  if (content === null) return { name, attributes: { 'i:nil': 'true' }, content: [] };
  if (typeof content === 'string') return { name, attributes: {}, content: content === '' ? [] : [content] };
  return { name, attributes: {}, content };
}

/** Puts a text into a child, which is added at the end if it is missing. */
export function setText(parent: XmlElement, name: string, text: string): void {
  const prefix = parent.name.slice(0, parent.name.lastIndexOf(':') + 1);
  const child = childOf(parent, name) ?? element(`${prefix}${name}`, '');
  child.attributes = {};
  child.content = text === '' ? [] : [text];
  if (!childOf(parent, name)) parent.content.push(child);
}

/**
 * The text of a document.
 *
 * @param form `indented` for reading: an element a line, texts as they are; `compact` as F&O writes it
 */
export function xmlText(root: XmlElement, form: 'indented' | 'compact'): string {
  const lines: string[] = [];
  write(root, 0);
  return form === 'compact' ? lines.join('') : `${lines.join('\n')}\n`;

  function write(item: XmlElement, depth: number): void {
    const indent = form === 'compact' ? '' : '  '.repeat(depth);
    const attributes = Object.entries(item.attributes).map(([name, value]) => ` ${name}="${escapeXml(value)}"`);
    const start = `${indent}<${item.name}${attributes.join('')}`;
    const children = childrenOf(item);
    if (children.length > 0) {
      lines.push(`${start}>`);
      for (const child of children) write(child, depth + 1);
      lines.push(`${indent}</${item.name}>`);
      return;
    }
    const text = item.content.filter((each) => typeof each === 'string').join('');
    lines.push(text === '' ? `${start} />` : `${start}>${escapeXml(text)}</${item.name}>`);
  }
}

/** What XML 1.0 cannot hold, escaped or not (https://www.w3.org/TR/xml/#charsets). */
// eslint-disable-next-line no-control-regex -- control characters are what it is about
const NO_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** @throws Failure for a character that XML does not have */
function escapeXml(text: string): string {
  const found = NO_XML.exec(text)?.[0];
  if (found !== undefined)
    throw new Failure(`\`${text.replace(NO_XML, '')}\` holds ${codePointOf(found)}, which XML cannot have: remove it.`);
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;');
}
