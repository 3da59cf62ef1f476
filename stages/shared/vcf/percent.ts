/** Decodes %3A, %2C … of field values (VCF 4.3 §1.2); a '%' without two hex digits stays as it is, as VarScan's '11.56%'. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
