/** Contig names under which files of different houses mean the same sequence. */
import type { Contig } from '../../../schemas/reference.js';

/**
 * Versions of the RefSeq accessions NC_000001 … NC_000022, NC_000023 (X), NC_000024 (Y).
 * Source: NCBI assembly reports of GRCh37 (GCF_000001405.13) and GRCh38 (GCF_000001405.26).
 */
const accessionVersions = {
  GRCh37: [10, 11, 11, 11, 9, 11, 13, 10, 11, 10, 9, 11, 10, 8, 9, 9, 10, 9, 9, 10, 8, 10, 10, 9],
  GRCh38: [11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11, 10],
} as const;
/** The revised Cambridge reference sequence, part of both assemblies. */
const mitochondrialAccession = 'NC_012920.1';

function accessionTables(build: string): readonly (readonly number[])[] {
  if (/grch37|hg19|b37|hs37/i.test(build)) return [accessionVersions.GRCh37];
  if (/grch38|hg38/i.test(build)) return [accessionVersions.GRCh38];
  return [accessionVersions.GRCh37, accessionVersions.GRCh38];
}

function chromosomeOfAccession(name: string, build: string): string | null {
  if (name === mitochondrialAccession) return 'MT';
  const match = /^NC_0000(\d\d)\.(\d+)$/.exec(name);
  if (match === null) return null;
  const ordinal = Number(match[1]);
  const version = Number(match[2]);
  if (!accessionTables(build).some((versions) => versions[ordinal - 1] === version)) return null;
  if (ordinal === 23) return 'X';
  return ordinal === 24 ? 'Y' : String(ordinal);
}

/** One key for all spellings of a contig: `chr7`, `CHR7`, `7` and `NC_000007.14` (GRCh38) all give `7`. */
export function contigKey(name: string, build: string): string {
  const bare = name.toUpperCase().replace(/^CHR(?=.)/, '');
  const key = chromosomeOfAccession(name.toUpperCase(), build) ?? bare;
  return key === 'M' ? 'MT' : key;
}

/** Whether the name is one of the mitochondrion's. */
export function isMitochondrial(name: string, build: string): boolean {
  return contigKey(name, build) === 'MT';
}

/**
 * Finds contigs by exact name, else by key. A key that two contigs share (`M` and `MT` in one file, with
 * different sequences in some hg19 files) is answered for exact names only, never by guess.
 */
export function createContigResolver(
  contigs: readonly Contig[],
  build: string,
): (name: string) => Contig | null {
  const byName = new Map(contigs.map((contig) => [contig.name, contig]));
  const byKey = new Map<string, Contig | null>();
  for (const contig of contigs) {
    const key = contigKey(contig.name, build);
    byKey.set(key, byKey.has(key) ? null : contig);
  }
  return (name) => byName.get(name) ?? byKey.get(contigKey(name, build)) ?? null;
}
