import { explanations, words } from './explanations.data.js';
import type { Told } from './fields.schema.js';

/** Languages in which decisions are told. */
export type Language = 'en' | 'fr';
export const languages = ['en', 'fr'] as const satisfies readonly Language[];

/** Which sentence of the catalogue. */
export type ExplanationKey = keyof typeof explanations;

/** What goes into a sentence: a text, a text in every language, or sentences to be listed. */
export type SentenceInput = string | Told | readonly Sentence[];

/** A sentence of the catalogue with what goes into it. */
export interface Sentence {
  readonly key: ExplanationKey;
  readonly inputs: Readonly<Record<string, SentenceInput>>;
}

const placeholder = /\{(word:)?(\w+)\}/g;

/**
 * A sentence in a language. `{name}` stands for an input, `{word:name}` for an input that is itself
 * translated, e.g. a type of care.
 *
 * @throws Error when an input that the sentence needs is not there
 */
export function tell({ key, inputs }: Sentence, language: Language): string {
  return explanations[key][language].replaceAll(
    placeholder,
    (_, isWord: string | undefined, name: string) => {
      const input = inputs[name];
      if (input === undefined) {
        throw new Error(`${key} needs ${name}`);
      }
      return isWord !== undefined && typeof input === 'string'
        ? wordOf(input, language)
        : tellInput(input, language);
    },
  );
}

/** Sentences one after the other, as the detail of a refusal is written. */
export function tellAll(sentences: readonly Sentence[], language: Language): string {
  return sentences.map((sentence) => tell(sentence, language)).join(between[language]);
}

/** French sets a space before the semicolon too. */
const between: Readonly<Record<Language, string>> = { en: '; ', fr: ' ; ' };

/** What goes into a sentence, in a language; codes stay as they are. */
export function tellInput(input: SentenceInput, language: Language): string {
  if (typeof input === 'string') {
    return input;
  }
  return 'en' in input
    ? input[language]
    : input.map((sentence) => tell(sentence, language)).join(', ');
}

function wordOf(code: string, language: Language): string {
  return words.get(code)?.[language] ?? code;
}
