/**
 * Real output of six HLA typing tools, read by eye: the expected genotype of each file is written here from the file, not from our reader.
 * A*12:11, B*05:12 and others of these files are masked names that IPD-IMGT/HLA does not hold.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openBundledPredictor } from '../../infra/predictors/bundled/index.js';
import { AntigraphError } from '../../schemas/errors.js';
import { classOfGene, readHlaGene, readHlaName } from '../../schemas/hla.js';
import { panelOf } from '../../stages/predict-binding/index.js';
import { readGenotype } from '../../workers/cli/genotype.js';
import { typed } from '../support/hla-calls.js';

const folder = '../shared/data/hla';

interface Reviewed {
  readonly file: string;
  readonly tool: string;
  /** Calls in file order, ' | ' between loci; the note follows the allele unless it is ok. */
  readonly calls: string;
}

const reviewed: readonly Reviewed[] = [
  {
    file: 'optitype/normal_result.tsv',
    tool: 'OptiType',
    calls: 'A*12:11, A*12:11 homozygous | B*05:12, B*15:11 | C*03:13, C*17:07',
  },
  {
    file: 'optitype/rna_result.tsv',
    tool: 'OptiType',
    calls: 'A*12:11, A*12:11 homozygous | B*15:11, B*05:12 | C*17:07, C*03:13',
  },
  {
    file: 'optitype/tumor_result.tsv',
    tool: 'OptiType',
    calls: 'A*12:11, A*12:11 homozygous | B*05:12, B*15:11 | C*03:13, C*17:07',
  },
  {
    file: 'polysolver/Normal.winners.hla.txt',
    tool: 'Polysolver',
    calls: 'A*12:11, A*12:11 homozygous | B*05:12, B*15:11 | C*17:07, C*03:13',
  },
  {
    file: 'polysolver/RNA.winners.hla.txt',
    tool: 'Polysolver',
    calls: 'A*12:11, A*12:11L | B*05:12, B*15:11 | C*17:07, C*03:13',
  },
  {
    file: 'polysolver/Tumor.winners.hla.txt',
    tool: 'Polysolver',
    calls: 'A*12:11, A*12:11 homozygous | B*08:12, B*05:12 | C*07:02, C*07:02 homozygous',
  },
  {
    file: 'seq2hla/Normal-ClassI-class.HLAgenotype4digits',
    tool: 'seq2HLA',
    calls:
      'A*12:11 ambiguous, A*12:11 homozygous | B*05:12, B*15:11 ambiguous | C*17:07 ambiguous, C*03:04 ambiguous',
  },
  {
    file: 'seq2hla/RNA-ClassI-class.HLAgenotype4digits',
    tool: 'seq2HLA',
    calls: 'A*12:11 ambiguous, A*12:11 homozygous | B*05:12, B*15:01 | C*03:13, C*17:07',
  },
  {
    file: 'seq2hla/Tumor-ClassI-class.HLAgenotype4digits',
    tool: 'seq2HLA',
    calls: 'A*12:11 ambiguous, A*26:45 | B*05:12, B*15:11 ambiguous | C*17:07, C*03:04 ambiguous',
  },
  {
    file: 'seq2hla/Normal-ClassII.HLAgenotype4digits',
    tool: 'seq2HLA',
    calls:
      'DQA1*07:02, DQA1*07:02 homozygous | DQB1*05:08 ambiguous, DQB1*05:08 homozygous | DRB1*15:01, DRB1*14:04 ambiguous | ' +
      'DRA*01:01 ambiguous, DRA*01:01 homozygous | DPA1*11:04 ambiguous, DPA1*11:04 homozygous | DPB1*04:09, DPB1*04:09 homozygous',
  },
  {
    file: 'seq2hla/RNA-ClassII.HLAgenotype4digits',
    tool: 'seq2HLA',
    calls:
      'DQA1*07:02 ambiguous, DQA1*03:02 ambiguous | DQB1*05:08 ambiguous, DQB1*05:08 homozygous | DRB1*05:01, DRB1*04:04 ambiguous | ' +
      'DRA*01:02, DRA*01:02 homozygous | DPA1*11:04, DPA1*11:04 homozygous | DPB1*04:09, DPB1*384:01',
  },
  {
    file: 'seq2hla/Tumor-ClassII.HLAgenotype4digits',
    tool: 'seq2HLA',
    calls:
      'DQA1*07:02, DQA1*07:02 homozygous | DQB1*05:08 ambiguous, DQB1*05:08 homozygous | DRB1*05:01, DRB1*16:01 | ' +
      'DRA*01:01 ambiguous, DRA*01:01 homozygous | DPA1*11:04, DPA1*11:04 homozygous | DPB1*04:09, DPB1*04:09 homozygous',
  },
  {
    // Twelve pairs of the same distance: *12:11:01:02L, :03 or :01 with *12:89, *12:266, *12:11:11 or *12:11:80.
    file: 'athlates/N-A.typing.txt',
    tool: 'ATHLATES',
    calls: 'A*12:11 ambiguous A*12:11L, A*12:89 ambiguous A*12:266/A*12:11',
  },
  { file: 'athlates/N-B.typing.txt', tool: 'ATHLATES', calls: 'B*05:12, B*15:11' },
  { file: 'athlates/N-C.typing.txt', tool: 'ATHLATES', calls: 'C*03:13, C*17:07' },
  { file: 'athlates/N-DPA1.typing.txt', tool: 'ATHLATES', calls: 'DPA1*11:04, DPA1*11:04 homozygous' },
  { file: 'athlates/N-DPB1.typing.txt', tool: 'ATHLATES', calls: 'DPB1*04:09, DPB1*04:09 homozygous' },
  { file: 'athlates/N-DQA1.typing.txt', tool: 'ATHLATES', calls: 'DQA1*07:02, DQA1*07:02 homozygous' },
  { file: 'athlates/N-DQB1.typing.txt', tool: 'ATHLATES', calls: 'DQB1*05:08, DQB1*03:02' },
  { file: 'athlates/N-DRA.typing.txt', tool: 'ATHLATES', calls: 'DRA*01:01, DRA*01:02' },
  { file: 'athlates/N-DRB1.typing.txt', tool: 'ATHLATES', calls: 'DRB1*14:04, DRB1*05:01' },
  {
    file: 'arcashla/test.genotype.json',
    tool: 'arcasHLA',
    calls:
      'A*01:01, A*03:01 | B*39:01, B*07:02 | C*08:01, C*01:02 | DPB1*14:01, DPB1*02:01 | DQA1*02:01, DQA1*05:03 | ' +
      'DQB1*02:02, DQB1*06:09 | DRB1*10:01, DRB1*14:02',
  },
  {
    file: 'arcashla/test.partial_genotype.json',
    tool: 'arcasHLA',
    calls:
      'A*01:01, A*03:01 | B*07:02, B*39:39 | C*08:01, C*01:02 | DPB1*14:01, DPB1*02:01 | DQA1*02:01, DQA1*05:03 | ' +
      'DQB1*06:04, DQB1*02:02 | DRB1*03:02, DRB1*14:02',
  },
  {
    file: 'hlahd/Test_hlahd_final.result.txt',
    tool: 'HLA-HD',
    calls:
      'A*11:01, A*01:01 | B*08:01, B*38:01 | C*07:01, C*12:03 | DRB1*13:01, DRB1*03:01 | DQA1*05:01, DQA1*01:03 | ' +
      'DQB1*06:03, DQB1*02:01 | DPA1*01:03, DPA1*01:03 homozygous | DPB1*04:02, DPB1*04:01 | DMA*01:01, DMA*01:03 | ' +
      'DMB*01:01, DMB*01:07 | DOA*01:01, DOA*01:01 homozygous | DOB*01:01, DOB*01:04 | DRA*01:02, DRA*01:02 homozygous | ' +
      'DRB2*01:01, DRB2*01:01 homozygous | DRB3*01:01, DRB3*01:01 homozygous | ' +
      'DRB4?Not typed not typed, DRB4?Not typed not typed | DRB5?Not typed not typed, DRB5?Not typed not typed | ' +
      'DRB6?Not typed not typed, DRB6?Not typed not typed | DRB7?Not typed not typed, DRB7?Not typed not typed | ' +
      'DRB8?Not typed not typed, DRB8?Not typed not typed | DRB9*01:01, DRB9*01:01 homozygous | ' +
      'E*01:01, E*01:01 homozygous | F*01:01, F*01:01 homozygous | G*01:01, G*01:01 homozygous | H*02:01, H*02:06 | ' +
      'J*01:01, J*01:01 homozygous | K*01:01, K*01:01 homozygous | L*01:01, L*01:01 homozygous | V*01:01, V*01:01 homozygous',
  },
];

/** arcasHLA's candidates before the choice: no genotype. */
const refused = ['arcashla/test.em.json'];

describe('typing tools’ files', () => {
  it.each(reviewed)('$file holds what it says', ({ file, tool, calls }) => {
    const found = typed(readFileSync(`${folder}/${file}`, 'utf8'));
    expect(found.tool).toBe(tool);
    expect(found.calls.map((call) => call.replaceAll('HLA-', ''))).toEqual(calls.split(/, | \| /));
  });

  it('are all reviewed', () => {
    const tools = ['arcashla', 'athlates', 'hlahd', 'optitype', 'polysolver', 'seq2hla'];
    const files = tools.flatMap((tool) => readdirSync(`${folder}/${tool}`).map((name) => `${tool}/${name}`));
    expect([...reviewed.map(({ file }) => file), ...refused].sort()).toEqual(files.sort());
  });

  it.each(refused)('%s is refused with the file that is meant', (file) => {
    expect(() => readGenotype({ hlaFile: `${folder}/${file}` })).toThrowError(
      expect.objectContaining({ code: 'HLA_MALFORMED', fix: expect.stringContaining('genotype.json') }),
    );
  });

  it('of real names are known to the bundled predictor', () => {
    const { alleles } = readGenotype({ hlaFile: `${folder}/hlahd/Test_hlahd_final.result.txt` });
    expect(alleles).toEqual([
      'HLA-A*01:01',
      'HLA-A*11:01',
      'HLA-B*08:01',
      'HLA-B*38:01',
      'HLA-C*07:01',
      'HLA-C*12:03',
    ]);
    expect(panelOf(openBundledPredictor(), alleles).alleles).toHaveLength(6);
  });

  it('of class II make every pair of chains, each known to the bundled predictor', () => {
    const { classTwoAlleles } = readGenotype({ hlaFile: `${folder}/hlahd/Test_hlahd_final.result.txt` });
    expect(classTwoAlleles).toEqual([
      'HLA-DPA1*01:03/DPB1*04:01',
      'HLA-DPA1*01:03/DPB1*04:02',
      'HLA-DQA1*01:03/DQB1*02:01',
      'HLA-DQA1*01:03/DQB1*06:03',
      'HLA-DQA1*05:01/DQB1*02:01',
      'HLA-DQA1*05:01/DQB1*06:03',
      'HLA-DRB1*03:01',
      'HLA-DRB1*13:01',
      'HLA-DRB3*01:01',
    ]);
    expect(panelOf(openBundledPredictor('antigraph-class2'), classTwoAlleles).alleles).toHaveLength(9);
  });

  it('of a name that nobody has end with the nearest that exist', () => {
    const { alleles } = readGenotype({ hlaFile: `${folder}/optitype/normal_result.tsv` });
    const error = refusalOf(() => panelOf(openBundledPredictor(), alleles));
    expect(error).toMatchObject({ code: 'HLA_UNSUPPORTED', exitCode: 4, details: { allele: 'HLA-A*12:11' } });
    expect(error?.fix).toMatch(/Nearest supported: HLA-A\*/);
  });
});

describe('allele names of IPD-IMGT/HLA 3.58.0', () => {
  const names = gunzipSync(readFileSync(`${folder}/IMGTHLA_Allelelist.txt.gz`))
    .toString('utf8')
    .split('\n')
    .flatMap((line) => line.split(',')[1] ?? [])
    .flatMap((name) => {
      const [, gene, group, protein, suffix] = /^([^*]+)\*(\d+):(\d+)(?::\d+){0,2}([A-Z])?$/.exec(name) ?? [];
      if (gene === undefined || group === undefined || protein === undefined || readHlaGene(gene) === null)
        return [];
      return [{ name, gene, group, protein, suffix: suffix ?? '' }];
    });

  it('are all read, class I and II, as written and as Polysolver writes them', () => {
    expect(names).toHaveLength(40_437);
    const wrong = names.filter(({ name, gene, group, protein, suffix }) => {
      const canonical = `HLA-${gene}*${group}:${protein}${suffix}`;
      return [name, `HLA-${name}`, `hla_${name.toLowerCase().replaceAll(/[*:]/g, '_')}`].some((spelled) => {
        const read = readHlaName(spelled);
        return read.kind !== 'allele' || read.allele !== canonical || read.mhcClass !== classOfGene(gene);
      });
    });
    expect(wrong).toEqual([]);
  });

  it('are read without colons as the same allele or not at all', () => {
    const short = names.filter(({ suffix }) => suffix === '');
    const read = short.map(({ gene, group, protein }) => ({
      canonical: `HLA-${gene}*${group}:${protein}`,
      found: readHlaName(`HLA-${gene}${group}${protein}`),
    }));
    const wrong = read.filter(
      ({ canonical, found }) => found.kind === 'allele' && found.allele !== canonical,
    );
    expect(wrong).toEqual([]);
    const refusedNames = read
      .filter(({ found }) => found.kind !== 'allele')
      .map(({ canonical }) => canonical);
    // Only proteins of four digits, A*02:1040, and DPB1 groups of four, DPB1*1000:01, can be read in two ways.
    expect(refusedNames.filter((name) => !/:\d{4}$|\*\d{4}:/.test(name))).toEqual([]);
  });
});

function refusalOf(act: () => unknown): AntigraphError | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof AntigraphError) return error;
    throw error;
  }
}
