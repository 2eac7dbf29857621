import { readFileSync } from 'node:fs';
import process from 'node:process';
import { nearestName } from '../../near-names.mjs';
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
/** What an event may have; of other fields, those that are nearly one of these are refused, since they would be ignored. */
const known = ['environment', 'callback-url', 'callBackUri', ...fields];

await runStep(() => {
  const nothing = { ...Object.fromEntries(fields.map((name) => [name, ''])), 'callback-url': input('callback-url') };
  if (process.env.GITHUB_EVENT_NAME !== 'repository_dispatch') return nothing;
  const event = parse(readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));
  if (event.action !== input('type')) return nothing;
  const payload = event.client_payload;
  if (payload === undefined || payload === null)
    throw new Problem(
      'The event has no `client_payload`. Send {"client_payload": {"batch-job-recid": "…"}}. Nothing was sent.',
      nothing,
    );
  if (typeof payload !== 'object' || Array.isArray(payload))
    throw new Problem('The `client_payload` of the event is not a JSON object. Nothing was sent.', nothing);
  // `callBackUri` is how Azure Data Factory's Webhook activity names it.
  const callbackUrl = text(payload['callback-url'] ?? payload.callBackUri);
  mask(callbackUrl);
  const problems = Object.entries(payload).flatMap(([name, value]) => problemOf(name, value));
  if (problems.length > 0)
    throw new Problem(`${problems.join(' ')} Nothing was sent.`, {
      ...nothing,
      'callback-url': callbackUrl || nothing['callback-url'],
    });
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

function problemOf(name, value) {
  const near = known.includes(name) ? undefined : nearestName(name, known);
  if (near) return [`The event has the field \`${name}\`: did you mean \`${near}\`?`];
  const isText = (part) => typeof part !== 'object' || part === null;
  if (!known.includes(name) || (Array.isArray(value) ? value : [value]).every(isText)) return [];
  return [`The field \`${name}\` of the event is a JSON object. Write a text, a number, or a list of these.`];
}

function text(value) {
  if (Array.isArray(value)) return value.map(text).join(',');
  return value === undefined || value === null ? '' : String(value).trim();
}
