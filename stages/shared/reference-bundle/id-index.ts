/** Transcript look-up by id: an open-addressing hash table over ids without their version. */

/** `ENST00000311936.8` → `ENST00000311936`; GENCODE's `….8_PAR_Y` keeps its suffix. */
export function withoutVersion(id: string): string {
  return id.replace(/\.\d+(?=$|_PAR_Y$)/, '');
}

/** FNV-1a, 32 bits, over UTF-16 units (ids are ASCII in practice; others only hash differently). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let offset = 0; offset < text.length; offset++) {
    value = Math.imul(value ^ text.charCodeAt(offset), 0x01000193);
  }
  return value >>> 0;
}

/** Slots of row + 1 (0: empty), at most half full; rows with equal ids keep their order along the probe. */
export function buildIdSlots(ids: readonly string[]): Uint32Array {
  let size = 2;
  while (size < ids.length * 2) size *= 2;
  const slots = new Uint32Array(size);
  for (const [row, id] of ids.entries()) {
    let slot = hash(withoutVersion(id)) & (size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = row + 1;
  }
  return slots;
}

/**
 * The row of `id`: an exact match, else, where one of the two sides has no version, the first row with
 * the same id otherwise. Two different versions never match: the sequences may differ. -1: none.
 */
export function findId(slots: Uint32Array, id: string, idOfRow: (row: number) => string): number {
  const bare = withoutVersion(id);
  const isBare = bare === id;
  let unversioned = -1;
  for (let slot = hash(bare) & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
    const row = (slots[slot] ?? 0) - 1;
    if (row < 0) return unversioned;
    const found = idOfRow(row);
    if (found === id) return row;
    if (unversioned < 0 && (isBare ? withoutVersion(found) : found) === bare) unversioned = row;
  }
}
