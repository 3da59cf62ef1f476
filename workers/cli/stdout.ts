export interface StdoutWriter {
  (line: string): void;
  /** Flushes and waits until the reader has taken all. */
  end(): Promise<void>;
}

/** Lines to stdout in large pieces: one write a line would cost more than making it. */
export function stdoutWriter(): StdoutWriter {
  let text = '';
  const flush = () => {
    if (text !== '') process.stdout.write(text);
    text = '';
  };
  const write = (line: string) => {
    text += line.endsWith('\n') ? line : `${line}\n`;
    if (text.length > 1 << 16) flush();
  };
  const end = async () => {
    flush();
    // Its callback comes after all that was written before; 'drain' would not come for a short rest.
    await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  };
  return Object.assign(write, { end });
}

/** Resolves when the system has taken the bytes, so that a slow reader slows the work down instead of filling the memory. */
export function writeToStdout(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => process.stdout.write(bytes, () => resolve()));
}
