import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@reciproca/contracts';
import { EventProducer, type KafkaConnection } from '@reciproca/messaging';
import type { ProductClient } from '../product-client.js';

/** One claim of the tour, and what must become of it. */
interface TourClaim {
  readonly title: string;
  readonly creditor: string;
  readonly debtor: string;
  readonly reference: string;
  readonly recordedOn: string;
  readonly introducedOn: string;
  /** What the basis brings along, and the total. */
  readonly data: object;
  /** The instrument that makes the debtor pay, or the code that refuses the claim. */
  readonly expected: string;
}

const hospital = (amount: string, currency: string) => ({
  basis: 'actual-expenditure',
  entitlement: { document: 'FORM', number: 'F-1' },
  beneficiary: { id: 'tour-person' },
  care: { type: 'planned', from: '2023-02-06', to: '2023-02-09' },
  benefits: [{ kind: 'hospital', amount }],
  total: { amount, currency },
});

/**
 * One claim per family of instrument. The Irish amount is the published monthly average of 2018
 * (OJ C 251, 28.6.2021, p. 4), 124.49 EUR, for 24 months; it was to be introduced by 30.6.2022.
 */
const tour: readonly TourClaim[] = [
  {
    title: 'fixed amount, Ireland 2018, families under 20, 24 months',
    creditor: 'IE:HSE',
    debtor: 'FR:CNAM',
    reference: 'IE-2018-F-U20',
    recordedOn: '2022-03-01',
    introducedOn: '2022-04-04',
    data: {
      basis: 'fixed-amount',
      fixedAmount: { year: 2018, group: 'family', ageGroup: 'under-20', months: 24 },
      total: { amount: '2987.76', currency: 'EUR' },
    },
    expected: 'EU-987-2009',
  },
  {
    title: 'coordination decree, New Caledonia in Pacific francs',
    creditor: 'NC:CAFAT',
    debtor: 'FR:CNAM',
    reference: 'NC-2023-1',
    recordedOn: '2023-03-15',
    introducedOn: '2023-04-03',
    data: hospital('12345', 'XPF'),
    expected: 'FR-DEC-NC',
  },
  {
    title: 'bilateral agreement, Monaco',
    creditor: 'MC:CCSS',
    debtor: 'FR:CNAM',
    reference: 'MC-2023-1',
    recordedOn: '2023-03-15',
    introducedOn: '2023-04-03',
    data: hospital('842.10', 'EUR'),
    expected: 'FR-MC',
  },
  {
    title: 'agreement without care, United States',
    creditor: 'FR:CNAM',
    debtor: 'US:SSA',
    reference: 'US-2023-1',
    recordedOn: '2023-03-15',
    introducedOn: '2023-04-03',
    data: hospital('560.00', 'EUR'),
    expected: 'no-instrument',
  },
];

/** What the product made of a claim of the tour. */
export interface TourStop {
  readonly title: string;
  readonly claim: string;
  readonly total: string;
  readonly expected: string;
  /** The instrument of an introduced claim, the code of a refused one. */
  readonly answer: string;
  readonly payBy: string | null;
  /** Rules with their article, in plain words. */
  readonly why: readonly string[];
}

/** A claim as the product shows it. */
interface ShownClaim {
  readonly instrument: string | null;
  readonly due: { readonly payBy: string | null } | null;
  readonly why: readonly { readonly rule: string; readonly text: string }[];
  readonly reasons?: readonly {
    readonly code: string;
    readonly rule: string;
    readonly detail: string;
  }[];
}

const sentAt = '2023-04-03T09:00:00Z';

/** Sends one claim per family of instrument through Kafka and asks what became of each. */
export async function tourOfInstruments(
  kafka: KafkaConnection,
  reader: ProductClient,
): Promise<TourStop[]> {
  const producer = new EventProducer(kafka);
  await producer.open();
  await producer.send(topics.claimsInbound.name, tour.map(messageOf));
  await producer.close();
  return Promise.all(tour.map((claim) => stopOf(claim, reader)));
}

function messageOf(claim: TourClaim): { readonly key: string; readonly value: string } {
  const { creditor, debtor, reference, recordedOn, introducedOn, data } = claim;
  const subject = `${creditor}/${reference}`;
  const event = {
    specversion: '1.0',
    id: `tour ${subject}`,
    source: `urn:institution:${creditor}`,
    type: 'claim.submitted.v1',
    time: sentAt,
    subject,
    datacontenttype: 'application/json',
    data: {
      claim: { reference, statement: `tour-${reference}` },
      creditor: { institution: creditor },
      debtor: { institution: debtor },
      recordedOn,
      introducedOn,
      ...data,
    },
  };
  return { key: subject, value: JSON.stringify(event) };
}

async function stopOf(claim: TourClaim, reader: ProductClient): Promise<TourStop> {
  const { title, creditor, reference, expected, data } = claim;
  const shown = await answerTo(reader, `${encodeURIComponent(creditor)}/${reference}`);
  const { total } = data as { total: { amount: string; currency: string } };
  const [refusal] = shown.reasons ?? [];
  return {
    title,
    claim: `${creditor}/${reference}`,
    total: `${total.amount} ${total.currency}`,
    expected,
    answer: shown.instrument ?? refusal?.code ?? 'nothing',
    payBy: shown.due?.payBy ?? null,
    why:
      refusal === undefined
        ? shown.why.map(({ rule, text }) => `${rule}: ${text}`)
        : [`${refusal.rule}: ${refusal.detail}`],
  };
}

/** Waits until the claim is there. */
async function answerTo(reader: ProductClient, path: string): Promise<ShownClaim> {
  for (;;) {
    const shown = await reader.find<ShownClaim>(`/v1/claims/${path}`);
    if (shown !== undefined) return shown;
    await delay(100);
  }
}
