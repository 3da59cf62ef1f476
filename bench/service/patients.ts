/** As many different small patients as wanted: the example's tumour with other variants left out of each. */

import type { TenantId } from '../../schemas/service.js';
import type { ArtifactRef, RunRecord } from '../../schemas/tasks.js';
import { runIdOf } from '../../schemas/tasks.js';
import { attemptNow, type Ward } from '../../test/support/chaos/ward.js';
import { exampleRecords, vcfWith } from '../../test/support/example-patient.js';
import { runJournal } from '../../workers/service/run-journal.js';

/** Three of the 26 records are left out of each tumour: 2,600 patients that are not alike. */
export function tumours(count: number): readonly string[] {
  const records = exampleRecords();
  const texts: string[] = [];
  for (let a = 0; a < records.length; a += 1) {
    for (let b = a + 1; b < records.length; b += 1) {
      for (let c = b + 1; c < records.length; c += 1) {
        if (texts.length === count) return texts;
        texts.push(vcfWith(records.filter((_, index) => index !== a && index !== b && index !== c)));
      }
    }
  }
  throw new Error(`there are only ${texts.length} patients`);
}

/** Accepts the patient, as the API would, without telling the queue. */
export async function accept(ward: Ward, tenant: TenantId, tumour: string): Promise<RunRecord> {
  const [model] = ward.undisturbed.patients;
  if (model === undefined) throw new Error('there is no model patient');
  const place = ward.store.tenant(tenant);
  const { request, labels } = model.record;
  const inputs: Record<string, ArtifactRef> = { ...request.inputs };
  for (const [name, { parts }] of Object.entries(request.inputs)) {
    const writer = await place.artifacts.createObject();
    for (const { sha256 } of name === 'vcf' ? [] : parts)
      for (const chunk of (await ward.undisturbed.store.openObject(sha256)).chunks()) writer.write(chunk);
    if (name === 'vcf') writer.write(Buffer.from(tumour));
    inputs[name] = { parts: [{ ...(await writer.commit()), rowCount: null }] };
  }
  const wanted = { ...request, inputs };
  const record: RunRecord = {
    schema: 'antigraph.run/1',
    id: runIdOf(wanted),
    request: wanted,
    labels,
    tasks: [],
  };
  await runJournal(tenant, place).submit(record, attemptNow());
  return record;
}
