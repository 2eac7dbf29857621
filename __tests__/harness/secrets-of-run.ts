import type { RecordedRequest } from './server.ts';
import type { Secret } from './leaks.ts';

const CREDENTIAL_INPUTS = [
  'client-secret',
  'certificate',
  'certificate-password',
  'refresh-token',
  'token',
  'callback-url',
];
const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'authtoken', 'cookie'];
const SECRET_FIELDS = ['client_secret', 'client_assertion', 'assertion', 'refresh_token', 'access_token', 'id_token'];

/** The credentials that were given to the action. */
export function secretsGiven(inputs: Record<string, string>): Secret[] {
  return CREDENTIAL_INPUTS.flatMap((name) => {
    const value = inputs[name] ?? '';
    return value === '' ? [] : [{ name, value }];
  });
}

/** The credentials that variables of the job gave. */
export function secretsOfVariables(env: Record<string, string | undefined>): Secret[] {
  return CREDENTIAL_INPUTS.flatMap((input) => {
    const name = `D365FO_${input.toUpperCase().replaceAll('-', '_')}`;
    const value = env[name] ?? '';
    return value === '' ? [] : [{ name, value }];
  });
}

/** The credentials and tokens that a server saw: in headers, form fields, and signatures in URLs. */
export function secretsSent(requests: readonly RecordedRequest[]): Secret[] {
  return requests.flatMap((request, index) => {
    const where = `request ${index + 1}`;
    const type = headerOf(request, 'content-type');
    const form = type.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(request.body) : [];
    const query = new URL(request.url, 'https://host.invalid').searchParams;
    return [
      ...SECRET_HEADERS.map((name) => ({ name, value: headerOf(request, name).replace(/^(Bearer|Basic) /i, '') })),
      ...SECRET_HEADERS.map((name) => ({ name: `password in ${name}`, value: passwordIn(headerOf(request, name)) })),
      ...[...form].filter(([name]) => SECRET_FIELDS.includes(name)).map(([name, value]) => ({ name, value })),
      { name: 'sig', value: query.get('sig') ?? '' },
    ]
      .filter(({ value }) => value !== '')
      .map(({ name, value }) => ({ name: `${name} of ${where}`, value }));
  });
}

function passwordIn(header: string): string {
  const credentials = /^Basic (.*)$/i.exec(header)?.[1];
  return credentials === undefined
    ? ''
    : Buffer.from(credentials, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '');
}

function headerOf(request: RecordedRequest, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}
