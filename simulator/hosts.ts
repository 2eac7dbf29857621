/** What a host name stands for; `any` (loopback and names of the user's own) is everything at once, told apart by path. */
export type Role = 'entra' | 'adfs' | 'fno' | 'oidc' | 'commvault' | 'any';

const roles: Record<string, Role> = {
  'login.microsoftonline.com': 'entra',
  'login.microsoftonline.us': 'entra',
  'login.partner.microsoftonline.cn': 'entra',
  'contoso.operations.dynamics.com': 'fno',
  'fabrikam.sandbox.operations.eu.dynamics.com': 'fno',
  'contoso.operations.dynamics.cn': 'fno',
  'ax.contoso.com': 'fno',
  'adfs.contoso.com': 'adfs',
  'vstoken.actions.githubusercontent.com': 'oidc',
  'commserve.contoso.com': 'commvault',
};

export const certificateNames: readonly string[] = ['localhost', '127.0.0.1', '::1', ...Object.keys(roles)];

export const roleOf = (host: string): Role => roles[host.replace(/:\d+$/, '')] ?? 'any';
