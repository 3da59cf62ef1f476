/** Loaded before a program whose clock is to be wrong by CHAOS_CLOCK_SHIFT_MS; what measures spans of time goes on as it is. */
const shiftMs = Number(process.env.CHAOS_CLOCK_SHIFT_MS ?? 0);
const now = Date.now.bind(Date);
globalThis.Date = class extends Date {
  constructor(...parts) {
    if (parts.length === 0) super(now() + shiftMs);
    else super(...parts);
  }
  static now() {
    return now() + shiftMs;
  }
};
