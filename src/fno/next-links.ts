/** Finds the next links of a JSON document in its bytes as they pass, those inside rows included. */
export interface NextLinkFinder {
  feed(chunk: Buffer): void;
  /** What stands before `@odata.nextLink`, once for each link: empty, or the name of a list inside a row. */
  names(): readonly string[];
}

const NAME = '@odata.nextLink"';
/** A quote inside a string is escaped, so what goes on like this is a member, and its value a string. */
const MEMBER = /^@odata\.nextLink"[ \t\r\n]{0,16}:[ \t\r\n]{0,16}"/;
/** As much as `MEMBER` can need, with the name before it. */
const LONGEST = 128;
const LONGEST_NAME = 64;
/** More are as good as these. */
const MOST = 100;

export function createNextLinkFinder(): NextLinkFinder {
  const names: string[] = [];
  let tail = Buffer.alloc(0);

  /** Notes those that end behind `from`. */
  const search = (bytes: Buffer, from: number): void => {
    for (let at = bytes.indexOf(NAME); at >= 0 && names.length < MOST; at = bytes.indexOf(NAME, at + 1)) {
      const found = MEMBER.exec(bytes.toString('latin1', at, at + LONGEST));
      if (!found || at + found[0].length <= from) continue;
      const before = bytes.toString('utf8', Math.max(at - LONGEST_NAME, 0), at);
      names.push(before.slice(before.lastIndexOf('"') + 1));
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
    names: () => names,
  };
}
