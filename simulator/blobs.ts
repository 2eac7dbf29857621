import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { notServed, refuse, storageHeaders, unmetCondition } from './blob-responses.ts';
import { empty, type SimulatedResponse } from './response.ts';
import { header, type Exchange } from './exchange.ts';

/** A small stand-in for a storage account: files in a folder behind URLs with a signature. */
export interface BlobStore {
  /** Path and query of a blob, signed. */
  signedPath(name: string): string;
  /** Keeps bytes that the environment itself writes, made when they are read. */
  publish(name: string, length: number, bytes: () => Iterable<Buffer>): void;
  has(name: string): Promise<boolean>;
  /** Where the bytes of a blob are that a client wrote. */
  pathOf(name: string): string;
  /** `PUT` and `GET` of `/blob/…`. */
  serve(x: Exchange): Promise<SimulatedResponse>;
}

export function createBlobStore(folder: string): BlobStore {
  const secret = randomBytes(32);
  const startedAtMs = Date.now();
  const published = new Map<string, { length: number; bytes: () => Iterable<Buffer> }>();
  const signature = (name: string): string => createHash('sha256').update(secret).update(name).digest('base64');
  const fileOf = (name: string): string => join(folder, createHash('sha256').update(name).digest('hex'));
  const sizeOf = (name: string): Promise<number | undefined> =>
    stat(fileOf(name)).then(
      ({ size }) => size,
      () => undefined,
    );

  const exists = async (name: string): Promise<boolean> => published.has(name) || (await sizeOf(name)) !== undefined;

  const blocks = new Map<string, string[]>();
  const committed = new Map<string, string>();
  const types = new Map<string, string>();
  const blockOf = (name: string, id: string): string => fileOf(`${name}\n${id}`);

  /** The whole blob, one of its blocks, or the list that makes a blob of its blocks. */
  async function put(x: Exchange, name: string): Promise<SimulatedResponse> {
    const comp = x.query.get('comp');
    if (comp === 'block') return putBlock(x, name);
    if (await exists(name)) {
      const unmet = unmetCondition(x, await stampOf(name));
      if (unmet !== undefined) return unmet;
    }
    if (comp === 'blocklist') return commit(x, name);
    if (comp !== null || header(x, 'x-ms-copy-source') !== '') return notServed(x);
    const type = header(x, 'x-ms-blob-type');
    if (type === '') return refuse(400, 'MissingRequiredHeader', 'The header x-ms-blob-type is not specified.');
    if (type !== 'BlockBlob') return notServed(x);
    if (!(await write(x, fileOf(name)))) return refuse(400, 'Md5Mismatch', md5Mismatch);
    blocks.delete(name);
    committed.delete(name);
    types.set(name, header(x, 'x-ms-blob-content-type') || header(x, 'content-type'));
    return empty(201, { ...storageHeaders(), ...(await stampOf(name)) });
  }

  async function putBlock(x: Exchange, name: string): Promise<SimulatedResponse> {
    const id = x.query.get('blockid') ?? '';
    const others = blocks.get(name) ?? [];
    if (!/^[\w+/]+={0,2}$/.test(id) || others.some(({ length }) => length !== id.length)) {
      return refuse(400, 'InvalidBlobOrBlock', 'The specified blob or block content is invalid.');
    }
    if (!(await write(x, blockOf(name, id)))) return refuse(400, 'Md5Mismatch', md5Mismatch);
    // Others may have come meanwhile: clients send several at once.
    blocks.set(name, [...(blocks.get(name) ?? []).filter((other) => other !== id), id]);
    return empty(201, storageHeaders());
  }

  /** A cut upload throws, and leaves nothing; so does one that is not what its Content-MD5 says, which returns false. */
  async function write(x: Exchange, file: string): Promise<boolean> {
    const half = `${file}.${randomBytes(4).toString('hex')}`;
    const md5 = createHash('md5');
    const digested = async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const piece of pieces) {
        md5.update(piece);
        yield piece;
      }
    };
    try {
      await pipeline(x.stream(), digested, createWriteStream(half));
      const said = header(x, 'content-md5');
      const isWhole = said === '' || said === md5.digest('base64');
      await (isWhole ? rename(half, file) : rm(half));
      return isWhole;
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    }
  }

  async function commit(x: Exchange, name: string): Promise<SimulatedResponse> {
    const text = (await x.body()).toString();
    // Sent again, the list names blocks that are the blob's already.
    if (committed.get(name) === text) return empty(201, { ...storageHeaders(), ...(await stampOf(name)) });
    const list = [...text.matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]+)</g)];
    const ids = list.map(([, id = '']) => id);
    const staged = blocks.get(name) ?? [];
    if (ids.some((id) => !staged.includes(id))) {
      return refuse(400, 'InvalidBlockList', 'The specified block list is invalid.');
    }
    const half = `${fileOf(name)}.${randomBytes(4).toString('hex')}`;
    await writeFile(half, '');
    for (const id of ids) await appendFile(half, await readFile(blockOf(name, id)));
    await rename(half, fileOf(name));
    for (const id of staged) await rm(blockOf(name, id), { force: true });
    blocks.delete(name);
    committed.set(name, text);
    types.set(name, header(x, 'x-ms-blob-content-type'));
    return empty(201, { ...storageHeaders(), ...(await stampOf(name)) });
  }

  /** ETag and Last-Modified: a blob that is written again has others. */
  async function stampOf(name: string): Promise<{ etag: string; 'last-modified': string }> {
    const found = await stat(fileOf(name)).catch(() => undefined);
    const modified = found?.mtime ?? new Date(startedAtMs);
    const tag = createHash('sha1')
      .update(`${name}\n${found?.mtimeMs ?? 0}`)
      .digest('hex')
      .slice(0, 16);
    return { etag: `"0x${tag.toUpperCase()}"`, 'last-modified': modified.toUTCString() };
  }

  async function get(x: Exchange, name: string, range: string): Promise<SimulatedResponse> {
    if (x.query.has('comp')) return notServed(x);
    const made = published.get(name);
    const size = made?.length ?? (await sizeOf(name));
    const headers = {
      'content-type': types.get(name) || 'application/octet-stream',
      'x-ms-blob-type': 'BlockBlob',
      'accept-ranges': 'bytes',
      ...storageHeaders(),
      ...(await stampOf(name)),
    };
    if (size === undefined) return refuse(404, 'BlobNotFound', 'The specified blob does not exist.');
    const unmet = unmetCondition(x, headers);
    if (unmet !== undefined) return unmet;
    const part = parseRange(range, size);
    if (part && part.first >= size) {
      const refusal = refuse(
        416,
        'InvalidRange',
        'The range specified is invalid for the current size of the resource.',
      );
      return { ...refusal, headers: { ...refusal.headers, 'content-range': `bytes */${size}` } };
    }
    const { first, end } = part ?? { first: 0, end: size };
    const file = { start: first, end: end - 1, highWaterMark: 256 * 1024 };
    const body = made ? slice(made.bytes(), first, end) : end > 0 ? createReadStream(fileOf(name), file) : '';
    if (!part) return { status: 200, headers, body, length: size };
    const contentRange = `bytes ${first}-${end - 1}/${size}`;
    return { status: 206, headers: { ...headers, 'content-range': contentRange }, body, length: end - first };
  }

  return {
    signedPath: (name) =>
      `/blob/${encodeURIComponent(name).replace(/%2F(?!\.{1,2}(?:%2F|$))/g, '/')}?sv=2024-08-04&sr=b&sp=rw&se=2099-12-31T00%3A00%3A00Z&sig=${encodeURIComponent(signature(name))}`,
    publish: (name, length, bytes) => void published.set(name, { length, bytes }),
    pathOf: fileOf,
    has: exists,
    async serve(x) {
      const name = x.path.slice('/blob/'.length);
      if (header(x, 'authorization') !== '') {
        return refuse(
          400,
          'InvalidAuthenticationInfo',
          'Authentication information is not given in the correct format.',
        );
      }
      const [given, wanted] = [x.query.get('sig') ?? '', signature(name)].map((text) =>
        createHash('sha256').update(text).digest(),
      );
      if (given === undefined || wanted === undefined || !timingSafeEqual(given, wanted)) {
        return refuse(
          403,
          'AuthenticationFailed',
          'Server failed to authenticate the request. Signature did not match.',
        );
      }
      if (x.method === 'PUT') return put(x, name);
      if (x.method === 'HEAD') return get(x, name, '');
      if (x.method === 'GET') return get(x, name, header(x, 'x-ms-range') || header(x, 'range'));
      // The signature is for reading and writing (sp=rw).
      if (x.method === 'DELETE') {
        return refuse(
          403,
          'AuthorizationPermissionMismatch',
          'This request is not authorized to perform this operation using this permission.',
        );
      }
      return refuse(405, 'UnsupportedHttpVerb', 'The resource does not support the specified HTTP verb.');
    },
  };
}

/** `bytes=a-` and `bytes=a-b` are what Azure Blob Storage takes; anything else counts as no range. */
function parseRange(range: string, size: number): { first: number; end: number } | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? [];
  if (first === undefined || (last && Number(last) < Number(first))) return undefined;
  return { first: Number(first), end: Math.min(last ? Number(last) + 1 : size, size) };
}

function* slice(pieces: Iterable<Buffer>, first: number, end: number): Iterable<Buffer> {
  let at = 0;
  for (const piece of pieces) {
    const part = piece.subarray(Math.max(first - at, 0), Math.max(end - at, 0));
    if (part.length > 0) yield part;
    at += piece.length;
    if (at >= end) return;
  }
}

const md5Mismatch = 'The MD5 value specified in the request did not match the MD5 value calculated by the server.';
