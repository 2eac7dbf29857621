import fc from 'fast-check';

/** What must hold of a pure part, whatever it is given. */
export interface Property {
  name: string;
  /** @returns what refutes it; empty if it holds */
  check: (parameters: { numRuns: number; seed: number }) => string;
}

export const property = <Values>(name: string, checked: fc.IProperty<Values>): Property => ({
  name,
  check(parameters) {
    const { failed, counterexample, errorInstance } = fc.check(checked, parameters);
    if (!failed) return '';
    return `${JSON.stringify(counterexample)}: ${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}`;
  },
});
