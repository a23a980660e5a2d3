import { quote } from "./quote";
import type { Verdict } from "./verdict";

/** Most repeats that `{n,m}` may ask for. */
const MOST_REPEATS = 50;

const CLASSES = "dwsb";

/**
 * Checks the regular expression of a content policy, which understands only a small part of what others can do. Groups and
 * escaped characters are accepted, though the page does not name them: alternatives are of little use without.
 *
 * Source: https://developers.cloudflare.com/cloudflare-one/email-security/policies/inbound/blocked-content/
 */
export function checkContentRegex(text: string): Verdict {
  if (text === "") return { problem: "is empty, which matches every message: write what is looked for" };
  const problem = new Reader(text).problem();
  return problem === undefined ? { canonical: text } : { problem: `${quote(text)} ${problem}` };
}

class Reader {
  #at = 0;
  #depth = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  problem(): string | undefined {
    let isRepeatable = false;
    while (this.#at < this.#text.length) {
      const sign = this.#text[this.#at] as string;
      if ("*+?{".includes(sign)) {
        const problem = isRepeatable
          ? this.#repeat(sign)
          : `has nothing to repeat before "${sign}": write \\${sign} where it is meant as itself`;
        if (problem !== undefined) return problem;
        isRepeatable = false;
        continue;
      }
      const problem = this.#atom(sign);
      if (problem !== undefined) return problem;
      isRepeatable = !"(|^".includes(sign);
    }
    return this.#depth > 0 ? 'has a "(" without its ")": write \\( where it is meant as itself' : undefined;
  }

  #atom(sign: string): string | undefined {
    if (sign === "\\") return this.#escape();
    if (sign === "[") return this.#set();
    this.#at += 1;
    if (sign === "(") {
      this.#depth += 1;
      if (this.#text[this.#at] === "?") {
        return 'begins a group with "(?", which content policies do not know: write a plain group, ( … )';
      }
    }
    if (sign === ")") {
      this.#depth -= 1;
      if (this.#depth < 0) return 'has a ")" without its "(": write \\) where it is meant as itself';
    }
    return undefined;
  }

  #escape(): string | undefined {
    const sign = this.#text[this.#at + 1];
    if (sign === undefined) return "ends with a backslash: write \\\\ where it is meant as itself";
    this.#at += 2;
    if (/[a-z\d]/i.test(sign) && !CLASSES.includes(sign)) {
      return `has \\${sign}, which content policies do not know: they know \\d, \\w, \\s and \\b`;
    }
    return undefined;
  }

  #set(): string | undefined {
    const rest = this.#text.slice(this.#at);
    const [whole, inside = ""] = /^\[\^?((?:[^\\\]]|\\.)*)\]/s.exec(rest) ?? [];
    if (whole === undefined) return 'has a "[" without its "]": write \\[ where it is meant as itself';
    if (inside === "") return "has an empty set of characters";
    if (/\[:|&&/.test(inside)) {
      return "has a named or an intersected set of characters, which content policies do not know";
    }
    const wrong = [...inside.matchAll(/(\\.|[^\\])-(\\.|[^\\])/gs)].find(
      ([, from = "", to = ""]) => plain(from) > plain(to),
    );
    if (wrong !== undefined) return `has the range ${wrong[0]}, which ends before it begins`;
    this.#at += whole.length;
    return undefined;
  }

  #repeat(sign: string): string | undefined {
    this.#at += 1;
    if (sign === "{") {
      const [whole, least = "", , most] = /^(\d+)(,(\d*))?\}/.exec(this.#text.slice(this.#at)) ?? [];
      if (whole === undefined) return 'has a "{" that counts nothing: write {2,5}, or \\{ where it is meant as itself';
      this.#at += whole.length;
      if (Math.max(Number(least), Number(most ?? 0)) > MOST_REPEATS) {
        return `repeats more than ${MOST_REPEATS} times: ${MOST_REPEATS} is the most`;
      }
      if (most !== undefined && most !== "" && Number(most) < Number(least)) {
        return `has {${least},${most}}, which ends before it begins`;
      }
    }
    const next = this.#text[this.#at];
    return next !== undefined && "*+?{".includes(next)
      ? `repeats a repeat with "${next}", which content policies do not know: leave one of the two out`
      : undefined;
  }
}

const plain = (one: string) => (one.startsWith("\\") ? one.slice(1) : one);
