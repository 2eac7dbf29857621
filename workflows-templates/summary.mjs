/** The summary of a chain, as Markdown. Everything that a server or a user wrote is one piece of text without markup. */

/**
 * @param result `{environment, outcome, error, stages}`
 * @returns one story: chain, environment and verdict, then the stages, then the batch jobs
 */
export function chainSummary(chain, { environment, outcome, error, stages }) {
  const broken = error !== '';
  const head = [chain, environment].filter(Boolean).map(plain).join(' · ');
  const jobs = stages.flatMap((stage) => stage.jobs ?? []);
  return [
    `## ${broken ? '❌' : outcome === 'drift' ? '⚠️' : '✅'} ${head}: ${plain(outcome)}`,
    ...(broken ? [plain(error)] : []),
    table(
      ['Stage', 'Result', 'Duration'],
      stages.map((stage) => [plain(stage.stage), resultOf(stage), duration(stage.seconds)]),
    ),
    ...(jobs.length > 0 ? [jobTable(jobs), ...gantt(jobs)] : []),
    ...stages.flatMap(({ errors }) => (errors?.length > 0 ? errorTable(errors) : [])),
    // An action of this repository wrote it, and has left no markup of others in it.
    ...stages.flatMap(({ markdown }) => markdown ?? []),
    '',
  ].join('\n\n');
}

const resultOf = ({ outcome, note }) => `${sign(outcome)} ${plain(note ?? (outcome === 'success' ? 'done' : outcome))}`;

const MOST_COLUMNS = 5;

/**
 * The summary of several environments: environments × stages, each cell a sign and a duration, then the failures.
 *
 * @param results `{environment, outcome, error, stages}` for each environment
 */
export function matrixSummary(chain, results) {
  const names = [...new Set(results.flatMap(({ stages }) => stages.map(({ stage }) => stage)))];
  const failed = results.filter(({ outcome }) => outcome !== 'finished');
  const cellOf = (stages, name) => {
    const stage = stages.find((each) => each.stage === name);
    return stage ? `${sign(stage.outcome)} ${duration(stage.seconds)}`.trim() : '–';
  };
  const outcomeOf = ({ outcome }) => `${outcome === 'finished' ? '✅' : '❌'} ${plain(outcome)}`;
  // A page has room for a few columns and for any number of rows.
  const picture =
    results.length <= MOST_COLUMNS
      ? table(
          ['Stage', ...results.map(({ environment }) => plain(environment))],
          [
            ['**Outcome**', ...results.map(outcomeOf)],
            ...names.map((name) => [plain(name), ...results.map(({ stages }) => cellOf(stages, name))]),
          ],
        )
      : table(
          ['Environment', 'Outcome', ...names.map(plain)],
          results.map((result) => [
            plain(result.environment),
            outcomeOf(result),
            ...names.map((name) => cellOf(result.stages, name)),
          ]),
        );
  return [
    `## ${failed.length > 0 ? '❌' : '✅'} ${plain(chain)}: ${results.length - failed.length} of ${results.length} environments finished`,
    picture,
    ...failed.map(({ environment, error }) => `**${plain(environment)}**: ${plain(error)}`),
    '',
  ].join('\n\n');
}

const MOST_JOBS = 500;

/** GitHub drops a summary of more than 1 MiB. */
function jobTable(jobs) {
  const more = jobs.length > MOST_JOBS ? `\n\nAnd ${jobs.length - MOST_JOBS} more.` : '';
  const rows = table(
    ['Batch job', 'RecId', 'Outcome', 'Started (UTC)', 'Ended (UTC)', 'Restarts'],
    jobs
      .slice(0, MOST_JOBS)
      .map((job) => [
        plain(job.description ?? ''),
        plain(job.recId),
        `${job.outcome === 'finished' ? '✅' : '❌'} ${plain(job.outcome)}`,
        plain(dateTime(job.startDateTime)),
        plain(dateTime(job.endDateTime)),
        String(job.requeues ?? 0),
      ]),
  );
  return `${rows}${more}`;
}

const MOST_MESSAGES = 20;

/** What F&O reported of an import: thousands of rows that failed usually have a dozen reasons. */
function errorTable(errors) {
  const groups = new Map();
  for (const error of errors) {
    const text = String(error?.ErrorMessage ?? JSON.stringify(error));
    const reason = text.replace(/'[^']*'|"[^"]*"/g, '…').slice(0, 300);
    const group = groups.get(reason) ?? { count: 0, example: text.slice(0, 300) };
    groups.set(reason, { ...group, count: group.count + 1 });
  }
  const sorted = [...groups.values()].sort((one, other) => other.count - one.count);
  const rows = sorted.slice(0, MOST_MESSAGES).map(({ count, example }) => [String(count), plain(example)]);
  const more =
    sorted.length > rows.length
      ? [`${sorted.length - rows.length} more messages are in the file with the errors.`]
      : [];
  return [table(['Errors', 'Message, for example'], rows), ...more];
}

/** A picture of when each job ran. Mermaid ends a name at a colon, and a statement at a semicolon or `#`. */
function gantt(jobs) {
  const ran = jobs.filter(({ startDateTime, endDateTime }) => Date.parse(endDateTime) >= Date.parse(startDateTime));
  if (ran.length === 0) return [];
  const bars = ran.slice(0, MOST_BARS).map(({ description, recId, outcome, startDateTime, endDateTime }) => {
    const tag = outcome === 'finished' ? 'done' : 'crit';
    return `  ${barName(description) || recId} :${tag}, ${withoutZone(startDateTime)}, ${withoutZone(endDateTime)}`;
  });
  const head = ['gantt', '  dateFormat YYYY-MM-DDTHH:mm:ss', '  axisFormat %H:%M', '  todayMarker off'];
  return [['```mermaid', ...head, ...bars, '```'].join('\n'), 'All times are UTC.'];
}

const MOST_BARS = 50;
const STATEMENT =
  /^(title|section|click|gantt|\w*format|\w*interval|todaymarker|\w*cludes|inclusiveenddates|topaxis|week|acc|vert)/i;

function barName(description = '') {
  const name = description.replace(/[^\p{L}\p{N}._-]+/gu, ' ').trim();
  return STATEMENT.test(name) ? `Job ${name}` : name;
}

/** Mermaid shows a time without a zone as it stands, and any other in the zone of the reader. */
const withoutZone = (iso) => new Date(iso).toISOString().slice(0, 19);

const dateTime = (iso) => (Number.isNaN(Date.parse(iso)) ? '' : withoutZone(iso).replace('T', ' '));

const sign = (outcome) => (outcome === 'success' ? '✅' : '❌');

/** `12 s`, `3 min 05 s`, `2 h 14 min`, in one piece. */
function duration(seconds) {
  if (seconds === undefined) return '';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}\u00a0s`;
  const [unit, part, size] = whole < 3600 ? ['min', 's', 60] : ['h', 'min', 3600];
  const rest = Math.floor((whole % size) / (size / 60));
  const tail = rest > 0 ? `\u00a0${String(rest).padStart(2, '0')}\u00a0${part}` : '';
  return `${Math.floor(whole / size)}\u00a0${unit}${tail}`;
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** @returns the text in one line, with nothing in it that Markdown, HTML or GitHub's mentions and links would act on */
export function plain(text) {
  return String(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/[&<>@#:]/g, (character) => `&#${character.codePointAt(0)};`)
    .replace(/[\\`*_~[\](){}!|$]/g, '\\$&');
}
