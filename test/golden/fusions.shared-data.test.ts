/**
 * Every fusion file of ../shared/data/fusion is read, or refused with a reason. Counts by awk on the same files, proteins by the tools that
 * wrote them: Arriba 2 (peptide_sequence) and EasyFuse (neo_peptide_sequence) on GRCh38; the mini reference has five of their fusions at
 * shifted coordinates, found again by the sequence beside the joint.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../infra/package-root.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { Consequence } from '../../schemas/rows.js';
import type { Breakpoint, FusionEvent } from '../../schemas/variant-event.js';
import { createFusionAnnotator } from '../../stages/annotate-consequences/from-fusions/index.js';
import { buildReferenceInMemory } from '../../stages/build-reference/in-memory.js';
import { readFusions } from '../../stages/parse-variants/events/fusions/index.js';
import { reverseComplement } from '../../stages/shared/genetic-code.js';
import { listOf } from '../support/list-of.js';
import { variantOf } from '../support/variant.js';
import { byteSource } from '../support/vcf-text.js';

const data = join(packageRoot(), '..', 'shared', 'data');
const fusionFolder = join(data, 'fusion');

/** Joints of the file by `awk '!seen[breakpoints]++'`; the rest of its rows are the same joint under other gene names. */
const files: readonly (readonly [path: string, joints: number, duplicates: number])[] = [
  ['arriba/pvacfuse_arriba_fusions.tsv.gz', 161, 20],
  ['easyfuse/arriba.tsv', 9, 0],
  ['easyfuse/arriba.tsv.gz', 9, 0],
  ['easyfuse/starfusion.tsv', 9, 0],
  ['easyfuse/starfusion.tsv.gz', 9, 0],
  ['easyfuse/fusioncatcher_2.tsv', 8, 0],
  ['easyfuse/fusioncatcher_2.tsv.gz', 8, 0],
  // A row for each tool that saw the joint, or for each pair of transcripts: one event.
  ['easyfuse/Detected_Fusions.csv', 10, 0],
  ['easyfuse/Detected_Fusions_miniannotation.csv', 11, 0],
  ['easyfuse/annotated_fusions.csv.gz', 9, 0],
  ['easyfuse/fusions.csv.gz', 9, 0],
  ['starfusion/star-fusion.fusion_candidates.final', 24, 0],
  ['starfusion/star-fusion.fusion_candidates.final.abridged', 24, 0],
  ['starfusion/star-fusion.fusion_candidates.final.abridged.FFPM', 33, 1],
];

const refused = [
  'easyfuse/fusioncatcher_1.txt',
  'agfusion/MASP2-11026646_TARDBP-11026017/MASP2-TARDBP.exons.txt',
  'agfusion/MASP2-11026646_TARDBP-11026017/MASP2-TARDBP_protein.fa',
];

function read(path: string): ReturnType<typeof readFusions> {
  return readFusions(byteSource(readFileSync(join(fusionFolder, path)), { name: path }), null);
}

async function eventsOf(path: string): Promise<readonly FusionEvent[]> {
  const rows = await listOf(read(path));
  return rows.flatMap((row) =>
    row.kind === 'event' && row.row.event?.kind === 'fusion' ? [row.row.event] : [],
  );
}

function columnsOf(path: string, separator: string): readonly Readonly<Record<string, string>>[] {
  const bytes = readFileSync(join(fusionFolder, path));
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const names = header.replace(/^#/, '').split(separator);
  return lines.map((line) =>
    Object.fromEntries(line.split(separator).map((value, at) => [names[at] ?? '', value])),
  );
}

describe.skipIf(!existsSync(fusionFolder))('fusion tables of five tools', () => {
  it.each(files)('%s holds %i joints, %i of them twice', async (path, joints, duplicates) => {
    const rows = await listOf(read(path));
    expect(rows.filter(({ kind }) => kind === 'event')).toHaveLength(joints);
    const omitted = rows.flatMap((row) => (row.kind === 'omitted' ? [row.code] : []));
    expect(omitted).toEqual(omitted.map(() => 'DUPLICATE_ALLELE'));
    expect(omitted).toHaveLength(duplicates);
  });

  it.each(refused)('%s is no table of calls', async (path) => {
    const error: unknown = await listOf(read(path)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'FUSIONS_MALFORMED', at: { line: 1 } });
    expect(error instanceof AntigraphError && error.fix).toContain('AGFusion');
  });

  it('agree on the joints that several tools saw in one sample', async () => {
    const joints = async (path: string): Promise<readonly string[]> =>
      (await eventsOf(path)).map(({ left, right }) =>
        [left, right]
          .map(({ chrom, position, keeps }) => `${chrom.replace('chr', '')}:${position}:${keeps}`)
          .join(' '),
      );
    const [arriba, star, catcher] = await Promise.all(
      ['easyfuse/arriba.tsv', 'easyfuse/starfusion.tsv', 'easyfuse/fusioncatcher_2.tsv'].map(joints),
    );
    expect([...(star ?? [])].sort()).toEqual([...(arriba ?? [])].sort());
    // FusionCatcher puts TMPRSS2::ETV1 at the other end of five bases that both genes have, and misses EML4::ALK.
    expect(catcher?.filter((joint) => !arriba?.includes(joint))).toEqual([
      '21:41494380:right 7:13935843:left',
    ]);
  });

  it('count reads as EasyFuse’s merged list does', async () => {
    const merged = columnsOf('easyfuse/Detected_Fusions.csv', ';');
    const expected = merged
      .filter(({ Tool }) => Tool === 'arriba')
      .map((row) => [row['Fusion_Gene'], Number(row['Junction_Reads']), Number(row['Spanning_Reads'])]);
    const found = (await eventsOf('easyfuse/arriba.tsv')).map(
      ({ left, right, junctionReads, spanningReads }) => [
        `${left.gene}_${right.gene}`,
        junctionReads,
        spanningReads,
      ],
    );
    expect(found).toEqual(expected);
  });
});

const referenceFolder = join(data, 'reference');

describe.skipIf(!existsSync(referenceFolder))('fusion proteins on the mini reference', () => {
  const unzipped = (name: string): Buffer => gunzipSync(readFileSync(join(referenceFolder, name)));
  const reference = buildReferenceInMemory({
    annotation: unzipped('Homo_sapiens.GRCh38.110_miniannotation.gtf.gz'),
    fasta: unzipped('mini.fa.gz'),
  });
  const annotate = createFusionAnnotator({ reference, transcriptPairs: 64 });
  const rowsOf = (event: FusionEvent): readonly Consequence[] =>
    annotate(variantOf({ chrom: '1', position: 1, ref: 'N', alt: 'N', event }), event).rows;

  /** Arriba's events with both ends in the mini reference, and the row they come from. */
  async function shiftedEvents(): Promise<
    readonly { event: FusionEvent; stated: Readonly<Record<string, string>> }[]
  > {
    const stated = columnsOf('easyfuse/arriba.tsv', '\t');
    return (await eventsOf('easyfuse/arriba.tsv')).flatMap((event, index) => {
      const row = stated[index];
      const [before = '', after = ''] = (row?.['fusion_transcript'] ?? '').split('|');
      const left = find(reference, event.left, (before.split('___').at(-1) ?? '').slice(-25), 'end');
      const right = find(reference, event.right, (after.split('___')[0] ?? '').slice(0, 25), 'start');
      if (row === undefined || left === null || right === null) return [];
      return [{ event: { ...event, left, right }, stated: row }];
    });
  }

  it('hold Arriba’s peptide', async () => {
    const events = await shiftedEvents();
    const genes = events.map(({ event }) => `${event.left.gene}::${event.right.gene}`);
    expect(genes).toEqual(
      expect.arrayContaining(['EWSR1::FLI1', 'HOOK3::RET', 'EWSR1::ATF1', 'BRD4::NUTM1', 'CD74::ROS1']),
    );
    for (const { event, stated } of events) {
      const [first] = rowsOf(event);
      // The sample's own variant in NUTM1, in lower case, and the residue that Arriba leaves unfinished at the end.
      const [five = '', three = ''] = (stated['peptide_sequence'] ?? '').split('|');
      const exact =
        `${five}${three.slice(0, 1)}${/^[A-Z]*/.exec(three.slice(1))?.[0].slice(0, -2) ?? ''}`.toUpperCase();
      if (first?.source !== 'bundle') continue;
      expect([first.gene, first.mutantProtein?.includes(exact)]).toEqual([first.gene, true]);
      expect(first.isFrameshift).toBe(stated['reading_frame'] !== 'in-frame');
      expect(first.mutantProtein?.slice(0, first.mutantStretch?.start).endsWith(five.slice(-12))).toBe(true);
    }
  });

  it('hold EasyFuse’s peptide on all 92 pairs of transcripts that it calls in frame', async () => {
    const joints = new Map<string, FusionEvent>(
      (await shiftedEvents()).map(({ event }) => [`${event.left.gene}_${event.right.gene}`, event] as const),
    );
    const wrong: string[] = [];
    let compared = 0;
    for (const row of columnsOf('easyfuse/fusions.csv.gz', ';')) {
      const joint = joints.get(row['Fusion_Gene'] ?? '');
      const [, five = '', three = ''] = /_(ENST\d+)_.*_(ENST\d+)$/.exec(row['FTID'] ?? '') ?? [];
      if (joint === undefined || row['frame'] !== 'in_frame') continue;
      const rows = rowsOf({
        ...joint,
        left: { ...joint.left, transcript: five },
        right: { ...joint.right, transcript: three },
      });
      if (rows.every(({ source }) => source === 'table')) continue;
      compared += 1;
      const own = rows.find(({ transcript }) => transcript.replace(/\.\d+/g, '') === `${five}::${three}`);
      const isHeld = own?.mutantProtein?.includes(row['neo_peptide_sequence'] ?? '?') === true;
      if (!isHeld || own.isFrameshift) wrong.push(row['FTID'] ?? '');
    }
    expect(wrong).toEqual([]);
    expect(compared).toBe(92);
  });
});

/** The breakpoint whose side of the joint reads `bases` on the transcript's strand; null: not there, or not once. */
function find(
  reference: ReferenceBundle,
  breakpoint: Breakpoint,
  bases: string,
  joint: 'start' | 'end',
): Breakpoint | null {
  const contig = reference.resolveContig(breakpoint.chrom);
  if (contig === null) return null;
  const isForward = (breakpoint.keeps === 'left') === (joint === 'end');
  const wanted = isForward ? bases.toUpperCase() : reverseComplement(bases.toUpperCase());
  const sequence = reference.sequence(contig.name, 0, contig.length);
  const start = sequence.indexOf(wanted);
  if (start < 0 || sequence.indexOf(wanted, start + 1) >= 0) return null;
  const isLast = breakpoint.keeps === 'left';
  return { ...breakpoint, position: isLast ? start + wanted.length : start + 1 };
}
