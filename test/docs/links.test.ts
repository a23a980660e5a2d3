import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect } from "chai";
import GithubSlugger from "github-slugger";
import MarkdownIt, { type Token } from "markdown-it";

const markdown = new MarkdownIt({ html: true });

/** What of a page others can link to, and what it links to itself. */
interface Page {
  readonly anchors: ReadonlySet<string>;
  readonly links: readonly string[];
}

const pages = new Map<string, Page>();

function pageAt(path: string): Page {
  const known = pages.get(path);
  if (known) return known;
  const page = readPage(readFileSync(path, "utf8"));
  pages.set(path, page);
  return page;
}

function readPage(text: string): Page {
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  const links: string[] = [];
  markdown.parse(text, {}).forEach(({ type, content, children }, index, tokens) => {
    if (type === "html_block") anchorsOfHtml(content).forEach((anchor) => anchors.add(anchor));
    if (type !== "inline") return;
    if (tokens[index - 1]?.type === "heading_open") anchors.add(slugger.slug(plain(children ?? [])));
    for (const token of children ?? []) {
      if (token.type === "html_inline") anchorsOfHtml(token.content).forEach((anchor) => anchors.add(anchor));
      const target = token.attrGet("href") ?? token.attrGet("src");
      if (target !== null) links.push(target);
    }
  });
  return { anchors, links };
}

const anchorsOfHtml = (html: string) =>
  [...html.matchAll(/\s(?:id|name)="([^"]+)"/g)].map(([, anchor]) => anchor ?? "");

const plain = (tokens: readonly Token[]) =>
  tokens.map(({ type, content }) => (type === "text" || type === "code_inline" ? content : "")).join("");

/** What is wrong with a link of a page; nothing where it leads outside. */
function mistakeIn(page: string, link: string, files: ReadonlySet<string>): string[] {
  if (/^[a-z]+:/i.test(link)) return [];
  const [path = "", anchor] = decodeURIComponent(link).split("#");
  const target = path === "" ? page : normalize(join(dirname(page), path));
  if (!existsSync(target)) return [`${page}: ${link}: there is no ${target}`];
  const isFolder = statSync(target).isDirectory();
  if (isFolder ? ![...files].some((file) => file.startsWith(target)) : !files.has(target)) {
    return [`${page}: ${link}: ${target} is not part of the repository`];
  }
  if (anchor === undefined || (target.endsWith(".md") && pageAt(target).anchors.has(anchor))) return [];
  return [`${page}: ${link}: ${target} has no such heading`];
}

describe("the links of the documentation", () => {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const files = new Set(execFileSync("git", list, { encoding: "utf8" }).split("\n").filter(existsSync).map(normalize));
  const written = [...files].filter((file) => file.endsWith(".md"));

  it("lead to files and headings that exist", () => {
    expect(written.map((page) => page.replace(/\\/g, "/"))).to.include.members(["README.md", "docs/sets.md"]);
    const mistakes = written.flatMap((page) => pageAt(page).links.flatMap((link) => mistakeIn(page, link, files)));
    expect(mistakes).to.deep.equal([]);
  });

  it("lead to every page of docs/ from its front page", () => {
    const reached = new Set<string>();
    const follow = (page: string): void => {
      if (reached.has(page) || !files.has(page) || !page.endsWith(".md")) return;
      reached.add(page);
      for (const link of pageAt(page).links) follow(normalize(join(dirname(page), link.replace(/#.*/, ""))));
    };
    follow(join("docs", "README.md"));
    const lost = written.filter((page) => page.startsWith("docs") && !reached.has(page));
    expect(lost).to.deep.equal([]);
  });

  it("lead nowhere that the published package does not have", function () {
    this.timeout(60_000);
    const pack = ["pack", "--dry-run", "--json", "--ignore-scripts", "--offline"];
    const answer = execFileSync("npm", pack, { encoding: "utf8", stdio: "pipe", shell: process.platform === "win32" });
    const [{ files: packed }] = JSON.parse(answer) as [{ files: { path: string }[] }];
    const published = new Set(packed.map(({ path }) => normalize(path)));
    const pages = [...published].filter((path) => path.endsWith(".md"));
    expect(pages).to.include("README.md");
    expect(
      pages.flatMap((page) => pageAt(page).links.flatMap((link) => mistakeIn(page, link, published))),
    ).to.deep.equal([]);
  });

  it("lead to every example from their list", () => {
    const folders = [...files].flatMap((file) => /^examples[\\/]([^\\/]+)[\\/]/.exec(file)?.[1] ?? []);
    expect(pageAt(join("examples", "README.md")).links).to.include.members([...new Set(folders)]);
  });

  it("are held against what GitHub makes of a heading", () => {
    const { anchors, links } = readPage('# `a` & B\n\n## b\n\n## b\n\n<a id="c"></a> [x](y.md#z) ![p](p.svg)');
    expect([...anchors]).to.deep.equal(["a--b", "b", "b-1", "c"]);
    expect(links).to.deep.equal(["y.md#z", "p.svg"]);
  });
});
