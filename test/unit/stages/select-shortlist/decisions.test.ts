import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../../../schemas/errors.js';
import { variant } from '../../../support/report-rows.js';
import { type SelectOptions, selectVariants } from '../../../support/select-shortlist.js';

const a = 'HLA-A*02:01';
const peptides = ['SLYNTVATL', 'GILGFVFTL', 'NLVPMVATV', 'ELAGIGILTV'];
const specs = [1, 2, 3, 4].map((ordinal) => ({
  ordinal,
  probabilities: { [a]: 0.5 - ordinal / 10 },
  changes: { peptide: peptides[ordinal - 1] ?? '', window: `W${ordinal}${peptides[ordinal - 1]}` },
}));
const header = 'variant,decision,reason,reviewer\n';

async function decide(rows: string, options: SelectOptions = {}) {
  return selectVariants(specs, { params: { size: 2 }, ...options, decisions: header + rows });
}

async function refusal(decisions: string, list = specs): Promise<AntigraphError> {
  try {
    await selectVariants(list, { decisions });
  } catch (error) {
    if (error instanceof AntigraphError) return error;
  }
  throw new RangeError('it was taken');
}

describe("a reviewer's decisions", () => {
  it('put what was accepted on the list and choose the rest beside it', async () => {
    const { picks, selection } = await decide('chr1:4:A:T,accept,known responder,Dr. Roe\n');
    expect(picks).toEqual([1, 4]);
    expect(selection.picks.map(({ isPinned }) => isPinned)).toEqual([false, true]);
    expect(selection.decisions).toEqual([
      {
        decision: 'accept',
        line: 2,
        subject: 'chr1:4:A:T',
        variantId: 'chr1:4:A:T',
        alleleOrdinal: 4,
        reason: 'known responder',
        reviewer: 'Dr. Roe',
        outcome: 'pinned',
      },
    ]);
    expect(selection).toMatchObject({ isProven: true, gap: 0 });
  });

  it('keep what was rejected off it, with reason and name in the ledger', async () => {
    const { picks, omissions } = await decide('chr1:1:A:T,reject,expressed in heart,Dr. Roe\n');
    expect(picks).toEqual([2, 3]);
    expect(omissions.find(({ alleleOrdinal }) => alleleOrdinal === 1)).toMatchObject({
      code: 'REVIEWER_REJECTED',
      reason: 'rejected by Dr. Roe: expressed in heart',
    });
  });

  it('only note what is to be reviewed', async () => {
    const { picks, selection } = await decide('chr1:1:A:T,review,,\n');
    expect(picks).toEqual([1, 2]);
    expect(selection.decisions).toMatchObject([{ outcome: 'noted', reason: null, reviewer: null }]);
  });

  it('pin past the limit of a gene, the size and an excluded tier, and say so', async () => {
    const list = specs.map((spec) => ({
      ...spec,
      changes: { ...spec.changes, gene: 'GENE', tier: 'NoExpr' as const },
    }));
    const decisions = `${header}${[1, 2, 3].map((ordinal) => `chr1:${ordinal}:A:T,accept,,\n`).join('')}`;
    const { picks, selection } = await selectVariants(list, { params: { size: 2 }, decisions });
    expect(picks).toEqual([1, 2, 3]);
    expect(selection.notes.filter((note) => /^WARNING: .* against: tier NoExpr/.test(note))).toHaveLength(3);
    expect(selection.notes).toContain('the reviewer accepted 3 antigens of GENE, more than 2 of one gene');
    expect(selection.notes.join()).toContain('accepted 3 antigens, more than the 2 asked for');
  });

  it('pin a gated variant loudly; it adds nothing', async () => {
    const [first, ...rest] = specs;
    if (first === undefined) throw new RangeError('fixture');
    const list = [
      { ...first, changes: { ...first.changes, gates: ['the peptide occurs in the healthy proteome'] } },
      ...rest,
    ];
    const decisions = `${header}chr1:1:A:T,accept,,\n`;
    const { picks, selection } = await selectVariants(list, { params: { size: 2 }, decisions });
    expect(picks).toEqual([2, 1]);
    expect(selection.picks.map(({ marginalGain }) => marginalGain)).toEqual([0.3, 0]);
    expect(selection.notes[0]).toMatch(
      /^WARNING: .*reviewer accepted it, against: the peptide occurs in the healthy/,
    );
  });

  it.each([
    ['the allele as the file wrote it', 'chr1:3:A:T'],
    ['the place in another spelling', '1-3-A-T'],
    ['gene and protein change', 'GENE3 p.Thr3Ser'],
    ['gene and protein change in one letter', 'GENE3:T3S'],
    ['the best peptide', 'NLVPMVATV'],
  ])('name a variant by %s', async (_, name) => {
    expect((await decide(`${name},accept,,\n`)).picks).toContain(3);
  });

  it('stand in columns of their own beside our shortlist', async () => {
    const decisions = 'rank\tgene\thgvs_p\tchrom\tpos\tref\talt\tdecision\n9\tX\tNA\tchr1\t4\tA\tT\tAccept\n';
    expect((await selectVariants(specs, { params: { size: 1 }, decisions })).picks).toEqual([4]);
  });

  it('are taken from the column Evaluation of an export of pVACview; pending rows decide nothing', async () => {
    // Of pVACseq 7: chrom-start-stop-ref-alt, with a 0-based start for a substitution.
    const rows = [
      'chr1-2-3-A-T\tGENE3\tAccept\tNo comments',
      'chr1-0-1-A-T\tGENE1\tReject\ttoo common',
      'chr1-1-2-A-T\tGENE2\tPending\tNo comments',
      'chr9-8-9-G-C\tOTHER\tReject\tNo comments',
    ];
    const decisions = `"ID"\tGene\tEvaluation\tComments\n${rows.join('\n')}\n`;
    const { picks, selection, omissions } = await selectVariants(specs, { params: { size: 2 }, decisions });
    expect(picks).toEqual([2, 3]);
    expect(selection.decisions.map(({ outcome }) => outcome)).toEqual(['pinned', 'banned', 'not-ranked']);
    expect(omissions.find(({ alleleOrdinal }) => alleleOrdinal === 1)?.reason).toBe(
      'rejected by the reviewer: too common',
    );
  });

  it('on an allele that left the run earlier are noted, an acceptance loudly', async () => {
    const left = { ...variant(7, null), id: 'chr1:7:A:T', input: 'chr1:7:A:T' };
    const { selection } = await decide('chr1:7:A:T,accept,,\n', { variants: [left] });
    expect(selection.decisions).toMatchObject([{ outcome: 'not-ranked', alleleOrdinal: 7 }]);
    expect(selection.notes.join()).toContain('WARNING: chr1:7:A:T (line 2) was accepted');
  });

  it('that name no variant are refused with the nearest', async () => {
    const error = await refusal(`${header}GENE3 p.Thr3Sar,reject,,\n`);
    expect(error).toMatchObject({ code: 'DECISION_UNMATCHED', at: { file: 'decisions.csv', line: 2 } });
    expect(error.fix).toContain('GENE3 p.Thr3Ser');
  });

  it('that several variants fit are refused', async () => {
    const list = specs.map((spec) => ({ ...spec, changes: { ...spec.changes, peptide: 'SLYNTVATL' } }));
    const error = await refusal(`${header}SLYNTVATL,reject,,\n`, list);
    expect(error.code).toBe('DECISION_UNMATCHED');
    expect(error.message).toContain('fits 4 variants');
  });

  it('that contradict each other are refused with both lines', async () => {
    const error = await refusal(`${header}chr1:1:A:T,accept,,A\nGENE2 T2S,review,,A\nSLYNTVATL,reject,,B\n`);
    expect(error.code).toBe('DECISIONS_MALFORMED');
    expect(error.message).toBe('chr1:1:A:T: line 2 says accept, line 4 says reject');
  });

  it.each([
    ['', 'the table is empty'],
    ['variant,verdict\n', "no column 'decision'"],
    ['decision,reason\n', 'no column that names the variant'],
    [`${header}chr1:1:A:T,yes,,\n`, "'yes' is no decision"],
    [`${header}chr1:1:A:T,accept\n`, 'the header has 4 columns, this row 2'],
    [`${header},accept,,\n`, 'names no variant'],
    [`${header}"chr1:1:A:T,accept,,\n`, 'quotation mark'],
  ])('are refused where the table cannot be read: %j', async (text, says) => {
    const error = await refusal(text);
    expect(error.code).toBe('DECISIONS_MALFORMED');
    expect(error.message).toContain(says);
  });
});
