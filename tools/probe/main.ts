/** `npm run probe`: what the environment of the `D365FO_…` variables returns, as a table and as a report. */
import { writeFile } from 'node:fs/promises';
import { parseArgs, styleText } from 'node:util';
import { setSecret } from '@actions/core';
import { messageOf } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { createSecrets } from '../../src/report/secrets.ts';
import { createShow } from '../../src/server-text.ts';
import { probe } from './probe.ts';
import { tableOf } from './report.ts';

const usage = `npm run probe -- [options]
  --report FILE                 where to write the report; probe-report.json without it
  --may-start-batch-job RECID   also starts this batch job, and watches it through one run
  --help

Reads the variables of docs/SETUP.md (D365FO_ENVIRONMENT_URL, D365FO_TENANT_ID, D365FO_CLIENT_ID, D365FO_CLIENT_SECRET …),
and sends at most 40 requests, none of which changes anything, unless it may start a batch job.`;

const { values } = parseArgs({
  options: {
    report: { type: 'string', default: 'probe-report.json' },
    'may-start-batch-job': { type: 'string' },
    help: { type: 'boolean' },
  },
});

if (values.help === true) console.log(usage);
else await run(values.report, values['may-start-batch-job']);

async function run(file: string, mayStart: string | undefined): Promise<void> {
  // On a runner the log is masked as well; elsewhere the command would show what it masks.
  const isRunner = process.env['GITHUB_ACTIONS'] === 'true';
  const secrets = createSecrets(isRunner ? setSecret : () => undefined);
  const show = createShow((text) => secrets.redactMessage(text));
  const write = (line: string) => {
    console.error(line);
  };
  const log = createLog({ info: write, notice: write, warning: write, debug: () => undefined }, show, () => 'probe');
  const interruption = new AbortController();
  process.once('SIGINT', () => {
    interruption.abort(new Error('The probe was interrupted.'));
  });
  try {
    const report = await probe({ mayStart, env: process.env, log, secrets, signal: interruption.signal });
    await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
    console.log(tableOf(report));
    console.log(`\nWritten to ${file}. It holds no names, IDs, URLs or data. Read it before you send it.`);
  } catch (thrown) {
    for (const line of messageOf(thrown).split('\n')) console.error(styleText('red', show(line)));
    process.exitCode = 1;
  }
}
