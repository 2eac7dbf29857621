import { asText } from '../json.ts';
import type { World } from '../world.ts';
import { deletable, type EntitySet, type Row } from './entity-set.ts';
import { ODataError } from './errors.ts';
import { companies } from './system-sets.ts';
import { writeFailed } from './single.ts';

/** Sets with a handful of rows. */
export const smallSets = (world: World): EntitySet[] => [legalEntities, customerGroups(world), postingProfiles];

const legalEntities: EntitySet = {
  name: 'LegalEntities',
  entityType: 'LegalEntity',
  keys: ['LegalEntityId'],
  properties: { LegalEntityId: 'String', Name: 'String', CompanyType: { enum: 'CompanyType' } },
  rows: () => [
    { LegalEntityId: 'demf', Name: 'Contoso Entertainment System Germany', CompanyType: 'Company' },
    { LegalEntityId: 'usmf', Name: 'Contoso Entertainment System USA', CompanyType: 'Company' },
    { LegalEntityId: 'ussi', Name: 'Contoso Orange Juice', CompanyType: 'Company' },
  ],
};

/** Rows that can be written: inserts, changes, ETags, deletions. */
function customerGroups({ tables: { customerGroups: rows }, scenario }: World): EntitySet {
  const set: EntitySet = {
    name: 'CustomerGroups',
    entityType: 'CustomerGroup',
    aotName: 'CustCustomerGroupEntity',
    keys: ['dataAreaId', 'CustomerGroupId'],
    companyColumn: 'dataAreaId',
    properties: { dataAreaId: 'String', CustomerGroupId: 'String', Description: 'String' },
    ...deletable(rows),
    insert(values) {
      const row: Row = { dataAreaId: '', CustomerGroupId: '', Description: '', ...values };
      const company = asText(row['dataAreaId']) || scenario.userCompany;
      row['dataAreaId'] = company;
      if (![...companies.rows()].some((each) => each['DataArea'] === company.toLowerCase())) {
        throw writeFailed(set, `The company ${company} does not exist`);
      }
      const id = asText(row['CustomerGroupId']);
      if (id === '') {
        throw new ODataError(
          400,
          "Write failed for table row of type 'CustCustomerGroupEntity'. Infolog: Warning: Field 'Customer group' must be filled in.\nError: Update has been canceled.",
          'AxODataWriteException',
        );
      }
      const isSame = (other: Row, name: string) =>
        asText(other[name]).toLowerCase() === asText(row[name]).toLowerCase();
      if (rows.some((other) => isSame(other, 'CustomerGroupId') && isSame(other, 'dataAreaId'))) {
        throw writeFailed(
          set,
          `Cannot create a record in Customer groups (CustGroup). Customer group: ${id}. The record already exists`,
        );
      }
      rows.push(row);
      return row;
    },
  };
  return set;
}

/** A key that holds an enum: found by `$filter` alone. */
const postingProfiles: EntitySet = {
  name: 'CustomerPostingProfileLines',
  entityType: 'CustomerPostingProfileLine',
  keys: ['dataAreaId', 'PostingProfile', 'AccountCode'],
  companyColumn: 'dataAreaId',
  properties: { dataAreaId: 'String', PostingProfile: 'String', AccountCode: { enum: 'TableGroupAll' } },
  enumMembers: { TableGroupAll: ['Table', 'GroupId', 'All'] },
  rows: () => [
    { dataAreaId: 'usmf', PostingProfile: 'GEN', AccountCode: 'All' },
    { dataAreaId: 'usmf', PostingProfile: 'GEN', AccountCode: 'GroupId' },
  ],
};
