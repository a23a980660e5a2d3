import { checkUrlRegex } from "../../provider/fields/url-regex";
import { accepts, refuses } from "./verdicts";

const { raw } = String;
const instead = raw`for all below a host write "^https?://([^/]+\\.)?acme\\.example/"`;

describe("the regular expression of a URL ignore pattern", () => {
  accepts(
    checkUrlRegex,
    // The last two: of Java alone, and of JavaScript alone.
    [raw`^https?://([^/]+\.)?acme\.example/`, "https://acme.example/", ".*", "a++", "[^]"].map(
      (value) => [value, value] as const,
    ),
  );
  refuses(checkUrlRegex, [
    ["", "is empty, which matches every link: write what is looked for"],
    [
      "*.acme.example",
      `"*.acme.example" is not a regular expression: "*" at character 1 has nothing to repeat; ${instead}`,
    ],
    ["(a", `"(a" is not a regular expression: the group opened at character 1 is never closed; ${instead}`],
  ]);
});
