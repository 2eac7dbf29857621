/** The part of it that the tests use. Declared here, so that the project can be checked without what e2e/ installs. */
declare module '@sap/cds' {
  import type { IncomingMessage, Server, ServerResponse } from 'node:http';

  interface Application {
    (request: IncomingMessage, response: ServerResponse): void;
    listen: (port: number) => Server;
  }
  const cds: {
    on(event: 'bootstrap', take: (application: Application) => void): void;
    server(options: { from: string; service: 'all'; in_memory: boolean; port: number }): Promise<Server>;
  };
  export default cds;
}
