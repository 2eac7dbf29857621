/** Finds the next links of a JSON document in its bytes as they pass, those inside rows included. */
export interface NextLinkFinder {
  feed(chunk: Buffer): void;
  /** What stands before `@odata.nextLink`, once for each link: empty, or the name of a list inside a row. */
  names(): readonly string[];
}

/** A quote inside a string is escaped, so what goes on like this behind a name is a member, and its value a string. */
const MEMBER = /^"[ \t\r\n]{0,16}:[ \t\r\n]{0,16}"/;
/** As much as `MEMBER` can need, with the name before it. */
const LONGEST = 128;
const LONGEST_NAME = 64;
/** More are as good as these. */
const MOST = 100;

/** @param member what a link is called, or ends in */
export function createNextLinkFinder(member = '@odata.nextLink'): NextLinkFinder {
  const name = Buffer.from(`${member}"`);
  const nameLength = name.length - 1;
  const names: string[] = [];
  /** The end of what came before, and behind it the beginning of what comes. */
  const seam = Buffer.alloc(2 * LONGEST);
  let tail = 0;

  /** Notes those that end behind `from`. */
  const search = (bytes: Buffer, from: number): void => {
    for (let at = bytes.indexOf(name); at >= 0 && names.length < MOST; at = bytes.indexOf(name, at + 1)) {
      const behind = at + nameLength;
      const found = MEMBER.exec(bytes.toString('latin1', behind, behind + LONGEST));
      if (!found || behind + found[0].length <= from) continue;
      const before = bytes.toString('utf8', Math.max(at - LONGEST_NAME, 0), at);
      names.push(before.slice(before.lastIndexOf('"') + 1));
    }
  };
  return {
    feed(chunk) {
      const end = tail + chunk.copy(seam, tail, 0, LONGEST);
      // The tail by itself was searched before.
      search(seam.subarray(0, end), tail);
      if (chunk.length > LONGEST) {
        search(chunk, LONGEST);
        tail = chunk.copy(seam, 0, chunk.length - LONGEST);
      } else {
        tail = Math.min(end, LONGEST);
        seam.copyWithin(0, end - tail, end);
      }
    },
    names: () => names,
  };
}
