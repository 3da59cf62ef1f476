import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../../schemas/errors.js';
import { readNormalTissues } from '../../../stages/summarise-biomarkers/normal-expression/read-table.js';
import { byteSource } from '../../support/vcf-text.js';

const header = fc.constantFrom(
  '',
  '#1.2\n2\t2\nName\tDescription\tLiver\tLung\n',
  'Gene\tGene name\tTissue\tnTPM\n',
  'gene,tissue,tpm\n',
);
const cell = fc.oneof(
  fc.constantFrom('ENSG00000000001.2', 'GENE1', 'liver', '1.5', '-1', 'NA', '', '"', '"a,b"', '1e999'),
  fc.string({ maxLength: 5 }),
);
const body = fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 5 });
const wanted = { ids: new Set(['ENSG00000000001']), names: new Set(['GENE1']) };

describe('the reader of normal tissues', () => {
  it('gives finite levels or says what is wrong and where, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(header, body, fc.constantFrom('\t', ','), async (first, rows, delimiter) => {
        const text = first + rows.map((cells) => cells.join(delimiter)).join('\n');
        try {
          const { byId, byName } = await readNormalTissues(byteSource(text), wanted);
          for (const levels of [...byId.values(), ...byName.values()]) {
            for (const level of levels.values()) expect(level).toBeGreaterThanOrEqual(0);
          }
        } catch (error) {
          if (!(error instanceof AntigraphError)) throw error;
          expect(error.code).toBe('NORMAL_EXPRESSION_MALFORMED');
          expect(error.at?.line).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives back the levels written, in either layout', async () => {
    const level = fc.integer({ min: 0, max: 1_000_000 }).map((value) => value / 100);
    const tissues = fc.uniqueArray(fc.stringMatching(/^[a-z]{3,8}$/), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(tissues, fc.array(level, { minLength: 6, maxLength: 6 }), async (names, levels) => {
        const expected = new Map(names.map((tissue, index) => [tissue, levels[index] ?? 0]));
        const wide = `#1.2\n1\t${names.length}\nName\tDescription\t${names.join('\t')}\nENSG00000000001.2\tGENE1\t${[...expected.values()].join('\t')}\n`;
        const long = `gene,tissue,tpm\n${[...expected].map(([tissue, value]) => `GENE1,${tissue},${value}\n`).join('')}`;
        const read = async (text: string) => {
          const { byName } = await readNormalTissues(byteSource(text), wanted);
          return byName.get('GENE1');
        };
        expect(await read(wide)).toEqual(expected);
        expect(await read(long)).toEqual(expected);
      }),
    );
  });
});
