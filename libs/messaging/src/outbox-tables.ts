/**
 * The tables every publishing app has in its own schema (run inside its first migration).
 *
 * - `outbox_batches`: one row per unit of work that publishes; marked sent per batch, not per row.
 *   `resend` names rows of earlier batches whose stored bytes go out once more.
 * - `outbox`: the events, as the bytes that leave. Where an event answers a message, the same row
 *   is the inbox mark: `message_key` is made of the message's source and id, `content_hash` of what
 *   it said, and `variant` counts answers to the same source and id with other contents. `about`
 *   may point into the app's own tables (clearing: the claim that this event introduced).
 * - `consumed`: how far each partition is booked; a cycle's close waits for it.
 * - `relay_lease`: who publishes now.
 */
export function outboxTablesSql(role: string): string {
  return `
    create table outbox_batches (
      id bigint generated always as identity constraint pk_outbox_batches primary key,
      created_at timestamptz not null default now(),
      sent_at timestamptz,
      resend uuid[] not null default '{}',
      resend_variants smallint[] not null default '{}'
    );
    create index ix_outbox_batches_unsent on outbox_batches (id) where sent_at is null;

    create table outbox (
      message_key uuid not null,
      variant smallint not null default 0,
      content_hash uuid,
      batch_id bigint not null,
      topic text collate "C" not null,
      subject text collate "C" not null,
      sequence integer not null,
      about bigint,
      type text not null,
      event text not null,
      constraint pk_outbox primary key (message_key, variant),
      constraint uq_outbox_subject_sequence unique (subject, sequence),
      constraint ck_outbox_sequence check (sequence > 0)
    );
    create index ix_outbox_batch on outbox using brin (batch_id)
      with (pages_per_range = 16, autosummarize = on);

    create table consumed (
      topic text not null,
      partition integer not null,
      next_offset bigint not null,
      constraint pk_consumed primary key (topic, partition)
    );

    create table relay_lease (
      name text not null constraint pk_relay_lease primary key,
      holder uuid not null,
      expires_at timestamptz not null
    );

    grant select, insert on outbox to ${role};
    grant select, insert on outbox_batches to ${role};
    grant update (sent_at) on outbox_batches to ${role};
    grant select, insert, update on consumed, relay_lease to ${role};
  `;
}
