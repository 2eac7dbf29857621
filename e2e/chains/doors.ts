import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Simulator } from '../../simulator/simulator.ts';
import { actionReference } from '../../tools/chains/stamp.ts';
import { root } from '../../tools/manifest.ts';
import type { Run } from './act.ts';
import { clientSecret, variablesOf, type Case } from './case.ts';

const workflow = '.github/workflows/caller.yml';
const { repository, tag } = actionReference();

/** The caller's repository and event that reach a chain by the door of the case. */
export function throughDoor(given: Case, simulator: Simulator): Run {
  const secrets = (given.secrets ?? clientSecret)(simulator);
  const variables = variablesOf(simulator);
  const run = {
    workflow,
    secrets,
    variables: { ...variables, ...given.variables?.(simulator) },
    event: 'workflow_dispatch',
    payload: { inputs: {} },
    env: given.env ?? {},
    ...(given.cancelWhen && { cancelWhen: given.cancelWhen }),
  } as const;
  const inputs = given.inputs?.(simulator) ?? {};
  switch (given.door) {
    case 'step':
      return { ...run, files: { ...given.files, [workflow]: asStep(given, inputs, simulator, secrets) } };
    case 'called':
      return { ...run, files: { ...given.files, [workflow]: asCall(given, inputs, secrets) } };
    case 'form':
      return { ...run, files: { ...given.files, [workflow]: copied(given) }, payload: { inputs: asForm(inputs) } };
    case 'event':
      return {
        ...run,
        files: { ...given.files, [workflow]: copied(given) },
        event: 'repository_dispatch',
        payload: { action: `d365fo-${given.chain}`, client_payload: inputs },
      };
  }
}

/** The workflow alone, as somebody copies it. act refuses what GitHub Enterprise Server does not know. */
const copied = ({ chain }: Case) => readFileSync(join(root, 'workflows-templates/ghes', `${chain}.yml`), 'utf8');

/** A form hands everything over as text. */
const asForm = (inputs: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)]));

const keepOutputs = (outputs: string) => ({
  name: 'Keep the outputs',
  if: 'always()',
  env: { OUTPUTS: `\${{ toJSON(${outputs}) }}` },
  run: 'printf "%s" "$OUTPUTS" > "$E2E_RESULT"',
});

const secretInputs: Record<string, string> = {
  D365FO_CLIENT_SECRET: 'client-secret',
  D365FO_CERTIFICATE: 'certificate',
  D365FO_CERTIFICATE_PASSWORD: 'certificate-password',
  D365FO_REFRESH_TOKEN: 'refresh-token',
  D365FO_CALLBACK_URL: 'callback-url',
  COMMVAULT_AUTHTOKEN: 'authtoken',
};

function asStep(
  { chain, files, before }: Case,
  inputs: Record<string, unknown>,
  simulator: Simulator,
  secrets: Record<string, string>,
): string {
  const identity = {
    'environment-url': simulator.environmentUrl,
    'tenant-id': simulator.tenantId,
    'client-id': simulator.clientId,
    ...(chain !== 'register-backup-client' && { 'authority-host': simulator.authorityHost }),
  };
  const given = Object.keys(secrets).map((name) => [secretInputs[name] ?? name, `\${{ secrets.${name} }}`] as const);
  const job = {
    'runs-on': 'ubuntu-latest',
    permissions: { contents: 'read', 'id-token': 'write' },
    steps: [
      ...(files ? [{ uses: 'actions/checkout@v7' }] : []),
      {
        id: 'chain',
        uses: `${repository}/workflows-templates/${chain}@${tag}`,
        with: { ...identity, ...Object.fromEntries(given), ...inputs },
      },
      keepOutputs('steps.chain.outputs'),
    ],
  };
  return `${stringify({ name: 'Caller', on: 'workflow_dispatch' })}jobs:\n${before ?? ''}${indented(stringify({ use: { ...(before && { needs: 'before' }), ...job } }))}`;
}

function asCall({ chain, before }: Case, inputs: Record<string, unknown>, secrets: Record<string, string>): string {
  const jobs = {
    use: {
      ...(before && { needs: 'before' }),
      permissions: { contents: 'read', 'id-token': 'write' },
      uses: `${repository}/.github/workflows/${chain}.yml@${tag}`,
      with: inputs,
      secrets: Object.fromEntries(Object.keys(secrets).map((name) => [name, `\${{ secrets.${name} }}`])),
    },
    after: { needs: 'use', if: 'always()', 'runs-on': 'ubuntu-latest', steps: [keepOutputs('needs.use.outputs')] },
  };
  return `${stringify({ name: 'Caller', on: 'workflow_dispatch' })}jobs:\n${before ?? ''}${indented(stringify(jobs))}`;
}

const indented = (yaml: string) => yaml.replace(/^(?=.)/gm, '  ');
