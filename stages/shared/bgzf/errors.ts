/** The compressed bytes end early or are damaged; the reader that knows the line turns it into its own error code. */
export class CompressedBytesError extends Error {
  override readonly name = 'CompressedBytesError';

  constructor(
    message: string,
    /** 'cut': the file ends early; 'damaged': the bytes contradict their own checksums. */
    readonly problem: 'cut' | 'damaged',
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
  }
}
