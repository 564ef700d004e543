const ibanForm = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;

const CHARACTER_A = 65;

/**
 * Whether the text is an IBAN in electronic form (no blanks): country, check digits and account of
 * ISO 13616, with the check digits right (the rearranged number modulo 97 is 1, ISO 7064).
 */
export function isValidIban(text: string): boolean {
  return ibanForm.test(text) && remainderOf(text) === 1;
}

/**
 * The IBAN of an account, with its check digits.
 *
 * @param country two capital letters
 * @param account the national part: 11 to 30 digits and capital letters
 */
export function ibanOf(country: string, account: string): string {
  const checkDigits = 98 - remainderOf(`${country}00${account}`);
  return `${country}${String(checkDigits).padStart(2, '0')}${account}`;
}

/** The number that an IBAN is with its first four characters put last, modulo 97; A is 10, B is 11. */
function remainderOf(iban: string): number {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const code = character.charCodeAt(0);
    remainder =
      code >= CHARACTER_A
        ? (remainder * 100 + code - CHARACTER_A + 10) % 97
        : (remainder * 10 + code - 48) % 97;
  }
  return remainder;
}
