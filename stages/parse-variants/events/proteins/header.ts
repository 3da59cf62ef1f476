/** The header line of a protein: '>NAME gene=X tpm=12.3 origin=viral', or UniProt's '>sp|P03206|BZLF1_EBVB9 … OX=10377 GN=BZLF1'. */

export interface ProteinHeader {
  readonly name: string;
  readonly gene: string;
  /** Transcripts per million as the line states; null: not given. */
  readonly tpm: number | null;
  readonly origin: 'viral' | 'self' | null;
  /** Why the line cannot be used; null: it can. */
  readonly problem: string | null;
}

/** NCBI Taxonomy's number of Homo sapiens, which UniProt writes as OX. */
const humanTaxon = '9606';

/** Reads the line (without '>'); keys are taken in either case, the first of a key counts. */
export function parseProteinHeader(text: string): ProteinHeader {
  const [first = ''] = text.split(/\s+/, 1);
  const uniprot = /^(?:sp|tr)\|([^|]+)\|(\S+)$/.exec(first);
  const name = uniprot?.[2] ?? first;
  const values = new Map<string, string>();
  for (const [, key = '', value = ''] of text.matchAll(/(?:^|\s)([A-Za-z]+)=(\S+)/g)) {
    if (!values.has(key.toLowerCase())) values.set(key.toLowerCase(), value);
  }
  const gene = values.get('gene') ?? values.get('gn') ?? name;
  const tpmText = values.get('tpm');
  const tpm = tpmText === undefined ? null : Number(tpmText);
  const originText = values.get('origin')?.toLowerCase();
  const stated = originText === 'viral' || originText === 'self' ? originText : null;
  return {
    name,
    gene,
    tpm: tpm !== null && Number.isFinite(tpm) && tpm >= 0 ? tpm : null,
    origin: stated ?? originOfTaxon(values.get('ox')),
    problem: problemOf(name, tpm, originText),
  };
}

function originOfTaxon(taxon: string | undefined): ProteinHeader['origin'] {
  if (taxon === undefined) return null;
  return taxon === humanTaxon ? 'self' : 'viral';
}

function problemOf(name: string, tpm: number | null, origin: string | undefined): string | null {
  if (name === '' || name.includes('=')) return 'the line begins with no name';
  if (tpm !== null && !(Number.isFinite(tpm) && tpm >= 0)) return 'tpm is not a number of 0 or more';
  if (origin !== undefined && origin !== 'viral' && origin !== 'self') {
    return `origin is '${origin.slice(0, 20)}', neither viral nor self`;
  }
  return null;
}
