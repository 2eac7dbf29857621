export const id = 369;
export const ids = [369,260];
export const modules = {

/***/ 8369:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   carryOut: () => (/* binding */ carryOut)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7406);
/* harmony import */ var _http_body_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2462);
/* harmony import */ var _open_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4422);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8103);
/* harmony import */ var _query_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9260);
/* harmony import */ var _show_value_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(9219);







function carryOut(task) {
    const { source } = task;
    const text = 'text' in source ? source.text : (0,_http_body_text_js__WEBPACK_IMPORTED_MODULE_2__/* .textOfBody */ .dZ)((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(source.path), source.contentType);
    if (text === undefined)
        return { kind: 'unreadable', why: 'not-text' };
    try {
        return task.kind === 'query' ? query(task, documentOf(text, task)) : strings(task, (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .parseJson */ .qF)(text));
    }
    catch (thrown) {
        if (thrown instanceof _parse_js__WEBPACK_IMPORTED_MODULE_4__/* .TooDeep */ .v_)
            return { kind: 'unreadable', why: 'too-deep' };
        if (thrown instanceof SyntaxError)
            return { kind: 'unreadable', why: 'not-json' };
        throw thrown;
    }
}
function documentOf(text, { plainText }) {
    try {
        return (0,_open_js__WEBPACK_IMPORTED_MODULE_3__/* .openDocument */ .EJ)(text);
    }
    catch (thrown) {
        if (plainText && thrown instanceof SyntaxError)
            return text;
        throw thrown;
    }
}
function query({ extract, expect, shownCharacters }, document) {
    const found = new Map();
    let missing;
    const onOtherCase = (asked, there) => found.set(asked, there);
    const onMissingName = (left, comparator, right) => (missing ??= { left, comparator, right });
    const evaluate = (expression) => {
        missing = undefined;
        try {
            return { value: (0,_query_js__WEBPACK_IMPORTED_MODULE_5__.compileQuery)(expression).evaluate(document, { onOtherCase, onMissingName }) };
        }
        catch (thrown) {
            return { problem: (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(thrown) };
        }
    };
    for (const expression of expect) {
        const outcome = evaluate(expression);
        if (missing === undefined && 'value' in outcome && (0,_query_js__WEBPACK_IMPORTED_MODULE_5__/* .holds */ .v)(outcome.value))
            continue;
        const value = 'value' in outcome ? (0,_show_value_js__WEBPACK_IMPORTED_MODULE_6__/* .piecesOf */ .Xe)(outcome.value, shownCharacters) : outcome;
        const pieces = (0,_show_value_js__WEBPACK_IMPORTED_MODULE_6__/* .piecesOf */ .Xe)(document, shownCharacters);
        return { kind: 'unmet', expression, value, missing, document: pieces, otherCase: [...found] };
    }
    if (extract === undefined)
        return { kind: 'met', result: undefined, otherCase: [...found] };
    const outcome = evaluate(extract);
    if ('problem' in outcome)
        return { kind: 'no-result', problem: outcome.problem, otherCase: [...found] };
    const { value } = outcome;
    return { kind: 'met', result: typeof value === 'string' ? value : JSON.stringify(value), otherCase: [...found] };
}
function strings({ shortest, most }, document) {
    const values = new Set();
    for (const value of (0,_open_js__WEBPACK_IMPORTED_MODULE_3__/* .stringsOf */ .iw)(document)) {
        for (const piece of [value, ...value.split(/[\r\n]+/)])
            if (piece.length >= shortest)
                values.add(piece);
        if (values.size > most)
            return { kind: 'too-many' };
    }
    return { kind: 'strings', values: [...values] };
}


/***/ }),

/***/ 9260:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   compileQuery: () => (/* binding */ compileQuery),
/* harmony export */   v: () => (/* reexport safe */ _values_js__WEBPACK_IMPORTED_MODULE_2__.v9)
/* harmony export */ });
/* harmony import */ var _jmespath_interpret_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2998);
/* harmony import */ var _jmespath_parser_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1444);
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8964);



/**
 * Compiles JMESPath as https://jmespath.org has it, with text in backquotes that is no JSON, order between strings, and
 * the functions of the later version 1; throws an Error that says what is wrong with the expression.
 */
function compileQuery(expression) {
    const tree = (0,_jmespath_parser_js__WEBPACK_IMPORTED_MODULE_1__/* .parse */ .q)(expression);
    return { expression, tree, evaluate: (document, observer = {}) => (0,_jmespath_interpret_js__WEBPACK_IMPORTED_MODULE_0__/* .evaluate */ ._)(tree, document, observer) };
}


/***/ })

};
