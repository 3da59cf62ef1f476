import type { Class2Figures } from './class2.js';
import type { AffinityFigures, LigandFigures } from './held-out.js';
import type { Mean } from './mean.js';
import type { PatientFigures } from './patients.js';
import type { Throughput } from './throughput.js';
import type { WeeklyFigures } from './weekly.js';

/** One line of the table: what was measured on whom. */
export interface Line {
  readonly benchmark: string;
  readonly predictor: string;
  readonly figure: string;
  readonly value: string;
  readonly novel: string;
  readonly beside: string;
}

/** Ours in bold, so that they are found among the peers. */
function lineOf(benchmark: string, predictor: string, figure: string, values: Partial<Line>): Line {
  return { benchmark, predictor, figure, value: '', novel: '', beside: '', ...values };
}

function shown(mean: Mean | null): string {
  if (mean === null) return '–';
  const [low, high] = mean.interval95;
  return `${mean.mean.toFixed(4)} (${low.toFixed(3)}–${high.toFixed(3)}; ${mean.groups})`;
}

function plain(value: number | null, rows: number): string {
  return value === null ? '–' : `${value.toFixed(4)} (${rows.toLocaleString('en')} rows)`;
}

export function patientLines(figures: readonly PatientFigures[], ours: string): readonly Line[] {
  return figures.flatMap((each) => {
    const isOurs = each.predictor === 'presentation score' || each.predictor === 'affinity';
    const predictor = isOurs ? `**${ours}**, ${each.predictor}` : each.predictor;
    return [
      lineOf('patients’ ligands', predictor, 'PPV', {
        value: shown(each.ppv),
        novel: shown(each.novelPpv),
        beside: isOurs ? '' : `${shown(each.ppvMinusOurs)} against ours`,
      }),
      lineOf('patients’ ligands', predictor, 'AP', {
        value: shown(each.averagePrecision),
        novel: shown(each.novelAveragePrecision),
      }),
    ];
  });
}

export function weeklyLines(figures: readonly WeeklyFigures[], ours: string): readonly Line[] {
  return figures.map((each) => {
    const isOurs = each.oursInTheSameGroups === null;
    return lineOf('IEDB weekly', isOurs ? `**${ours}**, ${each.predictor}` : each.predictor, 'AUROC', {
      value: shown(each.auroc),
      novel: shown(each.novelAuroc),
      beside: isOurs ? '' : `our affinity there: ${shown(each.oursInTheSameGroups)}`,
    });
  });
}

export function heldOutLines(
  ligands: LigandFigures,
  affinities: AffinityFigures,
  ours: string,
): readonly Line[] {
  return [
    lineOf('held-out ligands, 99 decoys a hit', `**${ours}**, presentation score`, 'PPV', {
      value: shown(ligands.ppv),
      novel: shown(ligands.novelPpv),
    }),
    lineOf('held-out ligands, 99 decoys a hit', `**${ours}**, presentation score`, 'AUROC', {
      value: shown(ligands.auroc),
      novel: shown(ligands.novelAuroc),
    }),
    lineOf('held-out affinities, 500 nM', `**${ours}**, affinity`, 'AUROC', {
      value: plain(affinities.auroc, affinities.rows),
      novel: plain(affinities.novelAuroc, affinities.novelRows),
    }),
    lineOf('held-out affinities, 500 nM', `**${ours}**, affinity`, 'AUROC within an allele', {
      value: shown(affinities.withinAllele),
    }),
  ];
}

export function class2Lines(figures: Class2Figures | null, ours: string): readonly Line[] {
  const benchmark = 'class II split 5, 500 nM';
  if (figures === null) return [lineOf(benchmark, 'no class II model', 'AUROC within an allele', {})];
  return [
    lineOf(benchmark, `**${ours}**`, 'AUROC within an allele', {
      value: shown(figures.perAllele),
      novel: shown(figures.novelPerAllele),
      beside: Object.entries(figures.meanByGene)
        .map(([gene, mean]) => `${gene} ${mean?.mean.toFixed(4) ?? '–'}`)
        .join(', '),
    }),
    lineOf(benchmark, `**${ours}**`, 'AUROC', {
      value: plain(figures.auroc, figures.rows),
      novel: plain(figures.novelAuroc, figures.novelRows),
    }),
  ];
}

export function speedLines({ command, inProcess, mhcnuggets }: Throughput, ours: string): readonly Line[] {
  const rate = (pairs: number): string => `${pairs.toLocaleString('en')} pairs/s`;
  return [
    lineOf(
      `${command.peptides.toLocaleString('en')} peptides × 6 alleles`,
      `**${ours}**`,
      '`antigraph predict`',
      {
        value: rate(command.pairsPerSecond),
        beside: `${command.wallSeconds} s, ${command.peakMb} MB`,
      },
    ),
    lineOf(
      `${inProcess.peptides.toLocaleString('en')} peptides × 6 alleles`,
      `**${ours}**`,
      'one thread, in process',
      { value: rate(inProcess.pairsPerSecond) },
    ),
    mhcnuggets === null
      ? lineOf('', 'MHCnuggets', 'not measured: ANTIGRAPH_MHCNUGGETS_PYTHON is not set', {})
      : lineOf(
          `${mhcnuggets.peptides.toLocaleString('en')} peptides × 6 alleles`,
          `MHCnuggets ${mhcnuggets.version}`,
          'its predict()',
          {
            value: rate(mhcnuggets.pairsPerSecond),
            beside: `ours: ${(command.pairsPerSecond / mhcnuggets.pairsPerSecond).toFixed(0)} times`,
          },
        ),
  ];
}

/** The table in Markdown. In brackets: 95 % bootstrap interval and number of patients, groups or alleles. */
export function markdown(lines: readonly Line[]): string {
  const rows = lines.map(
    ({ benchmark, predictor, figure, value, novel, beside }) =>
      `| ${[benchmark, predictor, figure, value, novel, beside].join(' | ')} |`,
  );
  const header = ['benchmark', 'predictor', 'figure', 'value', 'rows without a shared core', 'beside'];
  return `| ${header.join(' | ')} |\n|${' --- |'.repeat(header.length)}\n${rows.join('\n')}\n`;
}
