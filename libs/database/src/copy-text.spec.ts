import { describe, expect, it } from '@jest/globals';
import { copyRow } from './copy-text.js';

// PostgreSQL manual, "COPY", "Text Format".
describe('a row in COPY text format', () => {
  it('has a tab between its fields, a line feed at its end, and \\N for NULL', () => {
    expect(copyRow(['a', null, 7, 12345678901234567890n, ''])).toBe(
      'a\t\\N\t7\t12345678901234567890\t\n',
    );
  });

  it('tells a text that looks like NULL, a tab, a line end or a backslash from these', () => {
    expect(copyRow(['\\N', 'a\tb', 'a\nb\r', 'a\\'])).toBe('\\\\N\ta\\tb\ta\\nb\\r\ta\\\\\n');
  });
});
