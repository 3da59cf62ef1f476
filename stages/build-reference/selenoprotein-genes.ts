/**
 * The 25 human selenoprotein genes (Kryukov et al. 2003, doi:10.1126/science.1083516), by their HGNC symbols
 * (nomenclature: Gladyshev et al. 2016, doi:10.1074/jbc.M116.756155) and by the older ones that GRCh37
 * annotation uses. Needed because Ensembl's GFF3 does not say which TGA codons are read as selenocysteine.
 */
const genes = new Set([
  ...[
    'DIO1',
    'DIO2',
    'DIO3',
    'GPX1',
    'GPX2',
    'GPX3',
    'GPX4',
    'GPX6',
    'MSRB1',
    'SELENOF',
    'SELENOH',
    'SELENOI',
  ],
  ...['SELENOK', 'SELENOM', 'SELENON', 'SELENOO', 'SELENOP', 'SELENOS', 'SELENOT', 'SELENOV', 'SELENOW'],
  ...['SEPHS2', 'TXNRD1', 'TXNRD2', 'TXNRD3'],
  ...['SEPX1', 'SEP15', 'C11orf31', 'SELH', 'EPT1', 'SELI', 'SELK', 'SELM', 'SEPN1', 'SELO', 'SEPP1', 'VIMP'],
  ...['SELS', 'SELT', 'SELV', 'SEPW1'],
]);

/** Whether the gene's in-frame TGA codons are selenocysteine. */
export function isSelenoproteinGene(geneName: string): boolean {
  return genes.has(geneName);
}
