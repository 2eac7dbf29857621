import { parentPort, workerData } from 'node:worker_threads';
import { carryOut, type Task } from './document-task.ts';

/** The entry of the thread that run-document-task.ts starts; tools/build.ts builds it into a file of its own. */
parentPort?.postMessage(carryOut(workerData as Task));
