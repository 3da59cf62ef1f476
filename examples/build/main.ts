/**
 * Writes the example reference and patient: `npx tsx examples/build/main.ts [directory]`, by default into
 * `examples/`. Reads only `examples/source/`; the same bytes every time.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGeneModel } from './gene-model.js';
import { formatExpected, formatExpression, formatGenotype } from './patient.js';
import { placeVariants } from './records.js';
import { formatFasta, formatGtf, placeGenes } from './reference.js';
import { readSourceGenes } from './source.js';
import { createNonCodingGene, listTranscripts } from './transcripts.js';
import { exampleVariants } from './variants.js';
import { formatVcf } from './vcf.js';

const sourceDirectory = new URL('../source/', import.meta.url);

/** Every file of the example by its path below the example directory. */
function buildExample(): Map<string, string> {
  const genes = readSourceGenes(new URL('cds.fa', sourceDirectory)).map((source) => {
    const model = createGeneModel(source);
    return { model, transcripts: listTranscripts(model) };
  });
  const { model, transcript } = createNonCodingGene();
  // Behind the first gene of its chromosome, to keep the contigs in genome order.
  const neighbour = genes.findIndex((gene) => gene.model.source.chromosome === model.source.chromosome);
  genes.splice(neighbour + 1, 0, { model, transcripts: [transcript] });
  const reference = placeGenes(genes);
  const records = placeVariants(reference, exampleVariants);
  return new Map([
    ['reference/mini.fa', formatFasta(reference)],
    ['reference/mini.gtf', formatGtf(reference)],
    ['patient/tumor.vcf', formatVcf(reference, records)],
    ['patient/expression.tsv', formatExpression(reference)],
    ['patient/hla.txt', formatGenotype()],
    ['patient/expected.tsv', formatExpected(new URL('literature.tsv', sourceDirectory), reference, records)],
  ]);
}

const directory = process.argv[2] ?? fileURLToPath(new URL('../', import.meta.url));
for (const [path, content] of buildExample()) {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
