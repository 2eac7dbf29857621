/** Counts the next links of a JSON document in its bytes as they pass, those inside rows included. */
export interface NextLinkCounter {
  feed(chunk: Buffer): void;
  count(): number;
}

const NAME = '@odata.nextLink"';
/** A quote inside a string is escaped, so what goes on like this is a member, and its value a string. */
const MEMBER = /^@odata\.nextLink"[ \t\r\n]{0,16}:[ \t\r\n]{0,16}"/;
/** As much as `MEMBER` can need. */
const LONGEST = 64;

export function createNextLinkCounter(): NextLinkCounter {
  let count = 0;
  let tail = Buffer.alloc(0);

  /** Counts those that end behind `from`. */
  const search = (bytes: Buffer, from: number): void => {
    for (let at = bytes.indexOf(NAME); at >= 0; at = bytes.indexOf(NAME, at + 1)) {
      const found = MEMBER.exec(bytes.toString('latin1', at, at + LONGEST));
      if (found && at + found[0].length > from) count += 1;
    }
  };
  return {
    feed(chunk) {
      // What stands on both sides of the cut; the tail by itself was searched before.
      const seam = Buffer.concat([tail, chunk.subarray(0, LONGEST)]);
      search(seam, tail.length);
      if (chunk.length > LONGEST) {
        search(chunk, LONGEST);
        tail = Buffer.from(chunk.subarray(-LONGEST));
      } else tail = seam.subarray(-LONGEST);
    },
    count: () => count,
  };
}
