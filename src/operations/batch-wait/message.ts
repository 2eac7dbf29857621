import { ServerText, type Show } from '../../server-text.ts';

/** A message for the reader, whose server texts are shown only when it is rendered; `long` is one that is no name. */
export type Message = readonly (string | ServerText | { long: ServerText } | Message)[];

/** Template tag: server texts and other messages stay parts of their own. */
export function message(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | ServerText | { long: ServerText } | Message)[]
): Message {
  return strings.flatMap((text, index) => {
    const value = values[index];
    if (value === undefined) return [text];
    return [text, typeof value === 'number' ? String(value) : value];
  });
}

/** The messages that say something, in one text. */
export const joined = (parts: readonly (string | Message)[], separator: string): Message =>
  parts.filter((part) => part.length > 0).flatMap((part, index) => (index > 0 ? [separator, part] : [part]));

/** How much of a status or a description stands in a message, and of what F&O says of an error. */
const NAME_LIMIT = 60;
const TEXT_LIMIT = 500;

export function render(parts: Message, show: Show): string {
  const rendered = parts.map((part) => {
    if (typeof part === 'string') return part;
    if (part instanceof ServerText) return show(part, NAME_LIMIT);
    return 'long' in part ? show(part.long, TEXT_LIMIT) : render(part, show);
  });
  return rendered.join('');
}
