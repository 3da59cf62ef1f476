import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partOf, rangeOf } from '../../../../workers/api/byte-range.js';

const file = { etag: '"a"', sizeBytes: 10_000 };

describe('a Range header', () => {
  // The examples of RFC 9110 §14.1.2, of a representation of 10,000 bytes.
  it.each([
    ['bytes=0-499', { start: 0, end: 500 }],
    ['bytes=500-999', { start: 500, end: 1000 }],
    ['bytes=-500', { start: 9500, end: 10_000 }],
    ['bytes=9500-', { start: 9500, end: 10_000 }],
    ['bytes=9500-20000', { start: 9500, end: 10_000 }],
    ['bytes=-20000', { start: 0, end: 10_000 }],
  ])('%s asks for a part', (range, expected) => {
    expect(rangeOf({ range }, file)).toEqual(expected);
  });

  it.each([
    undefined,
    '',
    'bytes=-',
    'bytes=0-0,-1',
    'lines=1-2',
    'bytes=10000-',
    'bytes=5-4',
    'bytes=-0',
    'bytes=a-b',
  ])('%j is answered with the whole', (range) => {
    expect(rangeOf({ range }, file)).toBeNull();
  });

  it('holds for the content that If-Range names, and for no other', () => {
    const range = 'bytes=1-2';
    expect(rangeOf({ range, 'if-range': '"a"' }, file)).not.toBeNull();
    expect(rangeOf({ range, 'if-range': '"b"' }, file)).toBeNull();
  });
});

describe('a part', () => {
  it('is the same bytes however the whole comes in chunks', () => {
    const whole = Uint8Array.from({ length: 40 }, (_, index) => index);
    fc.assert(
      fc.property(fc.nat(39), fc.nat(40), fc.integer({ min: 1, max: 41 }), (a, b, size) => {
        const range = { start: Math.min(a, b), end: Math.max(a, b) };
        const chunks = Array.from({ length: Math.ceil(40 / size) }, (_, index) =>
          whole.subarray(index * size, (index + 1) * size),
        );
        const part = Buffer.concat([...partOf(chunks, range)]);
        expect(part.equals(whole.subarray(range.start, range.end))).toBe(true);
      }),
    );
  });
});
