import { createHash } from 'node:crypto';
import { Failure, Outage } from '../../errors.ts';
import { type FileBody, openFileBlocks } from '../../http/file-body.ts';
import { intoMemory } from '../../http/receive.ts';
import { isSuccess } from '../../http/status.ts';
import type { Head } from '../../http/transport.ts';
import type { Tools } from '../operation.ts';
import type { RestArguments } from './arguments.ts';
import { blockId, blockListOf, headersOfBlock, headersOfList, urlOfPart } from './block-plan.ts';
import { type FetchResponse, fetchResponse, type RequestArguments } from './response.ts';

const UNCHANGED = 'The blob changes only once all blocks are stored, so it is unchanged.';

/**
 * An upload in blocks, each retried by itself like a read: a block that is sent twice is stored once. A later poll of a
 * wait sends what is missing.
 *
 * @param blockBytes of each block but the last
 * @param fno sends the blocks, of whose responses no output is made
 * @returns what fetches the response to the list of blocks, or to the first block that is refused
 */
export function createBlockUpload(
  { target: { url }, headers, method, read }: RestArguments,
  body: FileBody,
  blockBytes: number,
  { fno, log }: Pick<Tools, 'fno' | 'log'>,
): FetchResponse {
  const { sizeBytes } = body;
  const name = `PUT ${fno.printable(url)}`;
  const count = Math.ceil(sizeBytes / blockBytes);
  const blockHeaders = headersOfBlock(headers);
  const stored = new Set<string>();
  log.info(`${name}: sending ${count} blocks of ${blockBytes / 1024 ** 2} MiB.`);

  const requestOf = (index: number, id: string, bytes: Buffer, md5: Buffer): RequestArguments => ({
    name: `${name} (block ${index + 1} of ${count})`,
    method,
    target: { url: urlOfPart(url, `block&blockid=${encodeURIComponent(id)}`) },
    headers: { ...blockHeaders, 'content-md5': md5.toString('base64') },
    body: { kind: 'bytes', bytes },
    read: true,
  });
  /** A signature that permits it is used to read the result, since what has read the list may have been no store. */
  const checkBlob = async (made: Head, signal: AbortSignal) => {
    if (!url.searchParams.get('sp')?.includes('r')) return;
    const call = { method: 'HEAD', url, headers: blockHeaders, read: true, attempts: 'once', signal } as const;
    // Without a response, or with a refusal, what the list returned is all that is known.
    const blob = await fno.send(call, intoMemory).catch(() => undefined);
    signal.throwIfAborted();
    const isMade =
      blob?.headers['etag'] === made.headers['etag'] && blob?.headers['content-length'] === String(sizeBytes);
    if (blob?.status !== 404 && (blob?.status !== 200 || isMade)) return;
    throw new Failure(`${name} returned 201 for the list of blocks, but a HEAD request finds another blob or none.`, {
      remedy: 'Check what else writes to this URL, and run the step again.',
    });
  };

  return async (_args, part, tools, attempts) => {
    const { signal } = tools;
    const ids: string[] = [];
    try {
      await using file = await openFileBlocks(body, blockBytes);
      for (let index = 0; index < count; index += 1) {
        const bytes = await file.read(index);
        const md5 = createHash('md5').update(bytes).digest();
        const id = blockId(index, md5.toString('hex'));
        ids.push(id);
        if (stored.has(id)) continue;
        const request = requestOf(index, id, bytes, md5);
        const response = await fetchResponse(request, part, { fno, signal }, attempts);
        if (!isSuccess(response.status))
          return { ...response, ofUpload: `This was block ${index + 1} of ${count}. ${UNCHANGED}` };
        refuseStranger(request.name ?? name, response, 'x-ms-request-id');
        stored.add(id);
      }
      await file.refuseChanged();
    } catch (thrown) {
      throw signal.aborted ? thrown : ofUnchanged(thrown);
    }
    const ofList = `${name} (the list of ${count} blocks)`;
    const response = await fetchResponse(
      {
        name: ofList,
        method,
        target: { url: urlOfPart(url, 'blocklist') },
        headers: headersOfList(headers),
        body: { kind: 'text', text: blockListOf(ids) },
        read,
      },
      part,
      tools,
      attempts,
    );
    if (!isSuccess(response.status)) return response;
    refuseStranger(ofList, response, 'etag');
    await checkBlob(response, signal);
    return response;
  };
}

/** Whatever else responds to a PUT may have stored nothing, or a block in place of the blob. */
function refuseStranger(name: string, { status, headers }: Head, header: string): void {
  if (status === 201 && 'x-ms-request-id' in headers && header in headers) return;
  throw new Failure(
    `${name} returned ${status}, which is not the response of a blob store (201 with the header \`${header}\`).`,
    {
      remedy:
        'Check for a gateway or proxy between the runner and the store that responds in its place. If the server is not a blob store, remove `x-ms-blob-type` from `headers`.',
    },
  );
}

/** A fault of a block, which no `accept-status` can accept: it is known that the blob is not there. */
function ofUnchanged(thrown: unknown): unknown {
  if (!(thrown instanceof Failure)) return thrown;
  const { remedy } = thrown;
  const Kind = thrown instanceof Outage ? Outage : Failure;
  return new Kind(`${thrown.withoutRemedy} ${UNCHANGED}`, { remedy, cause: thrown });
}
