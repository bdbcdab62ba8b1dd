/**
 * Words that tell what a request is, in English, German, French and Spanish, folded. `stem*` stands for every word that begins so, `_` joins a phrase.
 * Written by hand for this classifier; they become features, whose weights are learned.
 */
const families = {
  greeting:
    "hi hello hey heya yo greetings good_morning good_evening good_afternoon good_night hallo moin servus guten_tag guten_morgen guten_abend gute_nacht tschuss bonjour bonsoir salut coucou bonne_nuit bonne_journee hola buenas buenos_dias buenas_tardes buenas_noches adios bye goodbye ciao see_you",
  thanks:
    "thanks thank thx cheers appreciate* danke* vielen_dank merci gracias perfect great awesome nice cool super toll genial parfait perfecto well_done good_job good_bot",
  feeling:
    "how_are_you how_is_it_going hows_it_going whats_up wie_gehts wie_geht_es_dir ca_va comment_vas_tu como_estas que_tal bored lonely tired sad happy mude langweilig langweile traurig fatigue* triste aburrid* cansad* joke witz blague chiste haha lol",
  aboutYou:
    "are_you who_are_you what_can_you_do do_you_like do_you_have do_you_think your_name your_favourite your_favorite do_you_feel bist_du was_kannst_du magst_du hast_du es_tu qui_es_tu que_sais_tu aimes_tu as_tu eres quien_eres que_puedes_hacer te_gusta tienes",
  factQuestion:
    "what_is whats what_are what_was what_does who_is who_was who_wrote who_invented who_painted when_is when_did when_was where_is where_was which_year which_country how_many how_much how_tall how_far how_long how_old how_high capital_of meaning_of stand_for stands_for was_ist was_sind was_bedeutet wer_ist wer_war wer_hat wann_ist wann_war wann_wurde wann_hat wo_ist wo_liegt wie_viele wie_viel wie_hoch wie_alt wie_weit wie_lange wie_heisst hauptstadt_von wofur_steht quest_ce_que quel_est quelle_est quels_sont qui_est qui_a quand_a quand_est ou_se_trouve ou_est combien que_signifie que_veut_dire capitale que_es cual_es cuales_son quien_es quien_fue quien_escribio cuando donde cuant* que_significa capital_de",
  documents:
    "my_notes my_documents my_files the_contract the_report the_pdf the_manual according_to attached handbook meinen_notizen meinen_unterlagen meinen_dokumenten im_vertrag laut im_handbuch mes_notes mes_documents le_contrat dapres selon mis_notas mis_documentos el_contrato segun page section chapter seite abschnitt kapitel chapitre capitulo",
  translate:
    "translat* ubersetz* tradui* traduc* into_english into_german into_french into_spanish to_english to_german to_french to_spanish auf_deutsch auf_englisch ins_deutsche ins_englische en_anglais en_francais en_espagnol en_ingles al_ingles al_espanol al_aleman in_german in_french in_spanish in_english",
  correct:
    "correct* proofread* grammar spelling typo* punctuation korrigier* rechtschreib* grammatik tippfehler corrige* orthographe faute* gramatica ortografia errores",
  shorten:
    "shorten* shorter summari* summary condense* tldr boil_down sum_up trim kurz* zusammenfass* fasse raccourci* resume* resumer resumir resumen acorta* simplif* vereinfach*",
  rephrase:
    "rephras* reword* rewrit* paraphras* polite* formal formally friendlier tone casual professional umformulier* formuliere hoflicher formeller reformul* reecri* reescrib* mas_formal plus_formel plus_poli turn_this turn_these make_this make_it convert reformat* bullet* stichpunkt* puces tabla tableau tabelle as_a_table",
  extract:
    "extract* list_all pull_out pick_out find_all all_the_names all_dates highlight extrah* extrai* extraer alphabetical* sort_these aus_dem_text du_texte del_texto",
  compose:
    "write* draft* compose* schreib* verfass* entwirf entwurf ecri* redige* redact* escrib* come_up_with give_me_a create_a make_up suggest* vorschla* propose* propon* sugier* brainstorm*",
  proseKind:
    "email* mail letter* message* poem* haiku limerick story stories tale essay* article* blog* post* speech toast slogan* tagline* caption* headline* description* invitation* review* song* lyric* novel scene monologue dialogue newsletter press_release cover_letter bio biograph* obituary eulogy birthday brief* nachricht* gedicht* geschichte* aufsatz* artikel* rede trinkspruch einladung* beschreibung* anschreiben bewerbung* mitteilung* courriel lettre* poeme* histoire* discours annonce* correo* carta* mensaje* poema* cuento* historia discurso invitacion* anuncio* ensayo* resena*",
  code: "code* coding python javascript typescript java rust golang kotlin swift php ruby perl bash shell sql regex* regular_expression function* funktion fonction funcion class klasse method compile* debug* bug* exception stack_trace traceback error_message unit_test* refactor* api endpoint* json yaml css html react django flask docker* kubernetes git commit merge rebase query abfrage requete consulta script* skript algorithm* loop array dictionary string variable pointer thread* async* mutex schema database datenbank postgres* sqlite null undefined segfault parser cron crontab makefile npm pip webpack pandas numpy codigo programm* programa* import def const lambda recursi* linked_list binary_tree binary_search hash_map",
  why: "why how_come explain* warum wieso weshalb erklar* pourquoi expliqu* por_que explica* reason cause ursache* raison* causa*",
  compare:
    "compar* versus vs difference* pros_and_cons advantages disadvantages better trade_off* tradeoff* weigh vergleich* unterschied* vorteil* nachteil* avantage* inconvenient* ventaja* desventaja* diferencia* should_i should_we soll_ich sollte_ich sollten_wir dois_je devrais_je debo deberia*",
  decide:
    "decide decision recommend* advice advise evaluat* assess* analy* strateg* plan_a plan_for planning roadmap budget forecast* estimate* prioriti* optimi* risk* scenario* implication* consequence* entscheid* empfehl* empfiehl* bewert* strategie* plane planung* folgen conseil* evalue* planifi* analiz* estrateg* recomiend* decis* riesgo* consecuencia*",
  calculate:
    "calculat* compute solve* equation* percent* probability odds average interest derive* integral derivative proof prove* theorem* puzzle riddle logic sum product divided times plus minus square_root berechn* rechne* losung* prozent wahrscheinlichkeit gleichung* beweis* ratsel calcul* resou* pourcent* probabilit* demontr* prouv* calcula* porcent* probabilid* ecuacion* demuestr* raiz",
  actFile:
    "delete* remove rename* move copy folder* directory file files desktop downloads archive unzip zip organi* clean_up back_up backup duplicate* losch* umbenenn* benenn* verschieb* kopier* ordner datei* aufraum* sortiere supprim* renomm* deplac* copie* dossier* fichier* range borra* elimina* renombra* mueve mover copia carpeta* archivo* ordena",
  actWorld:
    "send remind* reminder schedule calendar appointment meeting book reserve order buy call turn_on turn_off set_a_timer set_an_alarm timer alarm open start launch download* install* upload* print invite add_to save sende* schick* erinner* termin* kalender buche reservier* bestell* ruf stell* wecker offne starte lade installier* drucke speicher* envoi* rappel* rendez_vous agenda commande* appelle allume eteins ouvre lance telecharge* imprime enregistre* envia* recuerda* recordatorio cita calendario reserva* pide llama enciende apaga abre inicia descarga* instala* guarda*",
  deep: "comprehensive* thorough* detailed in_detail in_depth exhaustive rigorous* complete full end_to_end step_by_step multi_step from_scratch production_ready production_grade scalab* distributed concurren* fault_toleran* architecture architect design_a design_an migrat* formal* edge_cases failure_modes threat_model security compliance gdpr regulat* legal* tax contract clauses negotiat* systematic* literature_review methodolog* hypothes* experimental statistical* regression bayesian optimal* complexity umfassend* ausfuhrlich* detailliert* grundlich* vollstandig* skalier* verteilt* nebenlauf* architektur rechtlich* steuer* mehrstufig* approfondi* detaill* complet* exhausti* evolutif juridique* fiscal* rigoureu* rigur* arquitectura disena conception concois",
  several:
    "several multiple each both various three four five six seven eight ten dozen including include covering cover considering consider taking_into_account as_well_as must constraints requirements mehrere jeweils drei vier funf sechs inklusive einschliesslich berucksichtig* sowie plusieurs chaque trois quatre cinq incluant y_compris tenant_compte ainsi_que varios varias cada tres cuatro cinco incluyendo teniendo_en_cuenta asi_como",
  brief:
    "short brief* quick* one_sentence one_word one_line one_liner in_a_sentence two_sentences few_words just simple simply basic kurz kurze kurzen knapp* schnell* ein_satz einem_satz einen_satz court courte rapide* une_phrase bref breve* corto corta una_frase una_linea",
} as const;

export type CueFamily = keyof typeof families;
export const cueFamilies = Object.keys(families) as readonly CueFamily[];

const patternOf = (list: string): RegExp => {
  const cues = list.split(" ").map((cue) => cue.replaceAll("_", " ").replace(/\*$/, "\\S*"));
  return new RegExp(` (?:${cues.join("|")})(?= )`, "g");
};
const patterns = cueFamilies.map((family) => patternOf(families[family]));

/** How often each family's cues stand among the words, in the order of `cueFamilies`. */
export const countCues = (words: readonly string[]): number[] => {
  const line = ` ${words.join(" ")} `;
  return patterns.map((pattern) => Array.from(line.matchAll(pattern)).length);
};
