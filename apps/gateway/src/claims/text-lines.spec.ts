import { describe, expect, it } from '@jest/globals';
import { textLines, type TextLine } from './text-lines.js';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
  }
}

async function linesOf(bytes: Buffer, size: number, lineBytesMax = 100): Promise<TextLine[]> {
  const lines: TextLine[] = [];
  for await (const line of textLines(inPieces(bytes, size), lineBytesMax)) lines.push(line);
  return lines;
}

describe('textLines', () => {
  it.each([1, 2, 3, 1000])('gives the same lines in pieces of %d bytes', async (size) => {
    const bytes = Buffer.from('{"a":"é"}\r\n\n \n{"b":2}');
    expect(await linesOf(bytes, size)).toEqual([
      { line: 1, text: '{"a":"é"}\r' },
      { line: 4, text: '{"b":2}' },
    ]);
  });

  it('names a line that is too long and goes on behind it', async () => {
    const bytes = Buffer.from(`${'x'.repeat(101)}\n${'y'.repeat(100)}\n`);
    expect(await linesOf(bytes, 7)).toEqual([
      { line: 1, fault: 'too-large' },
      { line: 2, text: 'y'.repeat(100) },
    ]);
  });

  it('names a line that is not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.from('ok')]);
    expect(await linesOf(bytes, 10)).toEqual([
      { line: 1, fault: 'not-utf8' },
      { line: 2, text: 'ok' },
    ]);
  });

  it('gives nothing for nothing', async () => {
    expect(await linesOf(Buffer.alloc(0), 1)).toEqual([]);
  });
});
