import { useCallback, useEffect, useState, type ReactNode } from "react";
import { useBridge, useConnection, type Auth, type AuthStatus } from "../bridge/index.ts";
import { Notice } from "../ui/notice.tsx";
import { useTexts } from "../ui/i18n.ts";
import { LogIn, SetUp } from "./sign-in.tsx";

/** A host that does not answer is asked again this often. */
const retryMs = 2000;

const BrowserGate = ({ auth, children }: { readonly auth: Auth; readonly children: ReactNode }) => {
  const t = useTexts("app");
  const { connect } = useBridge();
  const connection = useConnection();
  const [known, setKnown] = useState<AuthStatus["state"] | "unreachable" | null>(null);
  const signedOut = connection.type === "signed-out";
  /** A session that ended while somebody was in makes what was known worthless. */
  const asking = known === null || known === "unreachable" || (known === "ready" && signedOut);

  const enter = useCallback(() => {
    connect();
    setKnown("ready");
  }, [connect]);

  useEffect(() => {
    if (!asking) return;
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const status = await auth.status();
      if (gone) return;
      if (status.ok && status.value.state === "ready") return enter();
      setKnown(status.ok ? status.value.state : "unreachable");
      if (!status.ok) timer = setTimeout(ask, retryMs);
    };
    void ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [auth, enter, asking]);

  const state = known === "ready" && signedOut ? null : known;
  if (state === null) return null;
  if (state === "unreachable") {
    return (
      <main className="mx-auto max-w-110 px-4 pt-[24vh]">
        <Notice tone="warning" title={t("signIn.unreachable")}>
          {t("signIn.unreachableText")}
        </Notice>
      </main>
    );
  }
  if (state === "setup") return <SetUp auth={auth} onReady={enter} />;
  if (state === "login") return <LogIn auth={auth} onReady={enter} />;
  return children;
};

/** Lets the interface in once the host knows who it is. On the desktop the operating system has seen to that. */
export const Gate = ({ children }: { readonly children: ReactNode }) => {
  const { auth } = useBridge();
  return auth === null ? children : <BrowserGate auth={auth}>{children}</BrowserGate>;
};
