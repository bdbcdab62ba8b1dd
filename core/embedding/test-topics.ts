/** Subjects whose sentences share words; the first two words of each are synonyms that no sentence holds together. */
const topics = {
  cars: "automobile sedan engine driver wheel brake motorway petrol gearbox tyre garage mechanic bonnet clutch headlight mileage",
  medicine:
    "physician doctor patient hospital surgery prescription diagnosis symptom treatment nurse clinic ward fever vaccine recovery dose",
  cooking: "chef cook kitchen oven recipe flour butter garlic saucepan simmer onion roast seasoning dough pepper ladle",
  law: "attorney lawyer court judge verdict contract tenant lease appeal witness clause plaintiff hearing statute evidence damages",
  sailing: "vessel boat harbour anchor sail mast wind tide rudder captain deck keel mooring voyage compass rigging",
  money: "salary wage payroll tax employer bonus invoice bank deduction pension budget allowance payslip income account overtime",
} as const;
export type Topic = keyof typeof topics;
export const topicNames = Object.keys(topics) as Topic[];

const openings = [
  "Yesterday the",
  "In the end the",
  "Without any warning the",
  "As everybody expected the",
  "Late in the year the",
  "For the first time the",
];
const joints = ["was near the", "came before the", "depended on the", "replaced the", "needed the", "was checked with the"];

export interface MadeUpChunk {
  readonly topic: Topic;
  readonly text: string;
}

/** `count` chunks of three to five sentences, the topics in turn, always the same. A chunk uses one of its topic's two synonyms, if any. */
export const madeUpChunks = (count: number): MadeUpChunk[] => {
  let state = 42;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: count }, (_, index) => {
    const topic = topicNames[index % topicNames.length] ?? "cars";
    const [first = "", second = "", ...others] = topics[topic].split(" ");
    const words = [...others, below(2) === 0 ? first : second];
    const pick = () => words[below(words.length)] ?? "";
    const sentence = () => `${openings[below(openings.length)]} ${pick()} ${joints[below(joints.length)]} ${pick()} and the ${pick()}.`;
    return { topic, text: Array.from({ length: 3 + below(3) }, sentence).join(" ") };
  });
};
