export const id = 684;
export const ids = [684];
export const modules = {

/***/ 4684:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readPfx: () => (/* binding */ readPfx)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_forge__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8542);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7406);



/** Reads a PFX/P12 file, modern (PBES2) or legacy (RC2, 3DES). This file, and node-forge with it, is loaded only for one. */
function readPfx(bytes, password) {
    let content;
    try {
        content = node_forge__WEBPACK_IMPORTED_MODULE_1__.asn1.fromDer(node_forge__WEBPACK_IMPORTED_MODULE_1__.util.createBuffer(bytes.toString('latin1')));
    }
    catch {
        return { problem: '`certificate` is base64-encoded, but not a PFX file: encode the .pfx or .p12 file itself.' };
    }
    const failures = [];
    for (const attempt of attempts(content, password)) {
        try {
            return open(attempt.content, attempt.password);
        }
        catch (thrown) {
            failures.push(thrown);
        }
    }
    return { problem: problemOf((0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(failures[0]), password) };
}
function attempts(content, password) {
    // Without a password, exporting programs write an empty one or none, which is not the same in PKCS#12.
    if (password === undefined)
        return [
            { content, password: '' },
            { content, password },
        ];
    // Letters beyond ASCII are UTF-16 to the MAC and to legacy encryption, but UTF-8 to PBES2 (RFC 8018); forge has one
    // password for both, so that the second attempt leaves the MAC out.
    const parts = Array.isArray(content.value) ? content.value.slice(0, 2) : content.value;
    const asUtf8 = { content: { ...content, value: parts }, password: node_forge__WEBPACK_IMPORTED_MODULE_1__.util.encodeUtf8(password) };
    return asUtf8.password === password ? [{ content, password }] : [{ content, password }, asUtf8];
}
function open(content, password) {
    const bags = node_forge__WEBPACK_IMPORTED_MODULE_1__.pkcs12.pkcs12FromAsn1(content, false, password).safeContents.flatMap((safe) => safe.safeBags);
    const { asn1, pki } = node_forge__WEBPACK_IMPORTED_MODULE_1__;
    const derOf = (value) => Buffer.from(asn1.toDer(value).getBytes(), 'latin1');
    const store = { keys: [], certificates: [] };
    for (const bag of bags) {
        // What forge cannot parse, such as EC keys, it leaves as it is.
        const key = bag.key ? pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(bag.key)) : undefined;
        switch (bag.type) {
            case pki.oids['keyBag']:
            case pki.oids['pkcs8ShroudedKeyBag']:
                store.keys.push((0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPrivateKey)({ key: derOf(key ?? bag.asn1), format: 'der', type: 'pkcs8' }));
                break;
            case pki.oids['certBag']:
                store.certificates.push(new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(derOf(bag.cert ? pki.certificateToAsn1(bag.cert) : bag.asn1)));
                break;
        }
    }
    return store;
}
function problemOf(message, password) {
    if (!/password|decrypt|mac could not/i.test(message)) {
        return `The PFX file in \`certificate\` cannot be read (${message.slice(0, 200)}): export it again, with its private key, or provide PEM.`;
    }
    return password === undefined
        ? 'The PFX file in `certificate` has a password: provide it in `certificate-password`.'
        : 'The PFX file in `certificate` cannot be opened: `certificate-password` is wrong, or the file is damaged.';
}


/***/ })

};
