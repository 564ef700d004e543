/** An element as far as a bank file needs it: names without prefix, text, attributes, children. */
export interface XmlElement {
  readonly name: string;
  /** Line of its start tag, from 1. */
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** The first element at the end of a path of names below this one; undefined where there is none. */
export function at(element: XmlElement | undefined, path: string): XmlElement | undefined {
  return path
    .split('/')
    .reduce<XmlElement | undefined>(
      (place, name) => place?.children.find((child) => child.name === name),
      element,
    );
}

/** All elements of a name directly below this one. */
export function allOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text at the end of a path, without blanks around it; null where there is none. */
export function textAt(element: XmlElement | undefined, path: string): string | null {
  const text = at(element, path)?.text.trim();
  return text === undefined || text === '' ? null : text;
}

/** The first text that is there, of several paths. */
export function firstText(
  element: XmlElement | undefined,
  paths: readonly string[],
): string | null {
  for (const path of paths) {
    const text = textAt(element, path);
    if (text !== null) return text;
  }
  return null;
}
