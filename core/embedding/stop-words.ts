/**
 * Words that carry grammar, not subject, already folded as `tokenize` folds (lower case, no diacritics): the function words of English,
 * the question words people wrap around a search, and the commonest function words of German, French, Spanish, Italian, Portuguese and
 * Dutch that are not also ordinary English nouns or verbs ("die", "war" and "men" are left out for that reason).
 */
const english = `a about above across after again against all almost along already also although always am among an and another any anybody
anyone anything are aren around as at away be became because become becomes been before behind being below between beyond both but by
came can cannot could couldn did didn do does doesn doing don done down due during each either else enough especially etc even ever every
everyone everything except far few for found from further furthermore gave get gets give given gives go goes going got had hadn has hasn
have haven having he hence her here hers herself him himself his how however i if ii in indeed instead into is isn it its itself just keep
kind know known later least less let ll made mainly make makes making many may maybe me might mine more moreover most mostly much must my
myself namely near nearly necessary neither never nevertheless next no nobody none nor not nothing now obtain obtained of off often on once
one only onto or other others otherwise ought our ours ourselves out over own per perhaps please possible quite rather re really regarding
said same say says see seem seemed seems several shall she should shouldn show shown shows since so some somebody someone something
sometimes soon still such take taken takes tell than that the their theirs them themselves then there thereby therefore these they thing
things this those though through throughout thus to together too toward towards under until up upon us use used uses using usually various
ve very via want was wasn way ways we well went were weren what whatever when where whereas whereby wherein whether which while who whole
whom whose why will with within without would wouldn yet you your yours yourself`;

const otherLanguages = `aber als auch auf aus bei bin bis dann das dass dem den der des dich dir doch du durch ein eine einem einen einer
eines er es fur haben hat ich ihm ihn ihr im ist ja kann kein keine mich mir mit nach nicht noch nur oder ohne sehr sein sich sie sind uber
um und uns unter vom von vor wenn wer werden wie wir wird wo zu zum zur
au aux avec ce ces cette dans de du elle elles en est et etait il ils je la le les leur leurs lui mais meme ne nos notre nous ont ou par pas
pour qu que qui sa sans ses son sont sur tu un une vos votre vous
al como con cual cuando del donde el ella ellos entre era es esta este esto estos fue ha hay las lo los mas muy nos o para pero por porque
que se ser si sin sobre su sus tambien te todo una unos y ya
alla alle anche che chi ci cosa da dal dalla degli dei della delle di e gli hanno ho ma nel nella noi ogni per piu questa questo sono sua suo
ao aos as com da das dos ela ele em essa esse foi isso isto mais mas na nao nas nem no nos num os ou pela pelo quando sao seu sua tem um uma
aan bij dan dat deze dit een geen heb heeft hem het hij hoe hun ik je kan maar meer met mijn naar niet nog ook op te toch tot uit van veel
voor waar wat werd wie wij worden zal zich zij zijn zo`;

const stopWords: ReadonlySet<string> = new Set(`${english} ${otherLanguages}`.split(/\s+/));

/** Whether a folded word (see `tokenize`) says nothing about the subject of a text. */
export const isStopWord = (word: string): boolean => stopWords.has(word);
