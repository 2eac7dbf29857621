import type { Scenario } from './scenario.ts';

/** Why `npm run probe` does not find a switch, and the switches of which that holds. */
export const unprobed: readonly (readonly [reason: string, switches: readonly (keyof Scenario)[]])[] = [
  [
    'It is a matter of Entra ID or of GitHub, not of the environment.',
    [
      ...(['entraErrorCode', 'expiredClientSecrets', 'registeredCertificates', 'federatedCredentials'] as const),
      ...(['anyFederatedCredential', 'publicClient', 'refreshTokenRotation', 'rotatedRefreshToken'] as const),
      ...(['oidcIssuer', 'oidcSubject', 'oidcLifetimeSeconds', 'oidcStatus'] as const),
    ],
  ],
  [
    "It is the company's data, which no report holds.",
    [
      ...(['userPrincipalName', 'userCompany', 'dataEntities', 'missingEntities', 'sharedEntities'] as const),
      ...(['entitiesWithStaging', 'entityKeys', 'stuckDefinitionGroups'] as const),
    ],
  ],
  ['It would take a token for another audience.', ['onPremisesAudience']],
  ['Only an environment that is starting shows it, and a probe needs one that is up.', ['startingForMs', 'startingAs']],
  [
    'It would take a write: a job canceled, entities refreshed, data imported, exported or enqueued.',
    [
      ...(['schedulerTickMs', 'initializeMs', 'initializeStatus', 'importHoldMs', 'importGatewayCutMs'] as const),
      ...(['exportHoldMs', 'executionPlan', 'executionUnknownForMs', 'executionEntities', 'executionErrors'] as const),
      ...(['executionErrorCount', 'packageBytes', 'detailConflicts', 'messageQueuedForMs', 'messagePlan'] as const),
      ...(['enqueueResponse', 'dequeue', 'dequeueScheme', 'putRow'] as const),
    ],
  ],
  [
    'F&O posts it to an endpoint, and a probe has none.',
    ['businessEventsUrl', 'businessEvents', 'businessEventId', 'businessEventStatus'],
  ],
  [
    'It says what you want to try, not how an environment responds.',
    ['databaseCopied', 'callbackStatus', 'commvaultToken', 'faults', 'startRefusal'],
  ],
];

/** Switches of which a probe finds a part, and why not all. */
export const partlyProbed: Readonly<Partial<Record<keyof Scenario, string>>> = {
  otherCompanyStatus: "Only a customer of a legal entity that is not the user's own shows it.",
  canceledSpelling: 'Only a job that was canceled shows it.',
  cancellingSpelling: 'Only a job that is being canceled shows it.',
  unsetDate: 'Only a job that never ended shows it.',
  pageSize: 'Only more customers than one page holds show it.',
  nextLinkForm: 'Only more customers than one page holds show it.',
  batchJobs: 'A job is added in the status whose spelling was seen; the jobs themselves are data.',
  customersCount: 'It is set to two rows more than a page; the number itself is data.',
  holdReleasedBy:
    'Whether a PATCH releases a job is not tried, so `both` stands for `start`, and `neither` for `patch`.',
  recurringEndsAs:
    '`Waiting` only, as a job that waits for its next start shows it: one that ends as Finished may not be recurring.',
};

/** The README's table of what a probe does not find. */
export function unprobedTable(): string {
  const rows = unprobed.map(([reason, names]) => `| ${names.map((name) => `\`${name}\``).join(', ')} | ${reason} |`);
  const partly = Object.entries(partlyProbed).map(([name, reason]) => `| \`${name}\` (in part) | ${reason} |`);
  return ['| switch | why not |', '| --- | --- |', ...rows, ...partly].join('\n');
}
