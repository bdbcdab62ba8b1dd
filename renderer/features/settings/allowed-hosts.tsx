import { Globe, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Input } from "../../ui/input.tsx";
import { hostPattern } from "./host-pattern.ts";
import { SettingSection } from "./setting-row.tsx";
import { useSaved, useSettings } from "./settings-context.ts";

/** Which hosts plans may ask. */
export const AllowedHosts = () => {
  const t = useTexts("settings");
  const saved = useSaved();
  const { allowedHosts } = useSettings();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<"invalid" | "listed" | null>(null);
  const keep = (hosts: readonly string[]) => void saved.update({ allowedHosts: [...hosts] });
  const add = () => {
    const host = hostPattern(text, allowedHosts);
    if (!host.ok) return setProblem(host.error);
    setText("");
    keep([...allowedHosts, host.value].toSorted());
  };
  return (
    <SettingSection title={t("hosts.title")} text={t("hosts.text")}>
      <div className="py-3">
        <p role="status" className="text-note font-medium">
          {allowedHosts.length === 0 ? t("hosts.all") : t("hosts.only", { count: allowedHosts.length })}
        </p>
        {allowedHosts.length > 0 && (
          <ul aria-label={t("hosts.title")} className="mt-2 divide-y divide-line/60">
            {allowedHosts.map((host) => (
              <li key={host} className="flex items-center gap-3 py-1.5">
                <Globe aria-hidden size={15} strokeWidth={1.75} className="shrink-0 text-ink-faint" />
                <span className="min-w-0 flex-1 font-mono text-note break-all">{host}</span>
                <IconButton
                  icon={Trash2}
                  size="small"
                  label={t("hosts.remove", { host })}
                  onClick={() => keep(allowedHosts.filter((other) => other !== host))}
                />
              </li>
            ))}
          </ul>
        )}
        <form
          className="mt-3 max-w-112"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== "") add();
          }}
        >
          <Field label={t("hosts.add")} hint={t("hosts.hint")} error={problem === null ? null : t(`hosts.problem.${problem}`)}>
            {(props) => (
              <div className="flex gap-2">
                <Input
                  {...props}
                  spellCheck={false}
                  autoComplete="off"
                  placeholder={t("hosts.example")}
                  value={text}
                  onChange={(event) => {
                    setText(event.target.value);
                    setProblem(null);
                  }}
                />
                <Button type="submit" disabled={text.trim() === ""} className="h-9">
                  {t("hosts.addOne")}
                </Button>
              </div>
            )}
          </Field>
        </form>
      </div>
    </SettingSection>
  );
};
