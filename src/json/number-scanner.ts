import { isDigit, MINUS_SIGN, ZERO } from './bytes.ts';

/** The places in a JSON number; higher than the places outside of numbers. */
const [MINUS, INTEGER, NUMBER_ZERO, DOT, FRACTION, EXPONENT, EXPONENT_SIGN, EXPONENT_DIGITS] = [
  100, 101, 102, 103, 104, 105, 106, 107,
] as const;
/** The byte is none of the number's, which is complete. */
export const BEHIND = 108;
/** The byte fits nowhere in a number. */
export const NO_NUMBER = -1;

export const isInNumber = (state: number) => state >= MINUS;
export const isAtMinus = (state: number) => state === MINUS;
/** Whether a number may end here. */
export const isWholeNumber = (state: number) =>
  state === INTEGER || state === NUMBER_ZERO || state === FRACTION || state === EXPONENT_DIGITS;

const isExponent = (byte: number) => (byte | 0x20) === 0x65;

/** @returns the place behind the first byte of a number, or `NO_NUMBER` */
export function beginNumber(byte: number): number {
  if (byte === MINUS_SIGN) return MINUS;
  if (byte === ZERO) return NUMBER_ZERO;
  return isDigit(byte) ? INTEGER : NO_NUMBER;
}

/** @returns the place behind a byte, `BEHIND`, or `NO_NUMBER` */
export function continueNumber(state: number, byte: number): number {
  switch (state) {
    case MINUS:
      return byte === MINUS_SIGN ? NO_NUMBER : beginNumber(byte);
    case NUMBER_ZERO:
    case INTEGER:
      if (isDigit(byte)) return state === INTEGER ? INTEGER : NO_NUMBER;
      if (byte === 0x2e) return DOT;
      return isExponent(byte) ? EXPONENT : BEHIND;
    case DOT:
      return isDigit(byte) ? FRACTION : NO_NUMBER;
    case FRACTION:
      if (isDigit(byte)) return FRACTION;
      return isExponent(byte) ? EXPONENT : BEHIND;
    case EXPONENT:
      if (byte === 0x2b || byte === MINUS_SIGN) return EXPONENT_SIGN;
      return isDigit(byte) ? EXPONENT_DIGITS : NO_NUMBER;
    case EXPONENT_SIGN:
      return isDigit(byte) ? EXPONENT_DIGITS : NO_NUMBER;
    default:
      return isDigit(byte) ? EXPONENT_DIGITS : BEHIND;
  }
}
