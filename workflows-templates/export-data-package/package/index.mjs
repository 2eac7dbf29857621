import { rmSync } from 'node:fs';
import { input, Problem, runStep } from '../../step.mjs';
import { notZip } from '../../zip.mjs';

await runStep(() => {
  const [file, status] = [input('file'), input('status-code')];
  const wrong = status === '200' ? notZip(file) : 'is not a package.';
  if (wrong === '') return { file };
  rmSync(file, { force: true });
  throw new Problem(
    `The download returned ${status}, but what it returned ${wrong} The export itself has succeeded in F&O. Check whether a proxy or firewall between the runner and the storage account replaces the response.`,
  );
});
