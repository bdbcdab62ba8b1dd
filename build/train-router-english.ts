import type { PromptLine } from "./train-router-templates.ts";

/** Words that templates draw from; `{name}` in a template stands for one of them. */
export const englishSlots: Readonly<Record<string, string>> = {
  person:
    "Anna|Tom|Mr Bauer|my boss|the landlord|Aunt Rosa|our supplier|the school|Dr Lind|my neighbour|the team|Ms Okoye|a customer|grandpa",
  occasion: "a wedding|a retirement|a birthday|a new job|a baby|a farewell|an anniversary|a graduation",
  thing:
    "a lamp|our cafe|the choir|hiking boots|a garden centre|a language course|a podcast|honey|a bike|a guest room|a flea market|a yoga class",
  topic:
    "bread|solar panels|the Vikings|stage fright|coral reefs|chess|tax returns|sleep|electric cars|volcanoes|jazz|vaccines|inflation|bees|glaciers|tea|the Silk Road|public libraries|tides|migraine",
  place: "Finland|Oslo|the Nile|Kenya|Lake Garda|Madagascar|Quito|Mount Etna|Tasmania|Belfast|Uruguay|the Danube",
  famous: "Einstein|Cleopatra|Mozart|Marie Curie|Gutenberg|Darwin|Frida Kahlo|Napoleon|Hildegard of Bingen|Leonardo",
  work: "Hamlet|the Mona Lisa|Faust|Carmen|Moby Dick|the Odyssey|The Scream|Guernica|Emma|Dracula",
  quantity: "height|population|area|age|length|depth|currency|capital|altitude|official language",
  paper:
    "lease|insurance policy|phone contract|boiler manual|warranty|invoice|employment contract|report|recipe book|meeting notes|travel plan|bank letter",
  fact: "deadline|account number|price|serial number|contact person|notice period|due date|address|opening hours|deductible|password hint|delivery date",
  word: "gregarious|frugal|nostalgia|ambiguous|candid|resilience|mundane|to linger|reluctant|paradox",
  language: "French|German|Spanish|Italian|Dutch|Portuguese|Polish|Japanese|Danish|Czech",
  phrase:
    "I am looking forward to it|see you at the airport|the soup is too salty|can you help me|where are my keys|we are closed today|one ticket please|happy holidays|I am allergic to nuts|the train is late",
  clumsy:
    "we was very tired yesterday|she dont like no fish|i has two brother|him and me goes shopping|the informations are wrong|its to late now|they is coming tomorow|I seen him last weak",
  long: "In view of the circumstance that the delivery has not reached us so far we would like to ask you to look into the matter|It should be noted that at this point in time there is no possibility of offering a refund|I am writing to you with regard to the question of whether there might be a chance to change the date",
  file: "notes.txt|budget.xlsx|photo_12.jpg|thesis.docx|backup.zip|invoice-7.pdf|song.mp3|todo.md|scan003.png|cv.pdf",
  folder: "Documents|Archive|Photos|Work|Taxes|the project folder|the shared drive|Downloads|Music|2023",
  time: "7:30|noon|five o'clock|tomorrow morning|Tuesday at 3|in 20 minutes|tonight at nine|Friday|the 15th at 10|half past six",
  chore:
    "call the plumber|take out the bins|water the basil|pay the rent|buy stamps|feed the fish|renew the library card|send the form|take my pill",
  item: "butter|apples|batteries|toilet paper|dog food|oat milk|onions|light bulbs|coffee|rice",
  device: "the bedroom light|the heating|the dishwasher|the radio|the fan|the TV|the hallway lamp|the coffee machine",
  lang: "Python|JavaScript|Java|C#|Rust|Go|PHP|TypeScript|Ruby|Kotlin|bash|SQL|R|Swift",
  small:
    "reverse a list|round to two decimals|read a file line by line|check if a string is empty|get the length of an array|format a date|join two strings|sort by a key|loop over a map|generate a random number|trim spaces|parse an integer",
  program:
    "reads a CSV and prints the averages per column|renames files by date|finds broken links on a page|converts Markdown to HTML|tracks expenses in SQLite|downloads images from a list of addresses|plays hangman|checks the weather and sends a mail|shows a countdown|merges two sorted files|validates phone numbers|generates passwords",
  extra:
    "with error handling|and a few tests|with command line options|with comments|and a progress bar|with types|and log output|with a config file",
  system:
    "a payment system|a chat service|a file synchroniser|a search engine|a ticket shop|a stream processor|a version control system|a flight booking backend|a telemetry pipeline|an ad exchange|a game server|a document database",
  quality:
    "replication across regions|exactly-once delivery|zero downtime migrations|fault injection tests|end-to-end encryption|conflict resolution|back pressure|multi-tenancy|audit logs|formal invariants|capacity planning|disaster recovery|schema evolution|rate limiting|observability|consensus",
  hardcode:
    "a B-tree with concurrent access|a garbage collector|an optimizing compiler|a regex engine with backreferences|a TCP stack|a software rasterizer|a query planner|a CRDT library|a scheduler with work stealing|a SAT solver|a virtual machine with a JIT|a lock-free queue",
  sum: "23 + 58|7 * 36|144 / 12|1000 - 377|15% of 60|the half of 94|3/8 of 240|25 squared|the average of 4, 9 and 14|8 times 17",
  question1:
    "do cats land on their feet|is ice slippery|do we yawn|is Mars red|do onions make us cry|does bread rise|do stars twinkle|is blood red|do planes fly|do leaves fall",
  choice:
    "a gas or an induction cooker|buying or renting a flat|a cat or a dog|a train or a plane for a trip to Milan|solar panels or a better boiler|a big city or a small town|a used or a new phone|private or public insurance|an e-bike or a moped|freelancing or a permanent job",
  criteria:
    "cost, time and comfort|price, effort and risk|the environment, money and health|the next five years|a family with two children|a student with little money",
  plan: "a weekend in Prague|a week of lunches|a garden for beginners|a move to a smaller flat|a birthday party for ten children|six weeks of running training|a savings plan for a car|a study plan for a chemistry exam",
  theorem:
    "the intermediate value theorem|Fermat's little theorem|the irrationality of e|the pigeonhole principle in three applications|the convergence of the harmonic series' alternating form|Lagrange's theorem|the spectral theorem|the AM-GM inequality|Euler's formula for polyhedra|the uncountability of the reals|Hall's marriage theorem|the law of large numbers",
  strategy:
    "a brewery that wants to export|a hospital group with staff shortages|a publisher losing readers|a start-up in fusion energy|a city that wants to be car-free|a cooperative bank|a museum after the pandemic|a fishing port under new quotas|a family vineyard|a university with falling enrolment",
  aspects:
    "market data, financing, legal limits and scenarios|stakeholders, risks, costs and milestones|regulation, taxes, liability and exit options|assumptions, sensitivities, alternatives and a recommendation|governance, incentives, uncertainty and second-order effects|hypotheses, identification, robustness and ethics",
  dossier:
    "all minutes since 2014|the whole correspondence with the insurer|every study in the folder|all versions of the contract|the case files of the last ten years|all audit reports|the complete interview transcripts",
  finding:
    "who decided what and why, with page references and contradictions|how the cost estimate changed, with evidence for each step|which claims are unsupported and which sources disagree|a timeline with citations and open questions|every obligation, who owns it and where texts conflict",
  bigtext:
    "a crime novel|a dissertation|a white paper on cyber security|a funding application for a youth centre|a feasibility study for a tram line|a play in four acts|a curriculum for a two-year course|a business plan for a vertical farm|an annual sustainability report|a legal commentary on the new rental law",
  bigparts:
    "consistent characters, subplots and period detail|objectives, methods, budget, risks and evaluation|state of research, own argument, objections and sources|market analysis, five-year figures, financing and legal form|structure, evidence for each claim and an executive summary",
  note: "Tuesday meeting: new printer ok, Lea orders paper, budget unclear, next time 4 May|trip: arrived late, hotel fine, museum closed, met Ivo, back Sunday|call with Ruiz: price too high, sends new offer Monday, wants 30 days|workshop: 14 people, good mood, more breaks, next one in Ghent",
  passage:
    "The new bridge was opened on Monday. Mayor Alvik thanked the builders, who finished two months late. The cost rose to 14 million...|Sales grew by 4% in the north and fell by 2% in the south, mainly because of the late spring. The board expects...|Rinse the filter weekly. If the red light blinks, switch off the device and wait ten minutes before...|Dear members, as you know our hall needs a new roof. The offers range from 38,000 to 52,000 euros...",
  mood: "tired|happy|a bit sad|excited|bored|stressed|proud|lonely|hungry|so relaxed",
  event:
    "my sister got engaged|I burned the pasta again|the bus broke down|our team won|I finally finished the puzzle|it snowed all night|my phone fell into the sink|I ran five kilometres",
  filetask:
    "sort them by year into folders|remove the duplicates|shrink them and zip the result|rename them by sender and date|move the old ones to the archive|list the totals in a spreadsheet",
  filegroup:
    "all photos from the trip|the PDFs in Downloads|my receipts|the scans on the desktop|the music files|last year's invoices|all screenshots",
  operation:
    "Organise the relocation of the office|Run the yearly audit preparation|Migrate all mailboxes to the new server|Coordinate the renovation of three flats|Handle the product recall|Plan and book the concert tour|Onboard the forty new employees|Wind up the branch in Turin",
  opparts:
    "collect offers, negotiate, track deadlines, inform everyone and re-plan when something fails|work in reversible stages with checks after each and keep a full record|respect budgets, calendars, contracts and permissions, and report weekly|match every document, chase what is missing by mail and document each decision",
};

/** Templates of a cell, one a line. How often a cell is drawn stands before. */
export const englishLines: readonly PromptLine[] = [
  [
    "small-talk",
    "simple",
    "en",
    24,
    "I'm {mood} today|I feel {mood}|guess what, {event}|{event}, can you believe it|today {event}|are you {mood} too?|hey, {event}!|you make me {mood}|good morning, I'm {mood}|hi again, {event}",
  ],
  [
    "lookup",
    "simple",
    "en",
    60,
    "What is the {quantity} of {place}?|where is {place}|who was {famous}|when was {famous} born?|who made {work}|what year is {work} from|what does \"{word}\" mean|another word for {word}|What {fact} is in my {paper}?|find the {fact} in the {paper}|what was the {fact} again, it's in the {paper}|{quantity} of {place}|what's the {language} name of {place}",
  ],
  [
    "lookup",
    "medium",
    "en",
    26,
    "What does my {paper} say about {topic} and about the {fact}, and where do the two differ?|Give me an overview of {topic}: origins, main facts and people.|What are the main stages in the history of {topic}?|Which of my documents mention {topic}, and what does each say?|List the key ideas about {topic} from my {paper} with their pages.|Collect what the {paper} and the {paper} say on the {fact}.",
  ],
  [
    "lookup",
    "complex",
    "en",
    26,
    "Go through {dossier} and establish {finding}.|From {dossier} reconstruct {finding}.|Analyse {dossier} and document {finding}.|Using {dossier}, build a complete picture of {topic}: {finding}.",
  ],
  [
    "rewrite",
    "simple",
    "en",
    60,
    'translate "{phrase}" to {language}|how do you say "{phrase}" in {language}|{language} for {word}|correct: {clumsy}|fix the mistakes: {clumsy}|is this right? {clumsy}|shorten this: {long}.|say this more simply: {long}.|make this friendlier: {long}.|put into {language}: {phrase}|spelling check please: {clumsy}|one sentence summary: {passage}',
  ],
  [
    "rewrite",
    "medium",
    "en",
    36,
    "Turn these notes into a clean protocol with tasks and dates: {note}|Summarize the text in four bullet points and keep all figures: {passage}|Rewrite this for a newsletter in a lively tone, about 100 words: {passage}|Translate into {language}, keep the structure and a formal tone: {passage}|Make a table with who, what and when from this: {note}|Write this out as an orderly report of half a page: {note}|Edit my text for clarity and style, and list the three biggest changes: {passage}",
  ],
  [
    "rewrite",
    "complex",
    "en",
    24,
    "Restructure {bigtext} for another audience with a concordance of old and new sections, unified terms and reasons for every change.|Translate {bigtext} into {language} with precise terminology, footnotes on what has no equivalent and a list of ambiguities.|Merge the five drafts of {bigtext} into one consistent text, resolve all contradictions and trace each paragraph to its source.|Edit {bigtext} end to end: tighten the argument, check every claim against its source, mark what is unsupported and harmonise the terminology.",
  ],
  [
    "write",
    "simple",
    "en",
    46,
    "short message to {person}: I'll be late|write a quick thank-you to {person}|a one-line wish for {occasion}|a slogan for {thing}|a name for {thing}|a haiku about {topic}|give me a funny sentence about {topic}|two lines for a card for {occasion}|text {person} back, short: sounds good|caption for a photo of {place}|a title for a talk on {topic}|one sentence to advertise {thing}",
  ],
  [
    "write",
    "medium",
    "en",
    50,
    "Write an email to {person} about the {paper}: explain the {fact}, apologise and suggest a new date.|Write a speech of two minutes for {occasion}, warm and funny.|Write a product text of 120 words for {thing}.|Draft an invitation to {occasion} with place, time and what to bring.|Write a short article on {topic} for our club magazine.|write a blog post about {topic} with an introduction and three tips|Write a story about {topic} for children of six, one page.|Compose a poem of five stanzas on {topic}.|Write a letter to {person} complaining about {thing}, polite but firm, with a deadline.|Draft an ad for {thing} with details and contact.|write an essay of one page about {topic}",
  ],
  [
    "write",
    "complex",
    "en",
    30,
    "Write {bigtext} with {bigparts}.|Draft {bigtext} of about twenty pages: {bigparts}.|Develop {bigtext}, complete with {bigparts}, for {strategy}.|Write a long essay of 4,000 words on {topic} with {bigparts}.|write {bigtext}",
  ],
  [
    "code",
    "simple",
    "en",
    50,
    "how do I {small} in {lang}|{lang}: {small}|{lang} one-liner to {small}|what's the {lang} way to {small}?|is {lang} compiled or interpreted|what does this do in {lang}: x += 1|how to install {lang}|comment syntax in {lang}|{small} {lang}|smallest {lang} example to {small}",
  ],
  [
    "code",
    "medium",
    "en",
    44,
    "Write a {lang} program that {program}, {extra}.|Write a script in {lang} that {program} {extra}|I need a small {lang} tool that {program}, {extra}|Build a simple web page with {lang} that {program}|Refactor this {lang} code into functions, {extra}: for (let i = 0; i < n; i++) {{ total += rows[i].price; if (total > max) break; }}|Why is my {lang} function that {program} so slow? Suggest improvements {extra}.|Write tests for a {lang} module that {program}",
  ],
  [
    "code",
    "complex",
    "en",
    50,
    "Design {system} with {quality}, {quality} and {quality}.|Implement {hardcode} in {lang}|Implement {hardcode} in {lang}, argue its correctness and benchmark it.|Write {hardcode} with a full test suite and {quality}|Migrate {system} to {lang} with {quality} and {quality}, in stages.|Find the cause of the data loss in {system} from logs and code, prove it, and redesign it with {quality}.|architecture for {system} with {quality}|build {hardcode} from scratch",
  ],
  [
    "reason",
    "simple",
    "en",
    40,
    "what is {sum}|{sum}|calculate {sum}|{sum} = ?|why {question1}? short answer|why {question1}|in one sentence, why {question1}?|which is more, {sum} or {sum}|quickly, {sum}|I have {sum}, how much is that?",
  ],
  [
    "reason",
    "medium",
    "en",
    50,
    "Compare {choice} with regard to {criteria}.|Should I go for {choice}? Think about {criteria}.|What speaks for and against {choice}?|Make a plan for {plan}.|Help me plan {plan}, with a list of what I need.|Explain how {topic} works and why it matters, with an example.|Why {question1}? Explain the mechanism with an example.|Advise me: {choice}, given {criteria}?|pros and cons of {choice}|explain {topic} to a teenager",
  ],
  [
    "reason",
    "complex",
    "en",
    50,
    "Prove {theorem} and discuss what fails when an assumption is dropped.|prove {theorem}|Derive {theorem} from first principles.|Develop a strategy for {strategy}: {aspects}.|Analyse the situation of {strategy} and compare options by {aspects}.|Evaluate three proposals for {strategy}, covering {aspects}.|Model the long-term effects of {topic} policy with {aspects}.|Assess the legal and economic consequences for {strategy}, including {aspects}.",
  ],
  [
    "act",
    "simple",
    "en",
    60,
    'delete {file}|rename {file}|move {file} to {folder}|copy {file} into {folder}|open {folder}|remind me to {chore} {time}|remind me {time}: {chore}|set an alarm for {time}|add {item} to the shopping list|turn on {device}|switch off {device}|send {person} a message that I\'m on my way|make a folder called {folder}|put "{chore}" in my calendar for {time}|call {person}|email {file} to {person}|schedule a call with {person} {time}',
  ],
  [
    "act",
    "medium",
    "en",
    40,
    "Take {filegroup} and {filetask}.|Go through {filegroup}, {filetask}, and tell me what you did.|Find {filegroup}, {filetask} and send the result to {person}.|Put {filegroup} into {folder}, {filetask}, then check nothing is missing.|Find a time with {person} and {person} next week, book a room and invite them.|Search my mail for the {paper}, save the attachment in {folder} and set a reminder for the {fact}.",
  ],
  ["act", "complex", "en", 26, "{operation}: {opparts}.|{operation} from start to end: {opparts}.|{operation} for {strategy}; {opparts}."],
];
