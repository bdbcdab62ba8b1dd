export interface ExampleQuestion {
  readonly key: "about" | "points" | "compare" | "conclude";
  readonly values: { readonly title: string; readonly other: string };
}

/** Questions that the library can answer, from the titles of its newest documents; different documents before different questions. */
export const exampleQuestions = (titles: readonly string[]): ExampleQuestion[] => {
  const [first, second = first, third = first] = [
    ...new Set(titles.map((title) => title.trim()).filter((title) => title !== "" && title.length <= 80)),
  ];
  if (first === undefined || second === undefined || third === undefined) return [];
  const examples: ExampleQuestion[] = [
    { key: "about", values: { title: first, other: first } },
    { key: "points", values: { title: second, other: second } },
  ];
  return second === first ? examples : [...examples, { key: "conclude", values: { title: third, other: third } }];
};
