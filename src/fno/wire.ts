/** Where F&O's data management actions are called: Microsoft's documentation of the data management package REST API. */
export const DATA_MANAGEMENT = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.';

/** A string in `$filter`: quotes are doubled. */
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** How much of a body is looked through for the message of an error: a longer one is a document, and no message. */
export const LONGEST_EXPLAINED = 4 * 1024 * 1024;
