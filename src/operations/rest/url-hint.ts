import { filterHint } from './filter-hint.ts';
import { keyHint, partialKeyHint } from './key-hint.ts';
import { encodingHint } from './query-hint.ts';

/**
 * Explains the mistakes that people make most often and that can be seen in a URL which F&O refused with 400 or 404.
 *
 * @param message what F&O says of it
 * @param isPart whether it stands in the payload of a batch, where nothing is encoded for anyone
 * @returns a sentence, or nothing if it is none of them
 */
export function urlHint(url: URL, status: number, message: string, isPart: boolean): string {
  if (status !== 400 && status !== 404) return '';
  const ofQuery = () => encodingHint(url.search, isPart) || filterHint(message, url.searchParams.get('$filter') ?? '');
  return keyHint(url) || (status === 400 && ofQuery()) || (status === 400 || isPart ? partialKeyHint(url) : '');
}
