export const id = 72;
export const ids = [72];
export const modules = {

/***/ 1244:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ createPageLinks)
/* harmony export */ });
/* unused harmony export resolveLink */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _http_address_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3414);


const MOST_PAGES = 100_000;
/** @param first the page that was asked for */
function createPageLinks(first, mostPages = MOST_PAGES) {
    // Links can be long: of each page a digest is remembered.
    const seen = new Set([digestOf(first)]);
    let current = first;
    return {
        next(link) {
            const url = resolveLink(link, current);
            if (!(url instanceof URL))
                return url;
            const digest = digestOf(url);
            if (seen.has(digest))
                return { problem: 'to a page seen before, which would never end' };
            if (seen.size >= mostPages)
                return { problem: `to page ${mostPages + 1}, and no list has so many pages` };
            seen.add(digest);
            current = url;
            return url;
        },
    };
}
const digestOf = ({ pathname, search }) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
    .update(pathname + search)
    .digest('base64');
/**
 * A link from a server, of which only path and query are taken: the request goes to where the page came from.
 *
 * @returns the URL, or the end of a sentence about a link that leads anywhere else
 */
function resolveLink(link, current) {
    const url = URL.canParse(link, current.href) ? new URL(link, current) : undefined;
    if (!url)
        return { problem: 'that is not a URL' };
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
        return { problem: `that begins with ${url.protocol}` };
    if (url.username || url.password)
        return { problem: 'with a user name or password' };
    // Gateways end TLS, and F&O then writes http; the default port goes with it.
    const isRaised = url.protocol === 'http:' && !(0,_http_address_js__WEBPACK_IMPORTED_MODULE_1__/* .isLoopback */ .U9)(url);
    if (isRaised)
        url.protocol = 'https:';
    if (url.host !== current.host)
        return { problem: `to ${url.host}, which is not the host of the request` };
    return new URL(`${current.origin}${url.pathname}${url.search}`);
}


/***/ }),

/***/ 8072:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  fetchPages: () => (/* binding */ fetchPages)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./build/src/clock.js + 1 modules
var src_clock = __webpack_require__(1053);
// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/fno/page-links.js
var page_links = __webpack_require__(1244);
// EXTERNAL MODULE: ./build/src/fno/response-error.js
var response_error = __webpack_require__(2139);
// EXTERNAL MODULE: ./build/src/report/heartbeat.js
var heartbeat = __webpack_require__(7452);
// EXTERNAL MODULE: ./build/src/operations/rest/mask.js
var mask = __webpack_require__(4907);
// EXTERNAL MODULE: ./build/src/fno/next-links.js
var next_links = __webpack_require__(3586);
// EXTERNAL MODULE: ./build/src/http/file-writer.js + 1 modules
var file_writer = __webpack_require__(1581);
// EXTERNAL MODULE: ./build/src/http/receive.js
var receive = __webpack_require__(2203);
// EXTERNAL MODULE: ./build/src/http/status.js
var http_status = __webpack_require__(9618);
// EXTERNAL MODULE: ./build/src/json/page-scanner.js + 2 modules
var page_scanner = __webpack_require__(6430);
;// CONCATENATED MODULE: ./build/src/operations/rest/page-file.js





function createPageFile(path) {
    const writer = (0,file_writer/* createFileWriter */.K)(path);
    const done = { rows: 0, bytes: 0 };
    let context;
    let announced;
    let current;
    let contextIsWritten = false;
    let linksInRows = false;
    const openingOf = (contextThere) => Buffer.from(contextThere === undefined ? '{"value":[' : `{"@odata.context":${contextThere},"value":[`);
    const receivePage = (head) => {
        if (!(0,http_status/* isSuccess */.o)(head.status)) {
            const memory = (0,receive/* wholeIntoMemory */.d)();
            return { ...memory, end: async () => ({ kind: 'refused', body: await memory.end() }) };
        }
        let isFresh = false;
        let hasBegun = false;
        const parts = [];
        /** What was written of a page that comes again goes first. */
        const flush = async () => {
            if (!isFresh)
                await writer.truncate(done.bytes);
            isFresh = true;
            await writer.write(parts.splice(0));
        };
        const scanner = (0,page_scanner/* createPageScanner */.S)((rows) => {
            if (!hasBegun) {
                parts.push(done.rows === 0 ? openingOf(scanner.frame.context) : Buffer.from(',\n'));
                if (done.rows === 0)
                    contextIsWritten = scanner.frame.context !== undefined;
                hasBegun = true;
            }
            parts.push(rows);
        });
        const { frame } = scanner;
        const links = (0,next_links/* createNextLinkCounter */.S)();
        const page = { frame, bytes: 0 };
        current = page;
        return {
            take(piece) {
                scanner.feed(piece);
                links.feed(piece);
                page.bytes += piece.length;
                return flush();
            },
            async end() {
                await flush();
                current = undefined;
                const oddity = oddityOf(scanner);
                if (oddity)
                    return { kind: 'unreadable', ...oddity };
                context ??= frame.context;
                announced ??= frame.count;
                linksInRows ||= links.count() > Number(frame.nextLink !== undefined);
                done.rows += frame.rowCount;
                done.bytes = writer.length;
                return { kind: 'page', nextLink: frame.nextLink };
            },
        };
    };
    return {
        receivePage,
        progress: () => ({
            rows: done.rows + (current?.frame.rowCount ?? 0),
            bytes: done.bytes + (current?.bytes ?? 0),
            announced,
            linksInRows,
        }),
        async finish() {
            const opening = done.rows === 0 ? openingOf(context) : Buffer.alloc(0);
            const isMissing = done.rows > 0 && context !== undefined && !contextIsWritten;
            const ending = Buffer.from(isMissing ? `],"@odata.context":${context ?? ''}}` : ']}');
            await writer.write([opening, ending]);
            await writer.flush();
            return writer.length;
        },
        [Symbol.asyncDispose]: () => writer[Symbol.asyncDispose](),
    };
}
/** Why a document is no page of OData; nothing if it is one. */
function oddityOf({ ending, frame, validBytes }) {
    const odd = (why, isCut = false) => ({ why, isCut });
    switch (ending()) {
        case 'empty':
            return odd('it is empty');
        case 'unfinished':
            return odd('its JSON ends unfinished', true);
        case 'invalid':
            return odd(`it is not valid JSON (byte ${validBytes() + 1})`);
        case 'whole':
            if (!frame.hasRows)
                return odd('it has no `value` list, so it is not an OData page: `all-pages` works with entity sets only');
            return frame.oddity === undefined ? undefined : odd(frame.oddity);
    }
}

// EXTERNAL MODULE: ./build/src/operations/rest/response.js + 1 modules
var response = __webpack_require__(3818);
;// CONCATENATED MODULE: ./build/src/operations/rest/pages.js
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});









const PROGRESS_MS = 15_000;
/**
 * Follows `@odata.nextLink` from page to page, and writes every row into one document.
 *
 * @param attempts of the first page; the others are retried by the retry rule
 * @returns the last response with the whole document as its body; the first one if that is refused
 * @throws Failure if a later page fails for good, is no page, leads elsewhere or back to a page seen before
 */
async function fetchPages(args, file, tools, attempts) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { clock, log } = tools;
        const pages = __addDisposableResource(env_1, createPageFile(file.temporaryPath), true);
        const started = clock.moment();
        const progress = () => {
            const { rows, bytes } = pages.progress();
            const seconds = Math.max(0.001, (0,src_clock/* msSince */.XR)(clock, started) / 1000);
            const rate = `${Math.round(rows / seconds)} rows/s, ${(bytes / seconds / 1e6).toFixed(1)} MB/s`;
            log.info(`${rows} rows, ${(bytes / 1e6).toFixed(1)} MB so far (${rate}).`);
        };
        const response = await (0,heartbeat/* withHeartbeat */.p)(PROGRESS_MS, progress, () => followLinks(args, file, pages, tools, attempts));
        const { rows, announced = 0 } = pages.progress();
        const isPart = ['$top', '$skip', '$skiptoken'].some((option) => args.target.url.searchParams.has(option));
        if (announced > rows && !isPart && response.rowCount !== undefined) {
            log.warning(`The server counts ${announced} rows (\`@odata.count\`), but its pages held ${rows}.`);
        }
        return response;
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = __disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
async function followLinks(args, file, pages, { fno, signal }, attempts) {
    const links = (0,page_links/* createPageLinks */.J)(args.target.url);
    for (let url = args.target.url, number = 1;; number += 1) {
        const call = {
            method: 'GET',
            url,
            headers: args.headers,
            read: true,
            attempts: number === 1 ? attempts : 'retry',
            signal,
        };
        const { body: page, ...head } = await fno.send(call, pages.receivePage);
        const name = `Page ${number} (GET ${fno.printable(url)})`;
        if (page.kind === 'refused') {
            if (number === 1)
                return refusedResponse(head, page.body, file);
            const text = args.maskResponse ? mask/* HIDDEN_BODY */.YW : page.body.toString('utf8');
            const called = { name, read: true, elsewhere: !args.isInEnvironment, url, isPathGiven: true };
            const { failure, remedy } = (0,response_error/* explainResponse */.j8)(called, head, text, fno.show);
            throw new errors/* Failure */.HR(`${failure} ${INCOMPLETE}`, { remedy });
        }
        if (page.kind === 'unreadable') {
            const thrown = page.isCut ? errors/* Outage */.ad : errors/* Failure */.HR;
            throw new thrown(`${name} returned ${head.status}, but ${page.why}. ${INCOMPLETE}`);
        }
        if (page.nextLink === undefined)
            return completeResponse(head, pages, file);
        const next = links.next(page.nextLink);
        if (!(next instanceof URL)) {
            throw new errors/* Failure */.HR(`${name} returned a next link ${fno.show(next.problem)}, so it was not followed. ${INCOMPLETE}`);
        }
        url = next;
    }
}
const INCOMPLETE = 'The rows read until then were discarded.';
async function refusedResponse(head, body, file) {
    await (0,promises_.writeFile)(file.temporaryPath, body, { mode: 0o600 });
    const kept = { start: body, sizeBytes: body.length, text: (0,response/* textOf */.b6)(body, head) };
    return { ...head, ...kept, file, json: undefined, rowCount: undefined };
}
async function completeResponse(head, pages, file) {
    const { rows, linksInRows } = pages.progress();
    const nextLinks = { ofPage: false, inRows: linksInRows };
    const sizeBytes = await pages.finish();
    const start = sizeBytes <= response/* KEPT_BYTES */.zh ? await (0,promises_.readFile)(file.temporaryPath) : Buffer.alloc(0);
    const text = start.length === sizeBytes ? (0,response/* textOf */.b6)(start, head) : undefined;
    return { ...head, start, sizeBytes, text, file, json: 'whole', rowCount: rows, nextLinks };
}


/***/ })

};
