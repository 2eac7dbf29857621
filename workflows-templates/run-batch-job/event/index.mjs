import { readFileSync } from 'node:fs';
import process from 'node:process';
import { input, mask, Problem, runStep } from '../../step.mjs';

/** What names the job comes whole from one source: the inputs, or the event. */
const names = ['batch-job-recid', 'batch-job-description', 'legal-entity'];
const fields = [
  ...names,
  'start',
  'requeue-limit',
  'started-after',
  'allow-scheduled',
  'accept-outcome',
  'cancel-on',
  'wait-timeout-minutes',
];

await runStep(() => {
  const nothing = { ...Object.fromEntries(fields.map((name) => [name, ''])), 'callback-url': input('callback-url') };
  if (process.env.GITHUB_EVENT_NAME !== 'repository_dispatch') return nothing;
  const event = parse(readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));
  if (event.action !== input('type')) return nothing;
  const payload = event.client_payload;
  if (typeof payload !== 'object' || payload === null) {
    throw new Problem(
      'The event has no `client_payload`. Send {"client_payload": {"batch-job-recid": "…"}}. Nothing was sent.',
      nothing,
    );
  }
  // `callBackUri` is how Azure Data Factory's Webhook activity names it.
  const callbackUrl = text(payload['callback-url'] ?? payload.callBackUri);
  mask(callbackUrl);
  const read = fields.filter((name) => input('named') === '' || !names.includes(name));
  return {
    ...nothing,
    ...Object.fromEntries(read.map((name) => [name, text(payload[name])])),
    'callback-url': callbackUrl || input('callback-url'),
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
