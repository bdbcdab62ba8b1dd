interface ProgressBarProps {
  readonly label: string;
  /** 0…1; null while nobody knows. */
  readonly share: number | null;
}

export const ProgressBar = ({ label, share }: ProgressBarProps) => (
  <div
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={share === null ? undefined : Math.round(share * 100)}
    className="h-1 w-full overflow-hidden rounded-full bg-active"
  >
    <div
      className={
        share === null
          ? "h-full w-1/3 animate-breathe rounded-full bg-accent"
          : "h-full rounded-full bg-accent transition-[width] duration-200"
      }
      style={share === null ? undefined : { width: `${Math.min(1, Math.max(0, share)) * 100}%` }}
    />
  </div>
);
