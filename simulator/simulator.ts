import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postBusinessEvents } from './batch/business-events.ts';
import { createBatchJobs, type BatchJobs } from './batch/jobs.ts';
import { createBlobStore } from './blobs.ts';
import { createKeyPair, createServerCertificate } from './certificate.ts';
import { createClock } from './clock.ts';
import { trackConnections } from './connections.ts';
import { createExecutions } from './dmf/executions.ts';
import { createDataStore, type DataStore } from './dmf/store.ts';
import { accessTokenClaims, createIdentity, mint } from './entra/identity.ts';
import { certificateNames } from './hosts.ts';
import type { JsonObject } from './json.ts';
import type { RecordedRequest } from './record.ts';
import { defaultScenario, type Scenario } from './scenario.ts';
import { serve } from './serve.ts';
import { mergeScenario } from './validate-scenario.ts';
import { firstTables, reset, type World } from './world.ts';

export interface SimulatorOptions {
  scenario?: Partial<Scenario>;
  /** Simulated time = epoch + real time elapsed × speed; real time without it. */
  clock?: { epochMs?: number; speed?: number };
  /** 0, the default, takes a free one. */
  port?: number;
  /** Further DNS names in the certificate. */
  hosts?: string[];
  /** URL of a blob container, SAS included, to hand out from GetAzureWriteUrl in place of the own blob store. */
  azuriteUrl?: string;
  /** Where to write the CA certificate; a temporary file without it. */
  caFile?: string;
  /** Called when a client asks the simulator to end; without it nobody can. */
  onStop?: () => void;
}

export interface Simulator {
  environmentUrl: string;
  authorityHost: string;
  port: number;
  /** PEM file for NODE_EXTRA_CA_CERTS. */
  caFile: string;
  /** The same as PEM. */
  caCertificate: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  refreshToken: string;
  /** Every request in order. */
  requests: RecordedRequest[];
  /** Live: what is changed here holds from the next request on. */
  scenario: Scenario;
  clock: { now(): number; advance(ms: number): void };
  jobs: BatchJobs;
  /** Live: the rows that packages brought, and data projects. */
  data: DataStore;
  /** An access token that the environment accepts, these claims aside. */
  mintToken(overrides?: JsonObject): string;
  /** Back to the scenario of the start. */
  reset(): void;
  close(): Promise<void>;
}

/** Starts Entra ID and an F&O environment on one TLS port of loopback. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const folder = await mkdtemp(join(tmpdir(), 'd365fo-simulator-'));
  const [certificate, keys] = await Promise.all([
    createServerCertificate([...certificateNames, ...(options.hosts ?? [])]),
    createKeyPair(),
  ]);
  const caFile = options.caFile ?? join(folder, 'ca.pem');
  await writeFile(caFile, certificate.caCertificate);

  const scenario = structuredClone(defaultScenario);
  mergeScenario(scenario, options.scenario ?? {});
  const clock = createClock(options.clock);
  const world: World = {
    scenario,
    firstScenario: structuredClone(scenario),
    clock,
    startedAtMs: clock.now(),
    hosts: options.hosts ?? [],
    requests: [],
    identity: createIdentity(keys),
    jobs: createBatchJobs(clock, scenario),
    executions: createExecutions(clock, scenario),
    data: createDataStore(),
    messages: new Map(),
    receipts: new Set(),
    tables: firstTables(scenario),
    businessEvents: [],
    blobs: createBlobStore(folder),
    azuriteUrl: options.azuriteUrl,
    onStop: options.onStop,
  };
  reset(world);

  const server = createServer(
    { key: certificate.privateKey, cert: certificate.certificate, keepAliveTimeout: 0, requestTimeout: 0 },
    (request, response) => void serve(world, request, response, resetConnection),
  );
  const resetConnection = trackConnections(server);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stopPosting = postBusinessEvents(world, { port, caCertificate: certificate.caCertificate });
  const environmentUrl = `https://localhost:${port}`;
  const { identity } = world;

  return {
    environmentUrl,
    authorityHost: environmentUrl,
    port,
    caFile,
    caCertificate: certificate.caCertificate,
    tenantId: identity.tenantId,
    clientId: identity.clientId,
    clientSecret: identity.clientSecret,
    refreshToken: identity.refreshToken,
    requests: world.requests,
    scenario,
    clock,
    jobs: world.jobs,
    data: world.data,
    mintToken(overrides = {}) {
      const claims = accessTokenClaims(identity, {
        audience: environmentUrl,
        clientId: identity.clientId,
        nowMs: clock.now(),
        lifetimeSeconds: scenario.tokenLifetimeSeconds,
      });
      return mint(identity, { ...claims, ...overrides }, scenario.tokenFormat);
    },
    reset() {
      reset(world);
    },
    async close() {
      stopPosting();
      clock.stop();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      await rm(folder, { recursive: true });
    },
  };
}
