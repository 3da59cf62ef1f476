import { expect, it } from 'vitest';
import { decodeHalf } from '../../../../infra/predictors/bundled/half.js';

// Bit patterns from the examples of IEEE 754-2008 binary16.
it.each([
  [0x3c00, 1],
  [0xc000, -2],
  [0x7bff, 65_504],
  [0x0400, 2 ** -14],
  [0x0001, 2 ** -24],
  [0x3555, 0.333251953125],
  [0x7c00, Number.POSITIVE_INFINITY],
])('decodes %i as %d', (bits, value) => {
  expect(decodeHalf(Uint16Array.of(bits))[0]).toBe(value);
});
