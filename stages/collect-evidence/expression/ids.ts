/** What an id of an expression table names. */
import { withoutVersion } from '../../shared/without-version.js';

export interface NamedIds {
  /** '' where not known. */
  readonly gene: string;
  readonly name: string;
  readonly transcript: string;
}

const none: NamedIds = { gene: '', name: '', transcript: '' };
const ensemblGene = /^ENS[A-Z]*G\d{6,}/;
const transcriptAccession = /^(?:ENS[A-Z]*T\d{6,}|[NX][MR]_\d+)/;
/** rsem-prepare-reference and salmon with a GTF of gene names write 'ENSG00000000003.14_TSPAN6'. */
const namedAccession = /^(ENS[A-Z]*[GT]\d{6,}(?:\.\d+)?)_(?!PAR_)(.+)$/;

/**
 * Ids of one cell: GENCODE's FASTA names 'ENST…|ENSG…|…|…|transcript name|gene name|…' hold all of them, RSEM's 'ENSG…_NAME' two. An
 * accession says itself whether it is a gene's or a transcript's; anything else is what `column` says.
 */
export function idsOf(text: string, column: 'gene' | 'transcript'): NamedIds {
  if (text === '') return none;
  if (text.includes('|')) {
    const [transcript = '', gene = '', , , , name = ''] = text.split('|');
    return { transcript: withoutVersion(transcript), gene: withoutVersion(gene), name };
  }
  const named = namedAccession.exec(text);
  const id = withoutVersion(named?.[1] ?? text);
  const name = column === 'gene' || ensemblGene.test(id) ? (named?.[2] ?? '') : '';
  if (ensemblGene.test(id)) return { gene: id, name, transcript: '' };
  if (transcriptAccession.test(id)) return { gene: '', name, transcript: id };
  // A gene's symbol may stand where a tool has its transcripts (salmon's quant.genes.sf): looked up as either.
  return column === 'gene' ? { gene: id, name, transcript: '' } : { gene: '', name: '', transcript: id };
}
