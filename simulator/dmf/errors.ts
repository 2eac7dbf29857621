import type { Scenario } from '../scenario.ts';

/** The text that GetExecutionErrors puts into `value`: a list, an empty one, or one that no parser reads. */
export function executionErrors({ executionErrors: kind, executionErrorCount }: Scenario): string {
  if (kind === 'none') return '[]';
  const rows = Array.from({ length: executionErrorCount }, (_, index) => ({
    RecordId: String(index + 1),
    Field: index % 3 === 2 ? '' : 'CUSTOMERGROUPID',
    ErrorMessage: message(index),
  }));
  if (kind === 'proper') return JSON.stringify(rows);
  const broken = rows.map(
    ({ RecordId, Field, ErrorMessage }) =>
      `{"RecordId":"${RecordId}","Field":"${Field}","ErrorMessage":"${ErrorMessage}"}`,
  );
  return `[${broken.join(',')}]`;
}

function message(index: number): string {
  switch (index % 3) {
    case 0:
      return `The value "${1000 + index}" in field "Customer group" is not found in the related table "Customer groups".`;
    case 1:
      return `Customer 'US-${String(index).padStart(5, '0')}' cannot be created.\r\nInfolog: update has been canceled.`;
    default:
      return `Results. Field 'Currency' must be filled in for record ${index}.`;
  }
}
