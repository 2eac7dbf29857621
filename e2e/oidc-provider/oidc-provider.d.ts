/** The part of it that provider.ts uses. Declared here, so that the project can be checked without what e2e/ installs. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface Model {
    save(): Promise<string>;
  }
  interface Grant extends Model {
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
  }
  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    Grant: new (properties: { accountId: string; clientId: string }) => Grant;
    RefreshToken: new (properties: Record<string, unknown>) => Model;
    Client: { find(id: string): Promise<unknown> };
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }
}
