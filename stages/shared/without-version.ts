/** ENST00000311936.8 → ENST00000311936, NM_004985.5 → NM_004985; other names are left as they are. */
export function withoutVersion(id: string): string {
  return /^(?:ENS[A-Z]*\d{6,}|[NXY][MRP]_\d+)\.\d+/.test(id) ? id.replace(/\.\d+.*$/, '') : id;
}
