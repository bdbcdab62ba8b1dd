import type { PromptLine } from "./train-router-templates.ts";

/** The same in German. */
export const germanSlots: Readonly<Record<string, string>> = {
  thema:
    "Brot|Solarzellen|die Wikinger|Lampenfieber|Schach|Schlaf|Vulkane|Jazz|Impfungen|Bienen|Gletscher|Gezeiten|die Seidenstraße|Inflation",
  ort: "Finnland|Oslo|der Nil|Kenia|der Gardasee|Madagaskar|Uruguay|die Donau|Malta|Riga",
  wer: "Einstein|Kleopatra|Mozart|Gutenberg|Darwin|Hildegard von Bingen|Bismarck|Kafka",
  papier:
    "Mietvertrag|Versicherungsschein|Handyvertrag|Handbuch der Heizung|Garantieschein|Arbeitsvertrag|Bericht|Protokoll|Reiseplan|Bankschreiben",
  angabe: "die Frist|die Kontonummer|der Preis|die Seriennummer|der Ansprechpartner|das Fälligkeitsdatum|die Adresse|die Öffnungszeiten",
  satz: "Ich freue mich darauf|Die Suppe ist zu salzig|Wo sind meine Schlüssel|Wir haben heute geschlossen|Eine Fahrkarte bitte|Der Zug hat Verspätung",
  sprache: "Englische|Französische|Spanische|Italienische|Niederländische|Polnische",
  fehler:
    "wir war gestern müde|sie mag kein Fische|ich habe zwei Bruder|das ist besser wie vorher|er ist gegangen nach Hause|die Kinder spielt draußen",
  lang: "In Anbetracht des Umstandes, dass die Lieferung bisher nicht bei uns eingetroffen ist, bitten wir Sie um Prüfung|Wir möchten Sie darauf hinweisen, dass derzeit keine Möglichkeit einer Erstattung besteht",
  datei: "notizen.txt|haushalt.xlsx|foto_12.jpg|arbeit.docx|scan.pdf|lied.mp3",
  ordner: "Dokumente|Archiv|Fotos|Arbeit|Steuer|Projekte|Musik",
  zeit: "um sieben|um halb neun|morgen früh|am Dienstag um drei|in zwanzig Minuten|heute Abend|am Freitag",
  pflicht:
    "den Klempner anzurufen|den Müll rauszubringen|die Miete zu zahlen|die Fische zu füttern|das Formular abzuschicken|Tante Rosa zu gratulieren",
  ware: "Butter|Äpfel|Batterien|Hafermilch|Zwiebeln|Kaffee|Reis|Waschmittel",
  gerät: "das Licht im Schlafzimmer|die Heizung|das Radio|den Fernseher|die Kaffeemaschine|die Lampe im Flur",
  sprachecode: "Python|JavaScript|Java|Rust|Go|PHP|TypeScript|SQL|Bash",
  klein:
    "eine Liste umdrehen|eine Zahl runden|eine Datei zeilenweise lesen|prüfen, ob ein Text leer ist|ein Datum formatieren|zwei Texte verbinden|eine Zufallszahl erzeugen",
  programm:
    "eine CSV-Datei liest und Mittelwerte ausgibt|Dateien nach Datum umbenennt|tote Links auf einer Seite findet|Ausgaben in SQLite verwaltet|Galgenmännchen spielt|Passwörter erzeugt|Bilder verkleinert",
  zusatz: "mit Fehlerbehandlung|mit ein paar Tests|mit Kommandozeilenoptionen|mit Kommentaren|mit Protokoll",
  system: "ein Zahlungssystem|einen Chatdienst|eine Suchmaschine|einen Ticketshop|eine Versionsverwaltung|eine Dokumentdatenbank",
  güte: "Replikation über Regionen|Migration ohne Ausfall|Ende-zu-Ende-Verschlüsselung|Konfliktauflösung|Mandantentrennung|Lasttests|Wiederanlauf nach Absturz|Beobachtbarkeit",
  rechnung: "23 plus 58|7 mal 36|144 durch 12|15 Prozent von 60|die Hälfte von 94|25 zum Quadrat",
  warum: "fallen Katzen auf die Füße|ist Eis glatt|gähnen wir|ist der Mars rot|weint man bei Zwiebeln|funkeln Sterne",
  wahl: "Kauf oder Miete einer Wohnung|Hund oder Katze|Bahn oder Flugzeug nach Mailand|E-Bike oder Roller|festangestellt oder selbständig|Gas oder Induktion",
  plan: "ein Wochenende in Prag|eine Woche Mittagessen|einen Kindergeburtstag|sechs Wochen Lauftraining|den Umzug in eine kleinere Wohnung|die Vorbereitung auf die Chemieprüfung",
  satzname:
    "den Zwischenwertsatz|den kleinen Satz von Fermat|die Irrationalität von e|den Satz von Lagrange|die Überabzählbarkeit der reellen Zahlen|den Satz von Cayley-Hamilton",
  betrieb:
    "eine Brauerei mit Exportplänen|eine Klinikgruppe mit Personalmangel|einen Verlag mit sinkender Auflage|ein Weingut|eine Genossenschaftsbank|ein Stadtmuseum",
  gesichtspunkte:
    "Marktdaten, Finanzierung, rechtliche Grenzen und Szenarien|Beteiligte, Risiken, Kosten und Meilensteine|Steuern, Haftung, Alternativen und Sensitivitäten|Annahmen, Unsicherheit, Folgen und Empfehlung",
  anlass: "eine Hochzeit|den Ruhestand|einen Geburtstag|die Taufe|den Abschied|das Jubiläum",
  empfänger: "meine Chefin|den Vermieter|Tante Rosa|unseren Lieferanten|die Schule|eine Kundin|den Nachbarn",
  sache: "unser Café|den Chor|Wanderschuhe|einen Sprachkurs|Honig|ein Fahrrad|den Flohmarkt",
  großtext:
    "einen Kriminalroman|eine Dissertation|einen Förderantrag für ein Jugendzentrum|eine Machbarkeitsstudie für eine Tramlinie|einen Kommentar zum neuen Mietrecht|ein Theaterstück in vier Akten",
  notiz:
    "Sitzung Dienstag: Drucker ok, Lea bestellt Papier, Budget unklar, nächstes Mal 4. Mai|Anruf Ruiz: Preis zu hoch, schickt Montag neues Angebot|Workshop: 14 Leute, gute Stimmung, mehr Pausen",
  absatz:
    "Die neue Brücke wurde am Montag eröffnet. Die Bürgermeisterin dankte den Arbeitern, die zwei Monate zu spät fertig wurden...|Der Umsatz stieg im Norden um 4 %, im Süden fiel er um 2 %, vor allem wegen des späten Frühlings...",
  gruppe: "alle Urlaubsfotos|die PDFs aus dem Downloadordner|meine Quittungen|die Rechnungen vom letzten Jahr|die Bildschirmfotos",
  arbeit:
    "sortiere sie nach Jahr in Ordner|entferne die Doppelten|benenne sie nach Absender und Datum um|verschiebe die alten ins Archiv|trag die Summen in eine Tabelle ein",
  akten:
    "alle Protokolle seit 2014|den gesamten Schriftwechsel mit der Versicherung|sämtliche Studien im Ordner|alle Fassungen des Vertrags",
  befund:
    "wer was wann entschieden hat, mit Fundstellen und Widersprüchen|wie sich die Kosten entwickelt haben, mit Belegen|welche Behauptungen unbelegt sind und wo Quellen sich widersprechen",
  vorhaben:
    "Organisiere den Umzug des Büros|Bereite die Betriebsprüfung vor|Koordiniere die Sanierung dreier Wohnungen|Wickle die Filiale ab|Plane und buche die Konzertreise",
  schritte:
    "Angebote einholen, verhandeln, Fristen überwachen, alle informieren und umplanen, wenn etwas ausfällt|in umkehrbaren Schritten, mit Prüfung nach jedem und vollständigem Protokoll|Budgets, Kalender und Verträge beachten und wöchentlich berichten",
  laune: "müde|froh|ein bisschen traurig|aufgeregt|gestresst|stolz|hungrig",
};
export const germanLines: readonly PromptLine[] = [
  [
    "small-talk",
    "simple",
    "de",
    8,
    "ich bin heute {laune}|bist du auch {laune}?|ich fühle mich {laune}|hey, bin {laune} heute|na du, ich bin {laune}",
  ],
  [
    "lookup",
    "simple",
    "de",
    18,
    "Wo liegt {ort}?|Wer war {wer}?|Wann wurde {wer} geboren?|Was steht im {papier} zu {thema}?|Wie lautet {angabe} im {papier}?|{angabe} laut {papier}?|Was bedeutet {thema}?|Such {angabe} im {papier}",
  ],
  [
    "lookup",
    "medium",
    "de",
    10,
    "Gib mir einen Überblick über {thema}: Ursprung, Fakten, wichtige Personen.|Welche meiner Unterlagen erwähnen {thema}, und was steht jeweils drin?|Was sagen {papier} und {papier} über {thema}, und worin unterscheiden sie sich?|Was sind die wichtigsten Etappen in der Geschichte von {thema}?",
  ],
  [
    "lookup",
    "complex",
    "de",
    10,
    "Geh {akten} durch und stelle fest, {befund}.|Rekonstruiere anhand von Belegen, {befund}; Grundlage sind {akten}.|Werte {akten} aus und dokumentiere, {befund}.",
  ],
  [
    "rewrite",
    "simple",
    "de",
    18,
    'Übersetze ins {sprache}: {satz}|Was heißt "{satz}" auf Englisch?|Korrigiere: {fehler}|Stimmt das so? {fehler}|Kürze: {lang}.|Sag das freundlicher: {lang}.|Einfacher bitte: {lang}.|ins {sprache}: {satz}',
  ],
  [
    "rewrite",
    "medium",
    "de",
    12,
    "Mach aus den Notizen ein sauberes Protokoll mit Aufgaben und Terminen: {notiz}|Fasse den Text in vier Stichpunkten zusammen und behalte die Zahlen: {absatz}|Schreibe das für den Rundbrief um, lebendig, etwa 100 Wörter: {absatz}|Übersetze ins {sprache}, förmlich und mit gleicher Gliederung: {absatz}",
  ],
  [
    "rewrite",
    "complex",
    "de",
    8,
    "Arbeite {großtext} für ein anderes Publikum um, mit Konkordanz, einheitlichen Begriffen und Begründung jeder Änderung.|Führe die fünf Fassungen zu einem widerspruchsfreien Text zusammen und weise jeden Absatz nach, es geht um {großtext}.|Übersetze {großtext} ins {sprache} mit genauer Terminologie, Fußnoten und einer Liste der Mehrdeutigkeiten.",
  ],
  [
    "write",
    "simple",
    "de",
    14,
    "kurze Nachricht an {empfänger}: ich komme später|ein Satz für {anlass}|ein Slogan für {sache}|ein Haiku über {thema}|ein Titel für einen Vortrag über {thema}|zwei Zeilen für eine Karte, es geht um {anlass}|ein Name für {sache}",
  ],
  [
    "write",
    "medium",
    "de",
    16,
    "Schreibe eine E-Mail an {empfänger}: erkläre die Verzögerung, entschuldige dich und schlag einen neuen Termin vor.|Schreibe eine Rede von zwei Minuten für {anlass}.|Verfasse einen kurzen Artikel über {thema} für die Vereinszeitung.|Schreib einen Werbetext von 120 Wörtern für {sache}.|Schreibe eine Geschichte über {thema} für Sechsjährige.|Formuliere einen Beschwerdebrief an {empfänger}, höflich, mit Frist.|einen Blogbeitrag über {thema} mit drei Tipps|Gedicht mit fünf Strophen über {thema}",
  ],
  [
    "write",
    "complex",
    "de",
    10,
    "Schreibe {großtext} mit Forschungsstand, eigener These, Gegenargumenten und Belegen.|Verfasse {großtext}, etwa zwanzig Seiten, mit Zielen, Methoden, Kosten, Risiken und Zeitplan.|Entwirf {großtext} mit durchgehenden Figuren, Nebenhandlungen und Wendungen.",
  ],
  [
    "code",
    "simple",
    "de",
    14,
    "Wie kann ich in {sprachecode} {klein}?|{sprachecode}: {klein}|In {sprachecode} {klein}, kürzestes Beispiel|Was macht x += 1 in {sprachecode}?",
  ],
  [
    "code",
    "medium",
    "de",
    12,
    "Schreibe ein Programm in {sprachecode}, das {programm}, {zusatz}.|Ich brauche ein kleines Werkzeug in {sprachecode}, das {programm}, {zusatz}.|Bau mir ein Skript, das {programm}, {zusatz}",
  ],
  [
    "code",
    "complex",
    "de",
    14,
    "Entwirf {system} mit {güte}, {güte} und {güte}.|Implementiere {system} in {sprachecode} mit {güte} und {güte}, samt Nachweis der Korrektheit.|Architektur für {system} mit {güte} und {güte}|Finde die Ursache der Datenverluste anhand der Protokolle und baue {system} um, mit {güte}.",
  ],
  ["reason", "simple", "de", 12, "Was ist {rechnung}?|{rechnung}|Rechne: {rechnung}|Warum {warum}? Kurz bitte.|wie viel ist {rechnung}"],
  [
    "reason",
    "medium",
    "de",
    16,
    "Vergleiche: {wahl}, nach Kosten, Aufwand und Risiko.|Was spricht dafür und dagegen: {wahl}?|Plane {plan} mit einer Liste, was ich brauche.|Erkläre, warum {warum}, mit einem Beispiel.|{wahl}, was rätst du mir und warum?|Erkläre einem Jugendlichen {thema}.",
  ],
  [
    "reason",
    "complex",
    "de",
    16,
    "Beweise {satzname} und erörtere, was ohne die Voraussetzungen scheitert.|Beweise {satzname}|Entwickle eine Strategie für {betrieb}: {gesichtspunkte}.|Analysiere die Lage für {betrieb} und vergleiche Optionen nach {gesichtspunkte}.|Bewerte drei Vorschläge für {betrieb}: {gesichtspunkte}.",
  ],
  [
    "act",
    "simple",
    "de",
    18,
    "Lösche {datei}|Benenne {datei} um|Verschiebe {datei} nach {ordner}|Öffne {ordner}|Erinnere mich {zeit}, {pflicht}|Wecker {zeit}|Setz {ware} auf die Liste|Schalte {gerät} ein|mach {gerät} aus|Leg einen Ordner {ordner} an|trag das {zeit} in den Kalender ein|kauf {ware} ein",
  ],
  [
    "act",
    "medium",
    "de",
    12,
    "Nimm {gruppe}, {arbeit} und sag mir, was du getan hast.|Geh {gruppe} durch, {arbeit}, {arbeit}.|Such {gruppe}, {arbeit} und schick das Ergebnis an {empfänger}.|Finde nächste Woche einen Termin mit Eva und Raj, buche einen Raum und lade ein.",
  ],
  ["act", "complex", "de", 8, "{vorhaben}: {schritte}.|{vorhaben} von Anfang bis Ende: {schritte}."],
];
