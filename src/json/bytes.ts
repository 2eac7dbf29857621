/** The bytes of JSON, which are its character codes as well. */
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const MINUS_SIGN = 0x2d;
export const ZERO = 0x30;
export const COLON = 0x3a;
export const OPEN_LIST = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** JSON's own blanks: a byte-order mark or a no-break space is none of them. */
export const isBlank = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
export const isDigit = (code: number) => code >= ZERO && code <= 0x39;
