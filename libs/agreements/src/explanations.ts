import { explanations, words } from './explanations.data.js';

/** Languages in which decisions are told. */
export type Language = 'en' | 'fr';
export const languages = ['en', 'fr'] as const satisfies readonly Language[];

/** Which sentence of the catalogue. */
export type ExplanationKey = keyof typeof explanations;

/** A sentence of the catalogue with what goes into it: texts, or sentences to be listed. */
export interface Sentence {
  readonly key: ExplanationKey;
  readonly inputs: Readonly<Record<string, string | readonly Sentence[]>>;
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
      if (typeof input !== 'string') {
        return input.map((sentence) => tell(sentence, language)).join(', ');
      }
      return isWord === undefined ? input : wordOf(input, language);
    },
  );
}

/** Sentences one after the other, as the detail of a refusal is written. */
export function tellAll(sentences: readonly Sentence[], language: Language): string {
  return sentences.map((sentence) => tell(sentence, language)).join('; ');
}

function wordOf(code: string, language: Language): string {
  return words.get(code)?.[language] ?? code;
}
