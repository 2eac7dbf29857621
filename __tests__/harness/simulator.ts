import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/simulator.ts';

/**
 * A simulator for the tests of a file or of a `describe`: started before the first of them, reset before each, closed
 * after the last.
 *
 * @returns what `startSimulator` gives, filled when the first test begins: read it inside tests and hooks only
 */
export function useSimulator(options: SimulatorOptions = {}): Simulator {
  const simulator = {} as Simulator;
  beforeAll(async () => {
    Object.assign(simulator, await startSimulator(options));
  });
  beforeEach(() => {
    simulator.reset();
  });
  afterAll(() => simulator.close());
  return simulator;
}
