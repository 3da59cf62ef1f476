import { AntigraphError } from '../../../schemas/errors.js';
import type { VcfSource } from '../../../schemas/rows.js';

/** @throws USAGE where a germline file was read beside the file's own annotation */
export function refuseGermline(source: VcfSource): void {
  if (source.germline === null) return;
  throw new AntigraphError(
    'USAGE',
    "germline variants cannot be applied to the VCF's own annotation, whose proteins are the reference's",
    { fix: 'Leave --use-csq out, so that the bundle annotates, or leave --germline-vcf out.' },
  );
}
