export const id = 994;
export const ids = [994];
export const modules = {

/***/ 9170:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ DATA_MANAGEMENT),
/* harmony export */   e: () => (/* binding */ literal)
/* harmony export */ });
/** Where F&O's data management actions are called: Microsoft's documentation of the data management package REST API. */
const DATA_MANAGEMENT = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.';
/** A string in `$filter`: quotes are doubled. */
const literal = (text) => `'${text.replaceAll("'", "''")}'`;


/***/ }),

/***/ 994:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   dmfInit: () => (/* binding */ dmfInit)
/* harmony export */ });
/* harmony import */ var _clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1053);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7406);
/* harmony import */ var _fno_response_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2139);
/* harmony import */ var _fno_server_message_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(990);
/* harmony import */ var _fno_environment_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(582);
/* harmony import */ var _fno_wire_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(9170);
/* harmony import */ var _http_content_type_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(164);
/* harmony import */ var _http_fault_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2466);
/* harmony import */ var _http_receive_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(2203);
/* harmony import */ var _http_status_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(9618);
/* harmony import */ var _json_page_scanner_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6430);
/* harmony import */ var _report_duration_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(598);
/* harmony import */ var _report_heartbeat_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(7452);
/* harmony import */ var _operation_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(6333);














const STILL_RUNNING = 'The refresh was sent and is probably still running in F&O; it can take about 20 minutes. Check Data management > Framework parameters > Entity settings before you run the step again, or set `asynchronous: true`, which returns at once.';
const COMPLETION_UNKNOWN = 'The response does not tell whether the refresh is complete.';
const DURATIONS = {
    InitializeDataManagement: 'This can take about 20 minutes.',
    InitializeDataManagementAsync: 'F&O responds at once and goes on in the background.',
};
/** Refreshes the list of data entities, as *Refresh entity list* in the client does. */
const dmfInit = (0,_operation_js__WEBPACK_IMPORTED_MODULE_9__/* .operation */ .MQ)({
    inputs: ['asynchronous'],
    outputs: ['outcome', 'status-code', 'activity-id', 'elapsed-seconds'],
    requestTimeoutSeconds: 1800,
    parse(inputs, context) {
        (0,_operation_js__WEBPACK_IMPORTED_MODULE_9__/* .requireEnvironment */ .L3)(inputs, context);
        const action = inputs.flag('asynchronous') ? 'InitializeDataManagementAsync' : 'InitializeDataManagement';
        return { action };
    },
    async run({ action }, { fno, log, clock }, verdicts) {
        const started = clock.moment();
        const elapsed = () => (0,_report_duration_js__WEBPACK_IMPORTED_MODULE_10__/* .formatDuration */ .a)((0,_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .msSince */ .XR)(clock, started));
        const url = fno.url(`${_fno_wire_js__WEBPACK_IMPORTED_MODULE_11__/* .DATA_MANAGEMENT */ .$}${action}`);
        const name = `POST ${fno.printable(url)}`;
        const body = { kind: 'text', text: '{}' };
        log.info(`${name}: refreshing the data entities. ${DURATIONS[action]}`);
        const heartbeat = () => {
            log.info(`Still waiting for the response, ${elapsed()} so far.`);
        };
        const outcome = await (0,_report_heartbeat_js__WEBPACK_IMPORTED_MODULE_12__/* .withHeartbeat */ .p)(60_000, heartbeat, () => fno
            .send({ method: 'POST', url, headers: _http_content_type_js__WEBPACK_IMPORTED_MODULE_5__/* .JSON_CONTENT */ .tO, body, read: false }, _http_receive_js__WEBPACK_IMPORTED_MODULE_7__/* .intoMemory */ .a)
            .catch((thrown) => {
            if (thrown instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR)
                return thrown;
            throw thrown;
        }));
        const seen = (head) => ({
            'elapsed-seconds': String(Math.round((0,_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .msSince */ .XR)(clock, started) / 1000)),
            ...(head && { 'status-code': String(head.status), 'activity-id': head.headers['ms-dyn-aid'] ?? '' }),
        });
        const failed = (head, error, mayRun) => verdicts.failed(mayRun ? `${error} ${STILL_RUNNING}` : error, { outcome: 'failed', ...seen(head) });
        if (outcome instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR) {
            const head = outcome instanceof _fno_environment_js__WEBPACK_IMPORTED_MODULE_4__/* .SignInPage */ .q ? outcome.head : undefined;
            return failed(head, outcome.message, outcome.cause instanceof _http_fault_js__WEBPACK_IMPORTED_MODULE_6__/* .TransportFault */ .ww && outcome.cause.sent);
        }
        const text = outcome.body.toString('utf8');
        if (!(0,_http_status_js__WEBPACK_IMPORTED_MODULE_13__/* .isSuccess */ .o)(outcome.status) || (0,_fno_server_message_js__WEBPACK_IMPORTED_MODULE_3__/* .bodyReportsError */ .Qq)(text)) {
            const message = (0,_fno_response_error_js__WEBPACK_IMPORTED_MODULE_2__/* .describeResponse */ .Xg)({ name, read: false, url }, outcome, text, fno.show);
            return failed(outcome, message, outcome.status === 502 || outcome.status === 504);
        }
        if ((0,_http_content_type_js__WEBPACK_IMPORTED_MODULE_5__/* .isJson */ .Fh)(outcome.headers['content-type'] ?? '') && (0,_json_page_scanner_js__WEBPACK_IMPORTED_MODULE_8__/* .endingOf */ .z)(outcome.body) === 'unfinished') {
            return failed(outcome, `${name} returned ${outcome.status}, but its JSON ends unfinished.`, true);
        }
        const accepted = `F&O accepted the refresh of the data entities (${outcome.status}) after ${elapsed()}. ${COMPLETION_UNKNOWN}`;
        log.info(accepted);
        return verdicts.ok({ outcome: 'accepted', ...seen(outcome) }, { blocks: [{ kind: 'text', text: accepted }] });
    },
    outputsOfFailure: () => ({ outcome: 'failed' }),
});


/***/ })

};
