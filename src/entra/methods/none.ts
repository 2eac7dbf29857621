import { signInMethod } from '../method.ts';

/** No sign-in: requests carry no bearer. For operation `rest` alone, which `chooseMethod` checks. */
export const none = signInMethod({
  inputs: [],
  secrets: [],
  variables: [],
  beside: [],
  parse: () => ({ kind: 'none' }),
});
