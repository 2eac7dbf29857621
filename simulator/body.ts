import { header, type Exchange } from './exchange.ts';
import { parseJson, type Json } from './json.ts';
import { NotKnown } from './odata/errors.ts';

/**
 * The JSON of a request; `undefined` where the body is empty. A byte-order mark is skipped, and strings may stand in
 * single quotes, as https://github.com/d365collaborative/d365fo.integrations sends them.
 *
 * @throws NotKnown for another media type, charset or encoding; SyntaxError for what is no JSON
 */
export async function jsonBody(x: Exchange): Promise<Json | undefined> {
  const bytes = await x.body();
  if (bytes.length === 0) return undefined;
  const [type, encoding] = [header(x, 'content-type'), header(x, 'content-encoding')];
  if (!/^(?:identity)?$/i.test(encoding)) throw new NotKnown(`a body with the Content-Encoding ${encoding}`);
  const [, charset = 'utf-8'] = /;\s*charset="?([^";\s]+)/i.exec(type) ?? [];
  if (!/^(?:$|[a-z]+\/(?:[\w.-]+\+)?json\s*(?:;|$))/i.test(type) || !/^(?:utf-8|(?:us-)?ascii)$/i.test(charset)) {
    throw new NotKnown(`a body of the type ${type}`);
  }
  const text = bytes.toString().replace(/^\ufeff/, '');
  try {
    return parseJson(text);
  } catch (error) {
    const changed = inDoubleQuotes(text);
    if (changed === text) throw error;
    return parseJson(changed);
  }
}

const inDoubleQuotes = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'/gs, (whole, inner?: string) =>
    inner === undefined ? whole : `"${inner.replace(/\\?(['"])/g, (_, quote) => (quote === '"' ? '\\"' : "'"))}"`,
  );
