import { expect, it } from 'vitest';
import { createKernel } from '../../../../infra/predictors/bundled/kernel.js';

// Bit patterns from the examples of IEEE 754-2008 binary16.
it.each([
  [0x3c00, 1],
  [0xc000, -2],
  [0x7bff, 65_504],
  [0x0400, 2 ** -14],
  [0x0001, 2 ** -24],
  [0x83ff, -(1023 * 2 ** -24)],
  [0x3555, 0.333251953125],
  [0x8000, -0],
  [0x7c00, Number.POSITIVE_INFINITY],
  [0xfc00, Number.NEGATIVE_INFINITY],
  [0x7e00, Number.NaN],
])('decodes the half-precision number %i as %d', (bits, value) => {
  const kernel = createKernel(1024);
  const address = kernel.reserve(16);
  kernel.decodeHalves(new Uint8Array(Uint16Array.of(bits).buffer), address);
  expect(kernel.floats(address, 1)[0]).toBe(value);
});

it('decodes more numbers than are staged at once', () => {
  const count = 300_000;
  const kernel = createKernel(4 * count);
  const address = kernel.reserve(4 * count);
  const halves = Uint16Array.from({ length: count }, (_, n) => (n % 2 === 0 ? 0x3c00 : 0xc000));
  kernel.decodeHalves(new Uint8Array(halves.buffer), address);
  const decoded = kernel.floats(address, count);
  expect(decoded.every((value, n) => value === (n % 2 === 0 ? 1 : -2))).toBe(true);
});
