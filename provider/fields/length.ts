/**
 * What is wrong with a text's length; `undefined` if nothing is. The length is counted in Unicode code points, as OpenAPI's
 * `maxLength` is: an emoji is one character, although JavaScript's `length` counts two.
 *
 * Source: https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3.1
 */
export function lengthProblem(text: string, [min, max]: readonly [min: number, max: number]): string | undefined {
  const length = Array.from(text).length;
  if (length < min) return length === 0 ? "is empty" : `has ${length} characters; the API takes at least ${min}`;
  return length > max ? `has ${length} characters; the API takes at most ${max}` : undefined;
}
