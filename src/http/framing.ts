import { isSuccess } from './status.ts';
import type { Head, Request } from './exchange.ts';

/** How the body of a response is to be read. */
export interface BodyPlan {
  hasBody: boolean;
  gzip: boolean;
  /** How long the body is that is handed on was said beforehand. */
  lengthStated: boolean;
  /** Neither a length nor chunks tell where it ends. */
  endsWithConnection: boolean;
}

/** The encodings to ask for: gzip, which is taken off again, and none for what is wanted as it is stored. */
export const acceptEncoding = ({ asStored }: Pick<Request, 'asStored'>) => (asStored ? 'identity' : 'gzip');

/**
 * @returns how to read a body, or what makes the response none that was asked for, as the end of "HOST returned …"
 */
export function planBody(request: Omit<Request, 'url' | 'body'>, head: Head): BodyPlan | { problem: string } {
  const { status, headers } = head;
  const length = headers['content-length'];
  const hasBody = request.method !== 'HEAD' && status !== 204 && status !== 304 && length !== '0';
  if (status === 206 && !('range' in request.headers))
    return { problem: '206 (partial content), which was not requested' };
  const transferCodings = codings(headers['transfer-encoding']);
  if (transferCodings.some((coding) => coding !== 'chunked') && hasBody)
    return { problem: `${status} with the transfer encoding ${transferCodings.join(', ')}, which was not requested` };
  const encodings = codings(headers['content-encoding']);
  const gzip = hasBody && encodings.length === 1 && /^(x-)?gzip$/.test(encodings[0] ?? '') && !request.asStored;
  const isExpected = gzip || encodings.length === 0 || request.asStored || 'accept-encoding' in request.headers;
  if (hasBody && isSuccess(status) && !isExpected)
    return { problem: `${status} with the content encoding ${encodings.join(', ')}, which was not requested` };
  return {
    hasBody,
    gzip,
    lengthStated: length !== undefined && !gzip,
    endsWithConnection: hasBody && length === undefined && transferCodings.length === 0,
  };
}

const codings = (header = '') =>
  header
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
