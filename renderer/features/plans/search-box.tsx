import { Search } from "lucide-react";

interface SearchBoxProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export const SearchBox = ({ label, placeholder, value, onChange }: SearchBoxProps) => (
  <label className="flex h-9 min-w-44 flex-1 items-center gap-2 rounded-medium border border-line bg-surface px-3 shadow-low focus-within:border-line-strong sm:max-w-80">
    <Search aria-hidden size={15} className="shrink-0 text-ink-faint" />
    <input
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="min-w-0 flex-1 bg-transparent outline-none"
    />
  </label>
);
