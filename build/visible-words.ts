import { parseSync } from "@swc/core";

/** A part of a syntax tree, as the parser gives it. */
type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

/** What a source says in its own words: to people, and as keys of the catalogue. */
export interface SourceWords {
  /** Words a person would see or hear that are written in the code. */
  readonly visible: readonly string[];
  /** Every string in the code: one of them may be a key. */
  readonly strings: readonly string[];
  /** Every string that is put together, as its fixed pieces: `list.${name}` is ["list.", ""]. */
  readonly patterns: readonly (readonly string[])[];
}

/** Attributes of an element or a component that people see or hear. */
const visibleAttributes = new Set([
  "title",
  "placeholder",
  "alt",
  "label",
  "text",
  "hint",
  "heading",
  "description",
  "action",
  "aria-label",
  "aria-description",
  "aria-placeholder",
  "aria-roledescription",
  "aria-valuetext",
]);
/** Fields of an object that people see: of a toast, a menu's item, a command. */
const visibleFields = new Set(["title", "text", "label", "placeholder", "hint", "heading", "description"]);
const visibleProperties = new Set(["textContent", "innerText", "title", "placeholder", "ariaLabel", "alt"]);

/** What says a type and holds a value; everything else of TypeScript's own is types alone. */
const assertions = new Set(["TsAsExpression", "TsConstAssertion", "TsNonNullExpression", "TsSatisfiesExpression"]);

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;
/** Tags are no words. */
const hasLetters = (text: string): boolean => /\p{L}/u.test(text.replaceAll(/<[^>]*>/g, ""));
/** `list.empty` or `close` is a key of the catalogue or a kind of something, never a word for people. */
const looksLikeKey = (text: string): boolean => /^[a-z][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)*$/.test(text);

const childrenOf = (node: object): readonly unknown[] => Object.values(node).flat();
const field = (node: Node, name: string): Node | undefined => (isNode(node[name]) ? node[name] : undefined);
const nameOf = (node: Node | undefined): string => {
  if (node === undefined) return "";
  if (node.type === "JSXNamespacedName") return `${nameOf(field(node, "namespace"))}:${nameOf(field(node, "name"))}`;
  return typeof node["value"] === "string" ? node["value"] : "";
};

const piecesOf = (template: Node): string[] =>
  (template["quasis"] as readonly { readonly cooked?: string; readonly raw: string }[]).map(({ cooked, raw }) => cooked ?? raw);

/** The words an expression may come to, as far as they stand in it; what a function answers is not looked into. */
const wordsOf = (node: Node | undefined): string[] => {
  switch (node?.type) {
    case "StringLiteral":
      return [node["value"] as string].filter(hasLetters);
    case "TemplateLiteral":
      return piecesOf(node).filter(hasLetters);
    case "ConditionalExpression":
      return [...wordsOf(field(node, "consequent")), ...wordsOf(field(node, "alternate"))];
    case "BinaryExpression":
      return ["+", "&&", "||", "??"].includes(String(node["operator"]))
        ? [...wordsOf(field(node, "left")), ...wordsOf(field(node, "right"))]
        : [];
    case "ParenthesisExpression":
    case "JSXExpressionContainer":
    case "TsAsExpression":
    case "TsConstAssertion":
    case "TsNonNullExpression":
    case "TsSatisfiesExpression":
      return wordsOf(field(node, "expression"));
    default:
      return [];
  }
};

const visibleIn = (node: Node): string[] => {
  switch (node.type) {
    case "JSXText":
      return [String(node["value"]).trim()].filter(hasLetters);
    case "JSXElement":
    case "JSXFragment":
      return (node["children"] as readonly unknown[])
        .filter(isNode)
        .flatMap((child) => (child.type === "JSXExpressionContainer" ? wordsOf(child) : []));
    case "JSXAttribute":
      return visibleAttributes.has(nameOf(field(node, "name"))) ? wordsOf(field(node, "value")) : [];
    case "KeyValueProperty":
      return visibleFields.has(nameOf(field(node, "key"))) ? wordsOf(field(node, "value")).filter((words) => !looksLikeKey(words)) : [];
    case "AssignmentExpression": {
      const target = field(node, "left");
      return target?.type === "MemberExpression" && visibleProperties.has(nameOf(field(target, "property")))
        ? wordsOf(field(node, "right"))
        : [];
    }
    case "AssignmentPatternProperty":
      return visibleFields.has(nameOf(field(node, "key"))) ? wordsOf(field(node, "value")) : [];
    default:
      return [];
  }
};

/** Reads one file of the interface; `tsx` where it may hold elements. Throws where it cannot be read. */
export const sourceWords = (source: string, tsx: boolean): SourceWords => {
  const visible: string[] = [];
  const strings: string[] = [];
  const patterns: string[][] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (isNode(value)) {
      visible.push(...visibleIn(value));
      if (value.type === "StringLiteral") strings.push(value["value"] as string);
      if (value.type === "TemplateLiteral") patterns.push(piecesOf(value));
      if (value.type === "ImportDeclaration" || (value.type.startsWith("Ts") && !assertions.has(value.type))) return;
    }
    childrenOf(value).forEach(visit);
  };
  visit(parseSync(source, { syntax: "typescript", tsx, target: "es2024" }));
  return { visible, strings, patterns };
};
