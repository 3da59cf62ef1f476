/**
 * Puts an object of argv[3] MiB into the store argv[2] as a process of its own: to be measured, or killed on the way. Prints its digest
 * and by how much the process grew, in MiB.
 */
import { openArtifactStore, parseStoreLocation } from '../../infra/stores/store-location.js';

const [, , text = '', size = ''] = process.argv;
const mebibyte = 1024 * 1024;

const peakMb = () => process.resourceUsage().maxRSS / 1024;
const store = await openArtifactStore(parseStoreLocation(text, process.env));
await store.listRuns();
const before = peakMb();
const writer = await store.createObject();
for (let index = 0; index < Number(size); index += 1) writer.write(Buffer.alloc(mebibyte, `block ${index} `));
const { sha256 } = await writer.commit();
const uploadedMb = peakMb() - before;
console.log(JSON.stringify({ sha256, uploadedMb: Math.round(uploadedMb) }));
