/**
 * A chain's workflow without the keys that GitHub has known since 2026 and GitHub Enterprise Server does not know: there
 * a run leaves a deployment record, and a second waiting run is cancelled by the next.
 */
export const forOlderServers = (workflow: string): string =>
  workflow
    .replace(/^ +queue: max\n/gm, '')
    .replace(/^( +environment:)\n +name: (.+)\n +deployment: false.*\n/gm, '$1 $2\n')
    .replace(/^( +)# Its variables and secrets[^\n]*\n/gm, '')
    .replace(
      /^( +# Runs for one environment queue up) in order of arrival; a new run never cancels the one under way\.$/gm,
      '$1; a new run never cancels the one under way.',
    );
