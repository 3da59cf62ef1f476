import { infoValue, metaValues, type SampleValues, type VcfHeader } from '../shared/vcf/index.js';

/** What each caller leaves in the header, matched against 'key=value'. */
const marks: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: 'Mutect2', pattern: /^Mutect ?Version=|^GATKCommandLine(?:\.MuTect2)?=<ID=MuTect2/i },
  { name: 'MuTect', pattern: /^MuTect=/ },
  { name: 'Strelka', pattern: /^(?:source|content)=.*strelka/i },
  { name: 'VarScan2', pattern: /^source=.*varscan/i },
  { name: 'SomaticSniper', pattern: /^source=.*sniper/i },
  { name: 'FreeBayes', pattern: /^source=.*freebayes/i },
  { name: 'DeepSomatic', pattern: /^source=.*deepsomatic|^DeepSomatic_version=/i },
  { name: 'LoFreq', pattern: /^source=.*lofreq/i },
  { name: 'VarDict', pattern: /^source=.*vardict/i },
  { name: 'bcftools', pattern: /^bcftools_callCommand=/ },
];

/** The callers the header names, joined by '+' (merged files name several); 'unknown' where it names none. */
export function callerOf(header: VcfHeader): string {
  const found = marks
    .filter(({ pattern }) => header.meta.some(({ key, value }) => pattern.test(`${key}=${value}`)))
    .map(({ name }) => name);
  return found.length === 0 ? 'unknown' : found.join('+');
}

/** Name and version of the annotator that wrote CSQ or ANN, as the header states; null: not stated. */
export function annotatorOf(header: VcfHeader): string | null {
  const [vep] = metaValues(header, 'VEP');
  if (vep !== undefined) {
    const version = /^"?(v?\d+)/.exec(vep)?.[1] ?? '';
    const assembly = /assembly="([^"]*)"/.exec(vep)?.[1];
    return `VEP ${version}${assembly === undefined ? '' : ` (${assembly})`}`;
  }
  const [snpEff] = metaValues(header, 'SnpEffVersion');
  return snpEff === undefined ? null : `SnpEff ${snpEff.replace(/"/g, '')}`;
}

/** Column names of CSQ, from the Description of its INFO line ('… Format: Allele|Consequence|…'); null: no CSQ in the header. */
export function csqFieldsOf(header: VcfHeader): string[] | null {
  const line = header.meta.find(({ key, fields }) => key === 'INFO' && fields?.get('ID') === 'CSQ');
  const format = /Format:\s*([^"]+)/.exec(line?.fields?.get('Description') ?? '')?.[1];
  return format === undefined ? null : format.trim().split('|');
}

/** Columns of ANN in the order of the specification ("Variant annotations in VCF format" 1.0, 2015), for headers that do not list them. */
const standardAnnFields = [
  'Allele',
  'Annotation',
  'Annotation_Impact',
  'Gene_Name',
  'Gene_ID',
  'Feature_Type',
  'Feature_ID',
  'Transcript_BioType',
  'Rank',
  'HGVS.c',
  'HGVS.p',
  'cDNA.pos / cDNA.length',
  'CDS.pos / CDS.length',
  'AA.pos / AA.length',
  'Distance',
  'ERRORS / WARNINGS / INFO',
];

/** Column names of SnpEff's ANN, from the Description of its INFO line ("… 'Allele | Annotation | …'"); null: no ANN in the header. */
export function annFieldsOf(header: VcfHeader): string[] | null {
  const line = header.meta.find(({ key, fields }) => key === 'INFO' && fields?.get('ID') === 'ANN');
  if (line === undefined) return null;
  const list = /(?:Format:|')\s*([^':]*\|[^']*)/.exec(line.fields?.get('Description') ?? '')?.[1];
  return list === undefined ? standardAnnFields : list.split('|').map((name) => name.trim());
}

/**
 * Whether the caller says the allele is somatic: the SOMATIC flag of INFO; SS = 2 in INFO (VarScan2) or in the tumour's column
 * (SomaticSniper); STATUS of VarDict. null: it says nothing.
 */
export function isSomaticFlagged(info: string, tumor: SampleValues | null): boolean | null {
  if (infoValue(info, 'SOMATIC') !== null) return true;
  const status = infoValue(info, 'SS') ?? tumor?.get('SS') ?? null;
  if (status !== null && /^\d$/.test(status)) return status === '2';
  const vardict = infoValue(info, 'STATUS');
  return vardict === null ? null : /Somatic/i.test(vardict);
}
