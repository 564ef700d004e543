import { connect } from 'node:net';

const metadataKey = 3;
const metadataVersion = 4;
const answerTimeoutMs = 2_000;

/**
 * Whether the broker on this port of 127.0.0.1 serves: it answers a metadata request and names itself
 * as a live broker. Its port alone opens earlier, when topics cannot be made yet.
 * The request is Metadata version 4 of the Kafka protocol, written by hand, since only `messaging` has a client.
 */
export function brokerServes(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let received = Buffer.alloc(0);
    const done = (serves: boolean): void => {
      socket.destroy();
      resolve(serves);
    };
    socket.setTimeout(answerTimeoutMs, () => {
      done(false);
    });
    socket.once('error', () => {
      done(false);
    });
    socket.once('close', () => {
      done(false);
    });
    socket.once('connect', () => socket.write(metadataRequest()));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const brokers = brokersIn(received);
      if (brokers !== null) done(brokers > 0);
    });
  });
}

/** Length, key, version, correlation id, no client id, no topics asked for, none to be made. */
function metadataRequest(): Buffer {
  const body = Buffer.alloc(15);
  body.writeInt16BE(metadataKey, 0);
  body.writeInt16BE(metadataVersion, 2);
  body.writeInt32BE(1, 4);
  body.writeInt16BE(-1, 8);
  body.writeInt32BE(0, 10);
  body.writeInt8(0, 14);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** The broker count stands after length, correlation id and throttle time; null: not all there yet. */
function brokersIn(answer: Buffer): number | null {
  return answer.length < 16 ? null : answer.readInt32BE(12);
}
