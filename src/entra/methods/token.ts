import { signInMethod } from '../method.ts';

/** A bearer token from an earlier step, and nothing that could renew it. */
export const token = signInMethod({
  credential: 'token',
  inputs: ['token'],
  secrets: ['token'],
  variables: [],
  beside: [],
  parse(inputs) {
    const given = inputs.text('token');
    return given === undefined ? undefined : { kind: 'token', token: given };
  },
});
