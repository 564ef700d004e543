import { describe, expect, it } from '@jest/globals';
import { refusal } from './cli.errors.js';
import { Output, tableLines } from './output.js';

function recorder(isTTY: boolean): {
  readonly stdout: string[];
  readonly stderr: string[];
  readonly world: ConstructorParameters<typeof Output>[0];
} {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const world = {
    stdout: { write: (text: string) => stdout.push(text) },
    stderr: { write: (text: string) => stderr.push(text), isTTY },
  };
  return { stdout, stderr, world };
}

describe('tableLines', () => {
  it('aligns text at the left and numbers at the right', () => {
    const columns = [{ heading: 'net' }, { heading: 'amount', right: true }];
    expect(
      tableLines(columns, [
        ['DE-FR', '1425500.00'],
        ['AT', '1.00'],
        [null, 7],
      ]),
    ).toEqual(['net        amount', 'DE-FR  1425500.00', 'AT           1.00', '-               7']);
  });
});

describe('Output', () => {
  it('shows progress on a terminal alone and clears it before other text', () => {
    const terminal = recorder(true);
    const output = new Output(terminal.world, false);
    output.progress(50, 100, '5 accepted');
    output.result({}, () => ['done']);
    expect(terminal.stderr).toEqual([
      `\r\u001b[2K[${'#'.repeat(15)}${'.'.repeat(15)}] 50 % 5 accepted`,
      '\r\u001b[2K',
    ]);
    expect(terminal.stdout).toEqual(['done\n']);
    const pipe = recorder(false);
    new Output(pipe.world, false).progress(50, 100, 'x');
    expect(pipe.stderr).toEqual([]);
  });

  it('tells the code, the sentence and every faulty place', () => {
    const { stderr, world } = recorder(false);
    const faults = [
      { path: 'id', detail: 'must be STATE:CODE', line: 3 },
      { path: '', detail: 'cannot be read', line: 4 },
    ];
    new Output(world, false).failure(
      refusal('The import is refused.', { code: 'reference-invalid', faults }),
    );
    expect(stderr.join('')).toBe(
      'reference-invalid: The import is refused.\n  line 3: id: must be STATE:CODE\n  line 4: cannot be read\n',
    );
  });
});
