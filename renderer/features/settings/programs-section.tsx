import { KeyRound, Trash2 } from "lucide-react";
import { useCallback, useState } from "react";
import type { ApiToken } from "#core/local-api/schema";
import { attempt, useClient, type ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { Field } from "../../ui/field.tsx";
import { formatTime } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Input } from "../../ui/input.tsx";
import { Notice } from "../../ui/notice.tsx";
import { CopyText } from "./copy-text.tsx";
import { SettingRow, SettingSection } from "./setting-row.tsx";
import { useRemote } from "./use-remote.ts";

interface KeyRowProps {
  readonly token: ApiToken;
  readonly onRemove: () => void;
}

const KeyRow = ({ token, onRemove }: KeyRowProps) => {
  const t = useTexts("settings");
  return (
    <li className="flex items-center gap-3 py-2">
      <KeyRound aria-hidden size={15} strokeWidth={1.75} className="shrink-0 text-ink-faint" />
      <span className="min-w-0 flex-1 wrap-anywhere">{token.name}</span>
      <span className="text-small text-ink-faint">
        {token.lastUsedAtMs === null ? t("programs.neverUsed") : t("programs.used", { time: formatTime(token.lastUsedAtMs) })}
      </span>
      <IconButton icon={Trash2} size="small" label={t("programs.remove", { name: token.name })} onClick={onRemove} />
    </li>
  );
};

/** The key is shown until the person leaves the page; nobody can bring it back. */
const NewKey = ({ name, value }: { readonly name: string; readonly value: string }) => {
  const t = useTexts("settings");
  return (
    <div role="status" className="mt-3">
      <Notice tone="info" title={t("programs.made", { name })}>
        {t("programs.madeText")}
      </Notice>
      <div className="mt-2">
        <CopyText text={value} />
      </div>
    </div>
  );
};

interface MakeKeyProps {
  readonly onMake: (name: string) => Promise<void>;
}

const MakeKey = ({ onMake }: MakeKeyProps) => {
  const t = useTexts("settings");
  const [name, setName] = useState("");
  return (
    <form
      className="mt-3 max-w-112"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") void onMake(name.trim()).then(() => setName(""));
      }}
    >
      <Field label={t("programs.add")} hint={t("programs.addHint")} error={null}>
        {(props) => (
          <div className="flex gap-2">
            <Input
              {...props}
              maxLength={80}
              autoComplete="off"
              placeholder={t("programs.example")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit" disabled={name.trim() === ""} className="h-9">
              {t("programs.make")}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
};

/** Other programs that ask through Olympus, in the protocol most of them speak. */
export const ProgramsSection = () => {
  const t = useTexts("settings");
  const client = useClient();
  const remote = useRemote(useCallback((signal: AbortSignal) => client.localApi.status(undefined, { signal }), [client]));
  const [made, setMade] = useState<{ readonly name: string; readonly key: string } | null>(null);
  const [failed, setFailed] = useState<ClientError | null>(null);
  const status = remote.value;
  const problem = failed ?? remote.problem;

  const change = async <T,>(work: PromiseLike<T>): Promise<T | null> => {
    const done = await attempt(work);
    setFailed(done.ok ? null : done.error);
    remote.reload();
    return done.ok ? done.value : null;
  };

  return (
    <SettingSection title={t("programs.title")} text={t("programs.text")}>
      {problem !== null && (
        <Notice tone="danger" title={errorText(problem).title}>
          {errorText(problem).text}
        </Notice>
      )}
      {status !== null && (
        <SettingRow
          title={t("programs.access")}
          text={
            status.problem === null
              ? t(status.enabled ? "programs.isOn" : "programs.isOff")
              : t("programs.problem", { reason: status.problem })
          }
          below={status.baseUrl === null ? undefined : <CopyText text={status.baseUrl} />}
        >
          <Button onClick={() => void change(client.localApi.enable({ enabled: !status.enabled }))}>
            {t(status.enabled ? "programs.switchOff" : "programs.switchOn")}
          </Button>
        </SettingRow>
      )}
      {status?.enabled === true && (
        <div className="py-4">
          <h3 className="font-medium">{t("programs.keys")}</h3>
          <p className="mt-0.5 text-note text-ink-soft">{t("programs.keysText")}</p>
          {status.tokens.length > 0 && (
            <ul aria-label={t("programs.keys")} className="mt-2 divide-y divide-line/60">
              {status.tokens.map((token) => (
                <KeyRow key={token.id} token={token} onRemove={() => void change(client.localApi.removeToken({ tokenId: token.id }))} />
              ))}
            </ul>
          )}
          {made !== null && <NewKey name={made.name} value={made.key} />}
          <MakeKey
            onMake={async (name) => {
              const token = await change(client.localApi.createToken({ name }));
              if (token !== null) setMade(token);
            }}
          />
        </div>
      )}
    </SettingSection>
  );
};
