import { checkContentRegex } from "./content-regex";
import { checkDomain } from "./domain";
import { checkEmail } from "./email";
import { checkEnd } from "./end";
import { checkNetwork } from "./ip";
import { checkUrlRegex } from "./url-regex";
import type { Verdict } from "./verdict";
import type { Field, TextForm } from "./field";

/** Checks a text by the form of its field; `undefined` if any text is valid, or if other fields tell how to read it. */
export function checkForm({ form }: Pick<Field, "form">, text: string): Verdict | undefined {
  return form === undefined || form === "pattern" ? undefined : CHECKS[form](text);
}

const CHECKS: Readonly<Record<Exclude<TextForm, "pattern">, (text: string) => Verdict>> = {
  domain: checkDomain,
  address: checkEmail,
  ip: checkNetwork,
  "content-regex": checkContentRegex,
  "url-regex": checkUrlRegex,
  end: checkEnd,
};
