import { useLayoutEffect, useRef } from "react";
import "./markdown.css";
import { pagePainter } from "./painter.ts";

interface CodeListingProps {
  readonly code: string;
  /** As a fence names it. */
  readonly language: string;
  /** More of it may come; colours wait until it is whole. */
  readonly growing: boolean;
  readonly label: string;
}

const countLines = (text: string): number => {
  let count = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
};

const numbersTo = (count: number): string => Array.from({ length: count }, (_none, index) => index + 1).join("\n");

/** Code with its line numbers, as wide as its longest line. Text that grows is added to what stands there; whoever selects numbers gets none. */
export const CodeListing = ({ code, language, growing, label }: CodeListingProps) => {
  const shown = useRef<HTMLElement>(null);
  const numbers = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    const element = shown.current;
    if (element === null) return;
    const only = element.firstChild;
    if (element.childNodes.length === 1 && only instanceof Text && code.startsWith(only.data)) only.appendData(code.slice(only.length));
    else element.textContent = code;
    const count = countLines(code);
    if (numbers.current !== null && numbers.current.dataset["count"] !== String(count)) {
      numbers.current.textContent = numbersTo(count);
      numbers.current.dataset["count"] = String(count);
    }
    if (!growing) pagePainter().colour(element, language);
  }, [code, language, growing]);
  return (
    <div className="md-listing" role="group" aria-label={label}>
      <pre ref={numbers} aria-hidden className="md-line-numbers" />
      <code ref={shown} dir="ltr" />
    </div>
  );
};
