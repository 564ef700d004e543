/*
 * Statements and their down payments in the simplest words, as the model of claims: plain cents, written
 * from the domain's text, importing nothing of the product.
 */

/** A down payment of a statement. */
export interface ModelPayment {
  readonly cents: bigint;
  answer: 'accepted' | 'declined' | null;
  /** What claims got of it. */
  given: bigint;
}

/** A statement of the one State on the other. */
export interface ModelStatement {
  readonly reference: string;
  /** How many claims were announced. */
  announced: number | null;
  readonly rejected: Set<string>;
  /** By reference, in the order in which they were recorded. */
  readonly payments: Map<string, ModelPayment>;
  /** What each reference was used for. */
  readonly said: Map<string, string>;
}

/** What is said about a statement. */
export type StatementMessage = {
  readonly statement: string;
  readonly speaker: 'creditor' | 'debtor' | 'third';
} & (
  | { readonly kind: 'announce'; readonly claims: number }
  | { readonly kind: 'pay'; readonly reference: string; readonly cents: bigint }
  | {
      readonly kind: 'answer-payment';
      readonly reference: string;
      readonly outcome: 'accepted' | 'declined';
    }
);

/** What is left of a down payment. */
export function restOf({ cents, given }: ModelPayment): bigint {
  return cents - given;
}

/** Whether all that was announced has been introduced or rejected. */
export function isComplete({ announced, rejected }: ModelStatement, introduced: number): boolean {
  return announced !== null && introduced + rejected.size >= announced;
}

/** Statements that each have one debtor State. */
export class StatementsModel {
  readonly all = new Map<string, ModelStatement>();

  /** A statement; one that nobody has spoken of yet is empty. */
  of(reference: string): ModelStatement {
    const known = this.all.get(reference);
    if (known !== undefined) return known;
    const made: ModelStatement = {
      reference,
      announced: null,
      rejected: new Set(),
      payments: new Map(),
      said: new Map(),
    };
    this.all.set(reference, made);
    return made;
  }

  /** Says something about a statement: the codes of its refusal, none when it is recorded. */
  say(message: StatementMessage): string[] {
    const mayBeSaidBy = message.kind === 'pay' ? 'debtor' : 'creditor';
    if (message.speaker !== mayBeSaidBy) return ['not-your-claim'];
    const statement = this.of(message.statement);
    const name = message.kind === 'announce' ? 'announce' : `${message.kind} ${message.reference}`;
    const cents = message.kind === 'pay' ? message.cents.toString() : '';
    const content = JSON.stringify({ ...message, cents });
    if (statement.said.get(name) === content) return [];
    const code = take(statement, message);
    if (code !== null) return [code];
    statement.said.set(name, content);
    return [];
  }
}

function take(statement: ModelStatement, message: StatementMessage): string | null {
  switch (message.kind) {
    case 'announce':
      if (statement.announced !== null) return 'same-reference-other-content';
      statement.announced = message.claims;
      return null;
    case 'pay':
      if (statement.payments.has(message.reference)) return 'same-reference-other-content';
      statement.payments.set(message.reference, { cents: message.cents, answer: null, given: 0n });
      return null;
    case 'answer-payment': {
      const payment = statement.payments.get(message.reference);
      if (payment === undefined) return 'unknown-payment';
      if (payment.answer !== null) return 'already-answered';
      payment.answer = message.outcome;
      return null;
    }
  }
}
