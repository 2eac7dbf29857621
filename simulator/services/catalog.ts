import { randomUUID } from 'node:crypto';
import { json, text, type SimulatedResponse } from '../response.ts';
import { asText, rawNumber, type JsonObject } from '../json.ts';
import type { World } from '../world.ts';

export interface Parameter {
  Name: string;
  Type: string;
}

export interface ServiceOperation {
  parameters: readonly Parameter[];
  returns: Parameter;
  call(args: JsonObject, world: World, claims: JsonObject): SimulatedResponse;
}

type Services = Record<string, Record<string, Record<string, ServiceOperation>>>;

const value = (result: unknown): SimulatedResponse => json(200, result);
const returns = (type: string): Parameter => ({ Name: 'return', Type: type });

/** The X++ exception of a custom service. */
export const xppException = (status: number, message: string, type: string): SimulatedResponse =>
  json(status, {
    Message: `An exception occured when invoking the operation - ${message}`,
    ExceptionType: type,
    ActivityId: randomUUID(),
  });

/** Custom services: the one that every environment has, and one operation for each shape of response. */
export const services: Services = {
  UserSessionService: {
    AifUserSessionService: {
      GetUserSessionInfo: {
        parameters: [],
        returns: returns('AifUserSessionInfo'),
        call: (_args, { scenario }, claims) =>
          value({
            $id: '1',
            AOSLocaleName: 'en-US',
            AXLanguage: 'en-us',
            Company: scenario.userCompany,
            CompanyTimeZone: 'GMTMINUS0800PACIFICTIME',
            CurrencyInfo: { $id: '2', CurrencyCode: 'USD', Prefix: '$', Suffix: '' },
            IsSysAdmin: true,
            UserId: asText(claims['upn']) === '' ? 'IntegrationUser' : 'Operator',
            UserPreferredCalendar: 'Gregorian',
            UserPreferredTimeZone: 'GMT_COORDINATEDUNIVERSALTIME',
          }),
      },
      GetPartitionKey: { parameters: [], returns: returns('String'), call: () => value('initial') },
    },
  },
  DemoServices: {
    Shapes: {
      Scalar: { parameters: [], returns: returns('Int64'), call: () => value(rawNumber('5637144576123456789')) },
      Text: { parameters: [], returns: returns('String'), call: () => value('done') },
      Echo: {
        parameters: [{ Name: 'text', Type: 'String' }],
        returns: returns('String'),
        call: (args) => value(args['text']),
      },
      Contract: {
        parameters: [{ Name: '_contract', Type: 'DemoContract' }],
        returns: returns('DemoResponse'),
        call: (args) =>
          value({ $id: '1', Success: true, Message: 'The contract was taken.', Contract: args['_contract'] }),
      },
      List: {
        parameters: [],
        returns: returns('DemoRow[]'),
        call: () =>
          value([
            { $id: '1', Account: 'US-001', Balance: rawNumber('120.50') },
            { $id: '2', Account: 'US-002', Balance: rawNumber('0.00') },
          ]),
      },
      EmptyList: { parameters: [], returns: returns('DemoRow[]'), call: () => value([]) },
      JsonInString: {
        parameters: [],
        returns: returns('String'),
        call: () => value('{"recId":5637144576123456789,"rows":[{"account":"US-001"}]}'),
      },
      Empty: { parameters: [], returns: returns('void'), call: () => text(200, '') },
      BusinessFailure: {
        parameters: [],
        returns: returns('DemoResponse'),
        call: () => value({ $id: '1', Success: false, Message: 'The period is closed.', ErrorCode: 'PERIOD_CLOSED' }),
      },
      Exception: {
        parameters: [],
        returns: returns('void'),
        call: () => xppException(500, 'Posting has been canceled.\r\nThe period is on hold.', 'ErrorException'),
      },
    },
  },
};
