import type { Told } from './fields.schema.js';
import { history, historyWords } from './history-explanations.data.js';
import { settlement } from './settlement-explanations.data.js';

/** What was applied when a claim was introduced; the version of the data and the full stop follow. */
const applied = {
  'applied.instrument.care': {
    en: 'What binds {creditorState} and {debtorState} for care from {careFrom} to {careUntil} recorded on {recordedOn}: {title} ({instrument})',
    fr: 'Ce qui lie {creditorState} et {debtorState} pour des soins du {careFrom} au {careUntil} comptabilisés le {recordedOn} : {title} ({instrument})',
  },
  'applied.instrument.year': {
    en: 'What binds {creditorState} and {debtorState} for the reference year from {careFrom} to {careUntil}: {title} ({instrument})',
    fr: "Ce qui lie {creditorState} et {debtorState} pour l'année de référence du {careFrom} au {careUntil} : {title} ({instrument})",
  },
  'applied.instrument.recorded': {
    en: 'What binds {creditorState} and {debtorState} for what was recorded on {recordedOn}, when the care was given not being known: {title} ({instrument})',
    fr: "Ce qui lie {creditorState} et {debtorState} pour ce qui a été comptabilisé le {recordedOn}, la date des soins n'étant pas connue : {title} ({instrument})",
  },
  'applied.opening': {
    en: 'Introduced on {introducedOn}, taken over from an old system on {takenOverOn}: whether it was introduced in time is not examined again',
    fr: "Introduite le {introducedOn}, reprise d'un ancien système le {takenOverOn} : le respect du délai d'introduction n'est pas réexaminé",
  },
  'applied.document': {
    en: '{document} is accepted for care of type {word:care}',
    fr: 'Admis au titre de {document} : {word:care}',
  },
  'applied.currency': {
    en: '{state} claims in {currency} what it recorded on {recordedOn}',
    fr: 'Les créances de {state} comptabilisées le {recordedOn} sont en {currency}',
  },
  'applied.fixed-amount': {
    en: '{months} months at {monthly}, published on {publishedOn} for {year}, make {total}',
    fr: '{months} mois à {monthly}, montant publié le {publishedOn} pour {year}, font {total}',
  },
  'applied.fixed-amount.stands-in': {
    en: '{months} months at {monthly} make {total}: nothing was published in time for {year}, so the last earlier amount, of {valueYear}, applies',
    fr: "{months} mois à {monthly} font {total} : rien n'ayant été publié à temps pour {year}, le dernier montant antérieur, celui de {valueYear}, s'applique",
  },
  'applied.fixed-amount.at-rate': {
    en: '{months} months at {monthly}, published on {publishedOn} for {year}, make {product}, at the fixed rate {rate} {total}',
    fr: '{months} mois à {monthly}, montant publié le {publishedOn} pour {year}, font {product}, soit au taux fixe {rate} {total}',
  },
  'applied.fixed-amount.stands-in.at-rate': {
    en: '{months} months at {monthly} make {product}, at the fixed rate {rate} {total}: nothing was published in time for {year}, so the last earlier amount, of {valueYear}, applies',
    fr: "{months} mois à {monthly} font {product}, soit au taux fixe {rate} {total} : rien n'ayant été publié à temps pour {year}, le dernier montant antérieur, celui de {valueYear}, s'applique",
  },
  'applied.filed.recording': {
    en: 'Recorded on {recordedOn}, to be introduced by {by}, introduced on {introducedOn}',
    fr: 'Créance comptabilisée le {recordedOn}, à introduire au plus tard le {by}, introduite le {introducedOn}',
  },
  'applied.filed.known': {
    en: 'Recorded on {recordedOn}, competent institution known on {competentInstitutionKnownOn}, to be introduced by {by}, introduced on {introducedOn}',
    fr: 'Créance comptabilisée le {recordedOn}, institution compétente connue le {competentInstitutionKnownOn}, à introduire au plus tard le {by}, introduite le {introducedOn}',
  },
  'applied.filed.care-end': {
    en: 'Care until {careUntil}, to be introduced by {by}, introduced on {introducedOn}',
    fr: "Soins jusqu'au {careUntil}, créance à introduire au plus tard le {by}, introduite le {introducedOn}",
  },
  'applied.filed.publication': {
    en: 'Average costs published on {publishedOn}, to be introduced by {by}, introduced on {introducedOn}',
    fr: 'Coûts moyens publiés le {publishedOn}, créance à introduire au plus tard le {by}, introduite le {introducedOn}',
  },
  'applied.down-payment': {
    en: 'Only a down payment by {by} can shield from interest: {months} months after the end of the {word:after} of introduction, {introducedOn}',
    fr: "Seul un acompte versé au plus tard le {by} peut préserver des intérêts de retard : {months} mois après la fin {word:after} d'introduction ({introducedOn})",
  },
  'applied.payment': {
    en: 'To be paid by {by}: {months} months after the end of the {word:after} of introduction, {introducedOn}',
    fr: "Paiement au plus tard le {by} : {months} mois après la fin {word:after} d'introduction ({introducedOn})",
  },
  'applied.dispute': {
    en: 'May be contested until {by}: {months} months after the end of the {word:after} of introduction, {introducedOn}',
    fr: "Contestation possible jusqu'au {by} : {months} mois après la fin {word:after} d'introduction ({introducedOn})",
  },
} as const satisfies Readonly<Record<string, Told>>;

/** What keeps a claim from being considered; the English sentences are the details of refusals. */
const refused = {
  'refused.unreadable': {
    en: 'cannot be read; at fault: {paths}',
    fr: 'ne peut être lue ; champs en cause : {paths}',
  },
  'refused.same-reference': {
    en: 'a claim with this reference is introduced; correct it by a credit note',
    fr: 'une créance portant cette référence est déjà introduite ; la corriger par une note de crédit',
  },
  'refused.negative': {
    en: 'amounts below zero: {amounts}; a claim holds none, lower it by a credit note',
    fr: "montants inférieurs à zéro : {amounts} ; une créance n'en comporte pas ; la réduire par une note de crédit",
  },
  'refused.sum': {
    en: 'benefits add up to {sum}, total {total}',
    fr: 'la somme des prestations est de {sum}, le total déclaré de {total}',
  },
  'refused.care-ends-first': {
    en: 'care from {from} after its end {to}',
    fr: 'soins commençant le {from}, après leur fin ({to})',
  },
  'refused.care-from-after-recording': {
    en: 'care from {from} after recording {recordedOn}',
    fr: 'soins commençant le {from}, après la comptabilisation ({recordedOn})',
  },
  'refused.care-to-after-recording': {
    en: 'care until {to} after recording {recordedOn}',
    fr: "soins jusqu'au {to}, après la comptabilisation ({recordedOn})",
  },
  'refused.recorded-after-introduction': {
    en: 'recorded {recordedOn} after introduction {introducedOn}',
    fr: "comptabilisée le {recordedOn}, après l'introduction ({introducedOn})",
  },
  'refused.introduced-after-message': {
    en: 'introduced {introducedOn} after the day of the message {messageDay}',
    fr: 'introduite le {introducedOn}, après le jour du message ({messageDay})',
  },
  'refused.no-record': { en: 'no record of {places}', fr: 'aucun enregistrement pour {places}' },
  'refused.currency': {
    en: 'recorded {recordedOn}, when {state} claims in {expected}, claimed in {currency}',
    fr: 'comptabilisée le {recordedOn}, jour où les créances de {state} sont en {expected}, alors que celle-ci est en {currency}',
  },
  'refused.late.recording': {
    en: 'recorded {recordedOn}, to be introduced by {by}, introduced {introducedOn}',
    fr: 'comptabilisée le {recordedOn}, créance à introduire au plus tard le {by}, introduite le {introducedOn}',
  },
  'refused.late.known': {
    en: 'recorded {recordedOn}, competent institution known {competentInstitutionKnownOn}, to be introduced by {by}, introduced {introducedOn}',
    fr: 'comptabilisée le {recordedOn}, institution compétente connue le {competentInstitutionKnownOn}, créance à introduire au plus tard le {by}, introduite le {introducedOn}',
  },
  'refused.late.care-end': {
    en: 'care until {careUntil}, to be introduced by {by}, introduced {introducedOn}',
    fr: "soins jusqu'au {careUntil}, créance à introduire au plus tard le {by}, introduite le {introducedOn}",
  },
  'refused.late.publication': {
    en: 'average costs published {publishedOn}, to be introduced by {by}, introduced {introducedOn}',
    fr: 'coûts moyens publiés le {publishedOn}, créance à introduire au plus tard le {by}, introduite le {introducedOn}',
  },
  'refused.basis': {
    en: '{instrument} knows no {word:basis}; a claim can be accepted for {allowed} alone',
    fr: '{instrument} ne connaît pas {word:basis} ; une créance ne peut être admise que pour {allowed}',
  },
  'refused.no-claimant': {
    en: '{state} claims no fixed amounts for group {word:group} and year {year} under {instrument}, only actual expenditure',
    fr: "au titre de {instrument}, {state} ne demande pas de forfaits pour le groupe {word:group} et l'année {year}, mais seulement les dépenses réelles",
  },
  'refused.document': {
    en: '{document} is accepted for {accepted}, care {word:care}',
    fr: 'admis au titre de {document} : {accepted} ; demandé : {word:care}',
  },
  'refused.document.none': {
    en: '{document} is not accepted here',
    fr: "{document} n'est pas admis ici",
  },
  'refused.document.fixed-amount': {
    en: '{document} is accepted for {accepted}, fixed amounts are for {word:care}',
    fr: 'admis au titre de {document} : {accepted} ; les forfaits visent : {word:care}',
  },
  'refused.document.instead': {
    en: '{instrument} accepts for {word:care}: {documents}',
    fr: 'documents admis par {instrument} pour {word:care} : {documents}',
  },
  'refused.no-average': {
    en: 'no average costs of {state} for {year}, group {group}, were published by {introducedOn}',
    fr: "aucun coût moyen de {state} pour {year} (groupe {group}) n'était publié au {introducedOn}",
  },
  'refused.no-average.age-groups': {
    en: 'average costs of {state} for {year}, group {word:group}, were published by {introducedOn} for {ageGroups}; claim as published, not for {claimed}',
    fr: 'les coûts moyens de {state} pour {year} (groupe {word:group}) étaient publiés au {introducedOn} pour {ageGroups} ; à demander ainsi, et non pour {claimed}',
  },
  'refused.no-average.wait': {
    en: 'after {after} the last earlier amount applies',
    fr: "après le {after}, le dernier montant antérieur s'applique",
  },
  'refused.no-average.earlier': {
    en: 'nor for an earlier year',
    fr: 'ni pour une année antérieure',
  },
  'refused.no-average.earlier-groups': {
    en: 'the last earlier ones, of {valueYear}, are for {ageGroups}, not for {claimed}',
    fr: 'les derniers publiés auparavant, ceux de {valueYear}, sont pour {ageGroups}, et non pour {claimed}',
  },
  'refused.fixed-amount': {
    en: '{months} months at {monthly} (OJ {oj}) make {expected}, total {total}',
    fr: '{months} mois à {monthly} (JO {oj}) font {expected}, le total déclaré est de {total}',
  },
  'refused.fixed-amount.stands-in': {
    en: '{months} months at {monthly}, the last earlier amount, of {valueYear} (OJ {oj}), make {expected}, total {total}',
    fr: '{months} mois à {monthly}, dernier montant antérieur, celui de {valueYear} (JO {oj}), font {expected}, le total déclaré est de {total}',
  },
  'refused.fixed-amount.rate': {
    en: 'at the fixed rate {rate}',
    fr: 'au taux fixe {rate}',
  },
  'refused.same-state': {
    en: '{state} is both creditor and debtor State for {place}',
    fr: '{state} est à la fois État créancier et État débiteur pour {place}',
  },
  'refused.no-care': {
    en: '{title} ({agreement}) refunds no care: it covers {covers}',
    fr: "{title} ({agreement}) : aucun remboursement de soins n'est prévu, ce texte couvre {covers}",
  },
  'refused.binds': {
    en: 'it binds {creditorState} and {debtorState} {span}',
    fr: 'il lie {creditorState} et {debtorState} {span}',
  },
  'refused.no-instrument': {
    en: 'no instrument in the data of this release makes {debtorState} refund {creditorState} for {place}',
    fr: "aucun instrument des données de cette version n'oblige {debtorState} à rembourser {creditorState} pour {place}",
  },
  'refused.bound': { en: 'bound {bindings}', fr: 'ces États sont liés {bindings}' },
} as const satisfies Readonly<Record<string, Told>>;

/** What the law attaches to the passing of a day, each with the rule that says so. */
const consequences = {
  'consequence.down-payment': {
    en: 'Only a down payment of at least {percent} % of what was introduced in the month, made by this day, shields it from interest ({rule})',
    fr: "Seul un acompte d'au moins {percent} % de ce qui a été introduit dans le mois, versé au plus tard ce jour, préserve des intérêts de retard ({rule})",
  },
  'consequence.payment.interest': {
    en: 'What is not paid by this day is overdue ({payment}) and bears interest from the next day on unless a down payment shields it ({rule}); a later contestation no longer defers the payment',
    fr: "Ce qui n'est pas payé ce jour est en retard ({payment}) et porte intérêt dès le lendemain, sauf si un acompte en préserve ({rule}) ; une contestation tardive ne diffère plus le paiement",
  },
  'consequence.payment.advance': {
    en: 'For what is not paid by this day an advance is due ({rule}); a later contestation no longer defers the payment',
    fr: "Ce qui n'est pas payé ce jour donne lieu à une avance ({rule}) ; une contestation tardive ne diffère plus le paiement",
  },
  'consequence.payment': {
    en: 'What is not paid by this day is overdue ({rule}); a later contestation no longer defers the payment',
    fr: "Ce qui n'est pas payé ce jour est en retard ({rule}) ; une contestation tardive ne diffère plus le paiement",
  },
  'consequence.reply': {
    en: 'Silence has no effect of its own: what is contested stays out of the cycles until it is answered, and counts no longer as under correction ({rule})',
    fr: "Le silence n'a pas d'effet propre : ce qui est contesté reste hors des cycles jusqu'à la réponse et n'est plus tenu pour en cours de correction ({rule})",
  },
  'consequence.dispute.board': {
    en: 'The claim can no longer be contested ({rule}); what is still in dispute may be brought before the Audit Board, which gives its opinion within {months} months ({board})',
    fr: 'La créance ne peut plus être contestée ({rule}) ; ce qui reste en litige peut être porté devant la Commission des comptes, qui rend son avis dans un délai de {months} mois ({board})',
  },
  'consequence.dispute': {
    en: 'The claim can no longer be contested, and what is still in dispute was to be settled by this day ({rule})',
    fr: 'La créance ne peut plus être contestée, et ce qui reste en litige devait être réglé au plus tard ce jour ({rule})',
  },
} as const satisfies Readonly<Record<string, Told>>;

/** Parts of the sentences above. */
const parts = {
  'part.on-day': { en: '{what} on {day}', fr: '{what} au {day}' },
  'part.by-data': {
    en: '{text} [{word:data}, data version {dataVersion}]',
    fr: '{text} [{word:data}, données en version {dataVersion}]',
  },
  'part.word': { en: '{word:code}', fr: '{word:code}' },
  'part.group': { en: '{word:group} {word:ageGroup}', fr: '{word:group}, {word:ageGroup}' },
  'part.amount': { en: '{word:what} {amount}', fr: '{word:what} {amount}' },
  'part.more': { en: '{shown} and {more} more', fr: '{shown} et {more} de plus' },
  'part.place.care': {
    en: 'care from {careFrom} to {careUntil} recorded on {recordedOn}',
    fr: 'des soins du {careFrom} au {careUntil} comptabilisés le {recordedOn}',
  },
  'part.place.year': { en: 'fixed amounts of {year}', fr: 'des forfaits de {year}' },
  'part.span.always': { en: 'at all times', fr: 'sans limite de date' },
  'part.span.until': { en: 'until {to}', fr: "jusqu'au {to}" },
  'part.span.from': { en: 'from {from}', fr: 'à partir du {from}' },
  'part.span.from-to': { en: 'from {from} to {to}', fr: 'du {from} au {to}' },
  'part.binding': { en: 'by {instrument} for {limits}', fr: 'par {instrument} ({limits})' },
  'part.axis.care-begun': { en: 'care begun {span}', fr: 'début des soins : {span}' },
  'part.axis.care-ended': { en: 'care ended {span}', fr: 'fin des soins : {span}' },
  'part.axis.recorded': { en: 'recorded {span}', fr: 'comptabilisation : {span}' },
  'part.axis.years-begun': { en: 'years begun {span}', fr: "début de l'année : {span}" },
  'part.axis.years-ended': { en: 'years ended {span}', fr: "fin de l'année : {span}" },
} as const satisfies Readonly<Record<string, Told>>;

/** What is no longer said: rejections that were stored with it are still told. */
const retired = {
  'refused.late': {
    en: '{started}, to be introduced by {by}, introduced {introducedOn}',
    fr: '{started}, créance à introduire au plus tard le {by}, introduite le {introducedOn}',
  },
  'part.no-care': { en: 'no care', fr: 'aucun soin' },
  'part.recorded': { en: 'recorded {recordedOn}', fr: 'comptabilisée le {recordedOn}' },
  'part.known': {
    en: 'recorded {recordedOn}, competent institution known {known}',
    fr: 'comptabilisée le {recordedOn}, institution compétente connue le {known}',
  },
  'part.care-until': { en: 'care until {careUntil}', fr: "soins jusqu'au {careUntil}" },
  'part.published': {
    en: 'average costs published {publishedOn}',
    fr: 'coûts moyens publiés le {publishedOn}',
  },
} as const satisfies Readonly<Record<string, Told>>;

/**
 * Every sentence in which a decision, or what became of a claim, is told. `{name}` is an input, `{word:name}` an input that is
 * translated itself by the list below.
 */
export const explanations = {
  ...applied,
  ...refused,
  ...consequences,
  ...parts,
  ...retired,
  ...history,
  ...settlement,
};

/** Codes that stand in sentences, in words. */
export const words: ReadonlyMap<string, Told> = new Map<string, Told>([
  ['unplanned', { en: 'unplanned', fr: 'soins inopinés' }],
  ['planned', { en: 'planned', fr: 'soins programmés' }],
  ['residence', { en: 'residence', fr: 'soins au lieu de résidence' }],
  ['medical-check', { en: 'medical-check', fr: 'contrôle médical' }],
  ['actual-expenditure', { en: 'actual expenditure', fr: 'les dépenses réelles' }],
  ['fixed-amount', { en: 'fixed amounts', fr: 'les forfaits' }],
  ['family', { en: 'family', fr: 'famille' }],
  ['pensioner', { en: 'pensioner', fr: 'pensionné' }],
  ['under-20', { en: 'under-20', fr: 'moins de 20 ans' }],
  ['20-64', { en: '20-64', fr: '20 à 64 ans' }],
  ['65-plus', { en: '65-plus', fr: '65 ans et plus' }],
  ['all-ages', { en: 'all ages together', fr: 'tous les âges ensemble' }],
  ['month', { en: 'month', fr: 'du mois' }],
  ['half-year', { en: 'half-year', fr: 'du semestre' }],
  ['year', { en: 'year', fr: "de l'année" }],
  ['institutions', { en: 'institutions', fr: 'institutions' }],
  ['instruments', { en: 'instruments', fr: 'instruments' }],
  ['state-currencies', { en: 'currencies of States', fr: 'monnaies des États' }],
  ['average-costs', { en: 'average costs', fr: 'coûts moyens' }],
  ['total', { en: 'total', fr: 'total' }],
  ['medical', { en: 'medical', fr: 'soins médicaux' }],
  ['dental', { en: 'dental', fr: 'soins dentaires' }],
  ['medicines', { en: 'medicines', fr: 'médicaments' }],
  ['hospital', { en: 'hospital', fr: 'hospitalisation' }],
  ['transport', { en: 'transport', fr: 'transport' }],
  ['other', { en: 'other', fr: 'autres' }],
  ...historyWords,
]);
