import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../schemas/errors.js';
import { inputKinds, kindOf } from '../../workers/cli/input-kind.js';
import { parseSamplesheet } from '../../workers/cli/samplesheet/read-samplesheet.js';

describe('files given on the command line', () => {
  it('are of one kind whatever their bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(Object.keys(inputKinds)).toContain(kindOf(Buffer.from(bytes)));
      }),
    );
  });
});

describe('a samplesheet', () => {
  const cell = fc.string({ maxLength: 12 });
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(',')));

  it('is read, or refused with SAMPLESHEET_MALFORMED and a line, whatever it holds; no sample leads out of its folder', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), rows, async (hasHeader, lines) => {
        const text = [...(hasHeader ? ['sample,vcf,hla'] : []), ...lines].join('\n');
        try {
          const sheet = await parseSamplesheet(text, { file: 'sheet.csv', folder: '/study' });
          for (const { sample } of sheet.rows) expect(sample).toMatch(/^\w[\w.-]*$/);
        } catch (error) {
          if (!(error instanceof AntigraphError)) throw error;
          expect(error).toMatchObject({ code: 'SAMPLESHEET_MALFORMED', at: { file: 'sheet.csv' } });
        }
      }),
    );
  });
});
