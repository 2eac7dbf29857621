/** Where F&O's data management actions are called: Microsoft's documentation of the data management package REST API. */
export const DATA_MANAGEMENT = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.';

/** A string in `$filter`: quotes are doubled. */
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
