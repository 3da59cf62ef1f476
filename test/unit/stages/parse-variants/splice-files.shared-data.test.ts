/** Real files of splice tools; counts by awk over the columns named. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Variant } from '../../../../schemas/rows.js';
import type { ReadEvent } from '../../../../stages/parse-variants/events/event-row.js';
import { readJunctions } from '../../../../stages/parse-variants/events/junctions/index.js';
import { byteSource, readVariants } from '../../../support/vcf-text.js';

const root = '../shared/data';

async function scoresOf(file: string): Promise<Map<string, string[] | null>> {
  const bytes = readFileSync(`${root}/fusion/splice/${file}`);
  const { variants } = await readVariants(byteSource(bytes, { name: file }));
  return new Map(variants.map((variant) => [variant.input, wordsOf(variant)]));
}

/** Scores of 0.3 and more as 'gene kind 1-based place'. */
function wordsOf({ spliceScores }: Variant): string[] | null {
  if (spliceScores === null) return null;
  return spliceScores
    .filter(({ score }) => score >= 0.3)
    .map(({ gene, kind, exonBase }) => `${gene} ${kind} ${exonBase + 1}`);
}

async function junctionsOf(file: string, minJunctionReads = 10): Promise<ReadEvent[]> {
  const source = byteSource(readFileSync(`${root}/${file}`), { name: file });
  const events: ReadEvent[] = [];
  for await (const event of readJunctions(source, { reference: null, minJunctionReads })) events.push(event);
  return events;
}

describe.skipIf(!existsSync(root))('files of splice tools', () => {
  it('are all of a kind that is read, or refused with what to give instead', async () => {
    const outcomes: Record<string, string> = {};
    for (const file of readdirSync(`${root}/fusion/splice`).sort()) {
      const isVcf = file.endsWith('.vcf');
      const reading = isVcf ? scoresOf(file) : junctionsOf(`fusion/splice/${file}`, 0);
      outcomes[file] = await reading.then(
        (rows) => (rows instanceof Map ? `${rows.size} alleles` : `${rows.length} junctions`),
        (error: unknown) =>
          error instanceof Error && 'code' in error ? String(error.code) : 'another error',
      );
    }
    expect(outcomes).toEqual({
      'cispliceai_thresh_output.vcf': '17 alleles',
      'mmsplice_pred.csv': 'JUNCTIONS_MALFORMED',
      'spliceai_output.pangolin.vcf': '17 alleles',
      'spliceai_output.vcf': '17 alleles',
      'spliceai_thresh_output.vcf': '17 alleles',
      'test_Aligned.out.sorted.bam.junc': '4 junctions',
    });
  });

  it('agree across tools on the sites of five alleles', async () => {
    const spliceAi = await scoresOf('spliceai_output.vcf');
    expect(spliceAi.get('chr1:25000:A:C')).toBeNull();
    expect(spliceAi.get('chr2:179446218:ATACT:AT')).toEqual([]);
    expect(spliceAi.get('chr2:152389953:T:A')).toEqual(['NEB donor_loss 152389956']);
    expect(spliceAi.get('chr2:179642185:G:A')).toEqual([
      'TTN donor_gain 179642187',
      'TTN donor_loss 179642147',
    ]);
    expect(spliceAi.get('chr21:47406854:CCA:C')).toEqual(['COL6A1 acceptor_loss 47406858']);
    expect(spliceAi.get('chr21:47406856:A:AT')).toEqual(['COL6A1 acceptor_loss 47406858']);

    const both = await scoresOf('spliceai_output.pangolin.vcf');
    expect(both.get('chr2:179642185:G:A')).toEqual([
      'TTN donor_gain 179642187',
      'TTN donor_loss 179642147',
      'ENSG00000155657 site_gain 179642187',
      'ENSG00000155657 site_loss 179642147',
    ]);
    expect(both.get('chr19:38958362:C:T')).toEqual([
      'RYR1 donor_gain 38958360',
      'ENSG00000196218 site_gain 38958360',
    ]);

    const ciSpliceAi = await scoresOf('cispliceai_thresh_output.vcf');
    expect(ciSpliceAi.get('chr21:47406854:CCA:C')).toEqual([
      'COL6A1 acceptor_loss 47406858',
      'ENSG00000142156 acceptor_loss 47406858',
    ]);
    expect(ciSpliceAi.get('chr1:25000:A:G')).toEqual([]);

    const allEffects = await scoresOf('spliceai_thresh_output.vcf');
    expect(allEffects.get('chr21:47406854:CCA:C')).toEqual(['COL6A1 acceptor_gain 47406852']);
    expect(allEffects.get('chrX:129274636:A:C')).toEqual(['AIFM1 acceptor_gain 129274595']);
  });

  it('give the introns of regtools extract', async () => {
    const events = await junctionsOf('fusion/splice/test_Aligned.out.sorted.bam.junc', 0);
    const introns = events.map((each) =>
      each.kind === 'event' && each.row.event?.kind === 'junction'
        ? `${each.row.event.start}-${each.row.event.end} ${each.row.event.strand} ${each.row.event.reads}`
        : each.kind,
    );
    expect(introns).toEqual([
      '896180-896672 + 6',
      '896180-897008 + 8',
      '889462-891302 - 460',
      '889462-889843 - 23',
    ]);
  });

  it('give 67 of the 219 junctions of HCC1395: 91 are annotated, 61 have fewer than 10 reads', async () => {
    const events = await junctionsOf('vcf/pvactools_HCC1395.splice_junctions.tsv');
    const kinds = new Map<string, number>();
    for (const each of events) {
      const kind = each.kind === 'omitted' ? each.code : each.kind;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    expect(Object.fromEntries(kinds)).toEqual({ JUNCTION_KNOWN: 91, FILTERED: 61, event: 67 });
  });

  it("hold, under pVACsplice's conditions, the seven junctions of chromosome 1 that pVACsplice keeps", async () => {
    // tests/test_data/pvacsplice/results/Test.combined.tsv of pVACtools: more than 10 reads, strand known, one site or both known, variant
    // within 100 bases of the junction, transcript coding.
    const kept: string[] = [];
    for (const each of await junctionsOf('vcf/pvactools_HCC1395.splice_junctions.tsv', 11)) {
      if (each.kind === 'omitted' || each.row.event?.kind !== 'junction') continue;
      const { chrom, start, end, strand, anchor, causes, reads } = each.row.event;
      const variantAt = Number(/:(\d+)-/.exec(causes[0] ?? '')?.[1]);
      const isNear = variantAt > start - 100 && variantAt < end + 1 + 100;
      if (chrom === 'chr1' && strand !== null && anchor !== 'N' && isNear) {
        kept.push(`${start}-${end + 1} ${anchor} ${reads}`);
      }
    }
    expect(kept).toEqual([
      '93221936-93232426 NDA 181',
      '93221940-93232426 NDA 16',
      '93221940-93246142 D 12',
      '93226449-93232441 D 14',
      '168179181-168183411 D 29',
      '168179181-168183907 D 73',
      '168179181-168183952 D 12',
    ]);
  });
});
