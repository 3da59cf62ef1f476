/**
 * FusionCatcher's final-list_candidate-fusion-genes.txt (Nicorici 2014, doi:10.1101/011650). Fusion points are 1-based and the
 * outermost bases kept, with the strand of the gene: 12:11869969:+ is the last base of ETV6's exon 5.
 */
import { type FusionFormat, readCount, readPlace } from './fusion-call.js';

const fivePoint = 'Fusion_point_for_gene_1(5end_fusion_partner)';
const threePoint = 'Fusion_point_for_gene_2(3end_fusion_partner)';
const fiveGene = 'Gene_1_symbol(5end_fusion_partner)';
const threeGene = 'Gene_2_symbol(3end_fusion_partner)';

export const fusionCatcher: FusionFormat = {
  tool: 'FusionCatcher',
  columns: [fiveGene, threeGene, fivePoint, threePoint, 'Spanning_pairs', 'Spanning_unique_reads'],
  hasRowPerTranscript: false,
  read(row) {
    const five = readPlace(row.get(fivePoint), 'five');
    const three = readPlace(row.get(threePoint), 'three');
    if (five === null || three === null)
      return { reason: 'a fusion point is not chromosome:position:strand' };
    const effect = row.get('Predicted_effect');
    return {
      tool: 'FusionCatcher',
      five: { ...five, gene: row.get(fiveGene) ?? '.', transcript: null },
      three: { ...three, gene: row.get(threeGene) ?? '.', transcript: null },
      insertedBases: '',
      statedFrame: effect === 'in-frame' || effect === 'out-of-frame' ? effect : null,
      statedPeptide: null,
      junctionReads: readCount(row.get('Spanning_unique_reads')),
      spanningReads: readCount(row.get('Spanning_pairs')),
      confidence: null,
      preference: 0,
    };
  },
};
