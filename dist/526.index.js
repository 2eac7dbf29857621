export const id = 526;
export const ids = [526];
export const modules = {

/***/ 526:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  judgeBatch: () => (/* binding */ judgeBatch)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./build/src/fno/server-message.js
var server_message = __webpack_require__(990);
// EXTERNAL MODULE: ./build/src/http/content-type.js
var content_type = __webpack_require__(164);
;// CONCATENATED MODULE: ./build/src/http/multipart.js
/** OData nests once: a changeset in a batch. */
const DEEPEST = 3;
/**
 * Reads HTTP messages (`application/http`) out of a multipart document, those of nested documents in their place.
 *
 * @param text the document, also as latin1 to keep its bytes
 * @param contentType names the boundary
 * @returns the messages; `undefined` if there is no boundary, or the document does not come to its end
 */
function readMultipart(text, contentType, depth = 1) {
    const boundary = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType.slice(0, 1_000));
    const pieces = boundary && depth <= DEEPEST ? piecesOf(text, `--${boundary[1] ?? boundary[2] ?? ''}`) : undefined;
    const parts = pieces?.map((piece) => {
        const { headers, body } = splitHead(piece);
        const type = headers['content-type'] ?? '';
        return /^\s*multipart\//i.test(type) ? readMultipart(body, type, depth + 1) : [messageOf(body)];
    });
    return parts?.every((part) => part !== undefined) ? parts.flat() : undefined;
}
/** What stands between the delimiter lines; `undefined` if the last one is missing. */
function piecesOf(text, delimiter) {
    const pieces = [];
    let begin;
    for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + delimiter.length)) {
        const lineEnd = text.indexOf('\n', at);
        const rest = text.slice(at + delimiter.length, lineEnd < 0 ? text.length : lineEnd).trimEnd();
        if ((at > 0 && text[at - 1] !== '\n') || (rest !== '' && rest !== '--'))
            continue;
        if (begin !== undefined)
            pieces.push(text.slice(begin, Math.max(begin, at)).replace(/\r?\n$/, ''));
        if (rest === '--')
            return pieces;
        begin = lineEnd < 0 ? text.length : lineEnd + 1;
    }
    return undefined;
}
function messageOf(text) {
    const end = text.indexOf('\n');
    const firstLine = (end < 0 ? text : text.slice(0, end)).trim();
    return { firstLine, ...splitHead(end < 0 ? '' : text.slice(end + 1)) };
}
/** Header lines up to an empty line, and what follows it. */
function splitHead(text) {
    const empty = /(?:^|\n)\r?\n/.exec(text);
    const head = empty ? text.slice(0, empty.index) : text;
    const lines = head.split('\n').map((line) => line.split(/:(.*)/s));
    return {
        headers: Object.fromEntries(lines.map(([name = '', value = '']) => [name.trim().toLowerCase(), value.trim()])),
        body: empty ? text.slice(empty.index + empty[0].length) : '',
    };
}

// EXTERNAL MODULE: ./build/src/http/status.js
var http_status = __webpack_require__(9618);
// EXTERNAL MODULE: ./build/src/json/narrow.js
var narrow = __webpack_require__(5345);
// EXTERNAL MODULE: ./build/src/json/run-document-task.js
var run_document_task = __webpack_require__(9729);
// EXTERNAL MODULE: ./build/src/operations/rest/judge.js
var judge = __webpack_require__(5752);
// EXTERNAL MODULE: ./build/src/operations/rest/mask.js
var mask = __webpack_require__(4907);
// EXTERNAL MODULE: ./build/src/operations/rest/query-response.js + 1 modules
var query_response = __webpack_require__(6191);
// EXTERNAL MODULE: ./build/src/operations/rest/response.js + 1 modules
var rest_response = __webpack_require__(3818);
;// CONCATENATED MODULE: ./build/src/operations/rest/batch.js











const MOST_SHOWN = 5;
/**
 * Judges the parts of an OData batch, whose status is 200 whatever becomes of them, as multipart/mixed or JSON
 * (https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_BatchRequestsandResponses).
 *
 * @returns `whole` if every request has a response, and each is a success or accepted
 */
async function judgeBatch(response, args, { show, signal }) {
    const batch = await readBatch(response, signal);
    if (!batch) {
        const type = show((0,rest_response/* typeOf */.QP)(response) || 'no content type', 100);
        const why = response.sizeBytes === 0 ? 'is empty' : `(${type}) cannot be read`;
        return { kind: 'may-pass', problem: `its batch response ${why}, so nothing is known of its parts.` };
    }
    const { count } = batch;
    const failed = batch.failed.filter(({ status }) => status === undefined || !args.acceptStatus.includes(status));
    const sent = await countRequests(args, signal);
    const isShort = sent !== undefined && count < sent;
    if (failed.length === 0 && !isShort && count > 0)
        return { kind: 'whole', isPartial: batch.isPartial };
    const lines = failed.slice(0, MOST_SHOWN).map((part) => describePart(part, args.maskResponse, show));
    const more = failed.length > MOST_SHOWN ? [`${failed.length - MOST_SHOWN} more failed.`] : [];
    const opening = isShort || count === 0
        ? `the batch has only ${count} of ${sent ?? 'its'} responses.`
        : `${failed.length} of the ${count} parts of the batch failed.`;
    const isFinal = failed.some(({ status }) => status !== undefined && (0,judge/* judgeStatus */.Gh)(status, []) === 'refused');
    return { kind: isFinal ? 'refused' : 'may-pass', problem: [opening, ...lines, ...more].join(' ') };
}
function describePart({ name, status, headers, body }, isMasked, show) {
    if (status === undefined)
        return `Part ${show(name, 100)} is not a response.`;
    const { text } = (0,server_message/* readServerMessage */.VQ)(headers, isMasked ? mask/* HIDDEN_BODY */.YW : body, show);
    return `Part ${show(name, 100)} returned ${status}${text ? `: ${text}` : ''}${/[.!?…]$/.test(text) ? '' : '.'}`;
}
async function readBatch(response, signal) {
    const type = (0,rest_response/* typeOf */.QP)(response);
    const source = (0,query_response/* sourceOf */.v)(response);
    if (!source)
        return undefined;
    if ((0,content_type/* isJson */.Fh)(type))
        return readJsonBatch(source, signal);
    const bytes = 'text' in source ? Buffer.from(source.text) : await (0,promises_.readFile)(source.path);
    const parts = (0,content_type/* mediaTypeOf */.c0)(type) === 'multipart/mixed' ? readMultipart(bytes.toString('latin1'), type) : undefined;
    const judged = parts?.map(({ firstLine, headers, body }, index) => ({
        name: String(index + 1),
        status: Number(/^HTTP\/\d(?:\.\d)? +(\d{3})\b/.exec(firstLine)?.[1]) || undefined,
        headers,
        body: Buffer.from(body, 'latin1').toString('utf8'),
    }));
    if (!judged)
        return undefined;
    const failed = judged.filter(({ status }) => !(0,http_status/* isSuccess */.o)(status ?? 0));
    return { count: judged.length, failed, isPartial: judged.some(({ body }) => body.includes('@odata.nextLink"')) };
}
/** Where it cannot hold up the deadline: the document may be large. */
async function evaluate(source, extract, signal) {
    const task = { kind: 'query', source, extract, expect: [], plainText: false, shownCharacters: 0 };
    const outcome = await (0,run_document_task/* runDocumentTask */.w)(task, signal);
    return outcome.kind === 'met' ? (0,narrow/* parseObject */.lj)(outcome.result ?? '') : undefined;
}
async function readJsonBatch(source, signal) {
    const found = await evaluate(source, '{count: length(responses), failed: responses[?!(status >= `200` && status < `300`)].[id, status, body]}', signal);
    const { count, failed } = (0,narrow/* membersOf */.lS)(found);
    if (typeof count !== 'number')
        return undefined;
    const parts = ((0,narrow/* asList */.DD)(failed) ?? []).map((part, index) => {
        const [id, status, body] = (0,narrow/* asList */.DD)(part) ?? [];
        return {
            name: (0,narrow/* asText */.e1)(id) ?? String(index + 1),
            status: typeof status === 'number' ? status : undefined,
            headers: {},
            body: typeof body === 'string' ? body : JSON.stringify(body),
        };
    });
    return { count, failed: parts, isPartial: false };
}
/** @returns how many requests the payload holds; `undefined` if that cannot be told */
async function countRequests({ body, headers }, signal) {
    const contentType = headers['content-type'] ?? '';
    if (!body || (body.kind === 'file' && body.sizeBytes > rest_response/* LARGEST_PARSED_BYTES */.dI))
        return undefined;
    if (!(0,content_type/* isJson */.Fh)(contentType))
        return readMultipart(await textOf(body), contentType)?.length;
    const source = body.kind === 'text' ? body : { path: body.path, contentType };
    const { count } = (0,narrow/* membersOf */.lS)(await evaluate(source, '{count: length(requests)}', signal));
    return typeof count === 'number' ? count : undefined;
}
/** Nothing if the file is gone: it was sent, and only its requests cannot be counted. */
const textOf = async (body) => body.kind === 'text' ? body.text : (0,promises_.readFile)(body.path, 'latin1').catch(() => '');


/***/ })

};
