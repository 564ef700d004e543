import { describe, expect, it } from '@jest/globals';
import { kafkaProperties } from './kafka-settings.js';

const lines = kafkaProperties({ port: 9001, controllerPort: 9002, logFolder: '/data/log' }).split(
  '\n',
);

describe('the settings of the local broker', () => {
  it('listens on the loopback address alone', () => {
    expect(lines).toContain('listeners=BROKER://127.0.0.1:9001,CONTROLLER://127.0.0.1:9002');
    expect(lines).toContain(
      'advertised.listeners=BROKER://127.0.0.1:9001,CONTROLLER://127.0.0.1:9002',
    );
  });

  it('lets a message of 2 MB through, so that the consumers own limit answers', () => {
    const limit = lines.find((line) => line.startsWith('message.max.bytes='))?.split('=')[1];
    expect(Number(limit)).toBeGreaterThan(2 * 1024 * 1024);
  });

  it('makes no topic by itself and keeps what no topic says otherwise', () => {
    expect(lines).toContain('auto.create.topics.enable=false');
    expect(lines).toContain('log.retention.ms=-1');
  });
});
