import { ibanOf } from '@reciproca/agreements';

interface DemoInstitution {
  readonly id: string;
  readonly name: string;
  readonly liaisonBody: string | null;
}

const institution = (id: string, name: string, liaisonBody: string | null = null) => ({
  id,
  name,
  liaisonBody,
});

/** The institutions that take part, several per State, each with its State's liaison body. */
const demoInstitutions: readonly DemoInstitution[] = [
  institution('FR:CNSE', 'Centre national des soins à l’étranger'),
  institution('FR:CNAM', 'Caisse nationale de l’assurance maladie', 'FR:CNSE'),
  institution('FR:MSA', 'Mutualité sociale agricole', 'FR:CNSE'),
  institution('DE:DVKA', 'Deutsche Verbindungsstelle Krankenversicherung – Ausland'),
  institution('DE:AOK-BY', 'AOK Bayern', 'DE:DVKA'),
  institution('DE:TK', 'Techniker Krankenkasse', 'DE:DVKA'),
  institution('DE:BARMER', 'BARMER', 'DE:DVKA'),
  institution('NL:CAK', 'Centraal Administratie Kantoor'),
  institution('GB:NHSBSA', 'NHS Business Services Authority'),
  institution('PT:ACSS', 'Administração Central do Sistema de Saúde'),
  institution('PT:ISS', 'Instituto da Segurança Social', 'PT:ACSS'),
  institution('BE:INAMI', 'Institut national d’assurance maladie-invalidité'),
  institution('BE:MC', 'Mutualité chrétienne', 'BE:INAMI'),
  institution('AT:DVSV', 'Dachverband der Sozialversicherungsträger'),
  institution('AT:OEGK', 'Österreichische Gesundheitskasse', 'AT:DVSV'),
  institution('IT:MDS', 'Ministero della Salute'),
  institution('IT:ASL-BZ', 'Azienda sanitaria dell’Alto Adige', 'IT:MDS'),
  institution('GR:EOPYY', 'Ethnikos Organismos Parochis Ypiresion Ygeias'),
  institution('ES:INSS', 'Instituto Nacional de la Seguridad Social'),
  institution('LT:VLK', 'Valstybinė ligonių kasa'),
  institution('IE:HSE', 'Health Service Executive'),
  institution('NC:CAFAT', 'Caisse de compensation des prestations familiales, Nouméa'),
  institution('MC:CCSS', 'Caisse de compensation des services sociaux'),
  institution('US:SSA', 'Social Security Administration'),
];

/** The records to import as reference data of the kind `institutions`; liaison bodies have accounts. */
export const institutionRecords = demoInstitutions.map((each) => ({
  ...each,
  from: '1960-01-01',
  to: null,
  accounts: each.liaisonBody === null ? accountsOf(each.id.slice(0, 2)) : [],
}));

/** Made-up accounts with right check digits, one per currency in which the demo settles. */
function accountsOf(state: string) {
  return ['EUR', 'GBP', 'USD', 'XPF'].map((currency, index) => ({
    currency,
    iban: ibanOf(state, `0000000000000${String(index + 1)}`),
    bic: `DEMO${state}22`,
    from: '1960-01-01',
  }));
}

/** The arrangement that lets France and Germany net; arrangements are the operator's input. */
export const arrangementRecords = [
  {
    id: 'DE-FR',
    states: ['DE', 'FR'],
    instruments: ['EU-987-2009'],
    from: '2010-05-01',
    to: null,
    offsetting: true,
    eligibility: 'introduced',
    calendar: null,
    settlementCurrency: null,
    rate: null,
    approvals: { officers: 2, threshold: '10000000.00', officersAbove: 3 },
    acceptance: null,
    fee: null,
  },
];

/** The institutions of a State that treat and insure; a State with one institution has that one. */
export function institutionsOf(state: string): string[] {
  const own = demoInstitutions.filter((each) => each.id.startsWith(`${state}:`));
  const acting = own.filter((each) => each.liaisonBody !== null);
  return (acting.length > 0 ? acting : own).map((each) => each.id);
}
