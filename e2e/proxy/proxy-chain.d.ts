/** The part of it that the test uses. Declared here, so that the project can be checked without what e2e/ installs. */
declare module 'proxy-chain' {
  interface Asked {
    username: string;
    password: string;
    hostname: string;
    port: number;
    isHttp: boolean;
  }
  type Found = (error: Error | null, address: string, family: number) => void;
  interface Wish {
    requestAuthentication?: boolean;
    failMsg?: string;
    dnsLookup?: (hostname: string, options: { all?: boolean }, found: Found) => void;
  }
  export class Server {
    constructor(options: { port: number; host: string; prepareRequestFunction: (asked: Asked) => Wish });
    port: number;
    listen(): Promise<void>;
    close(closeConnections: boolean): Promise<void>;
  }
}
