import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryOf, partsOf } from '../../../../workers/api/wes/multipart.js';

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const size of sizes) {
    if (from >= bytes.length) return;
    yield bytes.subarray(from, from + size);
    from += size;
  }
  if (from < bytes.length) yield bytes.subarray(from);
}

async function read(source: AsyncIterable<Uint8Array>, boundary: string) {
  const parts: { name: string; fileName: string | null; content: Buffer }[] = [];
  for await (const { name, fileName, body } of partsOf(source, boundary)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    parts.push({ name, fileName, content: Buffer.concat(chunks) });
  }
  return parts;
}

describe('multipart/form-data', () => {
  it('reads the example of RFC 7578 §4.1 as browsers frame it', async () => {
    const text =
      '--AaB03x\r\ncontent-disposition: form-data; name="field1"\r\ncontent-type: text/plain;charset=UTF-8\r\n\r\nJoe owes €100.\r\n--AaB03x--\r\n';
    const parts = await read(inPieces(Buffer.from(text), []), 'AaB03x');
    expect(parts).toEqual([{ name: 'field1', fileName: null, content: Buffer.from('Joe owes €100.') }]);
  });

  it('gives what was framed, wherever the network cuts it and whatever the content holds', async () => {
    const content = fc
      .array(fc.constantFrom('\r\n', '--', 'b0', '\r', '-', 'x', '\r\n--b', '\0'), { maxLength: 12 })
      .map((pieces) => pieces.join(''))
      .filter((text) => !`\r\n${text}`.includes('\r\n--b0'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ name: fc.stringMatching(/^[a-z]{1,5}$/), content }), { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 }),
        async (fields, sizes) => {
          const framed = fields.map(
            (field) =>
              `--b0\r\nContent-Disposition: form-data; name="${field.name}"; filename="f"\r\n\r\n${field.content}\r\n`,
          );
          const bytes = Buffer.from(`${framed.join('')}--b0--\r\n`, 'latin1');
          const parts = await read(inPieces(bytes, sizes), 'b0');
          expect(
            parts.map((part) => ({ name: part.name, content: part.content.toString('latin1') })),
          ).toEqual(fields);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never ends in anything but a problem on any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await expect(read(inPieces(Buffer.from(bytes), [3, 5]), 'b0')).rejects.toMatchObject({
          code: 'REQUEST_MALFORMED',
        });
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['multipart/form-data; charset=utf-8; boundary="a b"', 'a b'],
  ])('finds the boundary of %s', (type, boundary) => {
    expect(boundaryOf(type)).toBe(boundary);
  });
});
