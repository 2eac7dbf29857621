import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { Simulator } from '../../simulator/simulator.ts';
import type { Client } from './client.ts';

/** MSAL's network calls through the tests' client, which trusts the simulator's certificate. */
export function msalNetwork(simulator: Simulator, client: Client): INetworkModule {
  const call = async <T>(method: string, url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> => {
    const { host, pathname, search } = new URL(url);
    const response = await client.send(pathname + search, {
      method,
      headers: options?.headers ?? {},
      ...(options?.body !== undefined && { body: options.body }),
      ...(host !== new URL(simulator.authorityHost).host && { host }),
    });
    return { status: response.status, headers: {}, body: JSON.parse(response.text) as T };
  };
  return {
    sendGetRequestAsync: (url, options) => call('GET', url, options),
    sendPostRequestAsync: (url, options) => call('POST', url, options),
  };
}
