import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readKnownEpitopes } from '../../../../../stages/compute-features/files/known-epitopes.js';
import { evidenceSource } from '../../../../support/evidence-file.js';

const read = (content: string | Uint8Array) => readKnownEpitopes(evidenceSource(content, 'epitopes'));

describe('known epitopes', () => {
  it.each([
    ['FASTA, over several lines', '>1|M1\nGILGF\nVFTL\n>2|pp65\nNLVPMVATV\n'],
    ['a list', '# influenza, CMV\nGILGFVFTL\n\nNLVPMVATV\n'],
    ['a list with other columns', 'GILGFVFTL\tinfluenza\nNLVPMVATV\tCMV\n'],
    ['a list with a header line and CRLF', 'Peptide\r\ngilgfvftl\r\nNLVPMVATV\r\n'],
    ['a comma-separated table', 'source,"Epitope"\n"a, b",GILGFVFTL\nCMV,"NLVPMVATV"\n'],
    ['a list with an epitope twice', 'GILGFVFTL\nNLVPMVATV\nGILGFVFTL'],
  ])('are read from %s', async (_, text) => {
    expect(await read(text)).toEqual(['GILGFVFTL', 'NLVPMVATV']);
  });

  it('are read compressed', async () => {
    expect(await read(gzipSync('GILGFVFTL\n'))).toEqual(['GILGFVFTL']);
  });

  it.each([
    ['', 1, 'the file is empty'],
    ['peptide\n', 1, 'no epitope'],
    ['GILGFVFTL\nKLLEP + PHOS(S2)\n', 2, 'KLLEP + PHOS(S2)'],
    ['>1\nGILGFVFTL\n>2\n>3\nNLVPMVATV\n', 3, 'there is no epitope'],
    ['GIL\0', 1, 'binary'],
  ])('are refused with the line: %j', async (text, line, message) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'KNOWN_EPITOPES_MALFORMED',
      at: { file: 'epitopes', line },
      message: expect.stringContaining(message),
    });
  });

  it('are refused where the file is cut', async () => {
    await expect(read(gzipSync('GILGFVFTL\n'.repeat(50)).subarray(0, 30))).rejects.toMatchObject({
      code: 'KNOWN_EPITOPES_MALFORMED',
      message: expect.stringContaining('not whole'),
    });
  });
});
