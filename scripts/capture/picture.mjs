import Anser from "anser";

const [charWidth, lineHeight, margin, bar] = [8.43, 20, 18, 34];

/** Colours that are legible on the picture's own dark ground, whatever the page has. */
const [ground, plain] = ["#1e1e2e", "#e6e6ef"];
const colours = {
  red: "#ff7b86",
  green: "#8be28b",
  yellow: "#f2d272",
  blue: "#8ab4ff",
  magenta: "#d6a8ff",
  cyan: "#7fe0e0",
};

/** Draws what a terminal shows as an SVG: `text` with its ANSI colours, wrapped as a terminal of so many columns would. */
export function picture(title, text, columns = 104) {
  const lines = text.split("\n").flatMap((line) => wrap(pieces(line), columns));
  const width = Math.ceil(columns * charWidth + 2 * margin);
  const height = bar + lines.length * lineHeight + margin;
  const rows = lines.map(
    (line, index) => `<text x="${margin}" y="${bar + (index + 1) * lineHeight - 4}">${line.map(span).join("")}</text>`,
  );
  const dots = ["red", "yellow", "green"].map(
    (name, index) => `<circle cx="${margin + 4 + index * 18}" cy="17" r="5.5" fill="${colours[name]}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">
<title>${escape(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${ground}"/>
${dots.join("")}
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${plain}" xml:space="preserve">
${rows.join("\n")}
</g>
</svg>
`;
}

function pieces(line) {
  return Anser.ansiToJson(line, { use_classes: true, remove_empty: true }).map(({ content, fg, decorations }) => ({
    text: content,
    colour: colours[fg?.replace(/^ansi-(bright-)?/, "")],
    bold: decorations.includes("bold"),
  }));
}

/** Breaks a line at a space, where it has one, before it reaches the last column. */
function wrap(line, columns) {
  const text = line.map((piece) => piece.text).join("");
  if (text.length <= columns) return [line];
  const space = text.lastIndexOf(" ", columns);
  const at = space > columns / 2 ? space + 1 : columns;
  const indent = { text: " ".repeat(/^ */.exec(text)[0].length) };
  return [cut(line, 0, at), ...wrap([indent, ...cut(line, at, text.length)], columns)];
}

function cut(line, from, to) {
  let position = 0;
  return line.flatMap((piece) => {
    const text = piece.text.slice(Math.max(0, from - position), Math.max(0, to - position));
    position += piece.text.length;
    return text === "" ? [] : [{ ...piece, text }];
  });
}

function span({ text, colour, bold }) {
  const look = [colour && ` fill="${colour}"`, bold && ` font-weight="bold"`].filter(Boolean).join("");
  return `<tspan${look}>${escape(text)}</tspan>`;
}

function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
