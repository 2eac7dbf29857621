import { ServerText, type Show } from '../../server-text.ts';

/** A message for the reader, whose server texts are shown only when it is rendered. */
export type Message = readonly (string | ServerText | Message)[];

/** Template tag: server texts and other messages stay parts of their own. */
export function message(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | ServerText | Message)[]
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

/** How much of a status or a description stands in a message. */
const LIMIT = 60;

export const render = (parts: Message, show: Show): string =>
  parts
    .map((part) =>
      typeof part === 'string' ? part : part instanceof ServerText ? show(part, LIMIT) : render(part, show),
    )
    .join('');
