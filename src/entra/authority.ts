import { parseAddress } from '../http/address.ts';
import { quoted } from '../inputs.ts';

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

/** Each cloud has a federated audience of its own. https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations */
const ID_TOKEN_AUDIENCES: Record<string, string> = {
  'login.microsoftonline.us': 'api://AzureADTokenExchangeUSGov',
  'login.partner.microsoftonline.cn': 'api://AzureADTokenExchangeChina',
  'login.chinacloudapi.cn': 'api://AzureADTokenExchangeChina',
};

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;

/** Whether a text is a GUID, as application and secret ids are. */
export const isGuid = (text: string) => GUID.test(text);

/** @returns the tenant in lower case, or the sentence that says what is wrong; it becomes a part of a URL's path */
export function parseTenant(text: string): string | { problem: string } {
  const tenant = text.toLowerCase();
  if (tenant === 'adfs' || GUID.test(tenant) || DOMAIN.test(tenant)) return tenant;
  return {
    problem: `\`tenant-id\` is ${quoted(text)}: give the tenant's GUID or domain (Entra admin center > Overview), or \`adfs\` on premises.`,
  };
}

/** @returns the sign-in host's origin, or the sentence that says what is wrong */
export function parseAuthorityHost(text: string): string | { problem: string } {
  const url = parseAddress(text);
  if ('problem' in url)
    return { problem: `\`authority-host\` ${url.problem}, such as https://login.microsoftonline.com.` };
  if (url.pathname === '/' && !url.search && !url.hash) return url.origin;
  return {
    problem: `\`authority-host\` is ${quoted(text)}: give the host alone, such as https://login.microsoftonline.com; the tenant stands in \`tenant-id\` (\`adfs\` for AD FS).`,
  };
}

/** @param tenant as parseTenant gives it */
export function authorityOf(origin: string, tenant: string): Authority {
  const idTokenAudience = ID_TOKEN_AUDIENCES[new URL(origin).hostname] ?? 'api://AzureADTokenExchange';
  return tenant === 'adfs'
    ? { kind: 'adfs', origin, tenant, tokenEndpoint: new URL('/adfs/oauth2/token', origin), idTokenAudience }
    : {
        kind: 'entra',
        origin,
        tenant,
        tokenEndpoint: new URL(`/${tenant}/oauth2/v2.0/token`, origin),
        idTokenAudience,
      };
}
