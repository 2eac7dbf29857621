import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { input, missing, newExecutionId, notPositive, refuse, runStep } from '../../step.mjs';

await runStep(() => {
  const name = input('package-name');
  refuse([
    missing('definition-group', 'the name of the export project'),
    missing('legal-entity', 'the legal entity to export from, such as `usmf`'),
    /^[\w][\w .-]*$/.test(name)
      ? ''
      : `\`package-name\` is ${JSON.stringify(name)}, but may only contain letters, digits, underscores, spaces, dots and hyphens, and must not start with a space, dot or hyphen.`,
    notPositive('wait-timeout-minutes'),
  ]);
  const executionId = newExecutionId();
  return {
    'execution-id': executionId,
    file: join(process.env.RUNNER_TEMP ?? tmpdir(), executionId, `${name}.zip`),
  };
});
