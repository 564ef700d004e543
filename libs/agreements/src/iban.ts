const ibanForm = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;

const CHARACTER_A = 65;

/**
 * Whether the text is an IBAN in electronic form (no blanks): country, check digits and account of
 * ISO 13616, with the check digits right (the rearranged number modulo 97 is 1, ISO 7064).
 */
export function isValidIban(text: string): boolean {
  if (!ibanForm.test(text)) {
    return false;
  }
  let remainder = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const code = character.charCodeAt(0);
    remainder =
      code >= CHARACTER_A
        ? (remainder * 100 + code - CHARACTER_A + 10) % 97
        : (remainder * 10 + code - 48) % 97;
  }
  return remainder === 1;
}
