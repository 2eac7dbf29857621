export const id = 260;
export const ids = [260];
export const modules = {

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
