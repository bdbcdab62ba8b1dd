import { ShieldCheck } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { Auth, AuthError } from "../bridge/index.ts";
import { Button } from "../ui/button.tsx";
import { errorText } from "../ui/error-text.ts";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Notice } from "../ui/notice.tsx";
import { useTexts } from "../ui/i18n.ts";
import { Logo } from "./logo.tsx";
import { PassphraseInput } from "./passphrase-input.tsx";
import { passphraseMinimumLength } from "./passphrase-strength.ts";
import { StrengthMeter } from "./strength-meter.tsx";

interface SignInProps {
  readonly auth: Auth;
  readonly onReady: () => void;
}

const Card = ({ title, text, children }: { readonly title: string; readonly text: string; readonly children: ReactNode }) => {
  const t = useTexts("app");
  return (
    <main className="grid h-full overflow-y-auto bg-sidebar px-4 py-10">
      <div className="m-auto w-full max-w-96">
        <div className="mb-6 flex justify-center">
          <Logo size={44} />
        </div>
        <div className="animate-rise rounded-huge border border-line bg-surface px-7 pt-7 pb-7 shadow-raised">
          <h1 className="text-center text-title font-semibold">{title}</h1>
          <p className="mt-1 mb-6 text-center text-balance text-ink-soft">{text}</p>
          {children}
        </div>
        <p className="mt-5 flex items-center justify-center gap-1.5 text-small text-ink-faint">
          <ShieldCheck aria-hidden size={14} />
          {t("signIn.local")}
        </p>
      </div>
    </main>
  );
};

const Problem = ({ error }: { readonly error: AuthError | null }) => {
  if (error === null) return null;
  const text = errorText(error);
  return (
    <Notice tone="danger" title={text.title}>
      {text.text}
    </Notice>
  );
};

/** A passphrase form sends once at a time and shows why it was refused. */
const useSubmit = (send: () => ReturnType<Auth["login"]>, onReady: () => void) => {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AuthError | null>(null);
  const submit = async () => {
    setBusy(true);
    setError(null);
    const answer = await send();
    setBusy(false);
    if (answer.ok) onReady();
    else setError(answer.error);
  };
  return { busy, error, submit };
};

export const LogIn = ({ auth, onReady }: SignInProps) => {
  const t = useTexts("app");
  const [passphrase, setPassphrase] = useState("");
  const { busy, error, submit } = useSubmit(() => auth.login(passphrase), onReady);
  return (
    <Card title={t("signIn.title")} text={t("signIn.text")}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field label={t("signIn.passphrase")}>
          {(props) => (
            <PassphraseInput
              {...props}
              autoFocus
              autoComplete="current-password"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
          )}
        </Field>
        <Problem error={error} />
        <Button type="submit" tone="primary" size="large" busy={busy} disabled={passphrase === ""}>
          {t("signIn.enter")}
        </Button>
      </form>
    </Card>
  );
};

export const SetUp = ({ auth, onReady }: SignInProps) => {
  const t = useTexts("app");
  const [code, setCode] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const { busy, error, submit } = useSubmit(() => auth.setup(passphrase, code.trim()), onReady);
  const different = again !== "" && !passphrase.startsWith(again) && passphrase !== again;
  const complete = code.trim() !== "" && [...passphrase].length >= passphraseMinimumLength && passphrase === again;
  return (
    <Card title={t("signIn.setupTitle")} text={t("signIn.setupText")}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (complete) void submit();
        }}
      >
        <Field label={t("signIn.code")} hint={t("signIn.codeHint")}>
          {(props) => (
            <Input
              {...props}
              autoFocus
              autoComplete="one-time-code"
              spellCheck={false}
              className="h-10 font-mono tracking-wider uppercase"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("signIn.new")} hint={passphrase === "" ? t("signIn.newHint") : <StrengthMeter passphrase={passphrase} />}>
          {(props) => (
            <PassphraseInput
              {...props}
              autoComplete="new-password"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("signIn.again")} error={different ? t("signIn.different") : null}>
          {(props) => (
            <PassphraseInput {...props} autoComplete="new-password" value={again} onChange={(event) => setAgain(event.target.value)} />
          )}
        </Field>
        <Problem error={error} />
        <Button type="submit" tone="primary" size="large" busy={busy} disabled={!complete}>
          {t("signIn.setUp")}
        </Button>
      </form>
    </Card>
  );
};
