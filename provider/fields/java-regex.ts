/** Why Java would refuse to compile a pattern. */
export interface RegexProblem {
  /** Where the problem is: an offset into the pattern in UTF-16 code units, from 0. */
  readonly index: number;
  /** What is wrong; places are counted in characters, from 1. */
  readonly message: string;
  /** What to write instead, if that is known. */
  readonly suggestion?: string;
}

/**
 * What is wrong with a regular expression as `java.util.regex.Pattern.compile(pattern)` of JDK 17 and later reads it;
 * `undefined` if nothing is. There is no problem with any pattern that Java accepts. A few that Java refuses are accepted
 * here: names of Unicode blocks and characters are not looked up, and the rule that a look-behind needs an "obvious maximum
 * length" is applied only in certain cases. Time and memory are linear in the pattern's length, and nesting uses no stack.
 *
 * Source: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html
 */
export function findJavaRegexProblem(pattern: string): RegexProblem | undefined {
  try {
    new Parser(pattern).parse();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.problem;
    throw error;
  }
}

class Refusal extends Error {
  constructor(readonly problem: RegexProblem) {
    super(problem.message);
  }
}

const MAX_COUNT = 2 ** 31 - 1;
const MAX_CODE_POINT = 0x10ffff;

/** How often each sign lets its item occur. */
const QUANTIFIERS: ReadonlyMap<string, readonly [min: number, max: number]> = new Map([
  ["?", [0, 1]],
  ["*", [0, Infinity]],
  ["+", [1, Infinity]],
]);
/** Inline flags. Java accepts `c`, but does not document it. */
const FLAGS = words("i d m s u x U c");
/** Escapes of one control character each. */
const CONTROLS: ReadonlyMap<string, number> = new Map(Object.entries({ a: 7, t: 9, n: 10, f: 12, r: 13, e: 27 }));
/** Escapes of sets of characters. */
const SETS = words("d D h H s S v V w W");
/** Escapes of positions, of several characters, and of groups. None of them may be in a class. */
const NOT_IN_CLASS = words("A b B G z Z R X k 1 2 3 4 5 6 7 8 9");
/** Escapes of one character by number or name. */
const NUMBERS = words("0 c N u x");

/** `\p{...}`: categories, POSIX classes and tests of java.lang.Character; case matters. */
const PROPERTIES = words(`
  C Cc Cf Cn Co Cs L L1 LC LD Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs
  ASCII Alnum Alpha Blank Cntrl Digit Graph Lower Print Punct Space Upper XDigit all
  javaAlphabetic javaDefined javaDigit javaISOControl javaIdentifierIgnorable javaIdeographic javaJavaIdentifierPart
  javaJavaIdentifierStart javaLetter javaLetterOrDigit javaLowerCase javaMirrored javaSpaceChar javaTitleCase
  javaUnicodeIdentifierPart javaUnicodeIdentifierStart javaUpperCase javaWhitespace`);
/** `\p{Is...}`: binary properties, in any case. Those of emoji came with JDK 21. */
const BINARY_PROPERTIES = words(`
  ALNUM ALPHA ALPHABETIC ASSIGNED BLANK CNTRL CONTROL DIGIT EMOJI EMOJI_COMPONENT EMOJI_MODIFIER EMOJI_MODIFIER_BASE
  EMOJI_PRESENTATION EXTENDED_PICTOGRAPHIC GRAPH HEXDIGIT HEX_DIGIT IDEOGRAPHIC JOINCONTROL JOIN_CONTROL LETTER LOWER
  LOWERCASE NONCHARACTERCODEPOINT NONCHARACTER_CODE_POINT PRINT PUNCT PUNCTUATION SPACE TITLECASE UPPER UPPERCASE
  WHITESPACE WHITE_SPACE WORD XDIGIT`);
/** Scripts that Java has and ECMAScript lacks or spells otherwise. */
const JAVA_SCRIPTS = words("Signwriting Unknown Zzzz");

/** What to write instead of a text, by the first expression that matches it; `$1` as in String.replace. */
type Hints = readonly (readonly [form: RegExp, hint: string])[];

const ESCAPE_HINTS: Hints = [
  [/^E/, String.raw`"\E" ends what "\Q" begins: leave it out`],
  [/^K/, `write what goes before as a look-behind, "(?<=...)"`],
  [/^[gk]/, String.raw`write "\k<name>" for a named group, "\1" for the first one`],
  [/^b/, String.raw`write "\x08" for a backspace, and "\b" or "\b{g}" for an edge outside of a class`],
  [/^y/, String.raw`write "\b" for the edge of a word`],
  [/^c/, String.raw`name the control character, as in "\cA"`],
  [/^N/, String.raw`name the character, as in "\N{WHITE SMILING FACE}"`],
  [/^[0o]/, String.raw`write octal digits, as in "\0101", or hexadecimal ones, as in "\x41"`],
  [/^[ux]/, String.raw`write hexadecimal digits, as in "\x41", "\u0041" or "\x{1F600}"`],
  [/^([A-Za-z])/, `write "$1" for the letter itself`],
];
const GROUP_HINTS: Hints = [
  [/^\(\?(?:P<|')([A-Za-z][A-Za-z0-9]*)[>']/, `write "(?<$1>" for a named group`],
  [/^\(\?P=([A-Za-z][A-Za-z0-9]*)\)/, String.raw`write "\k<$1>" for what the named group matched`],
  [/^\(\?(?:R|&|P>|[+-]?\d)/, "Java knows no recursion: write the part out again"],
  [/^\(\?\(/, `Java knows no conditional groups: write both cases out, with "|" between them`],
  [/^\(\?#/, "Java knows no comment groups: leave the comment out"],
  [/^/, `write "(?:" for a group that is not captured; the flags are i, d, m, s, u, x and U`],
];
const RANGE_HINTS: Hints = [
  [/^([a-z])-([A-Z])$/, `write "$1-zA-$2"`],
  [/^([A-Za-z0-9])-([A-Za-z0-9])$/, `write "$2-$1"`],
  [/^/, literally("-")],
];
const CLASS_HINTS: Hints = [
  [/^\[\^?\]/, `"]" in first place is one of the characters and closes nothing: put another "]" at the end`],
  [/^/, literally("[")],
];

/** A group that is being read; the outermost one is the pattern itself. */
interface Group {
  readonly start: number;
  readonly kind: "plain" | "atomic" | "look-ahead" | "look-behind";
  readonly parent?: Group;
  /** The flags that are in force again after the group. */
  readonly flags: string;
  /** It has alternatives, or a count that is not fixed. */
  varies: boolean;
  /** Java finds no maximum length for it: it has a back-reference, or a repeated group that varies. */
  endless: boolean;
}

/** Where an escape stands: outside of a class, in one, or as the end of a range in one. */
type Place = "pattern" | "class" | "range end";

class Parser {
  /** The characters that Java reads, with quotations resolved, and the offset of each in the pattern. */
  readonly #chars: string[] = [];
  readonly #offsets: number[] = [];
  readonly #names = new Set<string>();
  #position = 0;
  #flags = "";
  #group: Group = { start: 0, kind: "plain", flags: "", varies: false, endless: false };
  readonly #pattern: string;

  constructor(pattern: string) {
    this.#pattern = pattern;
    // Java resolves quotations first, even those within a class or a name.
    for (const { 0: text, 1: quoted, index } of pattern.matchAll(/\\Q([^]*?)(?:\\E|$)|\\?[^]/gu)) {
      let offset = quoted === undefined ? index : index + 2;
      for (const char of quoted ?? text) {
        this.#chars.push(...(quoted === undefined ? [char] : escapeQuoted(char, offset === index + 2)));
        while (this.#offsets.length < this.#chars.length) this.#offsets.push(offset);
        offset += char.length;
      }
    }
  }

  parse(): void {
    let repeated = false;
    for (let next = this.#peek(); next !== ""; next = this.#peek()) {
      if (QUANTIFIERS.has(next)) throw this.#nothingToRepeat(next, repeated);
      repeated = false;
      if (next === "(") {
        this.#openGroup();
      } else if (next === ")") {
        repeated = this.#readQuantifier(this.#closeGroup());
      } else if (this.#accept("|")) {
        this.#group.varies = true;
      } else {
        if (next === "[") this.#readClass();
        else if (next === "\\") this.#readEscape("pattern");
        else if (next !== "{") this.#position++; // Java accepts a count without an item
        repeated = this.#readQuantifier();
      }
    }
    if (this.#group.parent) {
      throw this.#refusal(this.#group.start, "the group opened", "is never closed", literally("("));
    }
  }

  /** The next character that counts, or "" at the end. With the flag x, white space and comments do not count. */
  #peek(): string {
    while (this.#flags.includes("x")) {
      if (/^[\t-\r ]$/.test(this.#raw())) {
        this.#position++;
      } else if (this.#raw() === "#") {
        const end = this.#flags.includes("d") ? /^[\0\n]?$/ : /^[\0\n\r\u0085\u2028\u2029]?$/;
        while (!end.test(this.#raw())) this.#position++;
      } else {
        break;
      }
    }
    return this.#raw();
  }

  /** The character at the position, or so many places from it, even if it does not count. */
  #raw(away = 0): string {
    return this.#chars[this.#position + away] ?? "";
  }

  #accept(char: string): boolean {
    const found = this.#peek() === char;
    if (found) this.#position++;
    return found;
  }

  #readWhile(kind: RegExp, limit = Infinity): string {
    let text = "";
    for (; text.length < limit && kind.test(this.#peek()); this.#position++) text += this.#raw();
    return text;
  }

  #openGroup(): void {
    const start = this.#position;
    const parent = this.#group;
    const flags = this.#flags;
    let kind: Group["kind"] = "plain";
    this.#position++;
    if (this.#accept("?")) {
      const angle = this.#accept("<");
      if (this.#accept("=") || this.#accept("!")) kind = angle ? "look-behind" : "look-ahead";
      else if (angle) this.#defineName();
      else if (this.#accept(">")) kind = "atomic";
      else if (!this.#readFlags(start)) return;
    }
    this.#group = { start, kind, parent, flags, varies: false, endless: false };
  }

  /** Reads `i-m:` or `i-m)`: whether a group begins there. */
  #readFlags(start: number): boolean {
    for (let on = true; ; this.#position++) {
      const flag = this.#peek();
      if (flag === "-" && on) on = false;
      else if (FLAGS.has(flag)) this.#flags = this.#flags.replace(flag, "") + (on ? flag : "");
      else break;
    }
    const ends = this.#accept(")");
    if (ends || this.#accept(":")) return !ends;
    const hint = hintFor(this.#textFrom(start, Infinity), GROUP_HINTS);
    throw this.#refusal(start, "the group opened", "is of no kind that Java knows", hint);
  }

  #defineName(): void {
    const start = this.#position;
    const name = this.#readName();
    if (this.#names.has(name)) throw this.#refusal(start, `the group name "${name}"`, "is taken already");
    this.#names.add(name);
  }

  #readName(): string {
    const start = this.#position - 1;
    const name = this.#readWhile(/^[A-Za-z0-9]$/);
    if (/^[A-Za-z]/.test(name) && this.#accept(">")) return name;
    const meant = /^<[\d_]*(\w+)/.exec(this.#textFrom(start, Infinity))?.[1]?.replaceAll("_", "");
    const fault = `must be a letter, more letters or digits, and a ">"`;
    throw this.#refusal(start, `the group name after "<"`, fault, meant && `write "<${meant}>"`);
  }

  #closeGroup(): Group {
    const group = this.#group;
    if (!group.parent) throw this.#refusal(this.#position, `")"`, "closes no group", literally(")"));
    if (group.kind === "look-behind" && group.endless) {
      const hint = "leave out back-references, and repeat no group that holds alternatives or repetitions";
      throw this.#refusal(group.start, "the look-behind opened", "has no obvious maximum length", hint);
    }
    if (group.kind === "plain" || group.kind === "atomic") {
      group.parent.varies ||= group.varies;
      group.parent.endless ||= group.endless;
    }
    this.#position++;
    this.#group = group.parent;
    this.#flags = group.flags;
    return group;
  }

  /** Reads the quantifier, if there is one, of the item just read; `group` if that was a group. */
  #readQuantifier(group?: Group): boolean {
    const sign = this.#peek();
    const range = sign === "{" ? this.#readCount() : QUANTIFIERS.get(sign);
    if (!range) return false;
    if (sign !== "{") this.#position++;
    const possessive = this.#accept("+");
    if (!possessive) this.#accept("?");
    const [min, max] = range;
    // Java takes every repeated group that varies for an endless loop, whatever its count, with these two exceptions.
    const optional = min === 0 && max === 1;
    if (group?.kind === "plain" && group.varies && !optional && !possessive) this.#group.endless = true;
    if (min !== max) this.#group.varies = true;
    return true;
  }

  #readCount(): [min: number, max: number] {
    const start = this.#position;
    this.#position++;
    const min = this.#readWhile(/^\d$/);
    const open = this.#accept(",");
    const max = open ? this.#readWhile(/^\d$/) : min;
    const closed = this.#accept("}");
    const fail = (fault: string, hint?: string) => this.#refusal(start, "the count", fault, hint);
    if (min === "" || !closed) {
      throw fail("is not of the form {2}, {2,} or {2,5}", closed && max !== "" ? `write "{0,${max}}"` : literally("{"));
    }
    if (Number(min) > MAX_COUNT || Number(max) > MAX_COUNT) throw fail(`is above ${MAX_COUNT}`);
    if (max === "") return [Number(min), Infinity];
    if (Number(min) > Number(max)) throw fail("has its larger number first", `write "{${max},${min}}"`);
    return [Number(min), Number(max)];
  }

  #readClass(): void {
    const open: number[] = [];
    let empty = true;
    do {
      const next = this.#peek();
      const start = this.#position;
      if (next === "") throw this.#openClass(open.at(-1) ?? start);
      if (next === "[") {
        open.push(start);
        empty = true;
        this.#position += this.#raw(1) === "^" ? 2 : 1;
      } else if (next === "]" && !empty) {
        open.pop();
        this.#position++;
      } else if (this.#accept("&") && this.#accept("&")) {
        const bare = empty && /^[\]&]$/.test(this.#peek());
        if (bare) throw this.#refusal(start, `"&&"`, "has nothing on either side", literally("&"));
      } else {
        if (next === "&") this.#position--; // with the flag x, Java forgets an "&" before white space
        this.#readRange();
        empty = false;
      }
    } while (open.length > 0);
  }

  /** Reads a character of a class, a set such as `\d`, or a range. */
  #readRange(): void {
    const start = this.#position;
    const first = this.#readClassChar("class");
    if (first === undefined || this.#peek() !== "-" || /^[[\]]?$/.test(this.#raw(1))) return;
    this.#position++;
    if (this.#peek() === "") return;
    const last = this.#readClassChar("range end");
    if (last !== undefined && !(last < first)) return;
    const text = this.#textFrom(start);
    const fault = last === undefined ? "ends in a set of characters" : "runs backwards";
    throw this.#refusal(start, `the range "${text}"`, fault, hintFor(text, RANGE_HINTS));
  }

  #readClassChar(place: Place): number | undefined {
    if (this.#peek() === "\\") return this.#readEscape(place);
    this.#position++;
    return this.#raw(-1).codePointAt(0);
  }

  /** Reads an escape. Returns its code point, NaN if that is not known, `undefined` if it is not a single character. */
  #readEscape(place: Place): number | undefined {
    const start = this.#position;
    const letter = this.#raw(1);
    this.#position += 2;
    if (letter === "") throw this.#refusal(start, `"\\"`, "has nothing after it to escape", literally("\\"));
    const fail = (fault: string, hint = hintFor(letter, ESCAPE_HINTS)) =>
      this.#refusal(start, `"\\${letter}"`, fault, hint);
    if (NOT_IN_CLASS.has(letter)) {
      if (place !== "pattern") throw fail("is not for a class");
      if (!this.#readPlace(letter)) throw fail("is incomplete");
      return undefined;
    }
    if (NUMBERS.has(letter)) {
      const point = this.#readNumber(letter);
      if (point === undefined) throw fail("is incomplete");
      if (point > MAX_CODE_POINT) throw fail("is above the last character", `that is "\\x{10FFFF}"`);
      return point;
    }
    if (letter === "v" && (place === "range end" || (place === "class" && this.#raw() === "-"))) return 11;
    if (SETS.has(letter)) return undefined;
    if (letter === "p" || letter === "P") {
      this.#readProperty(start, letter);
      return undefined;
    }
    if (/^[A-Za-z]$/.test(letter) && !CONTROLS.has(letter)) throw fail("is no escape that Java knows");
    return CONTROLS.get(letter) ?? letter.codePointAt(0);
  }

  /** Reads the rest of an escape that may not be in a class. Returns whether it is complete. */
  #readPlace(letter: string): boolean {
    if (letter === "b" && this.#peek() === "{" && this.#raw(1) === "g") {
      this.#position += 2;
      return this.#accept("}");
    }
    if (/^[k1-9]$/.test(letter)) this.#group.endless = true;
    if (letter !== "k") return true;
    const start = this.#position;
    if (!this.#accept("<")) return false;
    const name = this.#readName();
    if (this.#names.has(name)) return true;
    const known = this.#names.size > 0 ? `the names before it are ${[...this.#names].join(", ")}` : undefined;
    throw this.#refusal(start, `the name "${name}"`, "is given to no group before it", known);
  }

  /** Reads the number or name of a character. Returns its code point (NaN for a name), `undefined` if it is not complete. */
  #readNumber(letter: string): number | undefined {
    if (letter === "0") {
      const digits = this.#readWhile(/^[0-7]$/, 2);
      const octal = digits + (/^[0-3]./.test(digits) ? this.#readWhile(/^[0-7]$/, 1) : "");
      return octal === "" ? undefined : parseInt(octal, 8);
    }
    if (letter === "c") {
      const code = this.#readWhile(/^[^]$/u, 1).codePointAt(0);
      return code === undefined ? undefined : code ^ 64;
    }
    if (letter === "u") {
      const unit = this.#readHex(4, 4);
      const end = this.#position;
      const next = this.#accept("\\") && this.#accept("u") ? this.#readHex(4, 4) : undefined;
      const pair = String.fromCharCode(unit ?? 0, next ?? 0).codePointAt(0) ?? 0;
      if (pair > 0xffff) return pair;
      this.#position = end;
      return unit;
    }
    const braced = this.#accept("{");
    if (letter === "x") {
      const point = braced ? this.#readHex(1, Infinity) : this.#readHex(2, 2);
      return !braced || this.#accept("}") ? point : undefined;
    }
    const name = braced ? this.#readBraced()?.toUpperCase() : undefined;
    return name && /[A-Z0-9]/.test(name) && /^[\0- A-Z0-9()_-]+$/.test(name) ? NaN : undefined;
  }

  #readHex(min: number, max: number): number | undefined {
    const digits = this.#readWhile(/^[0-9A-Fa-f]$/, max);
    return digits.length < min ? undefined : parseInt(digits, 16);
  }

  #readProperty(start: number, letter: string): void {
    const name = this.#accept("{") ? this.#readBraced() : this.#readWhile(/^[^]$/u, 1);
    if (name === undefined) throw this.#refusal(start, `"\\${letter}{"`, "is never closed", `add "}" after the name`);
    if (isProperty(name, this.#flags.includes("U"))) return;
    const others = [name.charAt(0).toUpperCase() + name.slice(1).toLowerCase(), `Is${name}`];
    const meant = others.find((other) => isProperty(other));
    const examples = "there are categories such as L and Lu, classes such as Alpha, scripts such as IsLatin";
    const hint = meant === undefined ? examples : `write "\\${letter}{${meant}}"`;
    throw this.#refusal(start, `"\\${letter}{${name}}"`, "names no property", hint);
  }

  /** Reads a name up to its "}", in which all characters count; `undefined` if there is no "}". */
  #readBraced(): string | undefined {
    this.#peek();
    const end = this.#chars.indexOf("}", this.#position);
    if (end < 0) return undefined;
    const name = this.#chars.slice(this.#position, end).join("");
    this.#position = end + 1;
    return name;
  }

  #openClass(start: number): Refusal {
    const hint = hintFor(this.#textFrom(start), CLASS_HINTS);
    return this.#refusal(start, "the character class opened", "is never closed", hint);
  }

  #nothingToRepeat(sign: string, repeated: boolean): Refusal {
    const glob = this.#position === 0 && /^\*[\w.@-]+$/.test(this.#pattern);
    const example = glob ? `, here ".${this.#pattern.replaceAll(".", "\\.")}"` : "";
    const hint = sign === "*" && !repeated ? `for "anything" write ".*"${example}` : literally(sign);
    const fault = repeated ? "follows another quantifier" : "has nothing to repeat";
    return this.#refusal(this.#position, `"${sign}"`, fault, hint);
  }

  #refusal(at: number, subject: string, fault: string, suggestion?: string): Refusal {
    const index = this.#offset(at);
    const place = Array.from(this.#pattern.slice(0, index)).length + 1;
    const message = `${subject} at character ${place} ${fault}`;
    return new Refusal({ index, message, ...(suggestion !== undefined && { suggestion }) });
  }

  #offset(position: number): number {
    return this.#offsets[position] ?? this.#pattern.length;
  }

  #textFrom(start: number, end = this.#position): string {
    return this.#pattern.slice(this.#offset(start), this.#offset(end));
  }
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

function literally(char: string): string {
  return `to match "${char}" itself write "\\${char}"`;
}

function hintFor(text: string, table: Hints): string | undefined {
  const [form, hint] = table.find(([form]) => form.test(text)) ?? [];
  return form && hint && form.exec(text)?.[0].replace(form, hint);
}

/** A quoted character as Java reads it: ASCII signs and a digit in first place escaped, letters as they are. */
function escapeQuoted(char: string, first: boolean): string[] {
  if (/\d/.test(char)) return first ? ["\\", "x", "3", char] : [char];
  return /[A-Za-z\P{ASCII}]/u.test(char) ? [char] : ["\\", char];
}

/** Whether `\p{name}` may be a property. Any name of a block is accepted. */
function isProperty(name: string, anyCase = false): boolean {
  const [, key = "", value = ""] = /^(In|Is|[^=]*=)(.*)$/su.exec(name) ?? [];
  switch (key.toLowerCase()) {
    case "in":
    case "blk=":
    case "block=":
      return /^[\w -]+$/.test(value.toUpperCase());
    case "is":
      return PROPERTIES.has(value) || BINARY_PROPERTIES.has(value.toUpperCase()) || isScript(value);
    case "sc=":
    case "script=":
      return isScript(value);
    case "gc=":
    case "general_category=":
      return PROPERTIES.has(value);
    default:
      return PROPERTIES.has(name) || (anyCase && BINARY_PROPERTIES.has(name.toUpperCase()));
  }
}

/** Uses the Unicode tables of Node: those of Node 20 are as new as those of JDK 21 (Unicode 15). */
function isScript(name: string): boolean {
  const script = name.toUpperCase().replace(/(?<=[A-Z])[A-Z]+/g, (rest) => rest.toLowerCase());
  if (JAVA_SCRIPTS.has(script)) return true;
  try {
    return Boolean(new RegExp(`^\\p{Script=${script}}$`, "u"));
  } catch {
    return false;
  }
}
