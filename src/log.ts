/** Where lines for the reader go. Every line is made harmless and free of secrets on its way. */
export interface Log {
  info(line: string): void;
  notice(line: string): void;
  warning(line: string): void;
  debug(line: string): void;
}
