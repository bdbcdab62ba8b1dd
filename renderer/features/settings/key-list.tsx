import { SearchX } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { commandGroups } from "../../ui/commands.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { keyNames, Keys } from "../../ui/keys.tsx";
import { KeyRow } from "./key-row.tsx";
import { useKeys } from "./use-keys.ts";

/** What the question box itself hears; not to be changed. */
const fixed = [
  { name: "send", keys: "enter" },
  { name: "newline", keys: "shift+enter" },
] as const;

/** Every command with its keys, by group: to look up, and to change by keyboard or mouse. */
export const KeyList = () => {
  const t = useTexts("settings");
  const key = useTexts("ui");
  const desk = useKeys();
  const [filter, setFilter] = useState("");
  const words = filter.toLowerCase().split(/\s+/);
  const shown = desk.commands.filter(({ title, keywords, keys }) => {
    const names = keys === null ? [] : keyNames(keys, key);
    const text = [title, ...keywords, names.join("+"), names.join(" ")].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const groups = commandGroups.filter((group) => shown.some((command) => command.group === group));
  return (
    <div>
      <div className="sticky top-0 z-10 flex flex-wrap gap-2 bg-inherit pb-3">
        <Input
          type="search"
          className="min-w-48 flex-1"
          aria-label={t("keyboard.find")}
          placeholder={t("keyboard.find")}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <Button className="h-9" disabled={Object.keys(desk.own).length === 0} onClick={() => void desk.resetAll()}>
          {t("keyboard.resetAll")}
        </Button>
      </div>
      <div role="status" className="empty:hidden">
        {desk.last !== null && (
          <p className="mb-3 flex animate-appear items-center gap-3 rounded-medium border border-line bg-accent-soft py-1.5 pr-1.5 pl-3 text-note">
            <span className="min-w-0 flex-1">{desk.last.said}</span>
            <Button size="small" tone="quiet" className="text-accent" onClick={() => void desk.undo()}>
              {t("keyboard.undo")}
            </Button>
          </p>
        )}
      </div>
      {groups.length === 0 && <EmptyState icon={SearchX} title={t("keyboard.notFound")} text={t("keyboard.notFoundText")} />}
      {groups.map((group) => (
        <section key={group} aria-labelledby={`keys-of-${group}`} className="mb-5">
          <h3 id={`keys-of-${group}`} className="mb-1 text-small font-medium text-ink-soft">
            {t(`keyboard.groups.${group}`)}
          </h3>
          <ul className="divide-y divide-line/60">
            {shown
              .filter((command) => command.group === group)
              .map((command) => (
                <KeyRow key={command.id} command={command} desk={desk} />
              ))}
          </ul>
        </section>
      ))}
      {filter === "" && (
        <section aria-labelledby="keys-of-writing" className="mb-2">
          <h3 id="keys-of-writing" className="mb-1 text-small font-medium text-ink-soft">
            {t("keyboard.writing")}
          </h3>
          <ul className="divide-y divide-line/60">
            {fixed.map(({ name, keys }) => (
              <li key={name} className="flex min-h-10 items-center gap-3 pr-14">
                <span className="min-w-0 flex-1">{t(`keyboard.${name}`)}</span>
                <Keys keys={keys} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
};
