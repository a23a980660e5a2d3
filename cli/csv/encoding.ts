/** A file's text, or the line that cannot be decoded. */
export type Decoded = { readonly text: string } | { readonly line: number; readonly problem: string };

/** Reads UTF-8, with a byte order mark or without, and UTF-16 with one, as Excel's "Unicode text" has it. */
export function decode(bytes: Buffer): Decoded {
  const encoding = utf16Of(bytes) ?? "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    const at = text.search(/[\0\ufffd]/);
    return at < 0 ? { text } : lost(text.slice(0, at), "a character that an earlier program could not read");
  } catch {
    if (encoding !== "utf-8") return lost("", `bytes that are not ${encoding.toUpperCase()}`);
    const good = readablePart(bytes);
    const byte = (bytes[good.length] ?? 0).toString(16).toUpperCase();
    return lost(good.toString("utf8"), `the byte 0x${byte} at position ${good.length + 1}, which is not UTF-8`);
  }
}

function lost(before: string, what: string): Decoded {
  const line = before.split(/\r\n|\r|\n/).length;
  return { line, problem: `the file has ${what}: save it as UTF-8, in Excel as "CSV UTF-8 (Comma delimited)"` };
}

function utf16Of(bytes: Buffer): "utf-16le" | "utf-16be" | undefined {
  const mark = bytes.subarray(0, 2).toString("hex");
  return mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : undefined;
}

/** All bytes before the first one that is not UTF-8. */
function readablePart(bytes: Buffer): Buffer {
  // The decoder puts a replacement character where it cannot decode.
  const text = bytes.toString("utf8");
  let at = text.indexOf("\ufffd");
  const mark = Buffer.from("\ufffd");
  for (; at >= 0; at = text.indexOf("\ufffd", at + 1)) {
    const length = Buffer.byteLength(text.slice(0, at));
    if (!bytes.subarray(length, length + mark.length).equals(mark)) return bytes.subarray(0, length);
  }
  return bytes;
}
