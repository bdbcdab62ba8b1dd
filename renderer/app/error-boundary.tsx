import { Component, type ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { i18n } from "../ui/i18n.ts";

interface ErrorBoundaryProps {
  /** Another value starts anew: a broken screen does not break the next one. */
  readonly resetKey: string;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly broken: boolean;
  readonly resetKey: string;
}

/** Keeps a defect in one part of the window from taking the rest with it. React offers this to classes only. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { broken: false, resetKey: this.props.resetKey };

  static getDerivedStateFromError(): Partial<ErrorBoundaryState> {
    return { broken: true };
  }

  static getDerivedStateFromProps(props: ErrorBoundaryProps, state: ErrorBoundaryState): ErrorBoundaryState | null {
    return props.resetKey === state.resetKey ? null : { broken: false, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    const t = (key: string) => i18n.t(`failure.${key}`, { ns: "app" });
    return (
      <div role="alert" className="grid h-full place-items-center p-8">
        <div className="max-w-sm text-center">
          <h1 className="text-title font-semibold">{t("title")}</h1>
          <p className="mt-1 text-ink-soft">{t("text")}</p>
          <div className="mt-5 flex justify-center gap-2">
            <Button onClick={() => location.reload()}>{t("reload")}</Button>
            <Button tone="primary" onClick={() => this.setState({ broken: false })}>
              {t("again")}
            </Button>
          </div>
        </div>
      </div>
    );
  }
}
