/** Writes a blob in blocks and reads it back in ranges with Azure's own storage library, at the URL that F&O hands out. */
import { BlockBlobClient } from '@azure/storage-blob';
import { given, tell } from './given.ts';

const { environmentUrl, token } = given();
const action = 'DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetAzureWriteUrl';
const response = await fetch(`${environmentUrl}/data/${action}`, {
  method: 'POST',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  body: JSON.stringify({ uniqueFileName: 'packages/golden.zip' }),
});
const { value } = (await response.json()) as { value: string };
const { BlobUrl: url } = JSON.parse(value) as { BlobUrl: string };
const blob = new BlockBlobClient(url);
const bytes = Buffer.alloc(300_000, 'a row of data; ');
await blob.uploadData(bytes, { blockSize: 100_000, maxSingleShotSize: 1, concurrency: 2 });
const before = await blob.getProperties();
const read = await blob.downloadToBuffer(0, undefined, { blockSize: 120_000 });
await blob.upload('small', 5);
const after = await blob.getProperties();
const part = await blob.downloadToBuffer(1, 3);
tell({
  same: bytes.equals(read),
  length: before.contentLength,
  modified: before.lastModified instanceof Date,
  changed: before.etag !== after.etag,
  part: part.toString(),
});
