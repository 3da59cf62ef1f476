/** Tables of lost HLA alleles, told apart by the columns that each tool writes. */
import { clip, type EvidenceFile, fault } from '../files/evidence-file.js';
import {
  columnOf,
  hasColumns,
  isUnknown,
  numberIn,
  type TableHeader,
  type TableRow,
} from '../files/table.js';
import type { LossLimits } from './limits.js';

/** One allele of the patient as the table writes it. */
export interface AlleleState {
  readonly written: string;
  readonly isLost: boolean | null;
  readonly copies: number | null;
  readonly pValue: number | null;
  readonly line: number;
  /** What is worth saying of it. */
  readonly note: string | null;
}

interface LossReader {
  readonly needs: readonly number[];
  read(row: TableRow): readonly AlleleState[];
}

export interface LossFormat {
  readonly tool: string;
  recognises(header: TableHeader): boolean;
  open(header: TableHeader, file: EvidenceFile, limits: LossLimits): LossReader;
}

/** LOHHLA's *.HLAlossPrediction_CI.xls, a text table (its README, "What is the output of LOHHLA?"): the columns marked for use there. */
const lohhla: LossFormat = {
  tool: 'LOHHLA',
  recognises: (header) => hasColumns(header, ['hla_a_type1', 'hla_a_type2', 'lossallele', 'pval_unique']),
  open(header, file, limits) {
    const column = (name: string): number => header.names.indexOf(name);
    const [region, pValue] = [column('region'), column('pval_unique')];
    const pairs = [
      { allele: column('hla_a_type1'), copies: columnOf(header, ['hla_type1copynum_withbafbin']) },
      { allele: column('hla_a_type2'), copies: columnOf(header, ['hla_type2copynum_withbafbin']) },
    ];
    let sample: string | null = null;
    return {
      needs: [pValue, ...pairs.map(({ allele }) => allele)],
      read(row) {
        if (region >= 0) {
          sample ??= row.cell(region);
          if (sample !== row.cell(region)) {
            throw fault(
              file,
              row.line,
              `a second sample, '${clip(row.cell(region))}': expected one`,
              'region',
            );
          }
        }
        const p = numberIn(file, row, pValue, 'PVal_unique');
        return pairs.map(({ allele, copies }) => {
          const own = copies === null ? null : numberIn(file, row, copies, 'copyNum_withBAFBin');
          return {
            written: row.cell(allele),
            isLost: isLostBy(own, p, limits),
            copies: own,
            pValue: p,
            line: row.line,
            note: own === null ? 'LOHHLA ran without purity and ploidy: an imbalance alone is no loss' : null,
          };
        });
      },
    };
  },
};

/** Both must hold; where one cannot, the other need not be known. */
function isLostBy(copies: number | null, pValue: number | null, limits: LossLimits): boolean | null {
  const isRare = copies === null ? null : copies < limits.maxCopies;
  const isCertain = pValue === null ? null : pValue < limits.maxPValue;
  if (isRare === false || isCertain === false) return false;
  return isRare === true && isCertain === true ? true : null;
}

/** DASH's DASH.output.txt (Pyke et al. 2022, doi:10.1038/s41467-022-29203-w): its own verdict per allele. */
const dash: LossFormat = {
  tool: 'DASH',
  recognises: (header) => hasColumns(header, ['alleles', 'dash_deletion']),
  open(header, file) {
    const [allele, deletion] = [header.names.indexOf('alleles'), header.names.indexOf('dash_deletion')];
    return {
      needs: [allele, deletion],
      read: (row) => [
        {
          written: row.cell(allele),
          isLost: verdict(file, row, deletion, 'DASH_deletion'),
          copies: null,
          pValue: null,
          line: row.line,
          note: null,
        },
      ],
    };
  },
};

/**
 * SpecHLA's merge.hla.copy.txt (Wang et al. 2023, doi:10.1016/j.crmeth.2023.100589): its LOH says that the alleles' copies differ, so a loss
 * is LOH with fewer copies of the allele than the limit; 'copyratio' holds both, in the order of the alleles.
 */
const specHla: LossFormat = {
  tool: 'SpecHLA',
  recognises: (header) => hasColumns(header, ['hla', 'allele1', 'allele2', 'copyratio', 'losshla', 'loh']),
  open(header, file, limits) {
    const column = (name: string): number => header.names.indexOf(name);
    const [gene, ratio, loh] = [column('hla'), column('copyratio'), column('loh')];
    const [sampleColumn, alleles] = [column('sample'), [column('allele1'), column('allele2')]];
    let sample: string | null = null;
    return {
      needs: [gene, ratio, loh, ...alleles],
      read(row) {
        if (sampleColumn >= 0) {
          sample ??= row.cell(sampleColumn);
          if (sample !== row.cell(sampleColumn)) {
            throw fault(
              file,
              row.line,
              `a second sample, '${clip(row.cell(sampleColumn))}': expected one`,
              'Sample',
            );
          }
        }
        const isImbalanced = verdict(file, row, loh, 'LOH');
        const copies = row.cell(ratio).split(':').map(Number);
        if (copies.length !== 2 || copies.some((value) => !(value >= 0))) {
          throw fault(
            file,
            row.line,
            `'${clip(row.cell(ratio))}' is no ratio of copies such as 2:0`,
            'copyratio',
          );
        }
        return alleles.map((place, index) => {
          const own = copies[index] ?? 0;
          const written = row.cell(place);
          return {
            written: written.includes('*') ? written : `${row.cell(gene)}*${written}`,
            isLost: isImbalanced === null ? null : isImbalanced && own < limits.maxCopies,
            copies: own,
            pValue: null,
            line: row.line,
            note: null,
          };
        });
      },
    };
  },
};

const generic: LossFormat = {
  tool: 'table',
  recognises: (header) => hasColumns(header, ['allele']) && columnOf(header, lostNames) !== null,
  open(header, file) {
    const [allele, lost] = [header.names.indexOf('allele'), columnOf(header, lostNames) ?? 0];
    const copies = columnOf(header, ['copies', 'copy_number']);
    const pValue = columnOf(header, ['p_value', 'pvalue']);
    const optional = (row: TableRow, column: number | null, name: string): number | null =>
      column === null ? null : numberIn(file, row, column, name);
    return {
      needs: [allele, lost],
      read: (row) => [
        {
          written: row.cell(allele),
          isLost: verdict(file, row, lost, 'is_lost'),
          copies: optional(row, copies, 'copies'),
          pValue: optional(row, pValue, 'p_value'),
          line: row.line,
          note: null,
        },
      ],
    };
  },
};

const lostNames = ['is_lost', 'lost', 'loh'];

/** True, false, or null where the cell says that it is not known. */
function verdict(file: EvidenceFile, row: TableRow, column: number, name: string): boolean | null {
  const text = row.cell(column);
  if (isUnknown(text)) return null;
  if (/^(?:true|yes|y|1)$/i.test(text)) return true;
  if (/^(?:false|no|n|0)$/i.test(text)) return false;
  throw fault(file, row.line, `'${clip(text)}' is neither true nor false`, name);
}

export const lossFormats: readonly LossFormat[] = [lohhla, dash, specHla, generic];
