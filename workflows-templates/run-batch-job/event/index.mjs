import { readFileSync } from 'node:fs';
import process from 'node:process';
import { mask, Problem, runStep } from '../../step.mjs';

const fields = [
  'batch-job-recid',
  'batch-job-description',
  'legal-entity',
  'start',
  'requeue-limit',
  'started-after',
  'wait-timeout-minutes',
];

await runStep(() => {
  const nothing = Object.fromEntries([...fields, 'callback-url'].map((name) => [name, '']));
  if (process.env.GITHUB_EVENT_NAME !== 'repository_dispatch') return nothing;
  const { client_payload: payload } = parse(readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));
  if (typeof payload !== 'object' || payload === null) {
    throw new Problem('The event has no `client_payload`. Send {"client_payload": {"batch-job-recid": "…"}}.');
  }
  // `callBackUri` is how Azure Data Factory's Webhook activity names it.
  const callbackUrl = text(payload['callback-url'] ?? payload.callBackUri);
  mask(callbackUrl);
  return {
    ...nothing,
    ...Object.fromEntries(fields.map((name) => [name, text(payload[name])])),
    'callback-url': callbackUrl,
  };
});

/** Keeps numbers as text: a RecId can be larger than the integers that JavaScript represents exactly. */
function parse(json) {
  return JSON.parse(json, (_, value, { source }) => (typeof value === 'number' ? source : value));
}

function text(value) {
  if (Array.isArray(value)) return value.map(text).join(',');
  return value === undefined || value === null ? '' : String(value).trim();
}
