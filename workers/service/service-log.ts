/** Where a worker says what it does: ids, stages, codes and times, never a message that may quote a patient's file. pino fits. */
export interface ServiceLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export const silentLog: ServiceLog = { info: () => undefined, warn: () => undefined };

/** Of an error of Redis or BullMQ, which know nothing of patients. */
export function causeOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
