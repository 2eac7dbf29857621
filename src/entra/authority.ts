import { parseAddress } from '../http/address.ts';
import { quoted, type Inputs } from '../inputs.ts';

/** Who issues the tokens: an Entra ID tenant of some cloud, or an AD FS farm. */
export interface Authority {
  kind: 'entra' | 'adfs';
  /** Scheme and host, as in `authority-host`. */
  origin: string;
  tenant: string;
  /** Also the audience of an assertion that the client signs itself (RFC 7523). */
  tokenEndpoint: URL;
  /** The audience that a federated credential expects of the workflow's ID token. */
  idTokenAudience: string;
}

export const PUBLIC_CLOUD = 'https://login.microsoftonline.com';

/**
 * Microsoft's own hosts, aliases included, and how the audience of a federated credential ends there.
 * https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 */
const CLOUDS: ReadonlyMap<string, string> = new Map([
  [PUBLIC_CLOUD, ''],
  ['https://login.microsoft.com', ''],
  ['https://login.windows.net', ''],
  ['https://sts.windows.net', ''],
  ['https://login.microsoftonline.us', 'USGov'],
  ['https://login.partner.microsoftonline.cn', 'China'],
  ['https://login.chinacloudapi.cn', 'China'],
]);

export const isKnownCloud = (origin: string) => CLOUDS.has(origin);

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;

/** Whether a text is a GUID, as application and secret ids are. */
export const isGuid = (text: string) => GUID.test(text);

/** @returns the tenant in lower case, which becomes a part of a URL's path; nothing after noting a problem */
export function parseTenant(inputs: Inputs<'tenant-id'>): string | undefined {
  const text = inputs.identifier('tenant-id');
  const tenant = text?.toLowerCase();
  if (text === undefined || tenant === 'adfs' || isGuid(text) || DOMAIN.test(text)) return tenant;
  inputs.problem(
    `\`tenant-id\` is ${quoted(text)}: use the tenant's GUID or domain (Entra admin center > Overview), or \`adfs\` on premises.`,
  );
  return undefined;
}

/**
 * @param tenant as parseTenant gives it; AD FS lets its administrators choose any id
 * @returns the application's id; nothing after noting a problem
 */
export function parseClientId(inputs: Inputs<'client-id'>, tenant: string | undefined): string | undefined {
  const text = inputs.identifier('client-id');
  if (text === undefined || isGuid(text) || tenant === undefined || tenant === 'adfs') return text;
  inputs.problem(
    `\`client-id\` is ${quoted(text)}, which is not a GUID: use the application (client) ID (Entra admin center > App registrations > your application > Overview).`,
  );
  return undefined;
}

/**
 * F&O accepts only a token for its origin as the runner's URL parser writes it: capitals of the host are turned into
 * small letters, and a slash too many is a problem. `.default` is sent as Microsoft writes it.
 *
 * @returns the scope, by default that of the environment; nothing after noting a problem, or where nobody says it
 */
export function parseScope(inputs: Inputs<'scope'>, environment: URL | undefined, tenant: string | undefined) {
  const scope = inputs.identifier('scope');
  if (scope === undefined) return environment && `${environment.origin}${tenant === 'adfs' ? '' : '/.default'}`;
  const wrong = /["'`]/.test(scope)
    ? 'write it without quotes.'
    : /\/\/\.default$/i.test(scope)
      ? 'use one slash before `.default`. F&O rejects a token for an address with a trailing slash.'
      : '';
  if (!wrong) return scope.replace(/^https:\/\/[^/]+|\/\.default$/gi, (part) => part.toLowerCase());
  inputs.problem(`\`scope\` is ${quoted(scope)}: ${wrong}`);
  return undefined;
}

/** @returns the sign-in host's origin, by default that of the public cloud; nothing after noting a problem */
export function parseAuthorityHost(inputs: Inputs<'authority-host'>): string | undefined {
  const text = inputs.identifier('authority-host') ?? PUBLIC_CLOUD;
  const url = parseAddress(text);
  if (url instanceof URL && url.pathname === '/' && !url.search && !url.hash) return url.origin;
  const wrong =
    url instanceof URL
      ? `is ${quoted(text)}: use the host alone, such as ${PUBLIC_CLOUD}; the tenant belongs in \`tenant-id\` (\`adfs\` for AD FS).`
      : `${url.problem}, such as ${PUBLIC_CLOUD}.`;
  inputs.problem(`\`authority-host\` ${wrong}`);
  return undefined;
}

/** @param tenant as parseTenant gives it */
export function authorityOf(origin: string, tenant: string): Authority {
  const kind = tenant === 'adfs' ? 'adfs' : 'entra';
  const tokenEndpoint = new URL(`/${tenant}/oauth2/${kind === 'adfs' ? '' : 'v2.0/'}token`, origin);
  return {
    kind,
    origin,
    tenant,
    tokenEndpoint,
    idTokenAudience: `api://AzureADTokenExchange${CLOUDS.get(origin) ?? ''}`,
  };
}
