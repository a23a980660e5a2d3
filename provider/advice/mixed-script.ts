import { domainToUnicode } from "node:url";

/**
 * Scripts that are used together: Japanese and Korean with Han, and each with Latin, as browsers allow.
 *
 * Source: UTS 39, 5.1 and 5.2 (highly restrictive)
 */
const TOGETHER = [
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Common}\p{Script=Inherited}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hangul}\p{Script=Common}\p{Script=Inherited}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Bopomofo}\p{Script=Common}\p{Script=Inherited}]*$/u,
];

/** Whether a label of the domain (canonical form) has letters of scripts that no language writes in one word. */
export function mixesScripts(domain: string): boolean {
  return domain
    .split(".")
    .filter((label) => label.startsWith("xn--"))
    .map((label) => domainToUnicode(label))
    .some((label) => !TOGETHER.some((scripts) => scripts.test(label)) && !isOneScript(label));
}

function isOneScript(label: string): boolean {
  const letters = label.replace(/[\p{Script=Common}\p{Script=Inherited}]/gu, "");
  return !/\p{Script=Latin}/u.test(letters) && !isTwoOf(letters);
}

/** Greek, Cyrillic, Armenian and Cherokee have letters that look like letters of another script. */
function isTwoOf(letters: string): boolean {
  const lookalikes = [/\p{Script=Greek}/u, /\p{Script=Cyrillic}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u];
  const found = lookalikes.filter((script) => script.test(letters)).length;
  const others = /[^\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(letters);
  return found + (found > 0 && others ? 1 : 0) > 1;
}
