/** What a client gets of the test that runs it: the environment and who signs in. */
export interface Given {
  environmentUrl: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** A bearer, for clients that do not sign in. */
  token: string;
}

export const given = (): Given => JSON.parse(process.env['GIVEN'] ?? '{}') as Given;

/** Hands what was seen to the test. */
export const tell = (seen: object): void => {
  console.log(JSON.stringify(seen));
};
