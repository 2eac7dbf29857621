export const id = 749;
export const ids = [749];
export const modules = {

/***/ 7749:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  waitForJobs: () => (/* binding */ waitForJobs)
});

// EXTERNAL MODULE: ./build/src/clock.js + 1 modules
var src_clock = __webpack_require__(1053);
// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/http/content-type.js
var content_type = __webpack_require__(164);
// EXTERNAL MODULE: ./build/src/http/receive.js
var receive = __webpack_require__(2203);
// EXTERNAL MODULE: ./build/src/http/status.js
var http_status = __webpack_require__(9618);
// EXTERNAL MODULE: ./build/src/fno/response-error.js
var response_error = __webpack_require__(2139);
;// CONCATENATED MODULE: ./build/src/fno/batch/cancel.js





/**
 * Asks F&O to cancel a job, as Microsoft's Dataverse CLI does. It turns to Canceled at the next tick of the scheduler;
 * one that executes may leave half its work.
 *
 * @param signal aborted when its time is up
 * @returns how F&O responded, in a sentence; never throws
 */
async function cancelJob(fno, recId, signal) {
    const path = `/data/BatchJobs(${recId})`;
    const name = `PATCH ${path}`;
    const body = { kind: 'text', text: '{"Status":"Cancelling"}' };
    const call = { method: 'PATCH', url: fno.url(path), name, headers: content_type/* JSON_CONTENT */.tO, body, read: false, signal };
    try {
        const response = await fno.send({ ...call, attempts: 'once' }, receive/* intoMemory */.a);
        return (0,http_status/* isSuccess */.o)(response.status)
            ? `Cancellation accepted by F&O (${response.status}); the job will change to Canceled shortly.`
            : `It was not canceled: ${(0,response_error/* describeResponse */.Xg)({ name, read: false }, response, response.body.toString('utf8'), fno.show)}`;
    }
    catch (thrown) {
        const reason = signal.aborted ? 'F&O did not respond within the second allowed for it.' : (0,errors/* messageOf */.bD)(thrown);
        return `Whether it was canceled is not known: ${reason}`;
    }
}

// EXTERNAL MODULE: ./build/src/fno/wire.js
var wire = __webpack_require__(9170);
;// CONCATENATED MODULE: ./build/src/fno/batch/query.js

/** Servers and gateways refuse long URLs; 8 KiB pass everywhere. */
const LONGEST_QUERY = 8 * 1024;
const FIELDS = 'BatchJobRecId,JobDescription,CompanyAccounts,Status,OrigStartDateTime,StartDateTime,EndDateTime';
/**
 * The paths that read jobs by RecId, as few as URLs of at most 8 KiB allow. BatchJobs belongs to no legal entity, and
 * `cross-company` does no harm.
 */
function byRecIds(recIds) {
    const paths = [];
    let terms = [];
    for (const term of recIds.map(byRecId)) {
        if (terms.length > 0 && pathOf([...terms, term].join(' or ')).length > LONGEST_QUERY) {
            paths.push(pathOf(terms.join(' or ')));
            terms = [];
        }
        terms.push(term);
    }
    if (terms.length > 0)
        paths.push(pathOf(terms.join(' or ')));
    return paths;
}
/**
 * The path that reads jobs by description. F&O takes `*` as a wildcard here: compare the rows again.
 *
 * @param recId of a job to be read as well, whatever its description is by now
 */
function byDescription(description, legalEntity, recId) {
    const company = legalEntity === undefined ? '' : ` and CompanyAccounts eq ${(0,wire/* literal */.e)(legalEntity)}`;
    const named = `JobDescription eq ${(0,wire/* literal */.e)(description)}${company}`;
    return pathOf(recId === undefined ? named : `(${named}) or ${byRecId(recId)}`);
}
/** A third of a text, at least, stands in every text that is two typos away. */
const PIECES = 3;
const MOST_NEAR = 200;
/** The path that reads jobs whose description is nearly this one. Microsoft's Dataverse CLI asks for descriptions so. */
function byNearDescription(description) {
    const letters = Array.from(description.toLowerCase());
    const length = Math.ceil(letters.length / PIECES);
    const pieces = Array.from({ length: PIECES }, (_, index) => letters.slice(index * length, (index + 1) * length));
    const texts = pieces.map((piece) => piece.join('').trim()).filter((piece) => piece.length > 1);
    const terms = (texts.length > 0 ? texts : [letters.join('')]).map((text) => `contains(tolower(JobDescription),${(0,wire/* literal */.e)(text)})`);
    return `${pathOf(terms.join(' or '))}&$top=${MOST_NEAR}`;
}
const byRecId = (recId) => `BatchJobRecId eq ${recId}`;
const pathOf = (filter) => `/data/BatchJobs?$filter=${encodeURIComponent(filter)}&$select=${FIELDS}&cross-company=true`;

// EXTERNAL MODULE: ./build/src/fno/read.js
var read = __webpack_require__(983);
// EXTERNAL MODULE: ./build/src/fno/rows.js
var fno_rows = __webpack_require__(9810);
// EXTERNAL MODULE: ./build/src/fno/batch/job.js
var batch_job = __webpack_require__(3583);
;// CONCATENATED MODULE: ./build/src/fno/batch/read.js



/**
 * Reads jobs by the paths that `byRecIds` or `byDescription` make.
 *
 * @throws OddResponse if a row is none of BatchJobs, or two are of one job; what `readRows` throws
 */
async function readJobs(reader, paths) {
    const found = { jobs: [], date: undefined };
    for (const path of paths) {
        const { rows, date } = await (0,fno_rows/* readRows */.a)(reader, path);
        for (const row of rows) {
            const job = (0,batch_job/* parseBatchJob */.t7)(row);
            if (!job)
                throw new read/* OddResponse */.Zi('GET /data/BatchJobs returned a row without a BatchJobRecId.');
            if (found.jobs.some(({ recId }) => recId === job.recId)) {
                throw new read/* OddResponse */.Zi(`GET /data/BatchJobs returned two rows for batch job ${job.recId}.`);
            }
            found.jobs.push(job);
        }
        found.date = date;
    }
    return found;
}

// EXTERNAL MODULE: ./build/src/http/fault.js
var fault = __webpack_require__(2466);
// EXTERNAL MODULE: ./build/src/json/narrow.js
var narrow = __webpack_require__(5345);
// EXTERNAL MODULE: ./build/src/server-text.js
var server_text = __webpack_require__(1348);
// EXTERNAL MODULE: ./build/src/fno/action.js
var action = __webpack_require__(217);
// EXTERNAL MODULE: ./build/src/fno/server-message.js
var server_message = __webpack_require__(990);
;// CONCATENATED MODULE: ./build/src/fno/batch/start.js










const PATH = '/data/BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting';
const NAME = `POST ${PATH}`;
const PASSED_ON = [errors/* DeadlinePassed */.Xp, errors/* Interrupted */.j$, errors/* SignInOutage */.em];
/**
 * Sets a job to Waiting (SetBatchJobToWaiting, 10.0.22 and later). Success means that it waits, not that it ran.
 *
 * @throws SignInOutage if nothing was sent and a later attempt may succeed; the signal's reason if it was cut
 */
async function setToWaiting({ fno, signal }, recId) {
    try {
        const call = {
            method: 'POST',
            url: fno.url(PATH),
            name: NAME,
            headers: content_type/* JSON_CONTENT */.tO,
            // The RecId is written as it is: a number in JavaScript would lose its last digits.
            body: { kind: 'text', text: `{"batchJobId":${recId}}` },
            read: false,
            signal,
        };
        const response = await fno.send(call, receive/* intoMemory */.a);
        const text = response.body.toString('utf8');
        if ((0,http_status/* isSuccess */.o)(response.status))
            return readStartResponse(text, fno.show);
        const message = (0,response_error/* describeResponse */.Xg)({ name: NAME, read: false }, response, text, fno.show);
        return { kind: response.status === 408 || response.status >= 500 ? 'unclear' : 'refused', message };
    }
    catch (thrown) {
        if (!(thrown instanceof errors/* Failure */.HR) || PASSED_ON.some((kind) => thrown instanceof kind))
            throw thrown;
        const mayHaveArrived = thrown.cause instanceof fault/* TransportFault */.ww && thrown.cause.sent;
        return { kind: mayHaveArrived ? 'unclear' : 'refused', message: thrown.message };
    }
}
/**
 * Reads the response, which comes as the object or as JSON inside `value`; a failure can be HTTP 200 with
 * `IsSuccess:false`, or with F&O's `error`.
 */
function readStartResponse(text, show) {
    if (text.trim() === '')
        return { kind: 'accepted' };
    const document = (0,action/* opened */.S)(text.replace(/^\ufeff/, ''));
    const result = (0,narrow/* membersOf */.lS)((0,action/* opened */.S)((0,action/* unwrapAction */.s)(document)));
    const success = result['IsSuccess'];
    if (success === true || (0,narrow/* asText */.e1)(success)?.toLowerCase() === 'true')
        return { kind: 'accepted' };
    if ((0,narrow/* membersOf */.lS)(document)['error'] !== undefined) {
        return { kind: 'refused', message: `F&O refused: ${(0,server_message/* readServerMessage */.VQ)({}, text, show).text.replace(/\.$/, '')}.` };
    }
    if (success === undefined) {
        return { kind: 'unclear', message: `${NAME} succeeded, but did not return what F&O documents.` };
    }
    const said = ['ExceptionDetails', 'reponseMessage', 'ReponseMessage', 'ResponseMessage']
        .map((name) => (0,narrow/* asText */.e1)(result[name])?.trim())
        .filter(Boolean)
        .join(' ')
        .replace(/\.$/, '');
    const reason = said ? `: ${show(new server_text/* ServerText */.p6(said))}` : '';
    return { kind: 'refused', message: `F&O refused to set the job to Waiting (IsSuccess is false)${reason}.` };
}

// EXTERNAL MODULE: ./build/src/operations/deadline.js
var deadline = __webpack_require__(2562);
// EXTERNAL MODULE: ./build/src/fno/batch/status.js
var batch_status = __webpack_require__(1656);
// EXTERNAL MODULE: ./build/src/near-names.js
var near_names = __webpack_require__(2306);
;// CONCATENATED MODULE: ./build/src/operations/batch-wait/choose.js


/** Which rows F&O meant and which it did not: it takes `*` as a wildcard and ignores case. */
function matching(jobs, description, legalEntity) {
    return jobs.filter((job) => job.description.wire === description &&
        (legalEntity === undefined || job.company.wire.toLowerCase() === legalEntity.toLowerCase()));
}
/** Which of the jobs were probably meant by a description that nothing matches: of one description, in any legal entity. */
function nearest(jobs, description) {
    const known = [...new Map(jobs.map((job) => [job.recId, job])).values()];
    const names = known.map((job) => job.description.wire);
    const name = names.includes(description) ? description : (0,near_names/* nearestName */.q)(description, names);
    return known.filter((job) => job.description.wire === name);
}
/**
 * Which of the jobs with one description counts. To wait for: one pending or under way before the ended ones, among those
 * the newest, and one on hold only if nothing else is there. To start: the only one, jobs on hold not counted.
 */
function choose(jobs, forStart) {
    const of = (...kinds) => jobs.filter((job) => kinds.includes((0,batch_status/* standingOf */.Y)(job.status.wire).kind));
    const withheld = of('withheld').sort(newestFirst);
    const open = forStart ? jobs.filter((job) => !withheld.includes(job)) : of('waiting', 'ready', 'running', 'unknown');
    const [first, ...others] = forStart && open.length === 0 ? withheld : open;
    if (first)
        return others.length > 0 ? { kind: 'several', jobs: [first, ...others] } : { kind: 'one', job: first };
    const newest = of('ended').sort(newestFirst)[0] ?? withheld[0];
    return newest ? { kind: 'one', job: newest } : { kind: 'none' };
}
function newestFirst(a, b) {
    const began = (job) => (job.start ?? job.end)?.epochMs ?? 0;
    return began(b) - began(a) || (BigInt(b.recId) > BigInt(a.recId) ? 1 : -1);
}

// EXTERNAL MODULE: ./build/src/operations/batch-wait/drive.js
var drive = __webpack_require__(6043);
// EXTERNAL MODULE: ./build/src/operations/batch-wait/item.js
var batch_wait_item = __webpack_require__(2048);
// EXTERNAL MODULE: ./build/src/inputs.js
var inputs = __webpack_require__(8796);
// EXTERNAL MODULE: ./build/src/report/duration.js
var duration = __webpack_require__(598);
// EXTERNAL MODULE: ./build/src/operations/batch-wait/evidence.js
var evidence = __webpack_require__(9850);
// EXTERNAL MODULE: ./build/src/operations/batch-wait/eta.js
var batch_wait_eta = __webpack_require__(1027);
// EXTERNAL MODULE: ./build/src/operations/batch-wait/message.js
var batch_wait_message = __webpack_require__(9208);
;// CONCATENATED MODULE: ./build/src/operations/batch-wait/messages.js








const BATCH_JOBS = 'System administration > Inquiries > Batch jobs';
const openLog = ({ recId }) => (0,batch_wait_message/* message */.iU) `In F&O, open ${BATCH_JOBS}, select job ${recId}, then Log.`;
/** A job in a sentence: its RecId and what people call it. */
const nameOf = ({ recId, job }) => job?.description.wire ? (0,batch_wait_message/* message */.iU) `Batch job ${recId} "${job.description}"` : (0,batch_wait_message/* message */.iU) `Batch job ${recId}`;
/** @param server the environment's clock, by which a run that begins should end */
function statusLine(item, server, now) {
    const before = item.segments.at(-2);
    const current = item.segments.at(-1);
    if (!current)
        return nameOf(item);
    const status = current.status.wire ? current.status : 'no status';
    const seen = before
        ? (0,batch_wait_message/* message */.iU) ` (${before.status} was seen for ${(0,duration/* formatDuration */.a)((0,src_clock/* msBetween */.z4)(before.from, current.from))})`
        : '';
    const eta = (0,batch_wait_eta/* etaText */.Ud)(item, server, now);
    return (0,batch_wait_message/* message */.iU) `${nameOf(item)}: ${[status]}${seen}${eta && `, ${eta}`}`;
}
/** What is said of a run that had ended at the first poll: its age always. */
function endedBefore(item, job, kind, serverNow) {
    const fact = (0,batch_wait_message/* message */.iU) `${nameOf(item)}: its last run ended as ${job.status}. ${datesOf(job, serverNow)}`;
    switch (kind) {
        case 'if-failed':
            return (0,batch_wait_message/* message */.iU) `${fact} It did not fail, so the job is not started.`;
        case 'stale':
            return (0,batch_wait_message/* message */.iU) `${fact} It began before \`started-after\`, so it does not count. Waiting for a newer run.`;
        case 'doubtful':
            return (0,batch_wait_message/* message */.iU) `${fact} Checking for a newer run for up to 2 min.`;
        case 'over':
        case 'open':
            return (0,batch_wait_message/* message */.iU) `${fact} It counts because it began after \`started-after\`.`;
    }
}
const beforeStart = (item, job, serverNow) => (0,batch_wait_message/* message */.iU) `${nameOf(item)} is about to be started. ${job.end ? (0,batch_wait_message/* message */.iU) `Its last run: ${job.status}. ${datesOf(job, serverNow)}` : (0,batch_wait_message/* message */.iU) `Its status so far: ${job.status}.`}`;
function datesOf({ start, end }, serverNow) {
    const ago = ({ epochMs }) => `${(0,duration/* formatDuration */.a)(serverNow.epochMs - epochMs)} ago`;
    if (!start && !end)
        return 'F&O gives no dates for it.';
    const began = start ? `It began at ${start.text} (${ago(start)})` : 'F&O does not say when it began';
    return end ? `${began} and ended at ${end.text} (${ago(end)}).` : `${began}; F&O does not say when it ended.`;
}
const doubtful = (item, outcome) => outcome === 'scheduled'
    ? (0,batch_wait_message/* message */.iU) `${nameOf(item)} still has the schedule it had before the start. Checking again for up to 2 min.`
    : (0,batch_wait_message/* message */.iU) `${nameOf(item)} shows ${item.job?.status ?? ''}, but no new end date, so this may be an earlier run. Checking again for up to 2 min.`;
const renamed = (before, { description }) => (0,batch_wait_message/* message */.iU) `The description of batch job ${before.recId} has changed from "${before.description}" to "${description}". Still waiting for the same job.`;
const unknownStatus = (item, { status }) => (0,batch_wait_message/* message */.iU) `${nameOf(item)} has the status "${status}", which this version does not know. It is treated as still open and never counts as success.`;
const farDate = (date, ours) => (0,batch_wait_message/* message */.iU) `The environment's clock says ${new Date(date.epochMs).toISOString()}, more than a day away from this runner's (${new Date(ours.epochMs).toISOString()}), so the runner's clock is used.`;
const missingLine = (item) => (0,batch_wait_message/* message */.iU) `${nameOf(item)} was not found; checking once more.`;
const NO_SUCH_JOB = (0,batch_wait_message/* message */.iU) `was not found by two polls, so there is no such job. Check the RecId in ${BATCH_JOBS} (column Job ID)`;
const requeueLine = (item, pauseMs, limit) => (0,batch_wait_message/* message */.iU) `${nameOf(item)} ended in Error. Restarting it in ${(0,duration/* formatDuration */.a)(pauseMs)} (${item.requeues + 1} of ${limit}).`;
const startLine = (item, response) => response.kind === 'accepted'
    ? (0,batch_wait_message/* message */.iU) `${nameOf(item)} is set to Waiting.`
    : (0,batch_wait_message/* message */.iU) `${nameOf(item)}: it is not clear whether F&O set it to Waiting. Checking the job for up to 2 min. ${response.kind === 'unclear' ? response.message : ''}`;
const underWay = ({ status }) => (0,batch_wait_message/* message */.iU) `is under way (${status}) and was not started: leave out \`start\` to wait for it`;
const unknownToStart = ({ status }) => (0,batch_wait_message/* message */.iU) `has the status "${status}", which this version does not know, and was not started. Check it in F&O first`;
const unknownAtOnce = ({ status }) => (0,batch_wait_message/* message */.iU) `has the status "${status}", which this version does not know`;
const notStarted = (again, reason) => (0,batch_wait_message/* message */.iU) `${again ? 'ended in Error and could not be restarted' : 'was not started'}: ${reason.replace(/\.$/, '')}`;
const notConfirmed = (reason) => (0,batch_wait_message/* message */.iU) `was probably not started: for 2 min, F&O showed no new run. ${reason} Check it in F&O before you start it again`;
/** Of a start that F&O accepted, and nothing more. */
const noNewRun = ({ status, end }) => (0,batch_wait_message/* message */.iU) `was set to Waiting, and F&O accepted that, but showed no new run: the job is ${status}${end ? `, and its last run ended at ${end.text}` : ''}`;
const NOT_RESTARTED = (0,batch_wait_message/* message */.iU) `ended in Error, and the wait ended before it could be restarted`;
const canceled = (item, response) => (0,batch_wait_message/* message */.iU) `${nameOf(item)}: ${response}`;
/** How many jobs a line names; the rest is a number. */
const NAMED = 3;
function noMatch({ description, legalEntity }, near, once) {
    const where = legalEntity === undefined ? '' : ` in legal entity ${legalEntity}`;
    return (0,batch_wait_message/* message */.iU) `No batch job has exactly the description ${(0,inputs/* quoted */.TL)(description)}${where} yet.${once ? '' : ' Waiting for one.'}${meant(near)}`;
}
/** The question after a description that no job has; nothing where none is near. */
function meant(near) {
    const named = near.slice(0, NAMED).map((job) => (0,batch_wait_message/* message */.iU) `${job.recId} "${job.description}" (${companyOf(job)})`);
    return named.length === 0 ? [] : (0,batch_wait_message/* message */.iU) ` Did you mean batch job ${(0,batch_wait_message/* joined */.oR)(named, ' or ')}?`;
}
/** How many jobs an error lists. */
const LISTED = 20;
function severalMatch(description, jobs, forStart) {
    const listed = jobs.slice(0, LISTED).map((job) => {
        const lastRun = job.end ? `last run ended at ${job.end.text}` : 'no run has ended';
        return (0,batch_wait_message/* message */.iU) `${job.recId} (${companyOf(job)}, ${job.status}, ${lastRun})`;
    });
    const more = jobs.length > LISTED ? `, and ${jobs.length - LISTED} more` : '';
    const which = forStart ? ', so none was started' : ' are pending or under way';
    return (0,batch_wait_message/* message */.iU) `${jobs.length} batch jobs with the description ${(0,inputs/* quoted */.TL)(description)}${which}: ${(0,batch_wait_message/* joined */.oR)(listed, ', ')}${more}. Use \`batch-job-recid\` to name one, or narrow the choice with \`legal-entity\`.`;
}
const companyOf = ({ company }) => (company.wire ? [company] : ['no legal entity']);
const chosen = (job, count) => (0,batch_wait_message/* message */.iU) `${count} batch jobs have this description. Using ${job.recId} (${job.status}): the one pending or under way, otherwise the newest.`;
const statusOf = ({ job }) => (job?.status.wire ? [job.status] : ['not visible yet']);
/** How it ended with a job, and what to do about it. */
function messageFor(item, { ending, server, canceled: responses, timeoutMs, now }) {
    const { ended, job, plan } = item;
    const name = nameOf(item);
    const restarted = item.requeues > 0 ? `, after ${item.requeues} ${item.requeues === 1 ? 'restart' : 'restarts'}` : '';
    const unclear = plan.kind === 'starting' ? START_WITHOUT_RESPONSE : plan.kind === 'confirm' ? plan.message : '';
    const goesOn = responses.get(item.recId) ?? (!(0,batch_wait_item/* isOpen */.nT)(item) ? '' : unclear ? 'It may be running in F&O.' : 'It continues in F&O.');
    const after = [unclear, goesOn].filter(Boolean).join(' ');
    if (ended?.because) {
        const see = ended.outcome === 'error' ? (0,batch_wait_message/* message */.iU) ` ${NO_REASON} ${openLog(item)}` : '';
        return (0,batch_wait_message/* message */.iU) `${name} ${ended.because}.${see}`;
    }
    switch (ended?.outcome) {
        case 'finished':
            return (0,batch_wait_message/* message */.iU) `${name} finished${restarted}.${ranFor(job)}`;
        case 'error':
            return (0,batch_wait_message/* message */.iU) `${name} ended in Error${restarted}.${ranFor(job)} ${NO_REASON} ${openLog(item)}`;
        case 'canceled':
            return (0,batch_wait_message/* message */.iU) `${name} was canceled in F&O.${ranFor(job)} ${openLog(item)}`;
        case 'not-run':
            return (0,batch_wait_message/* message */.iU) `${name} did not run (NotRun), because a condition it depends on was not met. ${openLog(item)}`;
        case 'deleted':
            return (0,batch_wait_message/* message */.iU) `${name} no longer exists: it was deleted or cleaned up during the wait, so how it ended is not known. See System administration > Inquiries > Batch job history.`;
        case 'withheld':
            return (0,batch_wait_message/* message */.iU) `${name} is on hold (Withhold), so F&O will not run it. Change its status in ${BATCH_JOBS}, then run this step again.`;
        case 'scheduled':
            return (0,batch_wait_message/* message */.iU) `${name} is ${statusOf(item)} and due later${dueText(job, server, now)}. Setting a scheduled job to Waiting does not make it run earlier. Set \`allow-scheduled: true\` to wait for it, or remove its recurrence in ${BATCH_JOBS} and run this step again.`;
        case 'ended-unknown':
            return (0,batch_wait_message/* message */.iU) `${name} is ${statusOf(item)}${job?.end ? ` and its last run ended at ${job.end.text}` : ''}, but F&O does not say how the run ended. ${openLog(item)} Set \`accept-outcome: ended-unknown\` if that is good enough.`;
        case 'pending':
            return (0,batch_wait_message/* message */.iU) `${name} is ${statusOf(item)}${item.isStale ? ', and no run that counts was found' : ''}.`;
        case 'timeout': {
            const state = item.isStale
                ? (0,batch_wait_message/* message */.iU) `is ${statusOf(item)}, with no run that counts,`
                : (0,batch_wait_message/* message */.iU) `is still ${statusOf(item)}`;
            const advice = item.isStale ? 'Start the job, or widen `started-after`.' : RAISE;
            const eta = (0,batch_wait_eta/* etaText */.Ud)(item, server, now);
            return (0,batch_wait_message/* joined */.oR)([
                (0,batch_wait_message/* message */.iU) `${name} ${state} after ${(0,duration/* formatDuration */.a)(timeoutMs)}${eta && ` (${eta})`}${lastOf(ending)}.`,
                after,
                advice,
            ], ' ');
        }
        case 'interrupted':
            return (0,batch_wait_message/* joined */.oR)([(0,batch_wait_message/* message */.iU) `${name} was ${statusOf(item)} when the step was interrupted.`, after], ' ');
        case 'partially-succeeded':
        case 'failed':
        case undefined:
            return (0,batch_wait_message/* message */.iU) `${name} was ${statusOf(item)} when it was last seen.`;
    }
}
const NO_REASON = 'The F&O API does not return the reason.';
const START_WITHOUT_RESPONSE = 'F&O had not responded to its start yet, so whether it was started is not known.';
const RAISE = 'Raise `wait-timeout-minutes` if it needs longer.';
/** The end of a sentence on what stood in the way of the last polls. */
const lastOf = (ending) => ending && 'last' in ending && ending.last
    ? `, and the last polls had no valid response: ${ending.last.replace(/\.$/, '')}`
    : '';
function ranFor(job) {
    const ms = job && (0,batch_job/* lastRunMs */.KT)(job);
    return ms === undefined ? '' : ` By F&O's dates, the run took ${(0,duration/* formatDuration */.a)(ms)}.`;
}
function dueText(job, server, now) {
    const serverNow = server && (0,batch_wait_eta/* serverTime */.nI)(server, now);
    const due = job && serverNow && (0,evidence/* dueAt */.s5)(job, serverNow);
    if (!due)
        return '';
    const inMs = due.epochMs - serverNow.epochMs;
    return ` at ${new Date(due.epochMs).toISOString().replace('.000Z', 'Z')}, in ${(0,duration/* formatDuration */.a)(inMs)}`;
}

// EXTERNAL MODULE: ./build/src/operations/batch-wait/schedule.js
var schedule = __webpack_require__(4754);
;// CONCATENATED MODULE: ./build/src/operations/batch-wait/state.js
/** For so long a job is read before a start or an end that nothing proves is judged. */
const PROOF_MS = 120_000;
const say = ({ effects }, message) => effects.push({ kind: 'say', message });
const openItems = ({ items }) => items.filter(({ ended }) => !ended);

;// CONCATENATED MODULE: ./build/src/operations/batch-wait/one-job.js







/** What a poll that shows a job means for it. */
function takeRow(turn, item, job, serverNow) {
    const { rules, now, state } = turn;
    const before = item.job;
    const isChanged = (0,batch_wait_item/* noteSeen */.qr)(item, job, now);
    const standing = (0,batch_status/* standingOf */.Y)(job.status.wire).kind;
    if (before && before.description.wire !== job.description.wire)
        say(turn, renamed(before, job));
    if (isChanged && standing === 'unknown')
        turn.effects.push({ kind: 'warn', message: unknownStatus(item, job) });
    if (item.plan.kind === 'decide') {
        const decision = decideStart(job, rules, state.cutOff);
        item.plan = decision === 'start' ? { kind: 'due', at: now, again: false } : { kind: 'watch' };
        if (decision === 'start' && !before)
            say(turn, beforeStart(item, job, serverNow));
        if (typeof decision === 'object') {
            item.ended = decision;
            if (decision.outcome === 'finished')
                say(turn, endedBefore(item, job, 'if-failed', serverNow));
        }
        if (decision !== 'watch')
            return;
    }
    const verdict = (0,evidence/* judge */.S4)(job, item.baseline, rules, { cutOff: state.cutOff, serverNow });
    item.baseline = (0,evidence/* remember */.kY)(item.baseline, job);
    item.isStale = verdict.kind === 'stale';
    if (!before && standing === 'ended')
        say(turn, endedBefore(item, job, verdict.kind, serverNow));
    else if (isChanged && verdict.kind !== 'doubtful')
        say(turn, statusLine(item, state.server, now));
    takeVerdict(turn, item, verdict);
}
function takeVerdict(turn, item, verdict) {
    const { now } = turn;
    const { plan } = item;
    if (verdict.kind !== 'doubtful')
        item.doubt = undefined;
    switch (verdict.kind) {
        case 'stale':
            return;
        case 'open':
            // The start is proved, or somebody else has restarted it in the meantime.
            item.plan = { kind: 'watch' };
            return;
        case 'over':
            item.plan = { kind: 'watch' };
            endAs(turn, item, verdict.outcome);
            return;
        case 'doubtful':
            if (plan.kind === 'due')
                return;
            if (plan.kind === 'confirm') {
                if ((0,src_clock/* msBetween */.z4)(plan.until, now) >= 0)
                    item.ended = endOfProof(item);
                return;
            }
            if (!item.doubt)
                say(turn, doubtful(item, verdict.outcome));
            item.doubt = { until: item.doubt?.until ?? (0,src_clock/* momentAfter */.hc)(now, PROOF_MS), outcome: verdict.outcome };
            if ((0,src_clock/* msBetween */.z4)(item.doubt.until, now) < 0)
                return;
            endAs(turn, item, verdict.outcome);
            if (item.ended)
                item.ended = withoutNewRun(item, item.ended);
    }
}
/** Ends a job, unless it may be restarted. */
function endAs(turn, item, outcome) {
    const { rules, now } = turn;
    item.doubt = undefined;
    if (outcome !== 'error' || item.requeues >= rules.requeueLimit || !item.job) {
        item.ended = { outcome };
        return;
    }
    const pauseMs = (0,schedule/* requeuePauseMs */.B)(item.requeues + 1);
    item.plan = { kind: 'due', at: (0,src_clock/* momentAfter */.hc)(now, pauseMs), again: true };
    item.baseline = { ...(0,evidence/* startFrom */.Lo)(item.job, item.baseline), started: false };
    say(turn, requeueLine(item, pauseMs, rules.requeueLimit));
}
/** Two polls in a row that do not find a job are its end. */
function takeMissing(turn, item) {
    item.missing += 1;
    item.segments = (0,batch_wait_item/* prolonged */.td)(item.segments, undefined, turn.now);
    if (item.missing < 2)
        say(turn, missingLine(item));
    else
        item.ended = item.job ? { outcome: 'deleted' } : { outcome: 'failed', because: NO_SUCH_JOB };
}
/** Whether a job is started: never one under way, on hold or of a status nobody knows. */
function decideStart(job, rules, cutOff) {
    const standing = (0,batch_status/* standingOf */.Y)(job.status.wire);
    const onlyIfFailed = rules.start === 'if-failed';
    switch (standing.kind) {
        case 'ended':
            if (!onlyIfFailed || standing.outcome !== 'finished')
                return 'start';
            if (!job.start && !job.end)
                return 'watch';
            return rules.startedAfterIsGiven && !(0,evidence/* beganAfter */.Os)(job, cutOff) ? 'start' : { outcome: 'finished' };
        case 'waiting':
            return onlyIfFailed ? 'watch' : 'start';
        case 'withheld':
            return { outcome: 'withheld' };
        case 'ready':
        case 'running':
            return onlyIfFailed ? 'watch' : { outcome: 'failed', because: underWay(job) };
        case 'unknown':
            return { outcome: 'failed', because: unknownToStart(job) };
    }
}
/** What a response to its start means for a job. */
function takeStartResponse(turn, { recId, response }) {
    const { state, now } = turn;
    const item = state.items.find((candidate) => candidate.recId === recId);
    if (!item?.job || item.plan.kind !== 'starting')
        return;
    const { again } = item.plan;
    if (response.kind === 'refused') {
        item.plan = { kind: 'watch' };
        item.ended = { outcome: again ? 'error' : 'failed', because: notStarted(again, response.message) };
        return;
    }
    state.restarted = now;
    item.requeues += again ? 1 : 0;
    // What was seen before the first start belongs to another run.
    if (!again)
        item.segments = [];
    item.baseline = (0,evidence/* startFrom */.Lo)(item.job, item.baseline);
    item.plan =
        response.kind === 'accepted'
            ? { kind: 'watch' }
            : { kind: 'confirm', until: (0,src_clock/* momentAfter */.hc)(now, PROOF_MS), message: response.message, again };
    say(turn, startLine(item, response));
}
/** The end of a job whose start was accepted, and that shows nothing but its end from before: nothing is known of a run. */
const withoutNewRun = ({ job, baseline }, ended) => job && baseline?.started && baseline.seen === 'ended' && ended.outcome !== 'scheduled'
    ? { ...ended, because: noNewRun(job) }
    : ended;
/** What a job is whose start or end nothing has proved. */
function endOfProof(item) {
    const { plan, doubt } = item;
    if (plan.kind !== 'confirm')
        return withoutNewRun(item, { outcome: doubt?.outcome ?? 'timeout' });
    return { outcome: plan.again ? 'error' : 'failed', because: notConfirmed(plan.message) };
}
/** What a job is that was open when the wait ended. */
function endOfWait(item, kind) {
    const { plan, doubt, job, baseline } = item;
    if (plan.kind === 'starting' && plan.again)
        item.requeues += 1;
    if (kind === 'interrupted')
        return { outcome: 'interrupted' };
    if (doubt)
        return endOfProof(item);
    if (plan.kind === 'due' && plan.again)
        return { outcome: 'error', because: NOT_RESTARTED };
    const isWaiting = job !== undefined && (0,batch_status/* standingOf */.Y)(job.status.wire).kind === 'waiting';
    return { outcome: isWaiting && baseline?.seen === 'running' ? 'ended-unknown' : 'timeout' };
}

// EXTERNAL MODULE: ./build/src/operations/batch-wait/odd-row.js
var odd_row = __webpack_require__(9375);
// EXTERNAL MODULE: ./build/src/operations/batch-wait/started-after.js
var started_after = __webpack_require__(3425);
;// CONCATENATED MODULE: ./build/src/operations/batch-wait/machine.js










/** At least so often a job is read of which a start or an end is not proved. */
const LONGEST_PROOF_GAP_MS = 15_000;
const DAY_MS = 86_400_000;
function begin(wanted, rules, now) {
    const mayStart = rules.start !== 'no';
    const state = {
        wanted,
        begun: now,
        items: wanted.kind === 'rec-ids' ? wanted.recIds.map((recId) => (0,batch_wait_item/* newItem */.SZ)(recId, mayStart)) : [],
        settled: wanted.kind === 'rec-ids',
        server: undefined,
        near: [],
        cutOff: { epochMs: 0 },
        isDateWarned: false,
        restarted: undefined,
        odd: undefined,
        ending: undefined,
        canceled: new Map(),
    };
    return { state, effects: [nextEffect({ state, effects: [], rules, now }, false)] };
}
/** What follows from an observation: the rules about batch jobs. */
function step(before, seen, rules, now) {
    const state = { ...before, items: before.items.map((item) => ({ ...item })) };
    const turn = { state, effects: [], rules, now };
    switch (seen.kind) {
        case 'polled':
            takePoll(turn, seen);
            break;
        case 'start-response':
            takeStartResponse(turn, seen);
            break;
        case 'no-response':
            takeNoResponse(turn, seen);
            break;
        case 'deadline':
        case 'interrupted':
            state.ending = seen;
            for (const item of openItems(state))
                item.ended = endOfWait(item, seen.kind);
            break;
        case 'failure':
            fail(turn, [seen.message]);
            break;
        case 'canceled':
            state.canceled = seen.responses;
            for (const item of state.items) {
                const response = seen.responses.get(item.recId);
                if (response !== undefined)
                    say(turn, canceled(item, response));
            }
    }
    if (rules.once && !state.ending)
        endOnce(turn, seen.kind === 'no-response' ? seen.message : undefined);
    turn.effects.push(nextEffect(turn, seen.kind !== 'no-response'));
    return { state, effects: turn.effects };
}
function fail({ state }, message) {
    state.ending = { kind: 'failure', message };
    for (const item of openItems(state))
        item.ended = { outcome: 'failed' };
}
function takePoll(turn, { jobs, near, date, ours }) {
    const { state, rules, now, effects } = turn;
    const isFar = date !== undefined && Math.abs(date.epochMs - ours.epochMs) > DAY_MS;
    if (date && isFar && !state.isDateWarned)
        effects.push({ kind: 'warn', message: farDate(date, ours) });
    state.isDateWarned ||= isFar;
    const isFirst = state.server === undefined;
    state.server = { time: date && !isFar ? date : ours, at: now };
    if (isFirst)
        state.cutOff = (0,started_after/* cutOffOf */.l)(rules.startedAfter, state.server.time);
    state.odd = undefined;
    if (isFirst)
        state.near = near;
    if (!state.settled)
        chooseItem(turn, jobs, isFirst);
    const rows = new Map(jobs.map((job) => [job.recId, job]));
    for (const item of openItems(state)) {
        const job = rows.get(item.recId);
        if (job)
            takeRow(turn, item, job, state.server.time);
        else
            takeMissing(turn, item);
    }
    state.settled ||= state.items.some(({ ended, isStale }) => ended !== undefined || !isStale);
}
/** Chooses the job that a description means; it stands for good once a run of it counts. */
function chooseItem(turn, jobs, isFirst) {
    const { state, rules } = turn;
    if (state.wanted.kind !== 'description')
        return;
    const { description, legalEntity } = state.wanted;
    const mayStart = rules.start !== 'no';
    const rows = matching(jobs, description, legalEntity);
    const choice = choose(rows, mayStart);
    switch (choice.kind) {
        case 'none':
            if (isFirst)
                say(turn, noMatch(state.wanted, state.near, rules.once));
            break;
        case 'several':
            fail(turn, severalMatch(description, choice.jobs, mayStart));
            break;
        case 'one':
            if (state.items[0]?.recId === choice.job.recId)
                break;
            state.items = [(0,batch_wait_item/* newItem */.SZ)(choice.job.recId, mayStart)];
            if (rows.length > 1)
                say(turn, chosen(choice.job, rows.length));
    }
}
function takeNoResponse(turn, { message, odd }) {
    const { state, now } = turn;
    // Nothing was sent: a start that may have arrived has a response of its own. The next poll decides anew.
    for (const item of state.items) {
        const { plan } = item;
        if (plan.kind === 'starting' && plan.again)
            item.plan = { kind: 'due', at: now, again: true };
        else if (plan.kind === 'starting' || (plan.kind === 'due' && !plan.again))
            item.plan = { kind: 'decide' };
    }
    state.odd = odd ? (0,odd_row/* oneMoreOdd */.t)(state.odd, now) : undefined;
    if (state.odd && (!state.server || (0,odd_row/* isTooOdd */.C)(state.odd, now)))
        fail(turn, [message]);
}
/** Ends what one poll is enough for: a job that needs no proof is `pending`. */
function endOnce(turn, noResponse) {
    const { state, now } = turn;
    for (const item of openItems(state)) {
        const until = item.doubt?.until ?? (item.plan.kind === 'confirm' ? item.plan.until : undefined);
        if (noResponse !== undefined && until && (0,src_clock/* msBetween */.z4)(until, now) >= 0)
            item.ended = endOfProof(item);
        if (until || item.missing > 0 || item.plan.kind !== 'watch' || !item.job)
            continue;
        const isKnown = (0,batch_status/* standingOf */.Y)(item.job.status.wire).kind !== 'unknown';
        item.ended = isKnown ? { outcome: 'pending' } : { outcome: 'failed', because: unknownAtOnce(item.job) };
    }
    const isFollowed = openItems(state).some(({ doubt, plan }) => doubt ?? plan.kind === 'confirm');
    if (noResponse !== undefined && !isFollowed)
        fail(turn, [noResponse]);
    else if (noResponse === undefined && state.items.length === 0)
        state.ending = { kind: 'over' };
}
/** What is to be done next: cancel and end, start one job, or poll. */
function nextEffect(turn, mayStart) {
    const { state, rules, now } = turn;
    const open = openItems(state);
    if (state.settled && open.length === 0)
        state.ending ??= { kind: 'over' };
    if (state.ending) {
        const kind = state.ending.kind === 'deadline' ? 'timeout' : state.ending.kind;
        const isAsked = state.canceled.size === 0 && rules.cancelOn.some((asked) => asked === kind);
        const recIds = state.items.filter((item) => isAsked && item.ended?.outcome === kind && (0,batch_wait_item/* isOpen */.nT)(item));
        if (recIds.length === 0)
            return { kind: 'end' };
        return { kind: 'act', act: { kind: 'cancel', recIds: recIds.map(({ recId }) => recId) } };
    }
    const due = open.find(({ plan }) => mayStart && plan.kind === 'due' && (0,src_clock/* msBetween */.z4)(plan.at, now) >= 0);
    if (due?.plan.kind === 'due') {
        due.plan = { kind: 'starting', again: due.plan.again };
        return { kind: 'act', act: { kind: 'start', recId: due.recId } };
    }
    return nextPoll(turn, open);
}
function nextPoll({ state, rules, now }, open) {
    const since = state.restarted ?? state.begun;
    const ordinaryMs = rules.fixedGapMs ??
        (0,schedule/* gapMs */.v)((0,src_clock/* msBetween */.z4)(since, now), open.flatMap((item) => (0,batch_wait_item/* expectedEnd */.ST)(item, since) ?? []));
    const moments = open.flatMap(({ plan, doubt }) => plan.kind === 'due' ? [plan.at] : plan.kind === 'confirm' ? [plan.until] : doubt ? [doubt.until] : []);
    const isUrgent = open.some(({ plan, doubt, missing }) => plan.kind === 'confirm' || doubt || missing > 0);
    const isFirst = state.server === undefined || open.some(({ missing }) => missing > 0);
    const { wanted } = state;
    return {
        kind: 'poll',
        read: wanted.kind === 'description' && !state.settled
            ? { ...wanted, recId: state.items[0]?.recId, near: state.server === undefined }
            : { kind: 'rec-ids', recIds: open.map(({ recId }) => recId) },
        attempts: rules.once && isFirst ? 'retry' : 'once',
        gapMs: isUrgent ? Math.min(ordinaryMs, LONGEST_PROOF_GAP_MS) : ordinaryMs,
        wakeAt: moments.sort((a, b) => (0,src_clock/* msBetween */.z4)(b, a))[0],
    };
}

// EXTERNAL MODULE: ./build/src/operations/batch-wait/outcome.js
var batch_wait_outcome = __webpack_require__(5887);
// EXTERNAL MODULE: ./build/src/operations/batch-wait/summary.js + 1 modules
var summary = __webpack_require__(5050);
;// CONCATENATED MODULE: ./build/src/operations/batch-wait/whole-messages.js






/** The line of the heartbeat. */
function progressLine({ items, begun, server }, now) {
    const waited = `Waiting for ${(0,duration/* formatDuration */.a)((0,src_clock/* msBetween */.z4)(begun, now))}`;
    if (items.length === 0)
        return [`${waited}: no batch job matches yet.`];
    const open = items.filter((item) => !item.ended);
    const named = open
        .slice(0, NAMED)
        .map((item) => (0,batch_wait_message/* message */.iU) `${nameOf(item)} is ${statusOf(item)}${(0,batch_wait_eta/* shareText */.Lu)(item, server, now)}`);
    const more = open.length > NAMED ? `; and ${open.length - NAMED} more` : '';
    const counted = items.length > 1 ? `${items.length - open.length} of ${items.length} jobs have ended; ` : '';
    return (0,batch_wait_message/* message */.iU) `${waited}: ${counted}${(0,batch_wait_message/* joined */.oR)(named, '; ')}${more}`;
}
/** How many jobs an error tells of. */
const MOST_MESSAGES = 12;
const FAILURES = ['failed', 'error', 'canceled', 'not-run', 'deleted'];
/** How many of the jobs did not end as they should: `2 of 3 batch jobs failed`. */
function countOf(outcomes, total) {
    const failed = outcomes.every((outcome) => FAILURES.includes(outcome)) ? 'failed' : 'did not end as required';
    return `${outcomes.length} of ${total} batch jobs ${failed}`;
}
/** The messages of the jobs that an error tells of. @param ends those that did not end as they should, the worst first */
const worstOf = (ends) => ends.length <= MOST_MESSAGES
    ? [...ends]
    : [...ends.slice(0, MOST_MESSAGES), [`And ${ends.length - MOST_MESSAGES} more.`]];
/** The error of a wait in which no job was ever seen. */
function neverSeen({ wanted, ending, near }, timeoutMs) {
    const what = wanted.kind === 'description'
        ? `the batch job ${(0,inputs/* quoted */.TL)(wanted.description)}`
        : `batch ${wanted.recIds.length === 1 ? 'job' : 'jobs'} ${wanted.recIds.slice(0, 5).join(', ')}`;
    if (ending?.kind === 'interrupted')
        return [`The step was interrupted before F&O returned anything about ${what}.`];
    const none = 'No job has exactly this description. Check the spelling of `batch-job-description`, and `legal-entity`';
    if (ending?.kind === 'over')
        return (0,batch_wait_message/* message */.iU) `${none}.${meant(near)}`;
    const found = `${wanted.kind === 'description' ? none : 'F&O returned nothing about it'}${lastOf(ending)}`;
    return (0,batch_wait_message/* message */.iU) `The wait for ${what} ended after ${(0,duration/* formatDuration */.a)(timeoutMs)}. ${found}.${meant(near)}`;
}

;// CONCATENATED MODULE: ./build/src/operations/batch-wait/jobs.js














/** The time that canceling gets: then everything is written as ever. */
const CANCELING_MS = 1_000;
/** The time that asking for a similar description gets: it is a help, and nothing waits for it. */
const NEAR_MS = 10_000;
/** Waits for batch jobs, and reports how each of them ended. */
async function waitForJobs(wanted, args, tools, { ok, failed }) {
    const { fno, clock, log } = tools;
    const { show } = fno;
    const begun = clock.moment();
    const state = await (0,drive/* drive */.r)(jobsWait(wanted, args.rules, tools), { ...tools, show, timeoutMs: args.timeoutMs });
    const timeoutMs = args.timeoutMs ?? 0;
    const context = { ...state, timeoutMs, now: clock.moment() };
    const isSeen = state.server !== undefined;
    const judged = (isSeen ? state.items : []).map((item) => ({
        item,
        outcome: item.ended?.outcome ?? 'failed',
        message: messageFor(item, context),
    }));
    const text = (message) => (0,batch_wait_message/* render */.XX)(message, show);
    // What went wrong with one job alone is the error, and said there.
    for (const { outcome, message } of judged) {
        if (judged.length > 1 || args.accepted.includes(outcome))
            log.info(text(message));
    }
    const worst = [...judged].sort(batch_wait_outcome/* bySeverity */.Np)[0];
    const outcome = worst?.outcome ?? outcomeOf(state);
    const outputs = {
        outcome,
        status: worst?.item.job?.status.wire ?? '',
        jobs: JSON.stringify(judged.map((one) => jobOutput(one.item, one.outcome))),
        'elapsed-seconds': String(Math.round((0,src_clock/* msSince */.XR)(clock, begun) / 1000)),
    };
    const unaccepted = judged.filter((one) => !args.accepted.includes(one.outcome)).sort(batch_wait_outcome/* bySeverity */.Np);
    const canceled = [...state.canceled].map(([recId, response]) => `${recId}: ${response}`);
    const story = {
        about: aboutOf(wanted, judged),
        blocks: [{ kind: 'list', items: canceled }, ...(0,summary/* jobsSummary */.d)(judged, args.accepted, context)],
    };
    if (judged.length > 0 ? unaccepted.length === 0 : args.accepted.includes(outcome))
        return ok(outputs, story);
    if (state.ending?.kind === 'failure')
        return failed(text(state.ending.message), outputs, story);
    if (judged.length === 0)
        return failed(text(neverSeen(state, timeoutMs)), outputs, story);
    const each = worstOf(unaccepted.map(({ message }) => message)).map(text);
    const outcomes = unaccepted.map((one) => one.outcome);
    const first = `${countOf(outcomes, judged.length)}.`;
    return failed(judged.length === 1 ? (each[0] ?? '') : { first, each }, outputs, story);
}
/** What the heading of the summary names. */
function aboutOf(wanted, judged) {
    const [only] = judged;
    if (judged.length > 1)
        return { label: `${judged.length} batch jobs` };
    if (only)
        return only.item.job?.description.wire || only.item.recId;
    return wanted.kind === 'description' ? wanted.description : wanted.recIds.slice(0, 3).join(', ');
}
function jobsWait(wanted, rules, { fno, clock }) {
    const wallTime = (0,src_clock/* wallTimeOf */.P5)(clock);
    return {
        begun: begin(wanted, rules, clock.moment()),
        step: (state, observation, now) => step(state, observation, rules, now),
        progress: progressLine,
        async read(read, reader) {
            const paths = read.kind === 'description'
                ? [byDescription(read.description, read.legalEntity, read.recId)]
                : byRecIds(read.recIds);
            const found = await readJobs(reader, paths);
            return { kind: 'polled', ...found, near: await readNear(read, found, reader), ours: wallTime(clock.moment()) };
        },
        async act(act, reader) {
            if (act.kind === 'cancel')
                return { kind: 'canceled', responses: await cancelAll(act.recIds, { fno, clock }) };
            return { kind: 'start-response', recId: act.recId, response: await setToWaiting(reader, act.recId) };
        },
    };
}
/** The jobs that a description nearly has, where none has it and they are asked for. A failure is none. */
async function readNear(read, { jobs }, reader) {
    if (read.kind !== 'description' || !read.near)
        return [];
    const { description, legalEntity } = read;
    if (matching(jobs, description, legalEntity).length > 0)
        return [];
    const { signal, dispose } = (0,deadline/* setDeadline */.rU)(reader.clock, NEAR_MS, reader.signal);
    const more = await readJobs({ ...reader, signal, attempts: 'once' }, [byNearDescription(description)]).catch(() => undefined);
    dispose();
    return nearest([...jobs, ...(more?.jobs ?? [])], description);
}
/** Cancels jobs, all at once. @returns how F&O responded, by RecId */
async function cancelAll(recIds, { fno, clock }) {
    const { signal, dispose } = (0,deadline/* setDeadline */.rU)(clock, CANCELING_MS, new AbortController().signal);
    const responses = await Promise.all(recIds.map(async (recId) => [recId, await cancelJob(fno, recId, signal)]));
    dispose();
    return new Map(responses);
}
/** The outcome of a wait in which no job was seen. */
function outcomeOf({ ending }) {
    switch (ending?.kind) {
        case 'deadline':
            return 'timeout';
        case 'interrupted':
            return 'interrupted';
        case 'over':
            return 'pending';
        case 'failure':
        case undefined:
            return 'failed';
    }
}
function jobOutput({ recId, job, requeues }, outcome) {
    return {
        recId,
        description: job?.description.wire ?? '',
        status: job?.status.wire ?? '',
        outcome,
        startDateTime: job?.start?.text ?? '',
        endDateTime: job?.end?.text ?? '',
        requeues,
    };
}


/***/ })

};
