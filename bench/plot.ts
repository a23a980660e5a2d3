import type { Cell, Results } from "./results";
import { nothing, variants, type Variant } from "./variants";

const panel = { width: 360, height: 300, left: 58, top: 74, gap: 88 };
const size = { width: 2 * panel.width + panel.left + panel.gap + 24, height: panel.height + panel.top + 52 };
const ink = "#333333";

type Point = readonly [number, number];

/** Requests and seconds of an up against the number of entries, on logarithmic axes, as SVG. */
export function plot(results: Results, sizes: readonly number[]): string {
  const line = (pick: (cell: Cell) => number) => (variant: Variant) =>
    sizes.flatMap((entries): Point[] => {
      const cell = results.of(variant, entries, "up");
      return cell ? [[entries, pick(cell)]] : [];
    });
  const floor = results.of(nothing, 0, "up")?.seconds;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="system-ui, sans-serif" font-size="12" fill="${ink}">
<rect width="100%" height="100%" fill="white"/>
${legend()}
${axes(
  0,
  "Requests of an up",
  sizes,
  line(({ requests }) => requests),
)}
${axes(
  1,
  "Seconds of an up",
  sizes,
  line(({ seconds }) => seconds),
  floor,
)}
</svg>
`;
}

/** Numbers closer to each other than this would touch. */
const LABEL_WIDTH = 48;

function axes(
  index: number,
  title: string,
  sizes: readonly number[],
  line: (variant: Variant) => Point[],
  floor?: number,
): string {
  const lines = variants.map((variant) => ({ variant, points: line(variant) }));
  const values = [...lines.flatMap(({ points }) => points.map(([, y]) => y)), ...(floor === undefined ? [] : [floor])];
  const left = panel.left + index * (panel.width + panel.gap);
  const bottom = panel.top + panel.height;
  const [lowX, highX] = [Math.min(...sizes), Math.max(...sizes)].map(Math.log10) as [number, number];
  const lowY = Math.floor(Math.log10(Math.min(...values)));
  const highY = Math.max(lowY + 1, Math.ceil(Math.log10(Math.max(...values))));
  const x = (value: number) => (left + ((Math.log10(value) - lowX) / (highX - lowX || 1)) * panel.width).toFixed(1);
  const y = (value: number) => (bottom - ((Math.log10(value) - lowY) / (highY - lowY)) * panel.height).toFixed(1);
  const right = left + panel.width;

  const rows = Array.from({ length: highY - lowY + 1 }, (_, power) => 10 ** (lowY + power)).map(
    (value) =>
      `<line x1="${left}" x2="${right}" y1="${y(value)}" y2="${y(value)}" stroke="#e2e2e2"/><text x="${left - 8}" y="${Number(y(value)) + 4}" text-anchor="end">${value.toLocaleString("en-US")}</text>`,
  );
  const columns = sizes.map((value, at) => {
    const line = `<line x1="${x(value)}" x2="${x(value)}" y1="${panel.top}" y2="${bottom}" stroke="#f0f0f0"/>`;
    const hasRoom = Number(x(sizes[at + 1] ?? Infinity)) - Number(x(value)) > LABEL_WIDTH;
    return hasRoom
      ? `${line}<text x="${x(value)}" y="${bottom + 18}" text-anchor="middle">${value.toLocaleString("en-US")}</text>`
      : line;
  });
  const curves = lines.map(({ variant, points }) => {
    const dots = points.map(
      (point) => `<circle cx="${x(point[0])}" cy="${y(point[1])}" r="3" fill="${variant.colour}"/>`,
    );
    const path = points.map((point) => `${x(point[0])},${y(point[1])}`).join(" ");
    return `<polyline points="${path}" ${stroke(variant)}/>${dots.join("")}`;
  });
  const alone =
    floor === undefined
      ? ""
      : `<line x1="${left}" x2="${right}" y1="${y(floor)}" y2="${y(floor)}" stroke="${nothing.colour}" stroke-dasharray="2 4"/><text x="${right}" y="${Number(y(floor)) + 15}" text-anchor="end" fill="${nothing.colour}">the engine alone</text>`;
  return [
    `<text x="${left}" y="${panel.top - 14}" font-size="14" font-weight="600">${title}</text>`,
    ...rows,
    ...columns,
    alone,
    ...curves,
    `<text x="${left + panel.width / 2}" y="${bottom + 38}" text-anchor="middle">entries</text>`,
  ].join("\n");
}

function legend(): string {
  let left = panel.left;
  return variants
    .map((variant) => {
      const entry = `<line x1="${left}" x2="${left + 26}" y1="22" y2="22" ${stroke(variant)}/><text x="${left + 32}" y="26">${variant.name}</text>`;
      left += 60 + variant.name.length * 6.6;
      return entry;
    })
    .join("\n");
}

function stroke({ colour, parallel }: Variant): string {
  return `fill="none" stroke="${colour}" stroke-width="2"${parallel === undefined ? "" : ' stroke-dasharray="6 4"'}`;
}
