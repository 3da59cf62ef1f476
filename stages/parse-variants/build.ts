import { metaFields, metaValues, type VcfHeader } from '../shared/vcf/index.js';

type Build = 'NCBI36' | 'GRCh37' | 'GRCh38' | 'T2T-CHM13v2.0' | 'GRCm38' | 'GRCm39';

/**
 * Chromosome lengths that no other build of the list shares. Sources: NCBI Assembly GCF_000001405.12 (NCBI36), .25 (GRCh37.p13),
 * .40 (GRCh38.p14), GCF_009914755.1 (T2T-CHM13v2.0), GCF_000001635.20 (GRCm38), .27 (GRCm39).
 */
const lengths: readonly (readonly [Build, Readonly<Record<string, number>>])[] = [
  ['NCBI36', { 1: 247249719, 2: 242951149, 17: 78774742 }],
  [
    'GRCh37',
    {
      1: 249250621,
      2: 243199373,
      3: 198022430,
      7: 159138663,
      12: 133851895,
      17: 81195210,
      20: 63025520,
      21: 48129895,
      22: 51304566,
      X: 155270560,
    },
  ],
  [
    'GRCh38',
    {
      1: 248956422,
      2: 242193529,
      3: 198295559,
      7: 159345973,
      12: 133275309,
      17: 83257441,
      20: 64444167,
      21: 46709983,
      22: 50818468,
      X: 156040895,
    },
  ],
  ['T2T-CHM13v2.0', { 1: 248387328, 2: 242696752, 17: 84276897 }],
  ['GRCm38', { 1: 195471971, 2: 182113224 }],
  ['GRCm39', { 1: 195154279, 2: 181755017 }],
];

const names: readonly (readonly [Build, RegExp])[] = [
  ['T2T-CHM13v2.0', /chm13|\bhs1\b|t2t/i],
  ['GRCm39', /grcm39|\bmm39\b/i],
  ['GRCm38', /grcm38|\bmm10\b/i],
  ['GRCh38', /grch38|\bhg38|hs38|\bb38\b/i],
  ['GRCh37', /grch37|\bhg19|hs37|\bb37\b|g1k_v37|ucsc\.hg19/i],
  ['NCBI36', /ncbi36|\bhg18\b|\bb36\b/i],
];

/** The known build a name stands for (hg38, GRCh38.p13 …); null: none of the known ones. */
export function buildNamed(name: string): Build | null {
  return names.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}

/**
 * The genome build a header speaks of: by the lengths of its ##contig lines; where they tell nothing, by the names in their assembly
 * field, ##reference, ##assembly and ##VEP. null: not known, or the lengths contradict each other.
 */
export function detectBuild(header: VcfHeader): Build | null {
  const contigs = metaFields(header, 'contig');
  const byLength = distinct(
    contigs.map((contig) => buildOfLength(contig.get('ID') ?? '', contig.get('length') ?? '')),
  );
  if (byLength.length > 0) return byLength.length === 1 ? (byLength[0] ?? null) : null;
  const texts = [
    ...contigs.map((contig) => contig.get('assembly') ?? ''),
    ...metaValues(header, 'reference'),
    ...metaValues(header, 'assembly'),
    ...metaValues(header, 'VEP').map((text) => /assembly="([^"]*)"/.exec(text)?.[1] ?? ''),
  ];
  const byName = distinct(texts.map(buildNamed));
  return byName.length === 1 ? (byName[0] ?? null) : null;
}

function buildOfLength(name: string, length: string): Build | null {
  const chromosome = name.replace(/^chr/i, '');
  return (
    lengths.find(
      ([, known]) => Object.hasOwn(known, chromosome) && String(known[chromosome]) === length,
    )?.[0] ?? null
  );
}

function distinct(builds: readonly (Build | null)[]): Build[] {
  return [...new Set(builds.filter((build) => build !== null))];
}
