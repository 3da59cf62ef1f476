import { describe, expect, it } from 'vitest';
import type { ReadEvent } from '../../../../../stages/parse-variants/events/event-row.js';
import { readProteins } from '../../../../../stages/parse-variants/events/proteins/index.js';

import { fusionGenes } from '../../../../support/fusion-genes.js';
import { listOf } from '../../../../support/list-of.js';
import { byteSource } from '../../../../support/vcf-text.js';

async function read(
  text: string,
  reference: Parameters<typeof readProteins>[1] = null,
): Promise<ReadEvent[]> {
  return await listOf(readProteins(byteSource(text, { name: 'antigens.fa' }), reference));
}

describe('a protein of the file', () => {
  it('is an event with the expression that its header states', async () => {
    const [first] = await read('>E7_HPV16 gene=E7 tpm=55.5 origin=viral\nMHGDTPTLHE\nymldlqpett*\n');
    expect(first).toEqual({
      kind: 'event',
      row: {
        id: 'protein:E7_HPV16',
        input: 'protein:E7_HPV16',
        line: 1,
        chrom: '.',
        position: 1,
        ref: 'N',
        alt: '<PROTEIN>',
        name: 'E7_HPV16',
        filters: [],
        rna: null,
        geneExpression: { E7: 55.5 },
        event: {
          kind: 'protein',
          origin: 'viral',
          name: 'E7_HPV16',
          gene: 'E7',
          sequence: 'MHGDTPTLHEYMLDLQPETT',
        },
      },
    });
  });

  // Header lines of UniProtKB (https://www.uniprot.org/help/fasta-headers).
  it('takes entry name, gene and origin from UniProt’s header', async () => {
    const viral =
      '>sp|P03206|BZLF1_EBVB9 Trans-activator protein BZLF1 OS=Epstein-Barr virus OX=10377 GN=BZLF1 PE=1 SV=2\nMMDPNS\n';
    const human =
      '>sp|P78358|CTG1B_HUMAN Cancer/testis antigen 1 OS=Homo sapiens OX=9606 GN=CTAG1A PE=1 SV=1\nMQAEGR\n';
    expect(await read(viral + human)).toMatchObject([
      { row: { geneExpression: null, event: { name: 'BZLF1_EBVB9', gene: 'BZLF1', origin: 'viral' } } },
      { row: { event: { name: 'CTG1B_HUMAN', gene: 'CTAG1A', origin: 'self' } } },
    ]);
  });

  it('is the patient’s own where its gene is the reference’s and nothing else is said', async () => {
    const text =
      '>one gene=A\nMAKDWF\n>two gene=LMP1\nMEHDLE\n>A\nMAKDWFF\n>three gene=A origin=viral\nMAKK\n';
    const events = await read(text, fusionGenes());
    expect(
      events.map(
        (event) => event.kind === 'event' && event.row.event?.kind === 'protein' && event.row.event.origin,
      ),
    ).toEqual(['self', 'viral', 'self', 'viral']);
  });
});

describe('a protein that cannot be used', () => {
  it.each([
    ['>x tpm=many\nMAK\n', 'tpm'],
    ['>x origin=bacterial\nMAK\n', 'neither viral nor self'],
    ['>x\n', 'no sequence'],
    ['>x\nMA1K\n', "'1' is no residue"],
    [`>x\n${'ACGT'.repeat(8)}\n`, 'of bases'],
    ['> gene=X\nMAK\n', 'no name'],
  ])('%j leaves with its reason', async (text, reason) => {
    expect(await read(text)).toMatchObject([
      { kind: 'omitted', code: 'RECORD_MALFORMED', reason: expect.stringContaining(reason) },
    ]);
  });

  it('leaves where the same protein came before', async () => {
    expect(await read('>x\nMAK\n>y\nMAK*\n')).toMatchObject([
      { kind: 'event' },
      { code: 'DUPLICATE_ALLELE', input: 'protein:y', reason: 'line 1 gave the same protein' },
    ]);
  });
});

it('refuses a file that is no FASTA', async () => {
  await expect(read('MAKDWF\n')).rejects.toMatchObject({
    code: 'FASTA_MALFORMED',
    at: { file: 'antigens.fa', line: 1 },
  });
  await expect(read('')).rejects.toMatchObject({ code: 'FASTA_MALFORMED' });
});
