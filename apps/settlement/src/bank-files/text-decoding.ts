type Decoder = InstanceType<typeof TextDecoder>;

/** The text is not in the encoding that it says, or in one that is not read. */
export class EncodingFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EncodingFault';
  }
}

const readEncodings: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  'us-ascii': 'utf-8',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'iso-8859-1': 'iso-8859-1',
  'iso-8859-15': 'iso-8859-15',
  'windows-1252': 'windows-1252',
};

/** Longest XML declaration that is looked at. */
const declarationBytesMax = 256;

/**
 * Turns the bytes of an XML file into text: by its byte order mark, else by its declaration, else as
 * UTF-8 (XML 1.0, appendix F). Bytes that are not of the encoding are a fault, never replaced.
 */
export class XmlDecoder {
  private decoder: Decoder | undefined;

  /** @throws EncodingFault */
  decode(chunk: Uint8Array): string {
    this.decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    return this.run((decoder) => decoder.decode(chunk, { stream: true }));
  }

  /** @throws EncodingFault when the file ends within a character */
  end(): string {
    return this.run((decoder) => decoder.decode());
  }

  private run(step: (decoder: Decoder) => string): string {
    try {
      return this.decoder === undefined ? '' : step(this.decoder);
    } catch {
      const { encoding } = this.decoder ?? { encoding: 'utf-8' };
      throw new EncodingFault(`bytes that are not ${encoding.toUpperCase()}`);
    }
  }
}

/** @throws EncodingFault */
function encodingOf(start: Uint8Array): string {
  const mark = markedEncoding(start);
  const head = Buffer.from(start.subarray(0, declarationBytesMax));
  const text = head.toString(mark === 'utf-16le' ? 'utf16le' : 'latin1');
  const declared = /^\u{feff}?(?:ï»¿)?<\?xml[^>]*\sencoding\s*=\s*["']([^"']{1,40})["']/u
    .exec(text)?.[1]
    ?.toLowerCase();
  if (declared === undefined) return mark ?? 'utf-8';
  const encoding = readEncodings[declared];
  if (encoding === undefined) {
    throw new EncodingFault(`the encoding ${declared}; write the file in UTF-8`);
  }
  if (mark === undefined) {
    if (encoding.startsWith('utf-16')) {
      throw new EncodingFault('UTF-16 without a byte order mark; write the file in UTF-8');
    }
    return encoding;
  }
  if (mark !== encoding && declared !== 'utf-16') {
    throw new EncodingFault(`a declaration of ${declared} in a file that is ${mark.toUpperCase()}`);
  }
  return mark;
}

function markedEncoding([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}
