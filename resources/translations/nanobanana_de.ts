<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Open…</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Import Mask…</source>
        <translation>Maske importieren …</translation>
    </message>
    <message>
        <source>Export Mask…</source>
        <translation>Maske exportieren …</translation>
    </message>
    <message>
        <source>Edit Many Pictures…</source>
        <translation>Viele Bilder bearbeiten …</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Copy Picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Paste Picture</source>
        <translation>Bild einfügen</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Clear Mask</source>
        <translation>Maske leeren</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>Maske umkehren</translation>
    </message>
    <message>
        <source>Grow…</source>
        <translation>Vergrößern …</translation>
    </message>
    <message>
        <source>Shrink…</source>
        <translation>Verkleinern …</translation>
    </message>
    <message>
        <source>Feather…</source>
        <translation>Weiche Kante …</translation>
    </message>
    <message>
        <source>Smooth…</source>
        <translation>Glätten …</translation>
    </message>
    <message>
        <source>Fill Holes</source>
        <translation>Löcher füllen</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Vieleck</translation>
    </message>
    <message>
        <source>Magic Wand</source>
        <translation>Zauberstab</translation>
    </message>
    <message>
        <source>Smart Brush</source>
        <translation>Kantenpinsel</translation>
    </message>
    <message>
        <source>Select Object</source>
        <translation>Objekt auswählen</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>Hand</translation>
    </message>
    <message>
        <source>Swap Paint and Erase</source>
        <translation>Malen und Radieren tauschen</translation>
    </message>
    <message>
        <source>Smaller Brush</source>
        <translation>Kleinerer Pinsel</translation>
    </message>
    <message>
        <source>Larger Brush</source>
        <translation>Größerer Pinsel</translation>
    </message>
    <message>
        <source>Softer Brush</source>
        <translation>Weicherer Pinsel</translation>
    </message>
    <message>
        <source>Harder Brush</source>
        <translation>Härterer Pinsel</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Generieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Go to the Prompt</source>
        <translation>Zum Prompt</translation>
    </message>
    <message>
        <source>Accept Result</source>
        <translation>Ergebnis annehmen</translation>
    </message>
    <message>
        <source>Discard Result</source>
        <translation>Ergebnis verwerfen</translation>
    </message>
    <message>
        <source>Previous Result</source>
        <translation>Voriges Ergebnis</translation>
    </message>
    <message>
        <source>Next Result</source>
        <translation>Nächstes Ergebnis</translation>
    </message>
    <message>
        <source>Open Result in a New Window</source>
        <translation>Ergebnis in neuem Fenster öffnen</translation>
    </message>
    <message>
        <source>Serve on This Computer</source>
        <translation>Auf diesem Rechner bereitstellen</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Fit in Window</source>
        <translation>In Fenster einpassen</translation>
    </message>
    <message>
        <source>Actual Pixels</source>
        <translation>Tatsächliche Pixel</translation>
    </message>
    <message>
        <source>Double Size</source>
        <translation>Doppelte Größe</translation>
    </message>
    <message>
        <source>Turn View Left</source>
        <translation>Ansicht nach links drehen</translation>
    </message>
    <message>
        <source>Turn View Right</source>
        <translation>Ansicht nach rechts drehen</translation>
    </message>
    <message>
        <source>View Upright</source>
        <translation>Ansicht aufrecht</translation>
    </message>
    <message>
        <source>Show the Original</source>
        <translation>Original zeigen</translation>
    </message>
    <message>
        <source>Quick Mask</source>
        <translation>Maskierungsmodus</translation>
    </message>
    <message>
        <source>Marching Ants</source>
        <translation>Laufende Ameisen</translation>
    </message>
    <message>
        <source>Hide the Mask</source>
        <translation>Maske ausblenden</translation>
    </message>
    <message>
        <source>Pixel Grid</source>
        <translation>Pixelraster</translation>
    </message>
    <message>
        <source>Find a Command…</source>
        <translation>Befehl suchen …</translation>
    </message>
    <message>
        <source>Full Screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Rundgang</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts…</source>
        <translation>Tastenkürzel …</translation>
    </message>
    <message>
        <source>About NanoBanana Studio</source>
        <translation>Über NanoBanana Studio</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>&amp;Maske</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>&amp;Werkzeuge</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>&amp;Generieren</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>A&amp;nsicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Move Selection</source>
        <translation>Auswahl verschieben</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Cancel All</source>
        <translation>Alle abbrechen</translation>
    </message>
</context>
<context>
    <name>DroppedPicture</name>
    <message>
        <source>%1 is an address in the web, and nothing is loaded from there unasked; save the picture as a file, or copy it, and paste it here</source>
        <translation>%1 ist eine Adresse im Netz, und von dort wird ungefragt nichts geladen; das Bild als Datei sichern oder kopieren und hier einfügen</translation>
    </message>
    <message>
        <source>The picture that was handed over cannot be read</source>
        <translation>Das übergebene Bild lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>There is no picture in it; files and copied pictures work</source>
        <translation>Darin ist kein Bild; Dateien und kopierte Bilder gehen</translation>
    </message>
    <message>
        <source>The name of “%1” is not UTF-8, and such a file cannot be opened here; rename it</source>
        <translation>Der Name von „%1“ ist kein UTF-8, und eine solche Datei kann hier nicht geöffnet werden; bitte umbenennen</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>Something that was entered cannot be used.</source>
        <translation>Eine Eingabe ist nicht brauchbar.</translation>
    </message>
    <message>
        <source>The file is no picture that can be read, or it is damaged.</source>
        <translation>Die Datei ist kein lesbares Bild, oder sie ist beschädigt.</translation>
    </message>
    <message>
        <source>Files of this kind are not supported.</source>
        <translation>Dateien dieser Art werden nicht unterstützt.</translation>
    </message>
    <message>
        <source>The picture is too large.</source>
        <translation>Das Bild ist zu groß.</translation>
    </message>
    <message>
        <source>The picture is too small.</source>
        <translation>Das Bild ist zu klein.</translation>
    </message>
    <message>
        <source>The mask is not of the picture&apos;s size.</source>
        <translation>Die Maske ist nicht so groß wie das Bild.</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>Es ist nichts ausgewählt.</translation>
    </message>
    <message>
        <source>The mask has no transparency that could be the selection.</source>
        <translation>Die Maske hat keine Transparenz, die die Auswahl sein könnte.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>Die Datei lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>The file cannot be written.</source>
        <translation>Die Datei lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>The service cannot be reached.</source>
        <translation>Der Dienst ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>The service does not accept the key.</source>
        <translation>Der Dienst nimmt den Schlüssel nicht an.</translation>
    </message>
    <message>
        <source>The service refuses this edit.</source>
        <translation>Der Dienst lehnt diese Bearbeitung ab.</translation>
    </message>
    <message>
        <source>The service answered with nothing that can be used.</source>
        <translation>Die Antwort des Dienstes ist nicht brauchbar.</translation>
    </message>
    <message>
        <source>These settings of the environment cannot be used, and the studio goes on without them:</source>
        <translation>Diese Einstellungen der Umgebung sind nicht brauchbar, das Studio arbeitet ohne sie:</translation>
    </message>
    <message>
        <source>The quota at the service is used up.</source>
        <translation>Das Kontingent beim Dienst ist aufgebraucht.</translation>
    </message>
    <message>
        <source>The service is busy.</source>
        <translation>Der Dienst ist überlastet.</translation>
    </message>
    <message>
        <source>This computer is busy.</source>
        <translation>Dieser Rechner ist überlastet.</translation>
    </message>
    <message>
        <source>It took longer than the time limit.</source>
        <translation>Es hat länger gedauert, als das Zeitlimit erlaubt.</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>Es wurde abgebrochen.</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>Der Speicher reicht nicht aus.</translation>
    </message>
    <message>
        <source>Something went wrong inside the program.</source>
        <translation>Im Programm ist etwas schiefgegangen.</translation>
    </message>
</context>
<context>
    <name>GenerationProgress</name>
    <message>
        <source>Preparing</source>
        <translation>Wird vorbereitet</translation>
    </message>
    <message>
        <source>Uploading</source>
        <translation>Wird gesendet</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Wird empfangen</translation>
    </message>
    <message>
        <source>Processing</source>
        <translation>Wird bearbeitet</translation>
    </message>
    <message>
        <source>%1 of %2 ready</source>
        <translation>%1 von %2 fertig</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>attempt %1</source>
        <translation>Versuch %1</translation>
    </message>
    <message numerus="yes">
        <source>%n more waiting</source>
        <translation>
            <numerusform>%n weitere wartet</numerusform>
            <numerusform>%n weitere warten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenerationText</name>
    <message>
        <source>Sends %1 px around the selection at full size.</source>
        <translation>Sendet %1 px um die Auswahl in voller Größe.</translation>
    </message>
    <message>
        <source>Your %1 px area returns at %2 px (%3 %).</source>
        <translation>Der Bereich von %1 px kommt mit %2 px zurück (%3 %).</translation>
    </message>
    <message>
        <source>Your %1 px area is enlarged to %2 px (%3 %).</source>
        <translation>Der Bereich von %1 px wird auf %2 px vergrößert (%3 %).</translation>
    </message>
    <message>
        <source>price not known</source>
        <translation>Preis unbekannt</translation>
    </message>
    <message>
        <source>free, on this computer</source>
        <translation>kostenlos, auf diesem Rechner</translation>
    </message>
    <message>
        <source>about $%1</source>
        <translation>etwa $%1</translation>
    </message>
    <message>
        <source>Paint over what is to change, then generate.</source>
        <translation>Übermalen, was sich ändern soll, dann generieren.</translation>
    </message>
    <message>
        <source>Check the connection, or use the offline fill meanwhile.</source>
        <translation>Verbindung prüfen oder so lange die Offline-Füllung nehmen.</translation>
    </message>
    <message>
        <source>Check the key in the preferences.</source>
        <translation>Den Schlüssel in den Einstellungen prüfen.</translation>
    </message>
    <message>
        <source>Other words in the prompt, or another selection, may be accepted.</source>
        <translation>Andere Worte im Prompt oder eine andere Auswahl werden vielleicht angenommen.</translation>
    </message>
    <message>
        <source>Another seed often helps.</source>
        <translation>Ein anderer Seed hilft oft.</translation>
    </message>
    <message>
        <source>Top up the account there, or use the offline fill meanwhile.</source>
        <translation>Konto dort aufladen oder so lange die Offline-Füllung nehmen.</translation>
    </message>
    <message numerus="yes">
        <source>Try again in %n s.</source>
        <translation>
            <numerusform>In %n s erneut versuchen.</numerusform>
            <numerusform>In %n s erneut versuchen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The time limit is in the preferences.</source>
        <translation>Das Zeitlimit steht in den Einstellungen.</translation>
    </message>
    <message>
        <source>Close other pictures, or select a smaller area.</source>
        <translation>Andere Bilder schließen oder einen kleineren Bereich auswählen.</translation>
    </message>
    <message>
        <source>Nothing was sent: each edit is written to the journal first. Make room on the disk.</source>
        <translation>Nichts wurde gesendet: Jede Bearbeitung wird erst ins Journal geschrieben. Bitte Platz auf der Platte schaffen.</translation>
    </message>
    <message numerus="yes">
        <source>Sends %n areas, one after the other.</source>
        <translation>
            <numerusform>Sendet %n Bereich.</numerusform>
            <numerusform>Sendet %n Bereiche, einen nach dem anderen.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2, %3.</source>
        <translation>%1 %2, %3.</translation>
    </message>
    <message>
        <source>The picture is transparent in all of the selection: what is made there cannot be seen.</source>
        <translation>Das Bild ist in der ganzen Auswahl durchsichtig: Was dort entsteht, ist nicht zu sehen.</translation>
    </message>
    <message>
        <source>One call</source>
        <translation>Ein Aufruf</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n Aufruf</numerusform>
            <numerusform>%n Aufrufe</numerusform>
        </translation>
    </message>
    <message>
        <source>The offline fill ignores the prompt: it continues what is around.</source>
        <translation>Die Offline-Füllung beachtet den Prompt nicht: Sie setzt fort, was ringsum ist.</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>guidance</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>%1 ignores: %2.</source>
        <translation>%1 beachtet nicht: %2.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>MaskOperations</name>
    <message>
        <source>Grow</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Shrink</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>Weiche Kante</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>Glätten</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>Löcher füllen</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>NewWindow</name>
    <message>
        <source>Cannot start %1</source>
        <translation>%1 lässt sich nicht starten</translation>
    </message>
</context>
<context>
    <name>OpenPicture</name>
    <message>
        <source>The picture is %1 x %2 pixels; at most %3 megapixels and %4 pixels a side can be opened</source>
        <translation>Das Bild hat %1 x %2 Pixel; höchstens %3 Megapixel und %4 Pixel je Seite lassen sich öffnen</translation>
    </message>
    <message>
        <source>This is no picture that can be opened here; PNG, JPEG, WebP, TIFF, BMP, GIF and OpenRaster (.ora) can</source>
        <translation>Dieses Bild lässt sich hier nicht öffnen; PNG, JPEG, WebP, TIFF, BMP, GIF und OpenRaster (.ora) gehen</translation>
    </message>
    <message>
        <source>The %1 picture is damaged or incomplete</source>
        <translation>Das %1-Bild ist beschädigt oder unvollständig</translation>
    </message>
    <message>
        <source>Another program made this file; its layers were opened as one picture</source>
        <translation>Ein anderes Programm hat diese Datei gemacht; ihre Ebenen wurden als ein Bild geöffnet</translation>
    </message>
    <message>
        <source>%1 is a folder</source>
        <translation>%1 ist ein Ordner</translation>
    </message>
    <message>
        <source>Cannot read %1: %2</source>
        <translation>%1 ist nicht lesbar: %2</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1 ist leer</translation>
    </message>
    <message>
        <source>The file holds %1 pictures; the first was opened</source>
        <translation>Die Datei enthält %1 Bilder; das erste wurde geöffnet</translation>
    </message>
    <message>
        <source>There is no picture in it</source>
        <translation>Darin ist kein Bild</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>Pictures and projects (%1)</source>
        <translation>Bilder und Projekte (%1)</translation>
    </message>
    <message>
        <source>Projects (%1)</source>
        <translation>Projekte (%1)</translation>
    </message>
    <message>
        <source>All files (%1)</source>
        <translation>Alle Dateien (%1)</translation>
    </message>
    <message>
        <source>The name of “%1” is not UTF-8, and such a file cannot be opened or saved here; rename it</source>
        <translation>Der Name von „%1“ ist kein UTF-8, und eine solche Datei kann hier weder geöffnet noch gespeichert werden; bitte umbenennen</translation>
    </message>
</context>
<context>
    <name>ReportText</name>
    <message>
        <source>The whole answer was taken</source>
        <translation>Die ganze Antwort wurde übernommen</translation>
    </message>
    <message>
        <source>Untouched outside the selection</source>
        <translation>Außerhalb der Auswahl unberührt</translation>
    </message>
    <message>
        <source>%1 samples changed outside</source>
        <translation>%1 Werte außerhalb geändert</translation>
    </message>
    <message>
        <source>Seam ΔE %1</source>
        <translation>Naht ΔE %1</translation>
    </message>
    <message>
        <source>Aligned by %1 px</source>
        <translation>Um %1 px ausgerichtet</translation>
    </message>
    <message>
        <source>Sent at %1 %</source>
        <translation>Gesendet mit %1 %</translation>
    </message>
    <message>
        <source>%1 attempts</source>
        <translation>%1 Versuche</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 px off</source>
        <translation>%1 px daneben</translation>
    </message>
    <message>
        <source>colour off by ΔE %1</source>
        <translation>Farbe um ΔE %1 daneben</translation>
    </message>
    <message>
        <source>The picture is transparent in all of the selection: the result cannot be seen.</source>
        <translation>Das Bild ist in der ganzen Auswahl durchsichtig: Das Ergebnis ist nicht zu sehen.</translation>
    </message>
    <message>
        <source>The result is misaligned (%1): check its edge, or generate again.</source>
        <translation>Das Ergebnis ist nicht deckungsgleich (%1): den Rand prüfen oder erneut erzeugen.</translation>
    </message>
</context>
<context>
    <name>Rewrite</name>
    <message>
        <source>The %1 file has no alpha channel; the result needs one</source>
        <translation>Die %1-Datei hat keinen Alphakanal; das Ergebnis braucht einen</translation>
    </message>
    <message>
        <source>The file is a grey %1 of %2 bits; the result needs 8 bits</source>
        <translation>Die Datei ist ein Graustufen-%1 mit %2 Bit; das Ergebnis braucht 8 Bit</translation>
    </message>
    <message>
        <source>The file is a palette %1 with %2 colours; the result needs 24-bit colour</source>
        <translation>Die Datei ist ein Paletten-%1 mit %2 Farben; das Ergebnis braucht 24-Bit-Farben</translation>
    </message>
    <message>
        <source>The file is a grey %1; the result has colour</source>
        <translation>Die Datei ist ein Graustufen-%1; das Ergebnis hat Farben</translation>
    </message>
    <message>
        <source>The file holds %1 pictures; only this one would be left</source>
        <translation>Die Datei enthält %1 Bilder; nur dieses bliebe übrig</translation>
    </message>
    <message>
        <source>The TIFF holds layers; they show the old picture and would go</source>
        <translation>Das TIFF enthält Ebenen; sie zeigen das alte Bild und gingen verloren</translation>
    </message>
    <message>
        <source>The file holds a film or other data behind the picture (%1); it would be lost</source>
        <translation>Die Datei enthält hinter dem Bild einen Film oder andere Daten (%1); sie gingen verloren</translation>
    </message>
    <message>
        <source>A %1 file of this kind cannot be written; it becomes an ordinary one</source>
        <translation>Eine %1-Datei dieser Art kann nicht geschrieben werden; sie wird eine gewöhnliche</translation>
    </message>
</context>
<context>
    <name>SaveInPlace</name>
    <message>
        <source>“%1” is no longer there; another program moved or deleted it</source>
        <translation>„%1“ ist nicht mehr da; ein anderes Programm hat die Datei verschoben oder gelöscht</translation>
    </message>
    <message>
        <source>Another program changed “%1” after it was opened here (%2); what it changed would be lost</source>
        <translation>Ein anderes Programm hat „%1“ geändert, nachdem die Datei hier geöffnet wurde (%2); diese Änderungen gingen verloren</translation>
    </message>
    <message>
        <source>The file is not what its name says; it becomes %1</source>
        <translation>Die Datei ist nicht, was ihr Name sagt; sie wird zu %1</translation>
    </message>
    <message>
        <source>There is no picture to save</source>
        <translation>Es gibt kein Bild zum Speichern</translation>
    </message>
</context>
<context>
    <name>SavePicture</name>
    <message>
        <source>%1 holds at most %2 pixels a side, and the picture is %3 x %4; choose PNG or TIFF</source>
        <translation>%1 fasst höchstens %2 Pixel je Seite, das Bild hat %3 x %4; bitte PNG oder TIFF wählen</translation>
    </message>
    <message>
        <source>This computer cannot write %1; the package qt6-image-formats-plugins adds it</source>
        <translation>Dieser Rechner kann %1 nicht schreiben; das Paket qt6-image-formats-plugins ergänzt es</translation>
    </message>
    <message>
        <source>The picture could not be written as %1: %2</source>
        <translation>Das Bild ließ sich nicht als %1 schreiben: %2</translation>
    </message>
    <message>
        <source>%1 keeps 8 of the 16 bits of each colour</source>
        <translation>%1 behält 8 der 16 Bits jeder Farbe</translation>
    </message>
    <message>
        <source>JPEG knows no transparency; it becomes white</source>
        <translation>JPEG kennt keine Durchsichtigkeit; sie wird weiß</translation>
    </message>
    <message>
        <source>The colour profile cannot be kept in %1; choose PNG or JPEG</source>
        <translation>Das Farbprofil lässt sich in %1 nicht behalten; bitte PNG oder JPEG wählen</translation>
    </message>
    <message>
        <source>There is no picture to save</source>
        <translation>Es gibt kein Bild zu speichern</translation>
    </message>
    <message>
        <source>The quality is a number from 1 to 100</source>
        <translation>Die Qualität ist eine Zahl von 1 bis 100</translation>
    </message>
    <message>
        <source>Camera data (EXIF) is not kept in TIFF</source>
        <translation>Kameradaten (EXIF) bleiben in TIFF nicht erhalten</translation>
    </message>
</context>
<context>
    <name>ToolSettings</name>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>Härte</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Spacing</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Pressure sets size</source>
        <translation>Druck bestimmt Größe</translation>
    </message>
    <message>
        <source>Pressure sets opacity</source>
        <translation>Druck bestimmt Deckkraft</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>Contiguous</source>
        <translation>Zusammenhängend</translation>
    </message>
    <message>
        <source>Mark with a scribble</source>
        <translation>Durch Kritzeln markieren</translation>
    </message>
</context>
<context>
    <name>nb::desktop::AmountDialog</name>
    <message>
        <source>&amp;Radius</source>
        <translation>&amp;Radius</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>Radius</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
</context>
<context>
    <name>nb::desktop::AppController</name>
    <message>
        <source>Preferences…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>About NanoBanana Studio</source>
        <translation>Über NanoBanana Studio</translation>
    </message>
    <message>
        <source>&lt;h3&gt;NanoBanana Studio %1&lt;/h3&gt;&lt;p&gt;Regenerates the selected part of a picture, and leaves every other pixel as it was.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;NanoBanana Studio %1&lt;/h3&gt;&lt;p&gt;Erzeugt den ausgewählten Teil eines Bildes neu und lässt jedes andere Pixel, wie es war.&lt;/p&gt;&lt;p&gt;Freie Software unter der GNU General Public License, Version 3.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Paint over what should change</source>
        <translation>Übermalen, was sich ändern soll</translation>
    </message>
    <message>
        <source>The brush (B) selects, the right button or the eraser (E) takes away. [ and ] change the size, the wheel zooms, Space moves the picture. Outlines, the wand and the smart brush are beside it.</source>
        <translation>Der Pinsel (B) wählt aus, die rechte Taste oder der Radierer (E) nimmt weg. [ und ] ändern die Größe, das Mausrad zoomt, die Leertaste verschiebt das Bild. Umrisse, Zauberstab und Kantenpinsel liegen daneben.</translation>
    </message>
    <message>
        <source>Say what should be there</source>
        <translation>Sagen, was dort sein soll</translation>
    </message>
    <message>
        <source>Write a few words and press Ctrl+Enter. The frame on the picture is what would be sent. You can go on painting meanwhile; Esc stops.</source>
        <translation>Ein paar Worte schreiben und Strg+Eingabe drücken. Der Rahmen im Bild ist das, was gesendet würde. Währenddessen kann weitergemalt werden; Esc bricht ab.</translation>
    </message>
    <message>
        <source>Compare, and keep what you like</source>
        <translation>Vergleichen und behalten, was gefällt</translation>
    </message>
    <message>
        <source>Hold Tab to see the original. Accept makes the result the new picture, and one undo brings back picture and mask. Every pixel that you did not select stays as it was.</source>
        <translation>Tab halten zeigt das Original. Annehmen macht das Ergebnis zum neuen Bild, einmal Rückgängig bringt Bild und Maske zurück. Jedes nicht ausgewählte Pixel bleibt, wie es war.</translation>
    </message>
    <message>
        <source>Another Port…</source>
        <translation>Anderer Port …</translation>
    </message>
    <message numerus="yes">
        <source>Serving, %n request(s)</source>
        <translation>
            <numerusform>Bereitgestellt, %n Anfrage</numerusform>
            <numerusform>Bereitgestellt, %n Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>Shows address and token</source>
        <translation>Zeigt Adresse und Token</translation>
    </message>
    <message>
        <source>Edits are made on this computer; nothing leaves it</source>
        <translation>Bearbeitet wird auf diesem Rechner; nichts verlässt ihn</translation>
    </message>
    <message>
        <source>Edits are sent to %1</source>
        <translation>Bearbeitungen gehen an %1</translation>
    </message>
</context>
<context>
    <name>nb::desktop::AreaTool</name>
    <message>
        <source>Nothing stands out here; mark it more closely</source>
        <translation>Hier hebt sich nichts ab; bitte genauer markieren</translation>
    </message>
    <message>
        <source>The mark is too small</source>
        <translation>Die Markierung ist zu klein</translation>
    </message>
</context>
<context>
    <name>nb::desktop::BatchDialog</name>
    <message>
        <source>Skipped: %1</source>
        <translation>Übersprungen: %1</translation>
    </message>
    <message>
        <source>Also edit pictures that already have an output</source>
        <translation>Auch bearbeiten, was schon ein Ergebnis hat</translation>
    </message>
    <message>
        <source>Edit Many Pictures</source>
        <translation>Viele Bilder bearbeiten</translation>
    </message>
    <message>
        <source>A folder, or a CSV file of image, mask, prompt</source>
        <translation>Ein Ordner oder eine CSV-Datei mit Bild, Maske, Prompt</translation>
    </message>
    <message>
        <source>Beside the pictures: photo-mask.png for photo.jpg</source>
        <translation>Neben den Bildern: foto-mask.png zu foto.jpg</translation>
    </message>
    <message>
        <source>What should be there instead, in all pictures</source>
        <translation>Was stattdessen dort sein soll, in allen Bildern</translation>
    </message>
    <message>
        <source>&amp;Pictures</source>
        <translation>&amp;Bilder</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Lists (*.csv)</source>
        <translation>Listen (*.csv)</translation>
    </message>
    <message>
        <source>&amp;Masks</source>
        <translation>&amp;Masken</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>&amp;Results</source>
        <translation>&amp;Ergebnisse</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>P&amp;rompt</source>
        <translation>P&amp;rompt</translation>
    </message>
    <message>
        <source>At &amp;once</source>
        <translation>&amp;Gleichzeitig</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Was daraus wurde</translation>
    </message>
    <message>
        <source>Finished pictures</source>
        <translation>Fertige Bilder</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner …</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>Datei …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>The program nanobanana, which does the work, is neither beside this program nor on the PATH.</source>
        <translation>Das Programm nanobanana, das die Arbeit macht, liegt weder neben diesem Programm noch im PATH.</translation>
    </message>
    <message>
        <source>Engine: %1</source>
        <translation>Engine: %1</translation>
    </message>
</context>
<context>
    <name>nb::desktop::BatchProcess</name>
    <message>
        <source>Cannot start %1: %2</source>
        <translation>%1 lässt sich nicht starten: %2</translation>
    </message>
    <message>
        <source>%1 edited, %2 failed, %3 skipped</source>
        <translation>%1 bearbeitet, %2 fehlgeschlagen, %3 übersprungen</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Stopped: %1</source>
        <translation>Angehalten: %1</translation>
    </message>
    <message>
        <source>The program ended unexpectedly</source>
        <translation>Das Programm endete unerwartet</translation>
    </message>
</context>
<context>
    <name>nb::desktop::BrushTool</name>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Radieren</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>Malen</translation>
    </message>
    <message>
        <source>Right button or Ctrl: erase. Shift: a straight line from the last stroke.</source>
        <translation>Rechte Taste oder Strg: radieren. Umschalt: gerade Linie vom letzten Strich.</translation>
    </message>
    <message>
        <source>Shift: a straight line from the last stroke.</source>
        <translation>Umschalt: gerade Linie vom letzten Strich.</translation>
    </message>
</context>
<context>
    <name>nb::desktop::CanvasPainter</name>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Bearbeitet</translation>
    </message>
</context>
<context>
    <name>nb::desktop::CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation>Leinwand</translation>
    </message>
    <message>
        <source>The picture and the mask over it. Arrow keys move the picture.</source>
        <translation>Das Bild und die Maske darüber. Pfeiltasten verschieben das Bild.</translation>
    </message>
</context>
<context>
    <name>nb::desktop::CommandPalette</name>
    <message>
        <source>Find a Command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Was soll geschehen?</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
</context>
<context>
    <name>nb::desktop::CompareBar</name>
    <message>
        <source>Hold to see the picture without the result (Tab)</source>
        <translation>Halten zeigt das Bild ohne das Ergebnis (Tab)</translation>
    </message>
    <message>
        <source>Hold to see the original</source>
        <translation>Halten zeigt das Original</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>The result over the picture</source>
        <translation>Das Ergebnis über dem Bild</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>Schieber</translation>
    </message>
    <message>
        <source>The picture on the left, the result on the right of a line</source>
        <translation>Links der Linie das Bild, rechts das Ergebnis</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beide</translation>
    </message>
    <message>
        <source>The picture beside the result</source>
        <translation>Das Bild neben dem Ergebnis</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>How much the two differ at each pixel</source>
        <translation>Wie weit beide auseinanderliegen</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ConnectionTest</name>
    <message>
        <source>There is nothing to test: edits are done on this computer, offline</source>
        <translation>Hier gibt es nichts zu prüfen: Bearbeitet wird auf diesem Rechner, offline</translation>
    </message>
    <message>
        <source>it does not answer</source>
        <translation>er antwortet nicht</translation>
    </message>
    <message>
        <source>Cannot reach %1: %2</source>
        <translation>%1 ist nicht erreichbar: %2</translation>
    </message>
    <message>
        <source>%1 is there, but refuses the key</source>
        <translation>%1 ist da, weist den Schlüssel aber zurück</translation>
    </message>
    <message>
        <source>%1 is there and takes the key</source>
        <translation>%1 ist da und nimmt den Schlüssel an</translation>
    </message>
    <message>
        <source>%1 is there (it answered with %2). Whether it takes the key will be known at the first edit</source>
        <translation>%1 ist da (Antwort %2). Ob der Schlüssel gilt, zeigt sich bei der ersten Bearbeitung</translation>
    </message>
</context>
<context>
    <name>nb::desktop::EllipseTool</name>
    <message>
        <source>Ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>Shift: a circle. Alt: from the centre. Space: move it. Ctrl or right button: subtract.</source>
        <translation>Umschalt: Kreis. Alt: von der Mitte. Leertaste: verschieben. Strg oder rechte Taste: abziehen.</translation>
    </message>
</context>
<context>
    <name>nb::desktop::Engine</name>
    <message>
        <source>This computer, offline</source>
        <translation>Dieser Rechner, offline</translation>
    </message>
    <message>
        <source>Google Gemini</source>
        <translation>Google Gemini</translation>
    </message>
    <message>
        <source>OpenAI</source>
        <translation>OpenAI</translation>
    </message>
    <message>
        <source>NanoBanana</source>
        <translation>NanoBanana</translation>
    </message>
</context>
<context>
    <name>nb::desktop::FileController</name>
    <message>
        <source>Open a Picture</source>
        <translation>Bild öffnen</translation>
    </message>
    <message>
        <source>Unsaved Work</source>
        <translation>Nicht gespeicherte Arbeit</translation>
    </message>
    <message>
        <source>Save the changes to “%1”?</source>
        <translation>Änderungen an „%1“ speichern?</translation>
    </message>
    <message>
        <source>Otherwise, unsaved changes are lost.</source>
        <translation>Was nicht gespeichert ist, geht sonst verloren.</translation>
    </message>
    <message>
        <source>Project with results and mask (*.ora)</source>
        <translation>Projekt mit Ergebnissen und Maske (*.ora)</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Projects are saved as .ora, pictures as .png, .jpg, .webp or .tiff: end the name in one of these</source>
        <translation>Projekte werden als .ora gespeichert, Bilder als .png, .jpg, .webp oder .tiff: Der Name muss auf eines davon enden</translation>
    </message>
    <message>
        <source>Results and mask are kept in projects (.ora) only</source>
        <translation>Ergebnisse und Maske bleiben nur in Projekten (.ora) erhalten</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 gespeichert</translation>
    </message>
    <message>
        <source>Copied the picture</source>
        <translation>Bild kopiert</translation>
    </message>
    <message>
        <source>This continues when “%1” is saved.</source>
        <translation>Es geht weiter, sobald „%1“ gespeichert ist.</translation>
    </message>
    <message>
        <source>Saving %1</source>
        <translation>%1 wird gespeichert</translation>
    </message>
    <message>
        <source>Saving was cancelled; nothing was written</source>
        <translation>Speichern abgebrochen; nichts wurde geschrieben</translation>
    </message>
    <message>
        <source>The shown result is not in the file; accept it and save again to include it</source>
        <translation>Das gezeigte Ergebnis ist nicht darin; erst annehmen, dann noch einmal speichern</translation>
    </message>
    <message>
        <source>Not shown in the list, since their names are not UTF-8: %1. Rename them to open them.</source>
        <translation>Nicht in der Liste, weil die Namen kein UTF-8 sind: %1. Zum Öffnen bitte umbenennen.</translation>
    </message>
</context>
<context>
    <name>nb::desktop::GenerateController</name>
    <message>
        <source>%1, sent at %2 %</source>
        <translation>%1, gesendet mit %2 %</translation>
    </message>
</context>
<context>
    <name>nb::desktop::GenerationSettings</name>
    <message>
        <source>&amp;Seed</source>
        <translation>&amp;Seed</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Festhalten</translation>
    </message>
    <message>
        <source>Use this seed again instead of a random one</source>
        <translation>Diesen Seed wieder verwenden statt eines zufälligen</translation>
    </message>
    <message>
        <source>S&amp;trength</source>
        <translation>S&amp;tärke</translation>
    </message>
    <message>
        <source>&amp;Guidance</source>
        <translation>&amp;Führung</translation>
    </message>
    <message>
        <source>&amp;Variants</source>
        <translation>&amp;Varianten</translation>
    </message>
    <message>
        <source>How many results to ask for, 1 to %1; their seeds count up</source>
        <translation>Wie viele Ergebnisse verlangt werden, 1 bis %1; ihre Seeds zählen hoch</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>Varianten</translation>
    </message>
    <message>
        <source>%1 ignores this</source>
        <translation>%1 beachtet es nicht</translation>
    </message>
    <message>
        <source>The same seed gives the same result, or nearly</source>
        <translation>Derselbe Seed gibt dasselbe Ergebnis, oder fast</translation>
    </message>
    <message>
        <source>%1 gives another result each time; the seed is only recorded</source>
        <translation>%1 gibt jedes Mal ein anderes Ergebnis; der Seed wird nur vermerkt</translation>
    </message>
    <message>
        <source>How far the result may differ from what is there</source>
        <translation>Wie weit das Ergebnis vom Vorhandenen abweichen darf</translation>
    </message>
    <message>
        <source>How far around the selection to look for pixels to copy</source>
        <translation>Wie weit im Umkreis nach Vorlagen gesucht wird</translation>
    </message>
    <message>
        <source>How closely the prompt is followed</source>
        <translation>Wie eng dem Prompt gefolgt wird</translation>
    </message>
</context>
<context>
    <name>nb::desktop::GenerationStrip</name>
    <message>
        <source>%1 of %2 variants failed. %3</source>
        <translation>%1 von %2 Varianten fehlgeschlagen. %3</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop at once (Esc); results that have arrived stay</source>
        <translation>Sofort anhalten (Esc); was da ist, bleibt</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>Alle abbrechen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>With the same picture, mask, prompt and seed</source>
        <translation>Mit demselben Bild, derselben Maske, Prompt und Seed</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>Stop the running request and remove the waiting ones (Shift+Esc)</source>
        <translation>Das Laufende anhalten und das Wartende verwerfen (Umschalt+Esc)</translation>
    </message>
</context>
<context>
    <name>nb::desktop::GradientTool</name>
    <message>
        <source>Gradient</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>From fully selected to not at all. Shift: steps of 45°. Ctrl or right button: subtract.</source>
        <translation>Von ganz ausgewählt bis gar nicht. Umschalt: 45°-Schritte. Strg oder rechte Taste: abziehen.</translation>
    </message>
</context>
<context>
    <name>nb::desktop::HistoryPanel</name>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
</context>
<context>
    <name>nb::desktop::KeyStore</name>
    <message>
        <source>Cannot read the file with the key, %1: %2</source>
        <translation>Die Datei mit dem Schlüssel, %1, ist nicht lesbar: %2</translation>
    </message>
    <message>
        <source>Cannot remove the file with the key, %1</source>
        <translation>Die Datei mit dem Schlüssel, %1, lässt sich nicht entfernen</translation>
    </message>
    <message>
        <source>Cannot write the file with the key, %1: %2</source>
        <translation>Die Datei mit dem Schlüssel, %1, lässt sich nicht schreiben: %2</translation>
    </message>
    <message>
        <source>its folder cannot be made</source>
        <translation>ihr Ordner lässt sich nicht anlegen</translation>
    </message>
</context>
<context>
    <name>nb::desktop::LassoTool</name>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Draw around it. Space: move the outline. Ctrl or right button: subtract.</source>
        <translation>Darum herum zeichnen. Leertaste: Umriss verschieben. Strg oder rechte Taste: abziehen.</translation>
    </message>
</context>
<context>
    <name>nb::desktop::LossQuestion</name>
    <message>
        <source>Save “%1”?</source>
        <translation>„%1“ speichern?</translation>
    </message>
    <message>
        <source>Saving into “%1” would lose something.</source>
        <translation>Beim Speichern in „%1“ ginge etwas verloren.</translation>
    </message>
    <message>
        <source>Save Anyway</source>
        <translation>Trotzdem speichern</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>Speichern unter …</translation>
    </message>
</context>
<context>
    <name>nb::desktop::MainWindow</name>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>NanoBanana Studio</source>
        <translation>NanoBanana Studio</translation>
    </message>
    <message>
        <source>Open Recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Forget All</source>
        <translation>Alle vergessen</translation>
    </message>
</context>
<context>
    <name>nb::desktop::MaskController</name>
    <message>
        <source>Working on the mask</source>
        <translation>Maske wird berechnet</translation>
    </message>
    <message>
        <source>Import a Mask</source>
        <translation>Maske importieren</translation>
    </message>
    <message>
        <source>Import Mask</source>
        <translation>Maske importieren</translation>
    </message>
    <message>
        <source>White on transparent, for other programs (*.png)</source>
        <translation>Weiß auf durchsichtig, für andere Programme (*.png)</translation>
    </message>
    <message>
        <source>White on black (*.png)</source>
        <translation>Weiß auf Schwarz (*.png)</translation>
    </message>
    <message>
        <source>Export the Mask</source>
        <translation>Maske exportieren</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 gespeichert</translation>
    </message>
</context>
<context>
    <name>nb::desktop::MessageBar</name>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ModelPicker</name>
    <message>
        <source>Pick one, or write the name of another; the default is %1</source>
        <translation>Eines wählen oder den Namen eines anderen eingeben; voreingestellt ist %1</translation>
    </message>
    <message>
        <source>Set by %1, which overrides this</source>
        <translation>Durch %1 festgelegt, das Vorrang hat</translation>
    </message>
</context>
<context>
    <name>nb::desktop::MoveTool</name>
    <message>
        <source>Drag what is selected. Arrow keys: one pixel, with Shift ten. Shift while dragging: steps of 45°. Esc: cancel.</source>
        <translation>Das Ausgewählte ziehen. Pfeiltasten: ein Pixel, mit Umschalt zehn. Umschalt beim Ziehen: in Schritten von 45°. Esc: aufgeben.</translation>
    </message>
    <message>
        <source>Nothing is selected to move</source>
        <translation>Es ist nichts ausgewählt, das sich verschieben ließe</translation>
    </message>
    <message>
        <source>Move selection</source>
        <translation>Auswahl verschieben</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ObjectTool</name>
    <message>
        <source>Draw a line on the object. Ctrl or right button: subtract. Esc: cancel.</source>
        <translation>Eine Linie auf das Objekt ziehen. Strg oder rechte Taste: abziehen. Esc: aufgeben.</translation>
    </message>
    <message>
        <source>Draw a rectangle around the object. Ctrl or right button: subtract. Esc: cancel.</source>
        <translation>Ein Rechteck um das Objekt ziehen. Strg oder rechte Taste: abziehen. Esc: aufgeben.</translation>
    </message>
    <message>
        <source>Select object</source>
        <translation>Objekt auswählen</translation>
    </message>
</context>
<context>
    <name>nb::desktop::OfflinePreview</name>
    <message>
        <source>Offline preview</source>
        <translation>Offline-Vorschau</translation>
    </message>
</context>
<context>
    <name>nb::desktop::PolygonTool</name>
    <message>
        <source>Polygon</source>
        <translation>Vieleck</translation>
    </message>
    <message>
        <source>Click corner after corner; Return, a double click or the first corner closes it. Backspace: one corner back. Shift: steps of 45°. Ctrl at the first click: subtract.</source>
        <translation>Ecke für Ecke klicken; Eingabe, Doppelklick oder die erste Ecke schließt. Rücktaste: eine Ecke zurück. Umschalt: 45°-Schritte. Strg beim ersten Klick: abziehen.</translation>
    </message>
</context>
<context>
    <name>nb::desktop::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Canvas and Pen</source>
        <translation>Leinwand und Stift</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Same as the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>The language changes at the next start.</source>
        <translation>Die Sprache wechselt beim nächsten Start.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Colour of the Mask</source>
        <translation>Farbe der Maske</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Zooms; with Ctrl it sets the brush size</source>
        <translation>Zoomt; mit Strg stellt es die Pinselgröße</translation>
    </message>
    <message>
        <source>Scrolls; with Ctrl it zooms</source>
        <translation>Rollt; mit Strg zoomt es</translation>
    </message>
    <message>
        <source>Pressure sets the size of the brush</source>
        <translation>Druck bestimmt die Größe des Pinsels</translation>
    </message>
    <message>
        <source>Pressure sets the opacity of the brush</source>
        <translation>Druck bestimmt die Deckkraft des Pinsels</translation>
    </message>
    <message>
        <source>&amp;Mask colour</source>
        <translation>&amp;Maskenfarbe</translation>
    </message>
    <message>
        <source>Mask &amp;opacity</source>
        <translation>&amp;Deckkraft der Maske</translation>
    </message>
    <message>
        <source>&amp;Wheel</source>
        <translation>Maus&amp;rad</translation>
    </message>
    <message>
        <source>Pen</source>
        <translation>Stift</translation>
    </message>
    <message>
        <source>The eraser end of a pen erases, whatever the tool.</source>
        <translation>Das Radiererende eines Stifts radiert, gleich mit welchem Werkzeug.</translation>
    </message>
    <message>
        <source> megapixels</source>
        <translation> Megapixel</translation>
    </message>
    <message>
        <source>One for each core</source>
        <translation>Einer je Kern</translation>
    </message>
    <message>
        <source>&amp;Largest picture</source>
        <translation>&amp;Größtes Bild</translation>
    </message>
    <message>
        <source>A picture takes 3 to 8 bytes of memory for each pixel, and about as much again while it is edited.</source>
        <translation>Ein Bild braucht 3 bis 8 Byte Speicher je Pixel und während der Arbeit etwa noch einmal so viel.</translation>
    </message>
    <message>
        <source>&amp;Threads for pixels</source>
        <translation>&amp;Threads für Pixel</translation>
    </message>
    <message>
        <source>Changes at the next start.</source>
        <translation>Ändert sich beim nächsten Start.</translation>
    </message>
    <message>
        <source>&amp;Port of “Serve on This Computer”</source>
        <translation>&amp;Port von „Auf diesem Rechner bereitstellen“</translation>
    </message>
    <message>
        <source>Paint with one finger</source>
        <translation>Mit einem Finger malen</translation>
    </message>
    <message>
        <source>Touch</source>
        <translation>Berührung</translation>
    </message>
    <message>
        <source>Two fingers move, zoom and turn the picture; one finger moves it, unless it paints.</source>
        <translation>Zwei Finger verschieben, zoomen und drehen das Bild; ein Finger verschiebt es, wenn er nicht malt.</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>Forever</source>
        <translation>Für immer</translation>
    </message>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message>
        <source>Without a limit</source>
        <translation>Ohne Grenze</translation>
    </message>
    <message>
        <source>&amp;Keep the journal of edits</source>
        <translation>&amp;Journal der Bearbeitungen behalten</translation>
    </message>
    <message>
        <source>&amp;Maximum size of the journal</source>
        <translation>Journal &amp;höchstens</translation>
    </message>
    <message>
        <source>The journal holds each edited picture and each answer, so that nothing that was paid for is lost. The oldest entries are removed first, at the next start.</source>
        <translation>Das Journal enthält jedes bearbeitete Bild und was zurückkam, damit nichts Bezahltes verloren geht. Das Älteste geht zuerst, beim nächsten Start.</translation>
    </message>
</context>
<context>
    <name>nb::desktop::PromptPanel</name>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove it and continue what is behind.</source>
        <translation>Entferne es und setze fort, was dahinter ist.</translation>
    </message>
    <message>
        <source>Replace it with …, in the same light and perspective.</source>
        <translation>Ersetze es durch …, in gleichem Licht und gleicher Perspektive.</translation>
    </message>
    <message>
        <source>Add … that fits the light and the perspective of the scene.</source>
        <translation>Füge … hinzu, passend zu Licht und Perspektive der Szene.</translation>
    </message>
    <message>
        <source>Extend the scene with …, without a visible seam.</source>
        <translation>Erweitere die Szene mit …, ohne sichtbare Naht.</translation>
    </message>
    <message>
        <source>Open a picture first.</source>
        <translation>Erst ein Bild öffnen.</translation>
    </message>
    <message>
        <source>Paint over what is to change.</source>
        <translation>Übermalen, was sich ändern soll.</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Generieren</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>In die Warteschlange</translation>
    </message>
    <message>
        <source>Describe what should appear in the selection</source>
        <translation>Sagen, was in der Auswahl erscheinen soll</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Ctrl+Enter or Shift+Enter generates; Alt+Up and Alt+Down bring back earlier prompts</source>
        <translation>Strg+Eingabe oder Umschalt+Eingabe generiert; Alt+Auf und Alt+Ab holen frühere Prompts zurück</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>Erweitern</translation>
    </message>
    <message>
        <source>Remove the selected object</source>
        <translation>Das ausgewählte Objekt wegnehmen</translation>
    </message>
    <message>
        <source>Put something else in its place</source>
        <translation>Etwas anderes an seine Stelle setzen</translation>
    </message>
    <message>
        <source>Put something new into the selection</source>
        <translation>Etwas Neues in die Auswahl setzen</translation>
    </message>
    <message>
        <source>Continue the scene into the selection</source>
        <translation>Die Szene in die Auswahl fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Engine</source>
        <translation>&amp;Engine</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Let the program choose again how much around the selection is sent</source>
        <translation>Das Programm wieder wählen lassen, wie viel um die Auswahl gesendet wird</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>M&amp;odel</source>
        <translation>M&amp;odell</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ProviderPage</name>
    <message>
        <source>From the address</source>
        <translation>Nach der Adresse</translation>
    </message>
    <message>
        <source>NanoBanana</source>
        <translation>NanoBanana</translation>
    </message>
    <message>
        <source>Google Gemini</source>
        <translation>Google Gemini</translation>
    </message>
    <message>
        <source>OpenAI</source>
        <translation>OpenAI</translation>
    </message>
    <message>
        <source>This computer, offline</source>
        <translation>Dieser Rechner, offline</translation>
    </message>
    <message>
        <source>Continue texture and edges</source>
        <translation>Textur und Kanten fortsetzen</translation>
    </message>
    <message>
        <source>Smooth (for scratches)</source>
        <translation>Glatt (für Kratzer)</translation>
    </message>
    <message>
        <source>Test Connection</source>
        <translation>Verbindung prüfen</translation>
    </message>
    <message>
        <source>The provider&apos;s own default</source>
        <translation>Vorgabe des Anbieters</translation>
    </message>
    <message>
        <source>Without a key, edits are made on this computer</source>
        <translation>Ohne Schlüssel geschieht alles auf diesem Rechner</translation>
    </message>
    <message>
        <source>Show the key</source>
        <translation>Schlüssel zeigen</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>&amp;Provider</source>
        <translation>&amp;Anbieter</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>A&amp;dresse</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Offline method</source>
        <translation>&amp;Offline-Verfahren</translation>
    </message>
    <message>
        <source>&amp;Time limit of an edit</source>
        <translation>&amp;Zeitlimit einer Bearbeitung</translation>
    </message>
    <message>
        <source>Maximum atte&amp;mpts</source>
        <translation>&amp;Versuche höchstens</translation>
    </message>
    <message>
        <source>Requests that may have been charged for are never repeated</source>
        <translation>Anfragen, die schon berechnet worden sein können, werden nie wiederholt</translation>
    </message>
    <message>
        <source>Sends a request with the key, but no picture. It costs nothing.</source>
        <translation>Fragt den Anbieter mit dem Schlüssel und ohne Bild. Das kostet nichts.</translation>
    </message>
    <message>
        <source>Set by %1, which overrides this</source>
        <translation>Gesetzt durch %1, das Vorrang hat</translation>
    </message>
    <message>
        <source>Set by NANOBANANA_KEY</source>
        <translation>Gesetzt durch NANOBANANA_KEY</translation>
    </message>
    <message>
        <source>The variable NANOBANANA_KEY overrides a key that is stored here.</source>
        <translation>Die Variable NANOBANANA_KEY hat Vorrang vor einem hier abgelegten Schlüssel.</translation>
    </message>
    <message>
        <source>The key is kept in the system&apos;s keyring.</source>
        <translation>Der Schlüssel liegt im Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>There is no system keyring here: the key is kept, unencrypted, in %1, which only you can read.</source>
        <translation>Hier gibt es keinen Schlüsselbund: Der Schlüssel liegt unverschlüsselt in %1, nur für Sie lesbar.</translation>
    </message>
    <message>
        <source>Looking for the system&apos;s keyring…</source>
        <translation>Suche den Schlüsselbund des Systems …</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Frage nach …</translation>
    </message>
</context>
<context>
    <name>nb::desktop::RecoveryController</name>
    <message>
        <source>Work is not protected against crashes at the moment: %1</source>
        <translation>Die Arbeit ist zurzeit nicht gegen Abstürze gesichert: %1</translation>
    </message>
    <message>
        <source>“%1” was not saved when the program ended on %2.</source>
        <translation>„%1“ war nicht gespeichert, als das Programm am %2 endete.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
</context>
<context>
    <name>nb::desktop::RectangleTool</name>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Shift: a square. Alt: from the centre. Space: move it. Ctrl or right button: subtract.</source>
        <translation>Umschalt: Quadrat. Alt: von der Mitte. Leertaste: verschieben. Strg oder rechte Taste: abziehen.</translation>
    </message>
</context>
<context>
    <name>nb::desktop::RequestDraft</name>
    <message>
        <source>Open a picture first.</source>
        <translation>Erst ein Bild öffnen.</translation>
    </message>
    <message>
        <source>Nothing is selected</source>
        <translation>Nichts ist ausgewählt</translation>
    </message>
    <message>
        <source>The prompt is empty; describe what should appear in the selection</source>
        <translation>Der Prompt ist leer: Sagen, was in der Auswahl erscheinen soll</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ResultCard</name>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ResultSelection</name>
    <message>
        <source>Accept result</source>
        <translation>Ergebnis annehmen</translation>
    </message>
    <message>
        <source>Accept “%1”</source>
        <translation>„%1“ annehmen</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ResultsPanel</name>
    <message>
        <source>Accept mix</source>
        <translation>Mischung annehmen</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Cancel mix</source>
        <translation>Mischung verwerfen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Choose a variant, then paint it in with the brush. Ctrl paints the picture back.</source>
        <translation>Eine Variante wählen und mit dem Pinsel hineinmalen. Strg malt das Bild zurück.</translation>
    </message>
    <message>
        <source>Preview: the offline fill.</source>
        <translation>So lange zu sehen: die Offline-Füllung.</translation>
    </message>
    <message>
        <source>Results appear here.</source>
        <translation>Hier erscheinen Ergebnisse.</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Make this result the picture; can be undone (Return)</source>
        <translation>Zum Bild machen; lässt sich rückgängig machen (Eingabe)</translation>
    </message>
    <message>
        <source>Remove this result from the list; can be undone (Del)</source>
        <translation>Aus der Liste nehmen; lässt sich rückgängig machen (Entf)</translation>
    </message>
    <message>
        <source>Mix</source>
        <translation>Mischen</translation>
    </message>
    <message>
        <source>Paint with a brush which variant is used where</source>
        <translation>Mit dem Pinsel malen, welche Variante wo zu sehen ist</translation>
    </message>
    <message>
        <source>Reuse seed</source>
        <translation>Seed wieder verwenden</translation>
    </message>
    <message>
        <source>Use this result&apos;s seed for the next request</source>
        <translation>Beim nächsten Mal mit dem Seed dieses Ergebnisses fragen</translation>
    </message>
    <message>
        <source>To new document</source>
        <translation>In neues Dokument</translation>
    </message>
    <message>
        <source>Open the picture with this result in a window of its own</source>
        <translation>Das Bild mit diesem Ergebnis in einem eigenen Fenster öffnen</translation>
    </message>
    <message>
        <source>Paint the picture back</source>
        <translation>Das Bild zurückmalen</translation>
    </message>
    <message>
        <source>Undo the last stroke of the mix</source>
        <translation>Letzten Strich der Mischung zurücknehmen</translation>
    </message>
    <message>
        <source>Redo the stroke</source>
        <translation>Strich wiederholen</translation>
    </message>
</context>
<context>
    <name>nb::desktop::SaveOptionsDialog</name>
    <message>
        <source>&amp;Quality:</source>
        <translation>&amp;Qualität:</translation>
    </message>
    <message>
        <source>Save Options</source>
        <translation>Speicheroptionen</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>&amp;Format:</source>
        <translation>&amp;Format:</translation>
    </message>
    <message>
        <source>Size:</source>
        <translation>Größe:</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ServerDialog</name>
    <message>
        <source>Serve on This Computer</source>
        <translation>Auf diesem Rechner bereitstellen</translation>
    </message>
    <message>
        <source>Programs on this computer can have pictures edited here, with the same engine and at the same cost. They need the token, which is new at every start; other computers cannot reach it.</source>
        <translation>Programme auf diesem Rechner können hier Bilder bearbeiten lassen, mit derselben Engine und zu denselben Kosten. Sie brauchen das Token, das bei jedem Start neu gemacht wird; andere Rechner erreichen es nicht.</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>A&amp;dresse</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>&amp;Token</translation>
    </message>
    <message>
        <source>&amp;Example</source>
        <translation>&amp;Beispiel</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Stop Serving</source>
        <translation>Nicht mehr bereitstellen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
</context>
<context>
    <name>nb::desktop::SettingEditor</name>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>1000 px</source>
        <translation>1000 px</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ShortcutsEditor</name>
    <message>
        <source>Assign</source>
        <translation>Zuweisen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Reset All…</source>
        <translation>Alle zurücksetzen …</translation>
    </message>
    <message>
        <source>Find an action or a key</source>
        <translation>Aktion oder Taste suchen</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>Aktionen und ihre Tasten</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>Neue Tasten</translation>
    </message>
    <message>
        <source>Replaces the keys of the action</source>
        <translation>Ersetzt die Tasten der Aktion</translation>
    </message>
    <message>
        <source>Keeps the keys that the action has</source>
        <translation>Behält die Tasten, die die Aktion hat</translation>
    </message>
    <message>
        <source>Reset All Keys</source>
        <translation>Alle Tasten zurücksetzen</translation>
    </message>
    <message>
        <source>Restore the default keys of every action?</source>
        <translation>Jeder Aktion die Tasten geben, mit denen sie kam?</translation>
    </message>
    <message>
        <source>%1 belongs to “%2”, which would lose it.</source>
        <translation>%1 gehört zu „%2“, das es verlöre.</translation>
    </message>
    <message>
        <source>Choose an action, click into the field and press the new keys.</source>
        <translation>Eine Aktion wählen, ins Feld klicken und die neuen Tasten drücken.</translation>
    </message>
</context>
<context>
    <name>nb::desktop::SmartBrushTool</name>
    <message>
        <source>Paints what has the colour under the middle of the brush. Right button or Ctrl: erase.</source>
        <translation>Malt, was die Farbe unter der Pinselmitte hat. Rechte Taste oder Strg: radieren.</translation>
    </message>
    <message>
        <source>Smart brush</source>
        <translation>Kantenpinsel</translation>
    </message>
</context>
<context>
    <name>nb::desktop::StatusLine</name>
    <message>
        <source>own profile</source>
        <translation>eigenes Profil</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Pointer position</source>
        <translation>Zeigerposition</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 × %2, %3 bits, %4</source>
        <translation>%1 × %2, %3 Bit, %4</translation>
    </message>
</context>
<context>
    <name>nb::desktop::StudioDocument</name>
    <message>
        <source>Discard result</source>
        <translation>Ergebnis verwerfen</translation>
    </message>
</context>
<context>
    <name>nb::desktop::TaskIndicator</name>
    <message>
        <source>Cancel (Esc)</source>
        <translation>Abbrechen (Esc)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen …</translation>
    </message>
</context>
<context>
    <name>nb::desktop::Tour</name>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Rundgang</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>nb::desktop::VariantBrush</name>
    <message>
        <source>Variant brush</source>
        <translation>Variantenpinsel</translation>
    </message>
    <message>
        <source>There is nothing to mix: choose “Mix” in the results first.</source>
        <translation>Es gibt nichts zu mischen: erst „Mischen“ bei den Ergebnissen wählen.</translation>
    </message>
</context>
<context>
    <name>nb::desktop::VariantMix</name>
    <message>
        <source>Mix variants</source>
        <translation>Varianten mischen</translation>
    </message>
    <message>
        <source>Accept mix</source>
        <translation>Mischung annehmen</translation>
    </message>
</context>
<context>
    <name>nb::desktop::WaitingList</name>
    <message>
        <source>Waiting requests</source>
        <translation>Wartende Aufträge</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <translation>Als Nächstes: %1</translation>
    </message>
    <message>
        <source>Remove from the queue: %1</source>
        <translation>Aus der Warteschlange nehmen: %1</translation>
    </message>
</context>
<context>
    <name>nb::desktop::WandTool</name>
    <message>
        <source>Magic wand</source>
        <translation>Zauberstab</translation>
    </message>
    <message>
        <source>Click a colour to select it. Ctrl or right button: subtract.</source>
        <translation>Eine Farbe anklicken wählt sie aus. Strg oder rechte Taste: abziehen.</translation>
    </message>
</context>
<context>
    <name>nb::desktop::WelcomePage</name>
    <message>
        <source>NanoBanana Studio</source>
        <translation>NanoBanana Studio</translation>
    </message>
    <message>
        <source>Paint over what should change, say what should be there instead, and keep the answer you like. Drop a picture here to begin.</source>
        <translation>Übermalen, was sich ändern soll, sagen, was stattdessen dort sein soll, und die Antwort behalten, die gefällt. Zum Anfangen ein Bild hierher ziehen.</translation>
    </message>
    <message>
        <source>Open a Picture…</source>
        <translation>Bild öffnen …</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Three-Step Tour</source>
        <translation>Rundgang in drei Schritten</translation>
    </message>
    <message>
        <source>Try it on a sample</source>
        <translation>An einem Beispiel ausprobieren</translation>
    </message>
    <message>
        <source>A bay at evening with a buoy that is selected already</source>
        <translation>Eine Bucht am Abend mit einer Boje, die schon ausgewählt ist</translation>
    </message>
    <message>
        <source>Open the sample picture of a bay with a buoy</source>
        <translation>Das Beispielbild einer Bucht mit Boje öffnen</translation>
    </message>
    <message>
        <source>Recently opened</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ZoomTool</name>
    <message>
        <source>Click: zoom in. Alt or right button: zoom out. Drag a rectangle: zoom to it.</source>
        <translation>Klick: näher heran. Alt oder rechte Taste: weiter weg. Ein Rechteck ziehen, um es so groß wie möglich zu sehen.</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
</context>
</TS>
