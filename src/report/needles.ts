/** A range of a text: from, and up to. */
export type Range = readonly [from: number, to: number];

/** Many texts to be looked for at once. */
export interface Needles {
  add(needle: string): void;
  /** The end of the longest needle that begins at `at`; -1 where none does. */
  longestAt(text: string, at: number): number;
  /** Where a needle begins that the end of the text cuts off after 8 characters or more; -1 where none does. */
  cutAt(text: string): number;
}

const STRIDE = 8;
/** A longer one is looked for in pieces of this length, so that each look ends soon; any piece of it gives it away. */
const LONGEST = 128;

/** A tree that takes eight characters a step. */
interface Node {
  steps: Map<string, Node>;
  /** What is left of needles that end here, each shorter than a step. */
  ends: Set<string>;
  /** The lengths of `ends`, longest first. */
  lengths: number[];
}

const newNode = (): Node => ({ steps: new Map(), ends: new Set(), lengths: [] });

/** Adding costs by the needle's length; looking at one place costs a few steps, however many needles there are. */
export function createNeedles(): Needles {
  const root = newNode();
  const addPiece = (piece: string) => {
    let node = root;
    let at = 0;
    for (; piece.length - at >= STRIDE; at += STRIDE) {
      const key = piece.slice(at, at + STRIDE);
      const next = node.steps.get(key) ?? newNode();
      node.steps.set(key, next);
      node = next;
    }
    const end = piece.slice(at);
    node.ends.add(end);
    if (!node.lengths.includes(end.length)) node.lengths = [...node.lengths, end.length].sort((a, b) => b - a);
  };
  return {
    add(needle) {
      if (needle.length <= LONGEST) addPiece(needle);
      else {
        for (let at = 0; at + LONGEST <= needle.length; at += LONGEST) addPiece(needle.slice(at, at + LONGEST));
        addPiece(needle.slice(-LONGEST));
      }
    },
    longestAt(text, from) {
      let end = -1;
      let at = from;
      for (let node: Node | undefined = root; node; at += STRIDE) {
        const { ends, lengths, steps }: Node = node;
        const length = lengths.find((left) => ends.has(text.slice(at, at + left)) && at + left <= text.length);
        if (length !== undefined) end = at + length;
        node = steps.get(text.slice(at, at + STRIDE));
      }
      return end;
    },
    cutAt(text) {
      for (let from = Math.max(0, text.length - LONGEST + 1); from <= text.length - STRIDE; from += 1) {
        let at = from;
        let node = root;
        for (let next = root.steps.get(text.slice(at, at + STRIDE)); next; at += STRIDE) {
          node = next;
          next = node.steps.get(text.slice(at + STRIDE, at + 2 * STRIDE));
        }
        const left = text.slice(at);
        const goesOn = (key: string) => key.startsWith(left) && key.length > left.length;
        if (node !== root && left.length < STRIDE && [...node.steps.keys(), ...node.ends].some(goesOn)) return from;
      }
      return -1;
    },
  };
}
