import { isQuantifier, tokensOf } from "./regex-tokens";
import { remembered } from "./remembered";

/** Marks an ending that any text may precede. No pattern has this character. */
const ANYTHING = "\0";

/** If there are more endings, nothing is known of the ending. */
const MOST = 64;

/** A text of this length is hardly in another one by chance. */
const LONG = 8;

/** What is known of the texts that an expression matches as a whole. All in lower case; `[""]` if nothing is certain. */
export interface RegexLiterals {
  /** One of them ends the text: `@(?:a|b)\.com$` gives `@a.com` and `@b.com`. */
  readonly endings: readonly string[];
  /** One of them is in the text. Of all such sets that were found, the one that says most. */
  readonly required: readonly string[];
}

/**
 * Reads an expression without trying it.
 * @param pattern - one that `compileLinear` accepts
 */
export const literalsOf = remembered((pattern: string): RegexLiterals => {
  const { endings, required } = new LiteralReader(tokensOf(pattern)).alternatives();
  return { endings: plain(endings), required: plain(required) };
});

class LiteralReader {
  #at = 0;
  readonly #tokens: readonly string[];

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  /** Reads up to the end of the group. Endings that any text may precede are marked. */
  alternatives(): RegexLiterals {
    const first = this.#sequence();
    const all = [first];
    while (this.#accept("|")) all.push(this.#sequence());
    this.#accept(")");
    if (all.length === 1) return first;
    const endings = [...new Set(all.flatMap((one) => one.endings))];
    const required = [...new Set(all.flatMap((one) => one.required))];
    return endings.length > MOST ? UNCERTAIN : { endings, required };
  }

  #sequence(): RegexLiterals {
    let endings: readonly string[] = [""];
    let required: readonly string[] = [""];
    for (let token = this.#peek(); token !== undefined && token !== "|" && token !== ")"; token = this.#peek()) {
      this.#at += 1;
      const item = this.#counted(this.#item(token));
      endings = joined(endings, item.endings);
      for (const one of [item.required, endings]) if (tellsMore(one, required)) required = one;
    }
    return { endings, required };
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #accept(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#at += 1;
    return true;
  }

  #item(token: string): RegexLiterals {
    if (token.startsWith("(")) {
      const inner = this.alternatives();
      return /^\(\?(?:<?[=!]|[a-zA-Z-]*$)/.test(token) ? EMPTY : inner;
    }
    if (/^(?:[\^$]|\\[bBAzZG])$/.test(token)) return EMPTY;
    if (token.startsWith("[")) return { endings: lettersOf(token), required: [""] };
    if (token.startsWith("\\Q")) return text(token.replace(/^\\Q|\\E$/g, ""));
    return token === "." || /^\\[a-zA-Z\d]/.test(token) ? UNCERTAIN : text(token.replace(/^\\/, ""));
  }

  /** The item with the quantifier that follows it. */
  #counted(item: RegexLiterals): RegexLiterals {
    const quantifier = this.#peek();
    if (quantifier === undefined || !isQuantifier(quantifier)) return item;
    this.#at += 1;
    if (/^(?:\?|\{0,1\})/.test(quantifier)) return { endings: [...item.endings, ""], required: [""] };
    const repeated = item.endings.map(afterAnything);
    if (!/^(?:\*|\{0)/.test(quantifier)) return { ...item, endings: repeated };
    return repeated.includes(ANYTHING) ? UNCERTAIN : { endings: [...repeated, ""], required: [""] };
  }
}

const EMPTY: RegexLiterals = { endings: [""], required: [""] };
const UNCERTAIN: RegexLiterals = { endings: [ANYTHING], required: [""] };

function text(literal: string): RegexLiterals {
  return { endings: [literal.toLowerCase()], required: [""] };
}

/** Without the mark. */
function plain(endings: readonly string[]): readonly string[] {
  const texts = new Set(endings.map((ending) => ending.replace(ANYTHING, "")));
  return texts.has("") ? [""] : [...texts];
}

function shortest(texts: readonly string[]): number {
  return texts.reduce((least, text) => Math.min(least, text.length - (text.startsWith(ANYTHING) ? 1 : 0)), Infinity);
}

/** Whether the texts narrow down what has one of them more than the others do: a few long ones do so more than many. */
function tellsMore(texts: readonly string[], others: readonly string[]): boolean {
  const length = shortest(others);
  return shortest(texts) > length && (texts.length <= others.length || length < LONG);
}

const afterAnything = (ending: string) => (ending.startsWith(ANYTHING) ? ending : ANYTHING + ending);

function joined(before: readonly string[], item: readonly string[]): readonly string[] {
  if (before.length * item.length > MOST) return item.map(afterAnything);
  const texts = before.flatMap((start) => item.map((end) => (end.startsWith(ANYTHING) ? end : start + end)));
  return texts.length === 1 ? texts : [...new Set(texts)];
}

/** The letters of a small class without ranges. */
function lettersOf(characterClass: string): string[] {
  const inner = characterClass.slice(1, -1);
  if (inner.startsWith("^") || /\\[a-zA-Z\d]|[^\\]-./.test(inner)) return [ANYTHING];
  const letters = Array.from(inner.replace(/\\([\s\S])/gu, "$1").toLowerCase());
  return letters.length > 8 ? [ANYTHING] : letters;
}
