/** Number and Type of reserved keys that no caller has reason to declare otherwise (VCF 4.3, tables 1 and 2). */
const reserved = {
  INFO: new Map([
    ['AA', '1 String'],
    ['AC', 'A Integer'],
    ['AF', 'A Float'],
    ['AN', '1 Integer'],
    ['BQ', '1 Float'],
    ['CIGAR', 'A String'],
    ['DB', '0 Flag'],
    ['DP', '1 Integer'],
    ['END', '1 Integer'],
    ['H2', '0 Flag'],
    ['H3', '0 Flag'],
    ['MQ', '1 Float'],
    ['MQ0', '1 Integer'],
    ['NS', '1 Integer'],
    ['SOMATIC', '0 Flag'],
    ['VALIDATED', '0 Flag'],
    ['1000G', '0 Flag'],
  ]),
  FORMAT: new Map([
    ['DP', '1 Integer'],
    ['EC', 'A Integer'],
    ['FT', '1 String'],
    ['GL', 'G Float'],
    ['GP', 'G Float'],
    ['GQ', '1 Integer'],
    ['GT', '1 String'],
    ['HQ', '2 Integer'],
    ['MQ', '1 Integer'],
    ['PL', 'G Integer'],
    ['PQ', '1 Integer'],
    ['PS', '1 Integer'],
  ]),
} as const;

/** 'Number Type' as the specification has it; null: the key is free. */
export function reservedDeclaration(key: 'INFO' | 'FORMAT', id: string): string | null {
  return reserved[key].get(id) ?? null;
}
