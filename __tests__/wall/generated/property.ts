import fc from 'fast-check';

/** What must hold of a pure part, whatever it is given. */
export interface Property {
  name: string;
  /** @returns what refutes it, the smallest found unless it ends on a failure; empty if it holds */
  check: (parameters: { numRuns: number; seed: number; endOnFailure?: boolean }) => Promise<string>;
}

/** @param casesEach how many cases one run of it holds */
export const property = <Values>(name: string, checked: fc.IRawProperty<Values>, casesEach = 1): Property => ({
  name,
  async check({ numRuns, ...others }) {
    const runs = { ...others, numRuns: Math.ceil(numRuns / casesEach) };
    const { failed, counterexample, errorInstance } = await fc.check(checked, runs);
    if (!failed) return '';
    return `${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}, with ${JSON.stringify(counterexample)}`;
  },
});
