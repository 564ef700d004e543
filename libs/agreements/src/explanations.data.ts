/** A sentence in every language. */
interface Told {
  readonly en: string;
  readonly fr: string;
}

/** What was applied when a claim was introduced. */
const applied = {
  'applied.instrument.care': {
    en: 'The instrument binds {creditorState} and {debtorState} for care from {careFrom} to {careUntil} recorded on {recordedOn}.',
    fr: "L'instrument lie {creditorState} et {debtorState} pour des soins du {careFrom} au {careUntil} comptabilisés le {recordedOn}.",
  },
  'applied.instrument.year': {
    en: 'The instrument binds {creditorState} and {debtorState} for the reference year from {careFrom} to {careUntil}.',
    fr: "L'instrument lie {creditorState} et {debtorState} pour l'année de référence du {careFrom} au {careUntil}.",
  },
  'applied.instrument.recorded': {
    en: 'The instrument binds {creditorState} and {debtorState} for what was recorded on {recordedOn}; when care was given is not known.',
    fr: "L'instrument lie {creditorState} et {debtorState} pour ce qui a été comptabilisé le {recordedOn} ; la date des soins n'est pas connue.",
  },
  'applied.opening': {
    en: 'Introduced on {introducedOn}, taken over from an old system on {takenOverOn}: whether it was introduced in time is not examined again.',
    fr: "Introduite le {introducedOn}, reprise d'un ancien système le {takenOverOn} : le respect du délai d'introduction n'est pas réexaminé.",
  },
  'applied.document': {
    en: '{document} is accepted for care of type {word:care}.',
    fr: '{document} est admis pour des soins de type {word:care}.',
  },
  'applied.currency': {
    en: '{state} claims in {currency} what it recorded on {recordedOn}.',
    fr: "{state} demande en {currency} le remboursement de ce qu'il a comptabilisé le {recordedOn}.",
  },
  'applied.fixed-amount': {
    en: '{months} months at {monthly}, published on {publishedOn} for {year}, make {total}.',
    fr: '{months} mois à {monthly}, montant publié le {publishedOn} pour {year}, font {total}.',
  },
  'applied.fixed-amount.stands-in': {
    en: '{months} months at {monthly} make {total}: nothing was published in time for {year}, so the last earlier amount, of {valueYear}, applies.',
    fr: "{months} mois à {monthly} font {total} : rien n'ayant été publié à temps pour {year}, le dernier montant antérieur, celui de {valueYear}, s'applique.",
  },
  'applied.filed.recording': {
    en: 'Recorded on {recordedOn}, to be introduced by {by}, introduced on {introducedOn}.',
    fr: 'Comptabilisée le {recordedOn}, à introduire au plus tard le {by}, introduite le {introducedOn}.',
  },
  'applied.filed.known': {
    en: 'Recorded on {recordedOn}, competent institution known on {competentInstitutionKnownOn}, to be introduced by {by}, introduced on {introducedOn}.',
    fr: 'Comptabilisée le {recordedOn}, institution compétente connue le {competentInstitutionKnownOn}, à introduire au plus tard le {by}, introduite le {introducedOn}.',
  },
  'applied.filed.care-end': {
    en: 'Care until {careUntil}, to be introduced by {by}, introduced on {introducedOn}.',
    fr: "Soins jusqu'au {careUntil}, à introduire au plus tard le {by}, introduite le {introducedOn}.",
  },
  'applied.filed.publication': {
    en: 'Average costs published on {publishedOn}, to be introduced by {by}, introduced on {introducedOn}.',
    fr: 'Coûts moyens publiés le {publishedOn}, à introduire au plus tard le {by}, introduite le {introducedOn}.',
  },
  'applied.down-payment': {
    en: 'Only a down payment by {by} can shield from interest: {months} months after the end of the {word:after} of introduction, {introducedOn}.',
    fr: "Seul un acompte versé au plus tard le {by} peut préserver des intérêts : {months} mois après la fin {word:after} de l'introduction, le {introducedOn}.",
  },
  'applied.payment': {
    en: 'To be paid by {by}: {months} months after the end of the {word:after} of introduction, {introducedOn}.',
    fr: "À payer au plus tard le {by} : {months} mois après la fin {word:after} de l'introduction, le {introducedOn}.",
  },
  'applied.dispute': {
    en: 'May be contested until {by}: {months} months after the end of the {word:after} of introduction, {introducedOn}.',
    fr: "Peut être contestée jusqu'au {by} : {months} mois après la fin {word:after} de l'introduction, le {introducedOn}.",
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
    fr: 'une créance portant cette référence est introduite ; la corriger par une note de crédit',
  },
  'refused.negative': {
    en: 'amounts below zero: {amounts}; a claim holds none, lower it by a credit note',
    fr: "montants inférieurs à zéro : {amounts} ; une créance n'en comporte pas, la réduire par une note de crédit",
  },
  'refused.sum': {
    en: 'benefits add up to {sum}, total {total}',
    fr: 'la somme des prestations est de {sum}, le total de {total}',
  },
  'refused.care-ends-first': {
    en: 'care from {from} after its end {to}',
    fr: 'soins commençant le {from}, après leur fin le {to}',
  },
  'refused.care-from-after-recording': {
    en: 'care from {from} after recording {recordedOn}',
    fr: 'soins commençant le {from}, après la comptabilisation le {recordedOn}',
  },
  'refused.care-to-after-recording': {
    en: 'care until {to} after recording {recordedOn}',
    fr: "soins jusqu'au {to}, après la comptabilisation le {recordedOn}",
  },
  'refused.recorded-after-introduction': {
    en: 'recorded {recordedOn} after introduction {introducedOn}',
    fr: "comptabilisée le {recordedOn}, après l'introduction le {introducedOn}",
  },
  'refused.introduced-after-message': {
    en: 'introduced {introducedOn} after the day of the message {messageDay}',
    fr: 'introduite le {introducedOn}, après le jour du message le {messageDay}',
  },
  'refused.no-record': { en: 'no record of {places}', fr: 'aucun enregistrement de {places}' },
  'refused.currency': {
    en: 'recorded {recordedOn}, when {state} claims in {expected}, claimed in {currency}',
    fr: 'comptabilisée le {recordedOn}, jour où {state} demande en {expected}, demandée en {currency}',
  },
  'refused.late': {
    en: '{started}, to be introduced by {by}, introduced {introducedOn}',
    fr: '{started}, à introduire au plus tard le {by}, introduite le {introducedOn}',
  },
  'refused.basis': {
    en: '{instrument} knows no {word:basis}; a claim can be accepted for {allowed} alone',
    fr: '{instrument} ne connaît pas {word:basis} ; une créance ne peut être admise que pour {allowed}',
  },
  'refused.no-claimant': {
    en: '{state} claims no fixed amounts for group {word:group} and year {year} under {instrument}, only actual expenditure',
    fr: "{state} ne demande pas de forfaits pour le groupe {word:group} et l'année {year} selon {instrument}, seulement les dépenses réelles",
  },
  'refused.document': {
    en: '{document} is accepted for {accepted}, care {word:care}',
    fr: '{document} est admis pour des soins de type {accepted}, soins de type {word:care}',
  },
  'refused.no-average': {
    en: 'no average costs of {state} for {year}, group {group}, were published by {introducedOn}',
    fr: "aucun coût moyen de {state} pour {year}, groupe {group}, n'était publié au {introducedOn}",
  },
  'refused.no-average.wait': {
    en: 'after {after} the last earlier amount applies',
    fr: "après le {after}, le dernier montant antérieur s'applique",
  },
  'refused.no-average.earlier': {
    en: 'nor for an earlier year',
    fr: 'ni pour une année antérieure',
  },
  'refused.fixed-amount': {
    en: '{months} months at {monthly} (OJ {oj}) make {expected}, total {total}',
    fr: '{months} mois à {monthly} (JO {oj}) font {expected}, total {total}',
  },
  'refused.fixed-amount.stands-in': {
    en: '{months} months at {monthly}, the last earlier amount, of {valueYear} (OJ {oj}), make {expected}, total {total}',
    fr: '{months} mois à {monthly}, dernier montant antérieur, celui de {valueYear} (JO {oj}), font {expected}, total {total}',
  },
  'refused.same-state': {
    en: '{state} is both creditor and debtor State for {place}',
    fr: '{state} est à la fois État créancier et État débiteur pour {place}',
  },
  'refused.no-care': {
    en: '{title} ({agreement}) refunds no care: it covers {covers}',
    fr: '{title} ({agreement}) ne rembourse pas de soins, il couvre : {covers}',
  },
  'refused.binds': {
    en: 'it binds {creditorState} and {debtorState} {span}',
    fr: 'il lie {creditorState} et {debtorState} {span}',
  },
  'refused.no-instrument': {
    en: 'no instrument in the data of this release makes {debtorState} refund {creditorState} for {place}',
    fr: "aucun instrument des données de cette version n'oblige {debtorState} à rembourser {creditorState} pour {place}",
  },
  'refused.bound': { en: 'bound {bindings}', fr: 'liés {bindings}' },
} as const satisfies Readonly<Record<string, Told>>;

/** Parts of the sentences above. */
const parts = {
  'part.on-day': { en: '{what} on {day}', fr: '{what} au {day}' },
  'part.word': { en: '{word:code}', fr: '{word:code}' },
  'part.no-care': { en: 'no care', fr: 'aucun soin' },
  'part.amount': { en: '{word:what} {amount}', fr: '{word:what} {amount}' },
  'part.more': { en: '{shown} and {more} more', fr: '{shown} et {more} de plus' },
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
  'part.place.care': {
    en: 'care from {careFrom} to {careUntil} recorded on {recordedOn}',
    fr: 'des soins du {careFrom} au {careUntil} comptabilisés le {recordedOn}',
  },
  'part.place.year': { en: 'fixed amounts of {year}', fr: 'des forfaits de {year}' },
  'part.span.always': { en: 'at all times', fr: 'de tout temps' },
  'part.span.until': { en: 'until {to}', fr: "jusqu'au {to}" },
  'part.span.from': { en: 'from {from}', fr: 'depuis le {from}' },
  'part.span.from-to': { en: 'from {from} to {to}', fr: 'du {from} au {to}' },
  'part.binding': { en: 'by {instrument} for {limits}', fr: 'par {instrument} pour {limits}' },
  'part.axis.care-begun': { en: 'care begun {span}', fr: 'des soins commencés {span}' },
  'part.axis.care-ended': { en: 'care ended {span}', fr: 'des soins terminés {span}' },
  'part.axis.recorded': { en: 'recorded {span}', fr: 'comptabilisés {span}' },
  'part.axis.years-begun': { en: 'years begun {span}', fr: 'des années commencées {span}' },
  'part.axis.years-ended': { en: 'years ended {span}', fr: 'des années terminées {span}' },
} as const satisfies Readonly<Record<string, Told>>;

/**
 * Every sentence in which a decision is told. `{name}` is an input, `{word:name}` an input that is
 * translated itself by the list below.
 */
export const explanations = { ...applied, ...refused, ...parts };

/** Codes that stand in sentences, in words. */
export const words: ReadonlyMap<string, Told> = new Map<string, Told>([
  ['unplanned', { en: 'unplanned', fr: 'inopinés' }],
  ['planned', { en: 'planned', fr: 'programmés' }],
  ['residence', { en: 'residence', fr: 'au lieu de résidence' }],
  ['medical-check', { en: 'medical-check', fr: 'contrôle médical' }],
  ['actual-expenditure', { en: 'actual expenditure', fr: 'les dépenses réelles' }],
  ['fixed-amount', { en: 'fixed amounts', fr: 'les forfaits' }],
  ['family', { en: 'family', fr: 'famille' }],
  ['pensioner', { en: 'pensioner', fr: 'pensionné' }],
  ['month', { en: 'month', fr: 'du mois' }],
  ['half-year', { en: 'half-year', fr: 'du semestre' }],
  ['year', { en: 'year', fr: "de l'année" }],
  ['total', { en: 'total', fr: 'total' }],
  ['medical', { en: 'medical', fr: 'soins médicaux' }],
  ['dental', { en: 'dental', fr: 'soins dentaires' }],
  ['medicines', { en: 'medicines', fr: 'médicaments' }],
  ['hospital', { en: 'hospital', fr: 'hospitalisation' }],
  ['transport', { en: 'transport', fr: 'transport' }],
  ['other', { en: 'other', fr: 'autres' }],
]);
