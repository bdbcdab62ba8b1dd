import { basename, extname } from "node:path";
import type { DocumentKind } from "./schema.ts";

const words = (list: string): readonly string[] => list.split(/\s+/).filter((word) => word !== "");

const extensions: Readonly<Record<DocumentKind, readonly string[]>> = {
  pdf: ["pdf"],
  docx: ["docx", "docm", "dotx"],
  markdown: words("md markdown mdown mkd mdx qmd rmd"),
  html: words("html htm xhtml"),
  csv: words("csv tsv tab"),
  text: words("txt text log rst adoc asciidoc org tex nfo srt vtt po diff patch"),
  code: words(`
    ts tsx mts cts js jsx mjs cjs vue svelte astro json jsonc json5 jsonl ndjson css scss sass less styl
    py pyi pyx rb erb rake php java kt kts scala groovy gradle clj cljs cljc edn cs fs fsx vb
    c h cc cpp cxx hpp hh hxx ino m mm swift go rs zig d nim odin v sv vhd vhdl
    hs lhs ml mli elm ex exs erl hrl lisp el scm rkt jl r lua pl pm t raku dart sol move cr
    sh bash zsh fish ksh ps1 psm1 bat cmd awk sed tcl vim
    sql graphql gql proto thrift prisma xml xsd xsl xslt plist yaml yml toml ini cfg conf properties tf tfvars hcl nix bzl cmake mk make dockerfile
  `),
};

const kindByExtension = new Map<string, DocumentKind>(
  Object.entries(extensions).flatMap(([kind, list]) => list.map((extension) => [extension, kind as DocumentKind] as const)),
);

const kindByName = new Map<string, DocumentKind>([
  ...words("readme license licence copying notice authors changelog changes contributing install todo news").map(
    (name) => [name, "text"] as const,
  ),
  ...words("makefile dockerfile containerfile rakefile gemfile procfile vagrantfile jenkinsfile justfile brewfile").map(
    (name) => [name, "code"] as const,
  ),
]);

/** The extension in lower case without its dot; empty when there is none. */
export const extensionOf = (path: string): string => extname(path).slice(1).toLowerCase();

/** What a file would be read as, from its name alone; null when nothing here reads it. Never touches the disk. */
export const kindOf = (path: string): DocumentKind | null =>
  kindByExtension.get(extensionOf(path)) ?? (extensionOf(path) === "" ? kindByName.get(basename(path).toLowerCase()) : undefined) ?? null;

/** Kinds whose file is text in some encoding. */
export const isTextKind = (kind: DocumentKind): boolean => kind !== "pdf" && kind !== "docx";
