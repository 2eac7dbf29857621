import type { OutcomeOf, Task } from './document-task.ts';

/** Up to here a document is parsed in less time than a thread takes to start; in characters. */
export const LARGEST_TEXT_HERE = 256 * 1024;

/** A document of 64 MiB takes 0.3 to 1.6 GiB and up to ten seconds, by how small its values are. */
const WORKER_MEMORY_MIB = 2048;
const WORKER_TIME_MS = 60_000;

/**
 * Carries a task out: of a small document at once, else in a thread, which holds up neither signals nor deadlines.
 *
 * @throws the signal's reason as soon as it is aborted
 */
export async function runDocumentTask<Given extends Task>(task: Given, signal: AbortSignal): Promise<OutcomeOf<Given>> {
  signal.throwIfAborted();
  const { source } = task;
  if ('text' in source && source.text.length <= LARGEST_TEXT_HERE) {
    const { carryOut } = await import('./document-task.ts');
    return carryOut(task);
  }
  const { Worker } = await import('node:worker_threads');
  const { promise, resolve, reject } = Promise.withResolvers<OutcomeOf<Given>>();
  const worker = new Worker(workerUrl(), {
    workerData: task,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY_MIB },
  });
  const onAbort = () => {
    reject(signal.reason);
  };
  const giveUp = () => {
    resolve({ kind: 'unreadable', why: 'too-many-values' } as OutcomeOf<Given>);
  };
  const timer = setTimeout(giveUp, WORKER_TIME_MS);
  signal.addEventListener('abort', onAbort, { once: true });
  worker.once('message', resolve);
  worker.once('error', (thrown: Error & { code?: string }) => {
    if (thrown.code === 'ERR_WORKER_OUT_OF_MEMORY') giveUp();
    else reject(thrown);
  });
  worker.once('exit', () => {
    reject(new Error('the thread that parses JSON ended without a result'));
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    void worker.terminate();
  }
}

/** Of the sources the worker is TypeScript, and beside the built action JavaScript. */
const workerUrl = () =>
  new URL(import.meta.url.endsWith('.ts') ? './document-worker.ts' : './document-worker.js', import.meta.url);
