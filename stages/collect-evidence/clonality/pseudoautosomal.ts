/** Regions that X and Y share: every cell has two copies of them, whatever the sex. */

interface Region {
  readonly start: number;
  readonly end: number;
}

/** 1-based, both ends included. Source: Genome Reference Consortium, "Human Genome Overview", pseudoautosomal regions of both assemblies. */
const regions: Readonly<Record<'GRCh37' | 'GRCh38', Readonly<Record<string, readonly Region[]>>>> = {
  GRCh37: {
    X: [
      { start: 60_001, end: 2_699_520 },
      { start: 154_931_044, end: 155_260_560 },
    ],
    Y: [
      { start: 10_001, end: 2_649_520 },
      { start: 59_034_050, end: 59_363_566 },
    ],
  },
  GRCh38: {
    X: [
      { start: 10_001, end: 2_781_479 },
      { start: 155_701_383, end: 156_030_895 },
    ],
    Y: [
      { start: 10_001, end: 2_781_479 },
      { start: 56_887_903, end: 57_217_415 },
    ],
  },
};

function lies(chrom: string, position: number, build: 'GRCh37' | 'GRCh38'): boolean {
  return (regions[build][chrom] ?? []).some(({ start, end }) => start <= position && position <= end);
}

/** Whether X and Y share the place (`chrom` 'X' or 'Y'); where the build is not known, whether they do in both assemblies. */
export function isPseudoautosomal(chrom: string, position: number, build: string | null): boolean {
  if (build !== null && /grch38|hg38/i.test(build)) return lies(chrom, position, 'GRCh38');
  if (build !== null && /grch37|hg19|b37|hs37/i.test(build)) return lies(chrom, position, 'GRCh37');
  return lies(chrom, position, 'GRCh37') && lies(chrom, position, 'GRCh38');
}
