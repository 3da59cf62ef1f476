/** Text that may hold parts of a submitted file, for one line on a terminal: control characters, which a terminal would obey, become spaces. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
