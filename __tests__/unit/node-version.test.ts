import { expect, test } from '@jest/globals';
import { nodeProblem } from '../../src/node-version.ts';

test.each(['24.0.0', '24.21.0', '26.1.0', '100.0.0', '25.0.0-nightly'])('Node %s runs the action', (version) => {
  expect(nodeProblem(version)).toBeUndefined();
});

test.each(['20.20.2', '22.13.0', '23.11.1', '9.0.0'])('Node %s does not', (version) => {
  expect(nodeProblem(version)).toBe(`d365fo-action needs Node 24 or later, and this is Node ${version}.`);
});
