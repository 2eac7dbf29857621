import type { IncomingHttpHeaders } from 'node:http';

/** A request as a server recorded it. */
export interface RecordedRequest {
  method: string;
  host: string;
  /** Path and query as sent. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  status: number;
}

/** What the harness needs of a server: the simulator has all of it, but so can any other that records. */
export interface RecordingServer {
  requests: readonly RecordedRequest[];
  /** PEM file of the authority that signed its certificate. */
  caFile?: string;
  clock?: { now(): number };
  /** Tokens that it gave out; no run may show one. */
  minted?: readonly string[];
}

/** What signs in at the simulator with a client secret. */
export function signIn(simulator: {
  environmentUrl: string;
  authorityHost: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
}): Record<string, string> {
  return {
    'environment-url': simulator.environmentUrl,
    'authority-host': simulator.authorityHost,
    'tenant-id': simulator.tenantId,
    'client-id': simulator.clientId,
    'client-secret': simulator.clientSecret,
  };
}

/** What calls the simulator with a token that it accepts. */
export function withToken(simulator: { environmentUrl: string; mintToken(): string }): Record<string, string> {
  return { 'environment-url': simulator.environmentUrl, token: simulator.mintToken() };
}
