/** `npm run demo`: four operations, and one that fails on purpose, against the simulator, shown as a runner shows a job. */
import { rmSync } from 'node:fs';
import { styleText } from 'node:util';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { startStep, type StepResult } from './runner.ts';
import { createMaskedPrinter, type MaskedPrinter } from './show.ts';

interface Step {
  name: string;
  /** What is given beside the sign-in; what comes from the answers of earlier steps is known only now. */
  inputs(earlier: StepResult[]): Record<string, string>;
  prepare?(simulator: Simulator): void;
  expected: { exitCode: number; outputs: Record<string, RegExp> };
}

const steps: Step[] = [
  {
    name: 'Sign in and verify the token',
    inputs: () => ({ operation: 'token', verify: 'true' }),
    expected: {
      exitCode: 0,
      outputs: { token: /^[\w-]+\.[\w-]+\.[\w-]+$/, 'expires-on': /^\d{4}-\d\d-\d\dT.*Z$/, error: /^$/ },
    },
  },
  {
    name: 'Call a custom service with that token and check the response',
    inputs: ([signedIn]) => ({
      operation: 'rest',
      token: signedIn?.outputs['token'] ?? '',
      service: 'UserSessionService/AifUserSessionService/GetUserSessionInfo',
      payload: '{}',
      expect: "Company != ''",
      extract: 'Company',
    }),
    expected: { exitCode: 0, outputs: { 'status-code': /^200$/, result: /^usmf$/i, error: /^$/ } },
  },
  {
    name: 'Refresh the data entities',
    inputs: () => ({ operation: 'dmf-init' }),
    expected: { exitCode: 0, outputs: { outcome: /^accepted$/, error: /^$/ } },
  },
  {
    name: 'Wait for a batch job',
    inputs: () => ({ operation: 'batch-wait', 'batch-job-recid': '5637144600', 'wait-timeout-minutes': '1' }),
    prepare: ({ jobs }) => {
      jobs.add({
        recId: '5637144600',
        description: 'Nightly customer balances',
        plan: [{ status: 'Waiting', forMs: 1500 }, { status: 'Executing', forMs: 3000 }, { status: 'Finished' }],
      });
    },
    expected: { exitCode: 0, outputs: { outcome: /^finished$/, status: /^Finished$/, error: /^$/ } },
  },
  {
    name: 'Wait for a batch job that ends in Error (fails on purpose)',
    inputs: () => ({ operation: 'batch-wait', 'batch-job-recid': '5637144601', 'wait-timeout-minutes': '1' }),
    prepare: ({ jobs }) => {
      jobs.add({
        recId: '5637144601',
        description: 'Inventory closing',
        plan: [{ status: 'Executing', forMs: 2000 }, { status: 'Error' }],
      });
    },
    expected: { exitCode: 1, outputs: { outcome: /^error$/, status: /^Error$/, error: /5637144601/ } },
  },
];

/** @returns what is not as the demo expects, a line each */
async function runStep(
  step: Step,
  simulator: Simulator,
  printer: MaskedPrinter,
  earlier: StepResult[],
): Promise<string[]> {
  step.prepare?.(simulator);
  const inputs = {
    'environment-url': simulator.environmentUrl,
    'authority-host': simulator.authorityHost,
    'tenant-id': simulator.tenantId,
    'client-id': simulator.clientId,
    'client-secret': simulator.clientSecret,
    ...step.inputs(earlier),
  };
  printer.heading(`▶ ${step.name}`);
  printer.fields('with', inputs);
  const result = await startStep({
    inputs,
    env: { NODE_EXTRA_CA_CERTS: simulator.caFile },
    timeLimitMs: 15_000,
    onLine: printer.line,
  }).finished;
  earlier.push(result);
  rmSync(result.folder, { recursive: true });
  printer.fields('outputs', result.outputs);
  printer.text('summary', result.summary);
  printer.heading(`${result.exitCode === 0 ? '✓ passed' : '✗ failed'} in ${(result.elapsedMs / 1000).toFixed(1)} s`);

  const { exitCode, outputs } = step.expected;
  return [
    ...(result.exitCode === exitCode ? [] : [`${step.name}: exit code ${result.exitCode ?? 'none'}, not ${exitCode}`]),
    ...Object.entries(outputs)
      .filter(([name, pattern]) => !pattern.test(result.outputs[name] ?? 'absent'))
      .map(([name, pattern]) => `${step.name}: output ${name} is not ${String(pattern)}`),
  ];
}

const simulator = await startSimulator();
const printer = createMaskedPrinter([simulator.clientSecret]);
const surprises: string[] = [];
try {
  const earlier: StepResult[] = [];
  for (const step of steps) surprises.push(...(await runStep(step, simulator, printer, earlier)));
} finally {
  await simulator.close();
}
console.log(`\nEntra ID and F&O received ${simulator.requests.length} requests:`);
for (const { method, url, status } of simulator.requests)
  console.log(`  ${status} ${method} ${decodeURIComponent(url)}`);
if (surprises.length === 0) {
  console.log(styleText('green', '\nAll steps did what the demo expects, including the one that fails on purpose.'));
} else {
  console.log(styleText('red', `\nDifferent from what the demo expects:\n${surprises.join('\n')}`));
  process.exitCode = 1;
}
