// Every line below holds words outside the catalogue; the test of build/visible-words.ts counts them.
declare const showToast: (toast: { title: string; tone: string }) => void;

const words = { title: "Nothing here yet", label: "nav.new" };

export const Spoken = ({
  count,
  label = "Close it",
  busy,
}: {
  readonly count: number;
  readonly label?: string;
  readonly busy: boolean;
}) => {
  showToast({ title: busy ? "Please wait" : `Read ${count} files`, tone: "danger" });
  document.title = "Olympus is here";
  return (
    <section aria-label="A section" title={`${count} things`}>
      Plain text
      {busy && "Working"}
      {count > 1 ? "several" : <span>one</span>}
      <input placeholder={"Type here"} aria-description={label ?? "Described"} data-kind="not seen by anyone" />
      <img alt="A picture" src={words.title} />
      {count} · 100 %
    </section>
  );
};
