import { describe, expect, it } from '@jest/globals';
import { LocalPartError, localFailure, tellingLines } from './local.errors.js';

describe('tellingLines', () => {
  it('leaves out stacks, times, routine remarks and what was said before', () => {
    const output = [
      '2026-11-23 09:37:39.418 UTC [6692] FATAL:  database files are incompatible with server',
      '2026-11-23 09:37:39.861 UTC [6707] FATAL:  database files are incompatible with server',
      '2026-11-23T09:39:08,385 INFO Log4jControllerRegistration$ Registered',
      '2026-11-23T09:39:08,385 ERROR Kafka$ Exiting Kafka due to fatal exception',
      'java.lang.RuntimeException: Error: node ID not found in /data/kafka/log',
      '\tat kafka.server.KafkaRaftServer$.initializeLogDirs(KafkaRaftServer.scala:157)',
      '\t... 12 more',
      '',
    ].join('\n');
    expect(tellingLines(output, 4).split('\n')).toEqual([
      'FATAL:  database files are incompatible with server',
      'ERROR Kafka$ Exiting Kafka due to fatal exception',
      'java.lang.RuntimeException: Error: node ID not found in /data/kafka/log',
    ]);
    expect(tellingLines(output, 1)).toMatch(/^java/);
  });
});

describe('localFailure', () => {
  it('says of what the system refused whose files they are, and leaves all else as it is', () => {
    const refused = Object.assign(new Error("EEXIST: file already exists, mkdir '/data/kafka'"), {
      code: 'EEXIST',
    });
    expect(localFailure('the local broker', refused)).toMatchObject({
      code: 'folder-unusable',
      message: expect.stringMatching(
        /^the local broker cannot use its files: EEXIST.*'\/data\/kafka'/,
      ),
    });
    const known = new LocalPartError('start-failed', 'no');
    expect(localFailure('the local broker', known)).toBe(known);
    expect(localFailure('the local broker', 'SIGINT')).toBe('SIGINT');
  });
});
