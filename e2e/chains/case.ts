import type { Scenario } from '../../simulator/scenario.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import type { Outcome, Run } from './act.ts';

/** How a chain is reached: as a step, called from another repository, by a form, by an event from outside. */
export type Door = 'step' | 'called' | 'form' | 'event';

export interface Seen extends Outcome {
  simulator: Simulator;
  /** The outputs of the chain. */
  outputs: Record<string, string>;
  /** What reached the simulator, shortened: `METHOD path` without query, and polls that follow each other once. */
  requests: string[];
}

export interface Attempt {
  /** What people choose on GitHub: *Re-run failed jobs*, or *Re-run all jobs*. */
  jobs: 'failed' | 'all';
  /** The legs of the matrix that failed; without it, all of them. */
  legs?: string[];
  /** Before this attempt. */
  meanwhile?: (simulator: Simulator, before: Outcome) => void;
  inputs?: Record<string, unknown>;
  /** Files that have changed since. */
  files?: Record<string, string | Buffer>;
}

export interface Case {
  chain: string;
  door: Door;
  /** What is shown, in a few words. */
  what: string;
  scenario?: Partial<Scenario>;
  /** Packages go to Azurite and not to the simulator's own store. */
  azurite?: true;
  /** Files of the caller's repository beside its workflow. */
  files?: Record<string, string | Buffer>;
  /** The inputs of the chain; for the door `event` its payload. */
  inputs?: (simulator: Simulator) => Record<string, unknown>;
  /** Of the caller's environment; default is the simulator's client secret. */
  secrets?: (simulator: Simulator) => Record<string, string>;
  /** Of the environment, beside those that every one has. */
  variables?: (simulator: Simulator) => Record<string, string>;
  /** Steps of a job in front of the chain's, as YAML. */
  before?: string;
  /** Variables of the job. */
  env?: Record<string, string>;
  /** The run is cancelled as soon as this holds. */
  cancelWhen?: Run['cancelWhen'];
  /** Runs it again, as its next attempts, with the artifacts of those before; what is expected is of the last one. */
  again?: Attempt | Attempt[];
  expect: (seen: Seen) => void | Promise<void>;
}

/**
 * A job in front of the chain's that stores files of the repository as artifacts.
 *
 * @param artifacts paths by the names of the artifacts
 */
export const storing = (artifacts: Record<string, string>): string =>
  [
    '  before:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    '      - uses: actions/checkout@v7',
    ...Object.entries(artifacts).flatMap(([name, path]) => [
      '      - uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a',
      '        with:',
      `          name: ${name}`,
      `          path: ${path}`,
    ]),
    '',
  ].join('\n');

/** The secrets of an environment that signs in by client secret. */
export const clientSecret = ({ clientSecret: value }: Simulator): Record<string, string> => ({
  D365FO_CLIENT_SECRET: value,
});

/** The variables that every environment has. */
export const variablesOf = (simulator: Simulator): Record<string, string> => ({
  D365FO_ENVIRONMENT_URL: simulator.environmentUrl,
  D365FO_TENANT_ID: simulator.tenantId,
  D365FO_CLIENT_ID: simulator.clientId,
  D365FO_AUTHORITY_HOST: simulator.authorityHost,
});

const actions = /^\/data\/DataManagement(?:DefinitionGroups|Entities)\/Microsoft\.Dynamics\.DataEntities\./;

/** The requests that the simulator recorded, in the short form of `Seen`. */
export function shortRequests({ requests }: Simulator): string[] {
  const lines = requests.map(({ method, url }) => {
    const path = new URL(url, 'https://localhost').pathname;
    if (path.endsWith('/oauth2/v2.0/token')) return 'token';
    if (path === '/oidc-token') return 'id token';
    if (actions.test(path)) return path.replace(actions, '');
    if (path.startsWith('/blob/')) return `${method} blob`;
    return `${method} ${decodeURIComponent(path).replace('/data/BatchJobs/Microsoft.Dynamics.DataEntities.', '')}`;
  });
  return lines.filter((line, index) => line !== lines[index - 1]);
}
