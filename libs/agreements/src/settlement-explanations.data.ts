import type { Told } from './fields.schema.js';

/**
 * How a net came about and what was decided on it, as the explanation of a settlement tells it.
 * Amounts come with their currency.
 */
export const settlement = {
  'settlement.offset': {
    en: 'The arrangement {arrangement} between {first} and {second}, in force on the cut-off {cutoff}, allows offsetting: what each owes the other is netted',
    fr: "L'arrangement {arrangement} entre {first} et {second}, en vigueur à la date d'arrêté {cutoff}, permet la compensation : les montants dus de part et d'autre sont compensés",
  },
  'settlement.gross': {
    en: 'No arrangement of {first} and {second} in force on the cut-off {cutoff} allows offsetting of these claims: what is owed to {creditor} is settled by itself',
    fr: "Aucun arrangement entre {first} et {second} en vigueur à la date d'arrêté {cutoff} ne permet de compenser ces créances : ce qui est dû à {creditor} est réglé séparément",
  },
  'settlement.direction': {
    en: '{debtor} owes {creditor} {amount}; claims taken into cycle {cycle}: {claims}',
    fr: '{debtor} doit {amount} à {creditor} ; créances prises dans le cycle {cycle} : {claims}',
  },
  'settlement.direction.converted': {
    en: '{debtor} owes {creditor} {original}, {amount} at {rate} ({source}, {day}); claims taken into cycle {cycle}: {claims}',
    fr: '{debtor} doit {original} à {creditor}, soit {amount} au taux de {rate} ({source}, {day}) ; créances prises dans le cycle {cycle} : {claims}',
  },
  'settlement.net': {
    en: '{payer} pays {payee} {amount}',
    fr: '{payer} paie {amount} à {payee}',
  },
  'settlement.net.nothing': {
    en: 'What {payer} and {payee} owe each other is equal: nothing is paid',
    fr: '{payer} et {payee} se doivent le même montant : rien à payer',
  },
  'settlement.officers': {
    en: '{officers} different officers of {payer} approve the batch with this settlement',
    fr: '{officers} agents différents de {payer} approuvent le lot contenant ce règlement',
  },
  'settlement.approved': {
    en: '{by} approved the batch, {approvals} of {of}',
    fr: '{by} a approuvé le lot, {approvals} sur {of}',
  },
  'settlement.rejected': {
    en: '{by} rejected it: {reason}',
    fr: "{by} l'a rejeté : {reason}",
  },
  'settlement.released': { en: '{by} released the payment', fr: '{by} a libéré le paiement' },
  'settlement.accepted': {
    en: '{by} accepted for the payee State',
    fr: "{by} a accepté pour l'État bénéficiaire",
  },
  'settlement.settled': {
    en: 'settled on {on} by {amount} received',
    fr: 'réglé le {on} par {amount} reçus',
  },
  'settlement.reversed': {
    en: '{amount} no longer counts from {on} on: {reason}',
    fr: '{amount} ne compte plus à partir du {on} : {reason}',
  },
} as const satisfies Record<string, Told>;
