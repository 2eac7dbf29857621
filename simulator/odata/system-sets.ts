import { asText } from '../json.ts';
import type { World } from '../world.ts';
import { changeable, deletable, type EntitySet, type Row } from './entity-set.ts';
import { writeFailed } from './single.ts';

/** Sets that every environment has beside its business data. */
export const systemSets = (world: World): EntitySet[] => [
  companies,
  systemUsers(world),
  batchGroups(world),
  emailParameters(world),
  systemNotifications,
];

export const companies: EntitySet = {
  name: 'Companies',
  entityType: 'Company',
  keys: ['DataArea'],
  properties: { DataArea: 'String', Name: 'String' },
  category: 'Reference',
  rows: () => [
    { DataArea: 'dat', Name: 'Company accounts data' },
    { DataArea: 'demf', Name: 'Contoso Entertainment System Germany' },
    { DataArea: 'usmf', Name: 'Contoso Entertainment System USA' },
    { DataArea: 'ussi', Name: 'Contoso Orange Juice' },
  ],
};

/** It has no rows; an action is bound to it. */
const systemNotifications: EntitySet = {
  name: 'SystemNotifications',
  entityType: 'SystemNotification',
  keys: ['NotificationId'],
  properties: { NotificationId: 'String', Message: 'String' },
  rows: () => [],
};

function systemUsers({ tables: { systemUsers: rows } }: World): EntitySet {
  return {
    name: 'SystemUsers',
    entityType: 'SystemUser',
    keys: ['UserID'],
    properties: { UserID: 'String', UserName: 'String', Enabled: 'Boolean', Company: 'String', Email: 'String' },
    category: 'Master',
    ...changeable(rows),
  };
}

/** It stands for every entity with an encrypted field. */
const emailParameters = ({ tables: { emailParameters: rows } }: World): EntitySet => ({
  name: 'EmailParameters',
  entityType: 'EmailParameter',
  keys: ['ID'],
  properties: { ID: 'Int32', SMTPServer: 'String', SMTPUser: 'String', SMTPPassword: 'String' },
  category: 'Parameters',
  ...changeable(rows),
});

function batchGroups({ tables: { batchGroups: rows } }: World): EntitySet {
  const set: EntitySet = {
    name: 'BatchGroups',
    entityType: 'BatchGroup',
    keys: ['GroupId', 'ServerId'],
    properties: { GroupId: 'String', ServerId: 'String', Description: 'String' },
    category: 'Parameters',
    ...deletable(rows),
    insert(values) {
      const row: Row = { GroupId: '', ServerId: '', Description: '', ...values };
      if (asText(row['GroupId']) === '') throw writeFailed(set, "Field 'Group' must be filled in");
      if (rows.some((other) => other['GroupId'] === row['GroupId'] && other['ServerId'] === row['ServerId'])) {
        throw writeFailed(set, 'The record already exists');
      }
      rows.push(row);
      return row;
    },
  };
  return set;
}
