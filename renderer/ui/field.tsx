import { useId, type ReactNode } from "react";

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with the value; takes the hint's place and is announced. */
  readonly error?: string | null | undefined;
  /** The control gets these, so that label, hint and error belong to it. */
  readonly children: (props: { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined }) => ReactNode;
}

export const Field = ({ label, hint, error, children }: FieldProps) => {
  const id = useId();
  const noteId = `${id}-note`;
  const wrong = error !== undefined && error !== null;
  const hasNote = wrong || hint !== undefined;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-note font-medium text-ink">
        {label}
      </label>
      {children({ id, "aria-describedby": hasNote ? noteId : undefined, "aria-invalid": wrong || undefined })}
      {hasNote && (
        <div id={noteId} role={wrong ? "alert" : undefined} className={wrong ? "text-note text-danger" : "text-note text-ink-faint"}>
          {wrong ? error : hint}
        </div>
      )}
    </div>
  );
};
