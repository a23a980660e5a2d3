import { isRegistrable } from "../fields/mail-domain";
import { compileLinear } from "./linear-regex";
import { isAnyDomain } from "./regex-reach";
import { literalsOf } from "./regex-literals";
import { remembered } from "./remembered";
import { alternativesOf, split } from "./regex-tokens";

/** Whether an alternative of the expression says what stands before `@` and allows any domain after it: `noreply@.*`. */
export function leavesDomainOpen(pattern: string): boolean {
  return hostsOf(pattern).some(({ host }) => {
    if (host === undefined || isLong(literalsOf(host).required)) return false;
    const regex = compileLinear(`(?i)^(?:${host})`);
    return regex !== undefined && isAnyDomain((domain) => regex.finds(domain));
  });
}

/**
 * Whether an alternative of the expression ends in a domain that may begin in the middle of a label: `.*@.*acme\.com` also
 * matches `evil-acme.com`, which anyone can register.
 */
export function leavesLabelOpen(pattern: string): boolean {
  return hostsOf(pattern).some(({ whole, host }) => {
    const domains = literalsOf(whole).endings.filter((ending) => DOMAIN.test(ending) && isRegistrable(ending));
    if (domains.length === 0) return false;
    const regex = compileLinear(`(?i)${host ?? whole}`);
    const senders = host === undefined ? ["", "maria@"] : [""];
    const strangers = senders.flatMap((sender) => STRANGERS.map((name) => sender + name));
    return domains.some((domain) => strangers.some((stranger) => regex?.matches(stranger + domain)));
  });
}

const DOMAIN = /^[a-z\d][a-z\d-]*(?:\.[a-z\d-]+)+$/;
const STRANGERS = ["evil-", "evil"];

/** The alternatives of an expression, each with what follows its last `@`. */
const hostsOf = remembered((pattern: string) =>
  alternativesOf(pattern).map((alternative) => ({ whole: alternative.join(""), host: hostOf(alternative) })),
);

/** The part after the last `@`; `undefined` if that cannot be found out. */
function hostOf(alternative: readonly string[]): string | undefined {
  const parts = alternative.flatMap((token) => (/^[\w@-]+$/.test(token) ? Array.from(token) : [token]));
  const bySign = split(parts, (token) => token === "@");
  return bySign.length < 2 ? undefined : bySign.at(-1)?.join("");
}

function isLong(texts: readonly string[]): boolean {
  return texts.every(({ length }) => length > 1);
}
