/** GenBank flat file of the mRNAs (NCBI GenBank release notes, section 3.4; INSDC feature table definition 11). */
import type { Construct, Design } from '../design.js';

const lineEnd = 80;
const indent = ' '.repeat(21);

interface Feature {
  readonly key: string;
  /** 0-based half-open. */
  readonly start: number;
  readonly end: number;
  readonly qualifiers: readonly (readonly [name: string, value: string | number])[];
}

/** One record per construct; the date is a fixed one, because equal designs give equal bytes. */
export function genbankText({ constructs }: Design): string {
  return constructs.map(recordOf).join('');
}

function recordOf(construct: Construct): string {
  const { name, mrna } = construct;
  return [
    locusLine(name, mrna.sequence.length),
    'DEFINITION  Synthetic mRNA of a neoantigen vaccine, as DNA. Research use only.',
    `ACCESSION   ${name}`,
    `VERSION     ${name}`,
    'KEYWORDS    .',
    'SOURCE      synthetic construct',
    '  ORGANISM  synthetic construct',
    '            other sequences; artificial sequences.',
    'COMMENT     The date in the LOCUS line is a constant and says nothing.',
    'FEATURES             Location/Qualifiers',
    ...featuresOf(construct).flatMap(featureLines),
    'ORIGIN',
    ...originLines(mrna.sequence),
    '//',
    '',
  ].join('\n');
}

/** Columns as in section 3.4.4 of the release notes: name 13-28, length to 40, type 48-53, topology 56-63, division 65-67, date 69-79. */
function locusLine(name: string, length: number): string {
  return `LOCUS       ${name.padEnd(16)} ${String(length).padStart(11)} bp    mRNA    linear   SYN 01-JAN-1980`;
}

function featuresOf({ name, arrangement, mrna }: Construct): readonly Feature[] {
  const { coding, slots, sequence } = mrna;
  const inCoding = (residue: number) => coding.start + 3 * residue;
  const pieces = arrangement.pieces.map((piece): Feature => {
    const label: [string, string][] = [['label', piece.name]];
    const sources: [string, string][] =
      piece.element === null ? [] : [['note', `stands for ${piece.element.sources.join(', ')}`]];
    const isSignal = piece.kind === 'leader' && piece.sequence.length > 1;
    return {
      key: isSignal ? 'sig_peptide' : 'misc_feature',
      start: inCoding(piece.start),
      end: inCoding(piece.start + piece.sequence.length),
      qualifiers: [...label, ['note', `${piece.kind}: ${piece.sequence}`], ...sources],
    };
  });
  return [
    {
      key: 'source',
      start: 0,
      end: sequence.length,
      qualifiers: [
        ['organism', 'synthetic construct'],
        ['mol_type', 'other RNA'],
      ],
    },
    ...slots.filter(({ end }) => end <= coding.start).map(slotFeature),
    {
      key: 'CDS',
      ...coding,
      qualifiers: [
        ['codon_start', 1],
        ['transl_table', 1],
        ['product', name],
        ['translation', arrangement.protein],
      ],
    },
    ...pieces,
    ...slots.filter(({ start }) => start >= coding.end).map(slotFeature),
  ];
}

const slotKeys: Readonly<Record<string, string>> = {
  "5' UTR": "5'UTR",
  "3' UTR": "3'UTR",
};

function slotFeature({
  name,
  start,
  end,
}: {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}): Feature {
  // The feature table has no key for a tail: polyA_site is a point.
  const key = slotKeys[name] ?? 'misc_feature';
  return { key, start, end, qualifiers: [['label', name]] };
}

function featureLines({ key, start, end, qualifiers }: Feature): readonly string[] {
  const location = `${' '.repeat(5)}${key.padEnd(16)}${start + 1}..${end}`;
  return [location, ...qualifiers.flatMap(([name, value]) => qualifierLines(name, value))];
}

function qualifierLines(name: string, value: string | number): readonly string[] {
  const text = typeof value === 'number' ? `/${name}=${value}` : `/${name}="${value.replaceAll('"', '""')}"`;
  const room = lineEnd - indent.length - 1;
  const lines: string[] = [];
  for (let rest = text; rest !== ''; ) {
    // Broken at a blank where one is near: a reader puts one between lines, but never into a translation.
    const blank = rest.length > room ? rest.lastIndexOf(' ', room) : -1;
    const end = blank > room / 2 ? blank : room;
    lines.push(indent + rest.slice(0, end));
    rest = rest.slice(end === blank ? end + 1 : end);
  }
  return lines;
}

function originLines(sequence: string): readonly string[] {
  const lines: string[] = [];
  for (let start = 0; start < sequence.length; start += 60) {
    const tens =
      sequence
        .slice(start, start + 60)
        .toLowerCase()
        .match(/.{1,10}/g) ?? [];
    lines.push(`${String(start + 1).padStart(9)} ${tens.join(' ')}`);
  }
  return lines;
}
