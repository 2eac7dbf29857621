import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { notAlike, switchesLike } from './like.ts';
import { combinedScenario, scenarioTable } from './scenarios.ts';
import { switchTable } from './switches.ts';
import { startSimulator, type Simulator } from './simulator.ts';

const usage = `npm run simulator -- [options]
  --port N             port to listen on; a free one without it
  --scenario NAMES     scenarios by name, or files with JSON of switches, separated by commas (simulator/README.md)
  --like REPORT        responds like the environment of this report of npm run probe
  --speed N            how many times faster than real time the simulator's clock runs
  --ca-file FILE       where to write the CA certificate
  --record FILE        write every request to this file at the end, as JSON
  --switches           print the table of switches
  --scenarios          print the table of named scenarios
  --help`;

const options = {
  port: { type: 'string' },
  scenario: { type: 'string' },
  like: { type: 'string' },
  speed: { type: 'string' },
  'ca-file': { type: 'string' },
  record: { type: 'string' },
  switches: { type: 'boolean' },
  scenarios: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

try {
  const { values } = parseArgs({ options });
  if (values.help === true) console.log(usage);
  else if (values.switches === true) console.log(switchTable());
  else if (values.scenarios === true) console.log(scenarioTable());
  else await run(values);
} catch (error) {
  // What is wrong with the command line is all that there is to say.
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof TypeError && 'code' in error) console.error(`\n${usage}`);
  process.exitCode = 1;
}

async function run(values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values']): Promise<void> {
  const end = async (): Promise<void> => {
    if (values.record !== undefined) await writeFile(values.record, JSON.stringify(simulator.requests, undefined, 2));
    await simulator.close();
  };
  const report = values.like === undefined ? undefined : await readReport(values.like);
  const simulator = await startSimulator({
    onStop: () => void end(),
    ...(values.port !== undefined && { port: numberOf('port', values.port, (port) => port >= 0 && port < 65_536) }),
    scenario: {
      ...(report !== undefined && switchesLike(report)),
      ...(await combinedScenario(values.scenario ?? '', (file) => readFile(file, 'utf8'))),
    },
    ...(values.speed !== undefined && { clock: { speed: numberOf('speed', values.speed, (speed) => speed > 0) } }),
    ...(values['ca-file'] !== undefined && { caFile: values['ca-file'] }),
  });
  console.log(introduction(simulator));
  const different = report === undefined ? [] : notAlike(report);
  if (different.length > 0)
    console.log(`# The report has answers that the simulator does not imitate: ${different.join(', ')}.`);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());
}

/** @throws Error that says what is wrong with the file */
async function readReport(file: string): Promise<string> {
  try {
    const report = await readFile(file, 'utf8');
    notAlike(report);
    return report;
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** @throws Error if it is no such number */
function numberOf(name: string, text: string, fits: (value: number) => boolean): number {
  const value = Number(text);
  if (text.trim() !== '' && fits(value) && value < Infinity) return value;
  throw new Error(`--${name} is "${text}", which is no ${name === 'port' ? 'port' : 'number above 0'}.`);
}

function introduction(simulator: Simulator): string {
  const jobs = simulator.jobs.all().map((job) => `#   ${job.recId}  ${job.status.padEnd(10)} ${job.description}`);
  return `# Simulator of Dynamics 365 Finance & Operations. Press Ctrl+C to stop it.
# Paste these lines into another terminal. They run the action with Node ${process.versions.node}, whichever Node is installed there.

export NODE_EXTRA_CA_CERTS=${quoted(simulator.caFile)}
d365fo() {
  env 'INPUT_ENVIRONMENT-URL=${simulator.environmentUrl}' \\
      'INPUT_AUTHORITY-HOST=${simulator.authorityHost}' \\
      'INPUT_TENANT-ID=${simulator.tenantId}' \\
      'INPUT_CLIENT-ID=${simulator.clientId}' \\
      'INPUT_CLIENT-SECRET=${simulator.clientSecret}' \\
      "$@" ${quoted(process.execPath)} ${quoted(join(import.meta.dirname, '../dist/index.js'))}
}
d365fo INPUT_OPERATION=rest INPUT_METHOD=POST 'INPUT_SERVICE=UserSessionService/AifUserSessionService/GetUserSessionInfo'

# Batch jobs, already running their course:
${jobs.join('\n')}
# Control: curl --cacert "$NODE_EXTRA_CA_CERTS" ${simulator.environmentUrl}/_simulator/requests
#   POST /_simulator/scenario {"switch":value}   POST /_simulator/jobs {"description":"…"}
#   POST /_simulator/clock {"advanceMs":60000}   POST /_simulator/reset`;
}

/** For a POSIX shell. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
