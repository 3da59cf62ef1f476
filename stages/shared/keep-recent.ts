/** A bounded memory of what was computed. */

interface Memory<Subject, Value> {
  /** Values kept: between half of it and all of it. */
  readonly capacity: number;
  keyOf(subject: Subject): number;
  make(subject: Subject): Value;
}

/** A function that makes a value for each subject and gives the same one again as long as the subject was asked for lately. */
export function keepRecent<Subject, Value extends object>({
  capacity,
  keyOf,
  make,
}: Memory<Subject, Value>): (subject: Subject) => Value {
  let recent = new Map<number, Value>();
  let older = new Map<number, Value>();
  return (subject) => {
    const key = keyOf(subject);
    const known = recent.get(key);
    if (known !== undefined) return known;
    const value = older.get(key) ?? make(subject);
    // Two generations give least-recently-used within a factor of two without touching the map on each hit.
    if (recent.size >= capacity / 2) {
      older = recent;
      recent = new Map();
    }
    recent.set(key, value);
    return value;
  };
}
