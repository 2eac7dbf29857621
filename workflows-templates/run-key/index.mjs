import { newRunKey } from '../names.mjs';
import { runStep } from '../step.mjs';

await runStep(newRunKey);
