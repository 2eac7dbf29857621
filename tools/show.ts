import { styleText } from 'node:util';
import type { LogLine } from './workflow-commands.ts';

/** Prints the steps of a job the way a runner's log shows them; what one step masks stays masked in the next. */
export interface MaskedPrinter {
  heading(text: string): void;
  /** A line of the step: annotations by name, no command, no debug line. */
  line: (line: LogLine) => void;
  /** Names and values; what is empty is left out. */
  fields(title: string, values: Record<string, string>): void;
  text(title: string, text: string): void;
}

const LONGEST_VALUE = 160;

/** @param secrets known before the job starts, as the secrets of a repository are; `::add-mask::` adds to them */
export function createMaskedPrinter(secrets: readonly string[]): MaskedPrinter {
  let masks = [...secrets];
  const masked = (text: string) => masks.reduce((shown, mask) => shown.replaceAll(mask, '***'), text);
  const print = (text: string) => {
    console.log(masked(text));
  };
  const indented = (text: string) => text.trimEnd().replace(/^/gm, '  │ ');
  return {
    heading(text) {
      print(`\n${styleText('bold', text)}`);
    },
    line(line) {
      if (line.kind === 'text') {
        print(`  ${line.line}`);
        return;
      }
      switch (line.name) {
        case 'add-mask':
          masks = [...new Set([...masks, line.message])].filter(Boolean).sort((a, b) => b.length - a.length);
          break;
        case 'error':
          print(styleText('red', `  Error: ${line.message}`));
          break;
        case 'warning':
          print(styleText('yellow', `  Warning: ${line.message}`));
          break;
        case 'notice':
          print(styleText('cyan', `  Notice: ${line.message}`));
          break;
        case 'group':
          print(`  ▾ ${line.message}`);
          break;
      }
    },
    fields(title, values) {
      const filled = Object.entries(values).filter(([, value]) => value !== '');
      print(styleText('dim', `  ${title}:`));
      for (const [name, value] of filled) {
        const safe = masked(value);
        const shown = safe.length > LONGEST_VALUE ? `${safe.slice(0, LONGEST_VALUE)} …` : safe;
        print(`    ${name}: ${shown.replaceAll('\n', '\n      ')}`);
      }
    },
    text(title, text) {
      if (text === '') return;
      print(styleText('dim', `  ${title}:`));
      print(indented(text));
    },
  };
}
