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

/** A tree that takes eight characters a step. Where one needle alone goes on, what is left of it stands there whole. */
type Node = Branch | string;
interface Branch {
  steps: Map<string, Node>;
  /** What is left of needles that end here, each shorter than a step. */
  ends: Set<string>;
  /** The lengths of `ends`, longest first. */
  lengths: number[];
}

const newBranch = (): Branch => ({ steps: new Map(), ends: new Set(), lengths: [] });

function addTo(branch: Branch, left: string): void {
  const { steps, ends } = branch;
  if (left.length < STRIDE) {
    ends.add(left);
    if (!branch.lengths.includes(left.length)) branch.lengths = [...branch.lengths, left.length].sort((a, b) => b - a);
    return;
  }
  const key = left.slice(0, STRIDE);
  const rest = left.slice(STRIDE);
  const there = steps.get(key);
  if (there === undefined) steps.set(key, rest);
  else if (typeof there !== 'string') addTo(there, rest);
  else if (there !== rest) {
    const next = newBranch();
    for (const each of [there, rest]) addTo(next, each);
    steps.set(key, next);
  }
}

/** Adding costs by the needle's length; looking at one place costs a few steps, however many needles there are. */
export function createNeedles(): Needles {
  const root = newBranch();
  return {
    add(needle) {
      if (needle.length <= LONGEST) addTo(root, needle);
      else {
        for (let at = 0; at + LONGEST <= needle.length; at += LONGEST) addTo(root, needle.slice(at, at + LONGEST));
        addTo(root, needle.slice(-LONGEST));
      }
    },
    longestAt(text, from) {
      let end = -1;
      let at = from;
      for (let node: Node | undefined = root; node !== undefined; at += STRIDE) {
        if (typeof node === 'string') return text.startsWith(node, at) ? at + node.length : end;
        const { ends, lengths, steps }: Branch = node;
        const length = lengths.find((left) => ends.has(text.slice(at, at + left)) && at + left <= text.length);
        if (length !== undefined) end = at + length;
        node = steps.get(text.slice(at, at + STRIDE));
      }
      return end;
    },
    cutAt(text) {
      for (let from = Math.max(0, text.length - LONGEST + 1); from <= text.length - STRIDE; from += 1) {
        let at = from;
        let node: Node = root;
        while (typeof node !== 'string') {
          const next: Node | undefined = node.steps.get(text.slice(at, at + STRIDE));
          if (next === undefined) break;
          node = next;
          at += STRIDE;
        }
        if (node === root) continue;
        const left = text.slice(at);
        const tails = typeof node === 'string' ? [node] : [...node.steps.keys(), ...node.ends];
        if (tails.some((tail) => tail.length > left.length && tail.startsWith(left))) return from;
      }
      return -1;
    },
  };
}
