/** The raw value of an INFO key, '' for a flag, null where the key is absent; does not split the column (CSQ may be megabytes). */
export function infoValue(info: string, key: string): string | null {
  for (let at = info.indexOf(key); at >= 0; at = info.indexOf(key, at + 1)) {
    if (at > 0 && info[at - 1] !== ';') continue;
    const after = at + key.length;
    if (after === info.length || info[after] === ';') return '';
    if (info[after] !== '=') continue;
    const end = info.indexOf(';', after);
    return info.slice(after + 1, end < 0 ? info.length : end);
  }
  return null;
}
