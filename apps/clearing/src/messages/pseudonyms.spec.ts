import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Pseudonyms } from './pseudonyms.js';

const keyOf = (hex: string): Pseudonyms => new Pseudonyms(createSecretKey(Buffer.from(hex, 'hex')));
const pseudonyms = keyOf('00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff');

// Expected values: `printf 'person\n9f2c41' | openssl dgst -sha256 -mac HMAC -macopt hexkey:…`, cut.
describe('pseudonyms', () => {
  it('are HMAC-SHA-256 of what they stand for, cut to 128 bits', () => {
    expect(pseudonyms.person('9f2c41')).toBe('p:2937d60461b731f49bca74229ca464f0');
    expect(pseudonyms.content('x')).toBe('fc59ca19-acb0-9120-6007-c19fb783eb0d');
  });

  it('cannot be made without the key', () => {
    expect(keyOf('01'.repeat(32)).person('9f2c41')).not.toBe(pseudonyms.person('9f2c41'));
  });

  it('of a person and of a text are never the same', () => {
    expect(pseudonyms.content('9f2c41').replaceAll('-', '')).not.toBe(
      pseudonyms.person('9f2c41').slice(2),
    );
  });
});
