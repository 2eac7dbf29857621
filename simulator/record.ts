import type { IncomingHttpHeaders } from 'node:http';

/** One request as it came. `status` is 0 until an response begins, and stays 0 where none does. */
export interface RecordedRequest {
  atMs: number;
  method: string;
  host: string;
  /** Path and query as sent. */
  url: string;
  headers: IncomingHttpHeaders;
  /** The first 64 KiB of the body, as UTF-8. */
  body: string;
  bodyBytes: number;
  status: number;
  /** What the simulator has no part for, such as `GET /data/NoSuchSet`: the response says nothing of F&O. */
  unknown?: string;
}

const keptBytes = 64 * 1024;

/** Counts a body's chunks into the record as they come; call `end` for the text. */
export function bodyRecorder(record: RecordedRequest): { add(chunk: Buffer): void; end(): void } {
  const kept: Buffer[] = [];
  let room = keptBytes;
  return {
    add(chunk) {
      record.bodyBytes += chunk.length;
      if (room > 0) {
        const part = chunk.subarray(0, room);
        kept.push(part);
        room -= part.length;
      }
    },
    end() {
      record.body = Buffer.concat(kept).toString();
    },
  };
}
