/** What the sources of a chain do not say: how organisations see it, and what its workflow adds or holds back. */
export interface Chain {
  name: string;
  title: string;
  description: string;
  /** A name of GitHub's Octicons. */
  icon: string;
  categories: string[];
  /** Inputs of the composite that its workflow takes from elsewhere: a secret, an event, a matrix. */
  notAsked: string[];
  /** Inputs that people fill in when they start its workflow by hand; the others come from variables or a caller. */
  form: string[];
  /** Inputs of which the first that is given stands in the name of a run. */
  named?: string[];
  /** Whether an event can start its workflow. */
  event?: true;
  /** Inputs that the workflow alone has, in front of the others. */
  added?: Record<string, { description: string; default?: string }>;
}

export const chains: Chain[] = [
  {
    name: 'call-service',
    title: 'Call a service of Dynamics 365 F&O',
    description: 'Calls a custom service or an OData path, checks the response, and extracts values from it.',
    icon: 'plug',
    categories: ['Dynamics 365', 'Automation'],
    notAsked: ['environment-name'],
    named: ['service'],
    form: ['environment', 'service', 'path', 'query', 'method', 'payload', 'extract', 'expect'],
  },
  {
    name: 'refresh-entities',
    title: 'Refresh the data entities of Dynamics 365 F&O',
    description:
      'Refreshes the list of data entities after a deployment, and optionally waits until an entity can be read.',
    icon: 'sync',
    categories: ['Dynamics 365', 'Deployment'],
    notAsked: ['environment-name'],
    form: ['environment', 'ready-path', 'ready-expect', 'wait-timeout-minutes'],
  },
  {
    name: 'run-batch-job',
    title: 'Run a batch job of Dynamics 365 F&O',
    description: 'Starts batch jobs, waits until that run has ended, and posts the outcome to a callback URL.',
    icon: 'play',
    categories: ['Dynamics 365', 'Automation'],
    notAsked: ['callback-url', 'environment-name'],
    named: ['batch-job-recid', 'batch-job-description'],
    event: true,
    form: [
      'environment',
      'batch-job-recid',
      'batch-job-description',
      'legal-entity',
      'start',
      'requeue-limit',
      'accept-outcome',
      'wait-timeout-minutes',
    ],
  },
  {
    name: 'import-data-package',
    title: 'Import a data package into Dynamics 365 F&O',
    description: 'Uploads and imports a data package, waits until the import has ended, and reports its errors.',
    icon: 'upload',
    categories: ['Dynamics 365', 'Deployment'],
    notAsked: ['run-key', 'place', 'summary', 'environment-name'],
    named: ['definition-group'],
    form: [
      'environment',
      'package',
      'definition-group',
      'legal-entity',
      'overwrite',
      'accept-outcome',
      'wait-timeout-minutes',
    ],
  },
  {
    name: 'export-data-package',
    title: 'Export a data package from Dynamics 365 F&O',
    description: 'Exports a data package, waits until the export has ended, and stores the package as an artifact.',
    icon: 'download',
    categories: ['Dynamics 365', 'Automation'],
    notAsked: ['summary', 'environment-name'],
    named: ['definition-group', 'entities'],
    form: ['environment', 'definition-group', 'entities', 'legal-entity', 'package-name', 'wait-timeout-minutes'],
  },
  {
    name: 'check-drift',
    title: 'Check Dynamics 365 F&O for drift',
    description:
      'Exports the entities of a folder from an environment, compares them with the folder, and fails if they differ. Writes a temporary data project in F&O.',
    icon: 'git-compare',
    categories: ['Dynamics 365', 'Automation'],
    notAsked: ['environment-name'],
    named: ['folder'],
    form: ['environment', 'folder', 'legal-entity', 'fail-on-drift', 'hide-values', 'wait-timeout-minutes'],
  },
  {
    name: 'enqueue-file',
    title: 'Enqueue a file for Dynamics 365 F&O',
    description: 'Sends a file to a recurring integration, waits until F&O has imported it, and reports its errors.',
    icon: 'inbox',
    categories: ['Dynamics 365', 'Automation'],
    notAsked: ['run-key', 'first-attempt', 'place', 'environment-name'],
    named: ['entity'],
    form: ['environment', 'file', 'integration-id', 'entity', 'legal-entity', 'accept-outcome', 'wait-timeout-minutes'],
  },
  {
    name: 'post-deployment',
    title: 'After a deployment to Dynamics 365 F&O',
    description:
      'For one or more environments: refreshes data entities, imports data packages, runs batch jobs and a smoke test, and writes one summary.',
    icon: 'checklist',
    categories: ['Dynamics 365', 'Deployment'],
    notAsked: ['run-key', 'first-attempt', 'started-at', 'summary', 'environment-name'],
    form: [
      'environment',
      'environments',
      'packages',
      'batch-jobs',
      'ready-path',
      'smoke-path',
      'smoke-expect',
      'max-parallel',
    ],
    added: {
      environments: {
        description:
          'JSON array of environments: `["uat", "prod"]`, or `[{"environment": "uat", "environment-url": "https://…"}]` with `tenant-id` and `client-id` if they differ. If empty, the chain runs for `environment`.',
      },
      'max-parallel': { description: 'How many environments to process at the same time.', default: '1' },
    },
  },
  {
    name: 'register-backup-client',
    title: 'Register Dynamics 365 F&O with a backup server',
    description: 'Registers the application of an environment as a client of Commvault Command Center.',
    icon: 'shield-check',
    categories: ['Dynamics 365', 'Security'],
    notAsked: ['authtoken', 'api-url', 'environment-name'],
    named: ['client-name'],
    form: ['environment', 'client-name', 'plan-id', 'plan-name'],
  },
  {
    name: 'probe-environment',
    title: 'Probe an environment of Dynamics 365 F&O',
    description:
      'Finds out, in at most 40 requests that change nothing, what an environment returns where F&O is not documented, and stores an anonymous report.',
    icon: 'search',
    categories: ['Dynamics 365', 'Testing'],
    notAsked: ['environment-name'],
    form: ['environment', 'may-start-batch-job', 'wait-timeout-minutes'],
  },
];

/** How many places post-deployment has for each list: a composite action cannot loop. */
export const slots = { packages: 5, groups: 10 } as const;
