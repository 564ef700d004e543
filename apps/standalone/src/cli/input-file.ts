import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import type { ContentType } from '@reciproca/contracts';
import { usageError } from './cli.errors.js';
import type { World } from './world.js';

/** A file to be sent, or standard input. */
export interface InputFile {
  readonly contentType: ContentType;
  readonly stream: Readable;
  /** Its length in bytes, where it is known. */
  readonly bytes: number | undefined;
}

/** What a file is, by the end of its name. */
export type FileTypes = Readonly<Record<string, ContentType>>;

/**
 * Opens a file for reading.
 * @param path `-` for standard input
 * @param types the content types that are taken, by extension
 * @param format an extension without its dot, when the name does not tell or for standard input
 * @throws CliError (usage) when there is no such file or its type is not known
 */
export async function openInput(
  world: World,
  path: string,
  { types, format }: { readonly types: FileTypes; readonly format: string | undefined },
): Promise<InputFile> {
  const extension = format ?? extname(path).slice(1).toLowerCase();
  const contentType = types[extension];
  if (contentType === undefined) {
    const known = Object.keys(types).join(', ');
    const hint = path === '-' ? `say --format for standard input: ${known}` : `known are ${known}`;
    throw usageError(`cannot tell what ${path} holds; ${hint}`);
  }
  if (path === '-') return { contentType, stream: world.stdin, bytes: undefined };
  const found = await stat(path).catch(() => undefined);
  const readable = await access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (found === undefined || found.isDirectory() || !readable) {
    throw usageError(`${path} cannot be read`);
  }
  return {
    contentType,
    stream: createReadStream(path),
    bytes: found.isFile() ? found.size : undefined,
  };
}

/**
 * Reads all of an input, for documents that are taken whole.
 * @param onProgress told how many bytes are read so far
 */
export async function wholeInput(
  input: InputFile,
  bytesMax: number,
  onProgress: (bytes: number) => void = () => undefined,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of input.stream as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > bytesMax) throw usageError(`the file has more than ${bytesMax} bytes`);
    pieces.push(piece);
    onProgress(bytes);
  }
  return Buffer.concat(pieces);
}
