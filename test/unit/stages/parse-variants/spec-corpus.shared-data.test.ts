/** Every file of the specification's own test set (samtools/hts-specs test/vcf), where the data folder is at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AntigraphError } from '../../../../schemas/errors.js';
import { byteSource, readVariants } from '../../../support/vcf-text.js';

const root = '../shared/data/vcf-spec';

type Outcome = 'error' | 'omission' | 'warning' | 'read';

async function outcomeOf(path: string): Promise<Outcome> {
  const source = byteSource(readFileSync(path));
  const params = { filters: 'all', omitNotInTumor: false };
  const read = async (extra: Readonly<Record<string, unknown>>): Promise<Outcome> => {
    const {
      variants,
      omissions,
      source: facts,
    } = await readVariants(source, { params: { ...params, ...extra } });
    expect(facts.alleleCount).toBe(variants.length + omissions.length);
    if (omissions.length > 0) return 'omission';
    return facts.warnings.some((warning) => /##|FORMAT column/.test(warning)) ? 'warning' : 'read';
  };
  const orError = (error: unknown): Outcome => {
    if (error instanceof AntigraphError) return 'error';
    throw error;
  };
  return read({}).catch((error: unknown) => {
    // A population file has no tumour: the reader must say so, and read it once told.
    const isAmbiguous = error instanceof AntigraphError && error.code === 'VCF_SAMPLE_AMBIGUOUS';
    if (!isAmbiguous) return orError(error);
    const [tumorSample] = z.array(z.string()).parse(error.details['samples']);
    return read({ tumorSample }).catch(orError);
  });
}

/**
 * Files that are wrong by the specification and are read all the same, reviewed: what is wrong there cannot change a variant.
 * Every other file of failed/ must be an error, an omission or a warning.
 */
const tolerated: readonly { readonly files: RegExp; readonly because: string }[] = [
  {
    files: /^failed_body_info_/,
    because: 'of INFO only CSQ, SOMATIC, SS, STATUS and DP4 are read, and by content',
  },
  {
    files: /^failed_body_sample_(00[3-9]|010)/,
    because: 'Number and Type of sample fields are judged where a field is read',
  },
  { files: /^failed_body_samples_ploidy_/, because: 'genotype likelihoods are not read' },
  { files: /^failed_body_format_00[013]/, because: 'keys that are not asked for are not read' },
  { files: /^failed_body_filter_/, because: 'filters: "all" accepts any; by default only PASS and . are' },
  { files: /^failed_body_(id|qual)_/, because: 'ID is carried along, QUAL is not read' },
  { files: /^failed_body_chrom_001/, because: "names of HLA contigs hold ':' (VCF 4.3 allows it)" },
  { files: /^failed_body_(contiguous|unsorted)_/, because: 'no step needs sorted records' },
  { files: /^failed_meta_(info|format)_003/, because: 'the order of ID, Number and Type does not matter' },
  { files: /^failed_meta_format_0(29|30)/, because: 'GLE is not read' },
  {
    files: /^failed_meta_(alt|sample)_/,
    because: 'symbolic alleles are left out whatever their declaration',
  },
  {
    files: /^failed_meta_(assembly|pedigree|pedigreedb)_/,
    because: 'links are never followed; unknown pedigrees are no roles',
  },
  {
    files: /^failed_meta_001/,
    because: 'an unescaped quote inside a description is still told from its end',
  },
];

/** The kinds of damage that must never pass as a variant. */
const refused: readonly RegExp[] = [
  /^failed_(fileformat|header_000|meta_00[2345])/,
  /^failed_body_(alt|pos|ref)_/,
  /^failed_body_chrom_00[023]/,
  /^failed_body_duplicated_/,
  /^failed_body_format_00[24]/,
  /^failed_body_sample_(00[012]|011)/,
  /^failed_meta_contig_000/,
];

describe.skipIf(!existsSync(root))('the test set of the VCF specification', () => {
  for (const version of ['4.1', '4.2', '4.5']) {
    it(`reads every passed file of ${version}`, async () => {
      for (const file of readdirSync(`${root}/${version}/passed`)) {
        expect(`${file}: ${await outcomeOf(`${root}/${version}/passed/${file}`)}`).not.toContain('error');
      }
    });
  }

  it('reads the examples', async () => {
    for (const file of ['simple.vcf', 'sv44.vcf']) {
      expect(await outcomeOf(`${root}/examples/${file}`)).not.toBe('error');
    }
  });

  for (const version of ['4.1', '4.2']) {
    it(`refuses, omits or reports every failed file of ${version} that the reviewed table does not tolerate`, async () => {
      const unexpected: string[] = [];
      for (const file of readdirSync(`${root}/${version}/failed`)) {
        const outcome = await outcomeOf(`${root}/${version}/failed/${file}`);
        const isTolerated = tolerated.some(({ files }) => files.test(file));
        if (outcome === 'read' && !isTolerated) unexpected.push(`${file} is read`);
        const isRefused = outcome === 'error' || outcome === 'omission';
        if (!isRefused && refused.some((files) => files.test(file))) unexpected.push(`${file}: ${outcome}`);
      }
      expect(unexpected).toEqual([]);
    });
  }
});
