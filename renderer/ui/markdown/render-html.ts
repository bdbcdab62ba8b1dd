import type { Links, MarkedToken, Token, Tokens } from "marked";
import { artifactOf, type ArtifactKind } from "../artifacts/detect.ts";
import { readFence } from "./code-fences.ts";
import { lexBlock, type CitationToken, type MathToken } from "./lexer.ts";
import { safeLink } from "./safe-link.ts";
import { isTooDeep } from "./nesting.ts";
import { escapeHtml, escapeKeepingEntities } from "./safe-text.ts";

/** Words the markup carries; they come from the interface's language. */
export interface MarkdownLabels {
  readonly copy: string;
  readonly code: string;
  readonly done: string;
  readonly open: string;
  /** Stands before the number: "Source" makes "Source 2". */
  readonly citation: string;
}

/** Words for a block that can be opened in a place of its own. */
export interface ArtifactLabels {
  readonly openCode: string;
  readonly kinds: Readonly<Record<ArtifactKind, string>>;
}

export interface RenderOptions {
  readonly links: Links;
  /** Only these [n] become buttons; any other stays text. */
  readonly citations: ReadonlySet<number>;
  readonly labels: MarkdownLabels;
  /** Without it no block can be opened. */
  readonly artifacts?: ArtifactLabels | undefined;
}

type KnownToken = MarkedToken | MathToken | CitationToken;

/** Far beyond honest text; past it a block is shown as it was written. Lexing 20 000 markers takes 0.5 s (2 cores at 2.5 GHz). */
const mostMarkers = 3000;
const mostCells = 20_000;

const isHostile = (raw: string): boolean => {
  const firstLine = raw.slice(0, 2000);
  if (!/^ {0,3}(?:`{3,}|~{3,})/.test(firstLine)) {
    const markers = raw.match(/[[\]*_`~<&!$\\]/g)?.length ?? 0;
    if (markers > mostMarkers && !/^\s*\|/.test(firstLine)) return true;
    if (markers > mostCells || (raw.match(/\|/g)?.length ?? 0) > mostCells) return true;
  }
  return isTooDeep(raw);
};

const plain = (raw: string): string => `<pre class="md-plain">${escapeHtml(raw)}</pre>`;

const createRenderer = ({ citations, labels, artifacts }: RenderOptions, raw: string) => {
  let insideLink = 0;
  const fence = artifacts === undefined ? null : readFence(raw);
  const artifact = fence === null ? null : artifactOf(fence);

  /** What a block is called and the button that opens it; nothing for a block that is none. */
  const opener = (): { readonly label: string; readonly button: string } | null => {
    if (artifact === null || artifacts === undefined) return null;
    const kind = artifact.kind === "code" ? artifact.language : artifacts.kinds[artifact.kind];
    const name = artifact.name ?? kind;
    return {
      label: artifact.name === null ? escapeHtml(kind) : `<span class="md-code-name">${escapeHtml(name)}</span>${escapeHtml(kind)}`,
      button: `<button class="md-copy md-open" type="button" data-action="open" aria-label="${escapeHtml(`${artifacts.openCode} ${name.replaceAll(/[<>]/g, " ")}`)}">${escapeHtml(artifacts.openCode)}</button>`,
    };
  };

  const all = (tokens: readonly Token[] | undefined): string => (tokens ?? []).map((token) => one(token as KnownToken)).join("");

  const link = (href: string, content: string): string => {
    const address = insideLink === 0 ? safeLink(href) : null;
    return address === null
      ? content
      : `<a class="md-link" href="${escapeHtml(address)}" target="_blank" rel="noopener noreferrer nofollow">${content}</a>`;
  };

  const linkToken = (token: Tokens.Link): string => {
    insideLink += 1;
    const content = all(token.tokens);
    insideLink -= 1;
    return link(token.href, content);
  };

  const code = (token: Tokens.Code): string => {
    const language = /^[\w+#.-]{1,24}/.exec(token.lang ?? "")?.[0] ?? "";
    const opened = opener();
    const label = opened?.label ?? escapeHtml(language === "" ? labels.code : language);
    return (
      `<div class="md-code"><div class="md-code-bar"><span class="md-code-label">${label}</span>${opened?.button ?? ""}` +
      `<button class="md-copy" type="button" data-action="copy">${escapeHtml(labels.copy)}</button></div>` +
      `<pre class="md-pre" tabindex="0"><code class="md-code-text" data-language="${escapeHtml(language.toLowerCase())}">${escapeHtml(token.text)}</code></pre></div>`
    );
  };

  const listItem = (item: Tokens.ListItem): string => {
    if (!item.task) return `<li class="md-item">${all(item.tokens)}</li>`;
    const state = item.checked === true ? "md-task-done" : "md-task-open";
    const label = item.checked === true ? labels.done : labels.open;
    return `<li class="md-item md-task"><span class="md-task-box ${state}" role="img" aria-label="${escapeHtml(label)}"></span>${all(item.tokens)}</li>`;
  };

  const list = (token: Tokens.List): string => {
    const items = token.items.map(listItem).join("");
    if (!token.ordered) return `<ul class="md-list">${items}</ul>`;
    const start = typeof token.start === "number" && token.start !== 1 ? ` start="${token.start}"` : "";
    return `<ol class="md-list"${start}>${items}</ol>`;
  };

  const cell = (token: Tokens.TableCell): string => {
    const tag = token.header ? "th" : "td";
    return `<${tag}${token.align === null ? "" : ` class="md-${token.align}"`}>${all(token.tokens)}</${tag}>`;
  };
  const row = (cells: readonly Tokens.TableCell[]): string => `<tr>${cells.map(cell).join("")}</tr>`;
  const table = (token: Tokens.Table): string =>
    `<div class="md-table" tabindex="0"><table><thead>${row(token.header)}</thead><tbody>${token.rows.map(row).join("")}</tbody></table></div>`;

  const citation = (token: CitationToken): string => {
    if (insideLink > 0 || !token.numbers.every((number) => citations.has(number))) return escapeHtml(token.raw);
    return token.numbers
      .map(
        (number) =>
          `<button class="md-citation" type="button" data-citation="${number}" aria-label="${escapeHtml(labels.citation)} ${number}">${number}</button>`,
      )
      .join("");
  };

  const one = (token: KnownToken): string => {
    switch (token.type) {
      case "space":
      case "def":
      case "checkbox":
        return "";
      case "heading":
        return `<h${Math.min(6, token.depth + 2)} class="md-heading md-h${token.depth}">${all(token.tokens)}</h${Math.min(6, token.depth + 2)}>`;
      case "paragraph":
        return `<p>${all(token.tokens)}</p>`;
      case "blockquote":
        return `<blockquote>${all(token.tokens)}</blockquote>`;
      case "list":
        return list(token);
      case "list_item":
        return listItem(token);
      case "code":
        return code(token);
      case "table":
        return table(token);
      case "hr":
        return "<hr>";
      case "html":
        if (/^<br ?\/?>\n?$/i.test(token.raw)) return "<br>";
        return "block" in token && token.block ? `<p class="md-raw">${escapeHtml(token.text.trimEnd())}</p>` : escapeHtml(token.raw);
      case "text":
        return token.tokens === undefined ? escapeKeepingEntities(token.text) : all(token.tokens);
      case "escape":
        return escapeKeepingEntities(token.text);
      case "strong":
        return `<strong>${all(token.tokens)}</strong>`;
      case "em":
        return `<em>${all(token.tokens)}</em>`;
      case "del":
        return `<del>${all(token.tokens)}</del>`;
      case "codespan":
        return `<code class="md-inline-code">${escapeHtml(token.text)}</code>`;
      case "br":
        return "<br>";
      case "link":
        return linkToken(token);
      // A picture would be a request to somebody else's server; its description, leading to it on demand, is what is kept.
      case "image":
        return link(token.href, `<span class="md-image">${escapeHtml(token.text === "" ? token.href.slice(0, 80) : token.text)}</span>`);
      case "math":
        return `<span class="md-math" data-math="${token.display ? "display" : "inline"}">${escapeHtml(token.text)}</span>`;
      case "citation":
        return citation(token);
      default:
        return escapeHtml((token satisfies never as Token).raw);
    }
  };

  return { all };
};

/**
 * One block as HTML in which every character of the text is escaped and every element and attribute is ours. Never throws: what cannot be
 * parsed in bounded time is shown as written. Still to be sanitised before it meets a page.
 */
export const renderBlockHtml = (raw: string, options: RenderOptions): string => {
  if (isHostile(raw)) return plain(raw);
  try {
    return createRenderer(options, raw).all(lexBlock(raw, options.links));
  } catch (cause) {
    // Nesting deeper than the stack; the block is shown as written.
    if (cause instanceof RangeError) return plain(raw);
    throw cause;
  }
};
