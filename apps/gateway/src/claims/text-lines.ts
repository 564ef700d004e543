/** A line of a text body, from 1; too long ones come without their text. */
export type TextLine =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly fault: 'too-large' | 'not-utf8' };

const LINE_FEED = 10;

/** Gathers the bytes of one line as long as they are not too many. */
class LineBuffer {
  private pieces: Uint8Array[] = [];
  private length = 0;
  private overflow = false;

  constructor(private readonly bytesMax: number) {}

  get isEmpty(): boolean {
    return this.length === 0 && !this.overflow;
  }

  add(piece: Uint8Array): void {
    this.overflow ||= this.length + piece.length > this.bytesMax;
    if (this.overflow) {
      this.pieces = [];
    } else if (piece.length > 0) {
      this.pieces.push(piece);
      this.length += piece.length;
    }
  }

  take(line: number): TextLine {
    const { pieces, overflow } = this;
    this.pieces = [];
    this.length = 0;
    this.overflow = false;
    if (overflow) return { line, fault: 'too-large' };
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
      return { line, text };
    } catch {
      return { line, fault: 'not-utf8' };
    }
  }
}

/**
 * Splits bytes into lines as they arrive; empty lines are counted and left out.
 * @param lineBytesMax a longer line is named and its text forgotten, so that memory stays bounded
 */
export async function* textLines(
  chunks: AsyncIterable<Uint8Array>,
  lineBytesMax: number,
): AsyncGenerator<TextLine> {
  const buffer = new LineBuffer(lineBytesMax);
  let line = 1;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      buffer.add(chunk.subarray(from, end));
      const found = buffer.take(line);
      if (!('text' in found) || found.text.trim() !== '') yield found;
      line += 1;
      from = end + 1;
    }
    buffer.add(chunk.subarray(from));
  }
  if (!buffer.isEmpty) {
    const found = buffer.take(line);
    if (!('text' in found) || found.text.trim() !== '') yield found;
  }
}
