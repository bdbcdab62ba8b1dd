import { classNames } from "../class-names.ts";
import { useTexts } from "../i18n.ts";
import type { DiffRow } from "./diff-rows.ts";

const looks = {
  same: { row: "", sign: " ", mark: "" },
  gone: { row: "bg-danger-soft", sign: "−", mark: "bg-danger/25" },
  new: { row: "bg-accent-soft", sign: "+", mark: "bg-accent/25" },
};
const names = { same: "lineSame", gone: "lineGone", new: "lineNew" };

const Count = ({ value }: { readonly value: number | null }) => (
  <span aria-hidden className="w-11 shrink-0 pr-2 text-right text-ink-faint tabular-nums select-none">
    {value}
  </span>
);

/** One line with its numbers, its sign and what is new in it. Told apart by sign and by words for a screen reader, not by colour alone. */
export const DiffLineRow = ({ line, emphasis, isText }: Extract<DiffRow, { type: "line" }>) => {
  const t = useTexts("diff");
  const look = looks[line.kind];
  const { text } = line;
  return (
    <div className={classNames("flex h-5 font-mono text-small leading-5 whitespace-pre", look.row)}>
      {!isText && (
        <>
          <Count value={line.before} />
          <Count value={line.after} />
          <span aria-hidden className="w-5 shrink-0 text-center text-ink-soft select-none">
            {look.sign}
          </span>
        </>
      )}
      {line.kind !== "same" && <span className="sr-only">{t(names[line.kind])} </span>}
      <span className={isText ? "pl-4" : undefined}>
        {emphasis === null || emphasis.start >= emphasis.end ? (
          text
        ) : (
          <>
            {text.slice(0, emphasis.start)}
            <span className={classNames("rounded-[2px]", look.mark)}>{text.slice(emphasis.start, emphasis.end)}</span>
            {text.slice(emphasis.end)}
          </>
        )}
        {line.unended && (
          <span className="ml-2 font-sans text-micro text-ink-faint select-none" title={t("unended")}>
            ⏎̸
          </span>
        )}
      </span>
    </div>
  );
};
