import type { Told } from './fields.schema.js';

/**
 * What happened to a claim, as its history tells it: who said what, and what was booked. `{amount}`
 * comes with its currency.
 */
export const history = {
  'history.introduced': {
    en: '{speaker} claims {amount} from {debtor}: introduced',
    fr: '{speaker} demande {amount} à {debtor} : créance introduite',
  },
  'history.opening': {
    en: '{speaker} claims {amount} from {debtor}: taken over from an old system',
    fr: "{speaker} demande {amount} à {debtor} : créance reprise d'un ancien système",
  },
  'history.rejected': {
    en: 'claim of {speaker} rejected: {codes}',
    fr: 'demande de {speaker} rejetée : {codes}',
  },
  'history.flagged': {
    en: 'may be billed twice: same person, care and total as {others}',
    fr: 'facturation peut-être en double : mêmes personne, soins et total que {others}',
  },
  'history.contested': {
    en: '{speaker} contests {amount}: {word:reason}; contestation {reference}',
    fr: '{speaker} conteste {amount} : {word:reason} ; contestation {reference}',
  },
  'history.contested.reply-by': {
    en: '{speaker} contests {amount}: {word:reason}; contestation {reference}, to be answered by {replyBy}',
    fr: '{speaker} conteste {amount} : {word:reason} ; contestation {reference}, réponse attendue au plus tard le {replyBy}',
  },
  'history.answered.accepted': {
    en: '{speaker} accepts contestation {reference}: what is left of it is credited',
    fr: '{speaker} accepte la contestation {reference} : ce qui en reste est déduit',
  },
  'history.answered.partly-accepted': {
    en: '{speaker} accepts {amount} of contestation {reference}: credited; the rest is maintained',
    fr: '{speaker} accepte la contestation {reference} pour {amount} : montant déduit ; le reste est maintenu',
  },
  'history.answered.maintained': {
    en: '{speaker} maintains what contestation {reference} is about: it is open again',
    fr: '{speaker} maintient sa demande malgré la contestation {reference} : le montant est de nouveau ouvert',
  },
  'history.credited': {
    en: '{speaker} credits {amount}: credit note {reference}, {reason}',
    fr: '{speaker} réduit sa demande de {amount} : avoir {reference}, {reason}',
  },
  'history.waived': {
    en: '{speaker} waives {amount}: waiver {reference}, decided by {authority}',
    fr: '{speaker} renonce à {amount} : renonciation {reference}, décidée par {authority}',
  },
  'history.written-off': {
    en: '{speaker} writes off {amount}: {reference}, decided by {authority}',
    fr: '{speaker} passe {amount} en perte : {reference}, décision de {authority}',
  },
  'history.refused': {
    en: '{word:message} of {speaker} refused: {codes}',
    fr: '{word:message} de {speaker} : message refusé, {codes}',
  },
  'history.taken': {
    en: '{amount} taken into settlement {settlement}',
    fr: '{amount} inclus dans le règlement {settlement}',
  },
  'history.refunded': {
    en: '{amount} to be refunded, taken into settlement {settlement}',
    fr: '{amount} à rembourser, inclus dans le règlement {settlement}',
  },
  'history.approaching': {
    en: '{word:deadline} falls on {day}: {amount} at stake',
    fr: '{word:deadline} : échéance du {day}, {amount} en jeu',
  },
  'history.passed': {
    en: '{word:deadline} has passed on {day}: {amount} at stake',
    fr: '{word:deadline} : échéance du {day} dépassée, {amount} en jeu',
  },
  'history.returned': {
    en: '{amount} back from a settlement that was rejected',
    fr: '{amount} de nouveau ouvert, le règlement ayant été rejeté',
  },
  'history.settled': {
    en: '{amount} paid on {day} by settlement {settlement}',
    fr: '{amount} payé le {day} par le règlement {settlement}',
  },
  'history.down-paid': {
    en: '{amount} paid in advance on {day} by down payment {reference}',
    fr: '{amount} payé par avance le {day}, acompte {reference}',
  },
} as const satisfies Readonly<Record<string, Told>>;

/** Codes in the sentences above, each under its kind: `other` is not the same word everywhere. */
export const historyWords: readonly (readonly [string, Told])[] = [
  ['reason.document-missing', { en: 'document missing', fr: 'document absent' }],
  [
    'reason.period-outside-entitlement',
    { en: 'period outside the entitlement', fr: 'période hors droits' },
  ],
  ['reason.person-unknown', { en: 'person unknown', fr: 'personne inconnue' }],
  ['reason.duplicate', { en: 'billed twice', fr: 'facturation en double' }],
  ['reason.wrong-institution', { en: 'wrong institution', fr: 'institution non compétente' }],
  ['reason.amount-error', { en: 'wrong amount', fr: 'montant erroné' }],
  ['reason.late', { en: 'too late', fr: 'hors délai' }],
  ['reason.abuse-suspected', { en: 'abuse suspected', fr: 'abus présumé' }],
  ['reason.other', { en: 'another reason', fr: 'autre motif' }],
  ['deadline.payBy', { en: 'The last day to pay', fr: 'Dernier jour de paiement' }],
  ['deadline.replyBy', { en: 'The last day to answer', fr: 'Dernier jour de réponse' }],
  ['deadline.disputeEnds', { en: 'The end of disputes', fr: 'Fin des litiges' }],
  ['message.claim.submitted.v1', { en: 'Claim', fr: 'Créance' }],
  ['message.statement.announced.v1', { en: 'Announcement', fr: 'Annonce' }],
  ['message.claim.contested.v1', { en: 'Contestation', fr: 'Contestation' }],
  ['message.contestation.answered.v1', { en: 'Answer', fr: 'Réponse' }],
  ['message.claim.credited.v1', { en: 'Credit note', fr: 'Avoir' }],
  ['message.claim.waived.v1', { en: 'Waiver', fr: 'Renonciation' }],
  ['message.down-payment.made.v1', { en: 'Down payment', fr: 'Acompte' }],
  ['message.down-payment.answered.v1', { en: 'Answer', fr: 'Réponse' }],
];
