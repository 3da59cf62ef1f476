/** Which tissues of a table belong to organs where an immune attack has killed or crippled patients, or would. */

/**
 * Organs with the words that tables have for their tissues (GTEx, Human Protein Atlas). Attacks by engineered T cells on healthy tissue:
 * heart (Linette 2013, doi:10.1182/blood-2013-03-490565), brain (Morgan 2013, doi:10.1097/CJI.0b013e3182829903), lung (Morgan 2010,
 * doi:10.1038/mt.2010.24), liver (Lamers 2013, doi:10.1038/mt.2013.17), intestine (Parkhurst 2011, doi:10.1038/mt.2010.272). Kidney,
 * pancreas and bone marrow are our addition: no replacement is at hand.
 */
const patterns = {
  heart: /\b(?:heart|cardiac|myocardium|atrial appendage|left ventricle)/,
  brain:
    /\b(?:brain|spinal cord|cerebell|cerebral|amygdala|basal ganglia|caudate|putamen|nucleus accumbens|substantia nigra|hippocamp|hypothalamus|thalamus|midbrain|pons\b|medulla oblongata|white matter|choroid plexus)/,
  lung: /\blung/,
  liver: /\bliver/,
  kidney: /\b(?:kidney|renal)/,
  intestine: /\b(?:intestine|duodenum|jejunum|ileum|colon|rectum)/,
  pancreas: /\bpancreas/,
  'bone marrow': /\bbone marrow/,
} as const;

export type Organ = keyof typeof patterns;
export const organs = [
  'heart',
  'brain',
  'lung',
  'liver',
  'kidney',
  'intestine',
  'pancreas',
  'bone marrow',
] as const satisfies readonly Organ[];

/** The organ that a tissue is part of: 'Heart - Left Ventricle' and 'Heart_Left_Ventricle' are heart; null: none of the essential ones. */
export function organOf(tissue: string): Organ | null {
  const words = tissue.toLowerCase().replace(/[_\s]+/g, ' ');
  return organs.find((organ) => patterns[organ].test(words)) ?? null;
}
