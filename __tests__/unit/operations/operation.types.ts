import type { Inputs } from '../../../src/inputs.ts';
import { operation, verdicts, type Outputs, type Result, type Verdicts } from '../../../src/operations/operation.ts';

/**
 * What must not compile: TypeScript itself checks each `@ts-expect-error`, and operation.test.ts that the error is the
 * one that stands behind it.
 */

declare const condition: boolean;
const more = { outcome: 'accepted', token: 'x' } as const;
const either = condition ? { outcome: 'accepted' } : { outcome: 'accepted', token: 'x' };
declare const union: { outcome: string } | { outcome: string; token: string };
declare const anyOutputs: Outputs;
declare const record: Record<string, string>;

const parts = {
  inputs: ['asynchronous'],
  outputs: ['outcome', 'status-code'],
  requestTimeoutSeconds: 1,
} as const;

export const sound = operation({
  ...parts,
  parse: (inputs) => ({ asynchronous: inputs.flag('asynchronous') }),
  run: ({ asynchronous }, { log }, { ok, failed }) => {
    log.info(String(asynchronous));
    const seen = { 'status-code': '204' };
    if (asynchronous) return Promise.resolve(failed('It failed.', { outcome: 'failed', ...seen }));
    return Promise.resolve(ok({ outcome: 'accepted', ...(condition && seen) }));
  },
  outputsOfFailure: () => ({ outcome: 'failed' }),
});

export const reads = operation({
  ...parts,
  parse(inputs) {
    // @ts-expect-error TS2345: "path"
    inputs.text('path');
    // @ts-expect-error TS2345: "path"
    inputs.isGiven('path');
    // @ts-expect-error TS2345: Inputs<"path">
    readPath(inputs);
    return {};
  },
  run: (_args, _tools, { ok }) => Promise.resolve(ok({})),
});

export const readsElsewhere = operation({
  ...parts,
  // @ts-expect-error TS2322: "path"
  parse: parsePath,
  run: (_args, _tools, { ok }) => Promise.resolve(ok({})),
  // @ts-expect-error TS2322: "path"
  callbackUrl: (inputs: Inputs<'path'>) => new URL(inputs.text('path') ?? ''),
});
declare function parsePath(inputs: Inputs<'asynchronous' | 'path'>): object;
declare function readPath(inputs: Inputs<'path'>): void;

export function sets({ ok, failed }: Verdicts<'outcome' | 'status-code'>): Result[] {
  return [
    // @ts-expect-error TS2322: never
    ok({ outcome: 'accepted', token: 'x' }),
    // @ts-expect-error TS2345: token
    ok(more),
    // @ts-expect-error TS2345: token
    ok(either),
    // @ts-expect-error TS2345: token
    ok(union),
    // @ts-expect-error TS2345: token
    ok({ outcome: 'accepted', ...(condition && { token: 'x' }) }),
    // @ts-expect-error TS2345: token
    ok({ ...more }),
    // @ts-expect-error TS2379: never
    ok(anyOutputs),
    // @ts-expect-error TS2345: never
    ok(record),
    // @ts-expect-error TS2322: number
    ok({ outcome: 1 }),
    // @ts-expect-error TS2322: never
    failed('It failed.', { outcome: 'failed', token: 'x' }),
    // @ts-expect-error TS2345: token
    failed('It failed.', more),
    // @ts-expect-error TS2345: token
    failed('It failed.', { ...(condition && { token: 'x' }) }),
  ];
}

export const borrowed = operation({
  ...parts,
  parse: () => ({}),
  // @ts-expect-error TS2322: Result
  run: () => Promise.resolve(verdicts.ok({ token: 'x' })),
});

export const madeUp = operation({
  ...parts,
  parse: () => ({}),
  // @ts-expect-error TS2322: byVerdicts
  run: () => Promise.resolve({ verdict: 'ok' as const, outputs: {}, summary: [] }),
});

export const ofFailure = [
  operation({
    ...parts,
    parse: () => ({}),
    run: (_args, _tools, { ok }) => Promise.resolve(ok({})),
    // @ts-expect-error TS2322: never
    outputsOfFailure: () => ({ outcome: 'failed', token: 'x' }),
  }),
  operation({
    ...parts,
    parse: () => ({}),
    run: (_args, _tools, { ok }) => Promise.resolve(ok({})),
    // @ts-expect-error TS2322: token
    outputsOfFailure: () => more,
  }),
  operation({
    ...parts,
    parse: () => ({}),
    run: (_args, _tools, { ok }) => Promise.resolve(ok({})),
    // @ts-expect-error TS2322: token
    outputsOfFailure: () => ({ ...(condition && { token: 'x' }) }),
  }),
];

export const undeclared = operation({
  ...parts,
  // @ts-expect-error TS2322: "no-such-input"
  inputs: ['no-such-input'],
  // @ts-expect-error TS2322: "no-such-output"
  outputs: ['no-such-output'],
  parse: () => ({}),
  run: (_args, _tools, { ok }) => Promise.resolve(ok({})),
});
