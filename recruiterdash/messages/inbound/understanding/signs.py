"""Words that show what a mail is only together: with others near them, with a day, or where somebody stands.

"By Friday" alone says nothing; from somebody who has our offer, with "could", it asks for time. Everything is looked
for in small letters and without accents, which many leave out.
"""

from typing import NamedTuple


class Sign(NamedTuple):
    """Words of one language that show a kind where all of it is so."""

    kind: str
    language: str
    #: One of these is said.
    words: str
    #: And one of these near it, if any.
    near: str = ""
    #: And they stand there: a field of `Stands`; empty: wherever.
    where: str = ""
    #: And a day is named.
    dated: bool = False


_DAY = {
    "en": r"\b(?:by|until|till?|before|for|on|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    "de": r"\b(?:bis|erst|am|ab|vor|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)\b",
    "fr": r"\b(?:d'ici|avant|jusqu'\w+|pour|apres|lundi|mardi|mercredi|jeudi|vendredi|le \d)",
    "es": r"\b(?:hasta|antes|para|despues|el (?:lunes|martes|miercoles|jueves|viernes|\d))",
}
_ASKS = {
    "en": r"\?|\b(?:could|can|would|may|might|please|pls|possible|hope|ok(?:ay)?|any (?:chance|way)|let me)\b",
    "de": r"\?|\b(?:konn\w+|konnt\w*|darf|durf\w+|ware|war's|bitte|moglich|ginge|geht|hoffe|reicht)\b",
    "fr": r"\?|\b(?:pou\w+-vous|peu[tx]|puis-je|serait|possible|s'il (?:vous|te) plait|svp|merci de|j'espere|si ca|ca "
    r"(?:vous|te) va)\b",
    "es": r"\?|\b(?:pod\w+|pudier\w+|pued\w+|seria|posible|por favor|porfa\w*|ruego|les? pido|agradeceria|espero)\b",
}

SIGNS: tuple[Sign, ...] = (
    # --- they withdraw
    Sign(
        "withdraw",
        "en",
        r"\bstay(?:ing)? (?:put|where i am|with my (?:current|present))\b|\brather not (?:take|go|proceed"
        r"|continue|carry|pursue)\b|\bout of the (?:running|race|hat)\b|\b(?:not|isn't|wasn't) (?:\w+ )?(?:what "
        r"i(?:'m| am) (?:after|looking for)|the right (?:fit|move|time|step|job|role) for me)\b|\b(?:have to"
        r"|going to|need to|must|'ll|want to|like to|decided to|rather) (?:bow|pull|drop|step|back) out\b"
        r"|\bstart(?:ing)? (?:with|at|for) (?:someone|somebody|somewhere|another)\b|\bno longer (?:available|on "
        r"the market|looking|a candidate)\b|\bsigned (?:with|somewhere|elsewhere|for)\b|\bgone (?:with|for) "
        r"(?:another|a different|someone)\b|\b(?:taken|accepted|got|landed|found) (?:a|another|the other) (?:\w+ "
        r")?(?:job|role|position|post)\b(?! (?:offer|interview))|\btake my (?:name|application) (?:off|out)\b"
        r"|\bnot (?:be )?(?:going|moving|taking (?:this|it|things)) (?:any )?(?:further|forward|ahead)\b|\bplease "
        r"(?:give|offer) (?:my|the) (?:slot|place|interview) to\b",
    ),
    Sign(
        "withdraw",
        "de",
        r"\bbleib\w*\b[^.!?]{0,20}\b(?:bei meine\w+|wo ich bin|in meine\w+ (?:jetzigen|aktuellen|alten|firma"
        r"|betrieb|job))|\b(?:termin|platz)\b[^.!?]{0,50}\bander(?:s|weitig) vergeben\b|\bzu dem "
        r"schluss\b[^.!?]{0,80}\bnicht\b|\btermin\b[^.!?]{0,40}\bstreichen\b|\bnicht weiter ?(?:machen|gehen"
        r"|verfolgen)\b|\braus aus dem\b|\bsteige\b[^.!?]{0,20}\baus\b|\bvon (?:der|ihrer) liste\b|\b(?:nicht "
        r"(?:mehr )?)(?:in frage|infrage)\b|\bhat sich (?:fur mich )?(?:\w+ )?erledigt\b|\b(?:nehme|ziehe|mochte"
        r"|muss|will)\b[^.!?]{0,50}\b(?:bewerbung|kandidatur)\b(?:(?!\b(?:nicht"
        r"|kein\w*)\b)[^.!?]){0,20}\bzuruck\w*|\bnicht weiter (?:dabei|mitmachen|im rennen)\b|\b(?:anderswo"
        r"|woanders|anderweitig|andernorts)\b[^.!?]{0,30}\b(?:unter(?:schrieben|gekommen)|zugesagt|angefangen"
        r"|anfange|starte)\b|\bandere (?:stelle|stell|position) (?:an(?:genommen|getreten)|gefunden|bekommen)\b"
        r"|\bnicht das,? was ich suche\b|\bbewerbung (?:bitte )?(?:als )?(?:erledigt|zuruckgezogen)\b|\bnicht "
        r"mehr zur verfugung\b",
    ),
    Sign(
        "withdraw",
        "fr",
        r"\ben rester la\b|\bpasser? mon tour\b|\bje me retire\b|\bje (?:retire|stoppe"
        r"|arrete)\b[^.!?]{0,30}\b(?:candidature|processus|la)\b|\brester? (?:ou je suis|dans (?:mon|ma)|chez "
        r"mon)\b|\bm'arreter la\b|\bde (?:la|votre) (?:liste|course)\b|\bplus (?:disponible|candidate?|a "
        r"l'ecoute)\b|\bne (?:pas|plus) (?:poursuivre|continuer|aller plus loin)\b|\bne corresp\w+ (?:pas|plus) a "
        r"(?:ce que|mes|mon)\b|\b(?:j'ai|je viens de) (?:\w+ ){0,2}(?:signer?|trouver?|accepter?"
        r"|decroch\w+)\b[^.!?]{0,20}\b(?:ailleurs|autre|poste|emploi|cdi|job|boulot)\b|\bannuler? (?:l'entretien"
        r"|le rendez-vous|ma candidature)\b[^.!?]{0,60}\b(?:trouve|accepte|signe|ailleurs|renonce)",
    ),
    Sign(
        "withdraw",
        "es",
        r"\bbajarme (?:del?|de la)\b|\bdecantado por otr[ao]\b|\bno (?:cuent\w+|contad|conteis) conmigo\b|\bme "
        r"bajo\b|\b(?:quit|sac|borr|elimin)\w*\b[^.!?]{0,20}\b(?:la lista|del? (?:el )?proceso)\b|\bme quedo "
        r"(?:donde|en (?:mi|la)|con mi)\b|\bdecid\w+ no (?:continuar|seguir|avanzar|participar|presentarme)\b"
        r"|\b(?:consegui|encontre|me salio|acepte|firme)\b[^.!?]{0,12}\b(?:trabajo|empleo|chamba|pega|laburo|otro "
        r"puesto|otra vacante)\b|\bno (?:voy a )?(?:seguir|continuar) (?:adelante|con el|en el)\b|\bno (?:es mi "
        r"momento|me encaja|es lo que busco)\b|\bya no (?:me interesa|busco|estoy (?:buscando|disponible))\b"
        r"|\b(?:retir|desist|declin|renunci)\w+\b[^.!?]{0,25}\b(?:proceso|candidatura|vacante|postulacion"
        r"|seleccion)\b",
    ),
    # --- about their data
    Sign(
        "data_request",
        "en",
        r"\b(?:wip\w+|eras\w+|delet\w+|remov\w+|scrub\w*|destroy\w*|shred\w*|get rid of|take down|forget)\b",
        r"\b(?:everything (?:you|on|about)|hold on me|have on me|about me|on file|my (?:details|info\w*|data|cv"
        r"|resume|records?|files?|profile|account|application documents))\b",
    ),
    Sign(
        "data_request",
        "en",
        r"\b(?:correct|put (?:that|it|this) right|amend|rectify|update|fix|wrong|misspel\w+|incorrect)\b",
        r"\b(?:date of birth|you(?:'ve| have)(?: got)? (?:me|my)\b[^.!?]{0,30}\b(?:as|down)|my (?:sur|first |last "
        r"|family )?name)\b",
    ),
    Sign(
        "data_request",
        "en",
        r"\b(?:permission|consent|ticked|opted in|talent pool|keep my (?:data|details|cv|profile))\b",
        r"\b(?:take (?:that|it|my|this) (?:permission |consent )?back|no longer (?:want|agree|consent)|revok\w+"
        r"|withdraw\w*|opt out|changed my mind|unsubscribe|not want (?:that|you to keep))\b",
    ),
    Sign(
        "data_request",
        "de",
        r"\b(?:verschwind\w+|losch\w*|geloscht\w*|entfern\w*|vernicht\w*|raus(?:nehmen|genommen)|tilg\w+"
        r"|vergessen)\b",
        r"\b(?:angaben|daten|unterlagen|zu meiner person|uber mich|von mir|ihrem system|lebenslauf|profil|dossier"
        r"|konto)\b",
    ),
    Sign(
        "data_request",
        "de",
        r"\b(?:richtig ?stell\w*|berichtig\w*|korrigier\w*|andern sie|falsch|stimmt nicht|verkehrt|abandern)\b",
        r"\b(?:geburtsdatum|(?:nach|vor|familien)?namen?|meine daten|hinterlegt|heisse|heiße)\b",
    ),
    Sign(
        "data_request",
        "de",
        r"\b(?:einwilligung|zustimmung|einverstand\w+|erlaubnis|talent ?pool)\b",
        r"\b(?:nehme\b[^.!?]{0,60}\bzuruck|zuruck(?:nehmen|ziehen)|ziehe\b[^.!?]{0,40}\bzuruck|wider\w+|nicht "
        r"mehr|entzieh\w*)\b",
    ),
    Sign(
        "data_request",
        "fr",
        r"\b(?:supprim\w+|effac\w+|efface[rz]?|detrui\w+|retir\w+|disparai\w+|oubli\w+)\b",
        r"\b(?:mes (?:donnees|informations|coordonnees|documents)|mon (?:dossier|cv|profil|compte)|me concern\w+"
        r"|sur moi|vos (?:fichiers|bases?|systemes?)|votre (?:base|fichier|systeme))\b",
    ),
    Sign(
        "data_request",
        "fr",
        r"\b(?:corrig\w+|rectifi\w+|modifi\w+|erreur|errone\w*|faux|fausse|mal orthographi\w+)\b",
        r"\b(?:mon (?:nom|prenom)|date de naissance|mes (?:donnees|informations))\b",
    ),
    Sign(
        "data_request",
        "fr",
        r"\b(?:consentement|autoris\w+|coche|vivier|(?:gard|conserv)\w+ (?:mon|mes|ma) (?:profil|dossier|cv"
        r"|donnees))\b",
        r"\b(?:retir\w+|revo\w+|plus d'accord|chang\w+ d'avis|annul\w+|ne (?:souhaite|veux) plus|mettre fin)\b",
    ),
    Sign(
        "data_request",
        "es",
        r"\b(?:borr\w+|elimin\w+|suprim\w+|destru\w+|cancel\w+|olvid\w+|quit\w+)\b",
        r"\b(?:mis (?:datos|documentos|papeles)|mi (?:informacion|ficha|cv|curriculum|perfil|cuenta)|sobre mi"
        r"|tienen de mi|(?:su|vuestra) base|(?:sus|vuestros) (?:archivos|registros|sistemas))\b",
    ),
    Sign(
        "data_request",
        "es",
        r"\b(?:corrij\w+|corrig\w+|correg\w+|rectif\w+|cambiad[oa]|equivocad[oa]|mal escrito|sale mal|esta mal"
        r"|erroneo)\b",
        r"\b(?:mi (?:apellido|nombre|dni|rut|curp)|el dni|mis datos|fecha de nacimiento)\b",
    ),
    Sign(
        "data_request",
        "es",
        r"\b(?:consentimiento|permiso para|autorizacion|autorice|bolsa de (?:trabajo|talento|empleo))\b",
        r"\b(?:sin efecto|ya no quiero|retir\w+|revoc\w+|cambi\w+ de (?:opinion|idea)|anul\w+|dejar? de)\b",
    ),
    Sign(
        "data_request",
        "en",
        r"\b(?:copy|copies|overview|access|see|know|send me)\b",
        r"\b(?:data (?:you|that|held|on me|about me)|(?:you|is|are) (?:hold|held|stored?|kept"
        r"|keep)\b[^.!?]{0,20}\b(?:on|about) me|data protection|gdpr|subject access)\b",
    ),
    Sign(
        "data_request",
        "de",
        r"\b(?:auskunft|kopie|ubersicht|einsicht|wissen|mitteilen|zusenden|weitergabe)\b",
        r"\b(?:dsgvo|datenschutz\w*|gespeicherte\w*|daten\b[^.!?]{0,30}\b(?:uber mich|von mir|speichern|haben"
        r"|gespeichert|weitergegeben))\b",
    ),
    Sign(
        "data_request",
        "fr",
        r"\b(?:copie|acces|acceder|savoir quelles|connaitre|communiquer|transmettre)\b",
        r"\b(?:rgpd|cnil|donnees (?:que vous|me concernant|personnelles)|droit d'acces|protection des donnees)\b",
    ),
    Sign(
        "data_request",
        "es",
        r"\b(?:copia|acceso|acceder|saber que|conocer|enviar\w*|mandar\w*)\b",
        r"\b(?:rgpd|lopd\w*|proteccion de datos|datos (?:que tien\w+|mios|personales que)|derecho de acceso"
        r"|habeas data)\b",
    ),
    # --- a complaint
    Sign(
        "complaint",
        "en",
        r"\b(?:shabb\w+|disgrac\w+|appall\w+|rude\w*|insult\w*|humiliat\w+|disrespect\w*|unprofessional\w*"
        r"|unaccept\w+|ridiculous|shock(?:ed|ing)|disgust\w+|(?:what|is|beyond) a joke|not impressed|no way to "
        r"treat|treated (?:like|badly|poorly|with contempt)|not a peep|treat(?:ed)? (?:people|candidates"
        r"|applicants|anyone|someone|me)\b[^.!?]{0,25}\b(?:this|that|way|like)|way to (?:treat|behave)"
        r"|discriminat\w+|ageis[mt]|sexis[mt]|racis[mt]|(?:not|isn't|wasn't|hardly) (?:very )?fair|(?:feels?|felt"
        r"|find|think|seems?|treated|deeply|really|very|grossly|quite) (?:it )?unfair(?:ly)?|way of treating"
        r"|courtesy (?:to|of) (?:reply|answer|respond|a reply|an answer)|waste[d]? (?:of )?my time|took the "
        r"mickey|mocked|laughed at|made fun of|fed up|had enough|ignored|ghost(?:ed|ing)|kept in the dark)\b",
    ),
    Sign(
        "complaint",
        "en",
        r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several) (?:weeks|months)\b",
        r"\b(?:not so much as|not even|not one|unanswered|voicemails?|(?:three|four|five|six|several|\d+) "
        r"(?:e-?mails|calls|messages))\b",
    ),
    Sign(
        "complaint",
        "de",
        r"\b(?:unverschamt\w*|frech\w*|respektlos\w*|unprofessionell\w*|stinksauer|verappelt|verarscht"
        r"|aussortiert|umzuspringen|wort der entschuldigung|finde (?:ich )?das unmoglich|sauer|wutend|verarger\w*"
        r"|emporend\w*|unter aller (?:sau|kanone|wurde)|vertrostet\w*|so geht man\b[^.!?]{0,30}\bnicht um"
        r"|umgang\b[^.!?]{0,30}\b(?:miteinander|bewerbern)|kein(?:en)? (?:umgang|stil)|diskriminier\w*"
        r"|benachteilig\w*|ungerecht\w*|(?:das|finde|war|ist|sehr|so|ziemlich) (?:\w+ )?unfair|unmoglich(?:es)? "
        r"verhalten|lustig gemacht|gewitzelt|ausgelacht|herablassend\w*|abfallig\w*|zumutung|unzumutbar\w*"
        r"|armutszeugnis|enttausch\w+ (?:uber|von) (?:ihr|ihrem|der art))\b",
    ),
    Sign(
        "complaint",
        "de",
        r"\bseit (?:\w+ ){0,3}(?:wochen|monaten|ende|anfang|september|oktober|august)\b",
        r"\b(?:ins leere|kommt nichts|keinerlei|ignorier\w*|nicht einmal|hingehalten|abgespeist)\b",
    ),
    Sign(
        "complaint",
        "fr",
        r"\b(?:mepris\w*|manque de (?:respect|considerat\w+|serieux|professionnalisme|politesse)|inadmissible\w*"
        r"|inaccepta\w+|scandal\w+|honteu\w+|indign\w+|deplora\w+|discrimin\w+|injuste\w*|injustice|moqu\w+"
        r"|humili\w+|grossier\w*|irrespectueu\w+|desinvolt\w+|pas serieux|poireaut\w+|regard\w+ son telephone"
        r"|sexiste\w*|raciste\w*|choquante?s?|s'est permis|on se (?:moque|fiche)|ne se fait pas|perte de temps"
        r"|perdu (?:\w+ ){0,2}(?:temps|journees?|heures?)|traiter? (?:les gens|ainsi|de la sorte))\b",
    ),
    Sign(
        "complaint",
        "fr",
        r"\b(?:deux|trois|quatre|cinq|six|\d+|plusieurs) (?:mois|semaines)\b",
        r"\b(?:silence (?:radio|total)|on me promet|malgre mes|pas meme|ne serait-ce)\b",
    ),
    Sign(
        "complaint",
        "es",
        r"\b(?:falta de (?:respeto|consideracion|seriedad|profesionalidad|educacion)|tomadura de pelo|verguenza"
        r"|vergonzos[oa]|injust\w+|discrimin\w+|humill\w+|se (?:burl|ri)\w+ de|maltrat\w+|inaceptable|indignante"
        r"|indignad[oa]|eso no se hace|poco de seriedad|se digna\w*|mal sabor|me trat\w+ (?:como|mal|fatal)"
        r"|bromas? (?:sobre|de|con) mi|no se me (?:ha )?trat\w+|ofend\w+|groser\w+|desprecio|perder el tiempo"
        r"|perdida de tiempo|poca (?:seriedad|verguenza))\b",
    ),
    Sign(
        "complaint",
        "es",
        r"\b(?:(?:dos|tres|cuatro|cinco|seis|\d+|varios|varias) (?:meses|semanas)|mes y medio|meses)\b",
        r"\b(?:ni un (?:triste|solo|misero)|ni una (?:triste|sola)|ni siquiera|me hicieron)\b",
    ),
    # --- an adjustment: what they live with, and that they ask
    Sign(
        "accommodation",
        "en",
        r"\b(?:i|i'm|i've|my|me|due to|because of|owing to|diagnosed)\b[^.!?]{0,50}\b(?:adhd|autis\w+|asperger\w*"
        r"|dyslexi\w+|dyspraxi\w+|epilep\w+|diabet\w+|pregnan\w+|weeks gone|wheelchair|crutches|hearing (?:aids?"
        r"|loss)|deaf|blind|partially sighted|visually impaired|stammer\w*|stutter\w*|chemo\w*|arthrit\w+"
        r"|multiple sclerosis|migraines?|anxiety|ptsd|disability|chronic \w+|breastfeed\w*|fast(?:ing)? for"
        r"|ramadan|pray(?:ers?)?|sabbath|shabbat|religio\w+|faith|guide dog|sign language|neurodiver\w+)\b",
        r"\?|\b(?:could|can|would|need|possible|break|breaks|chair|lift|step-free|ground floor|extra time|quiet"
        r"|in advance|beforehand|remote\w*|video|written|instead|arrange\w*|adjust\w*)\b",
    ),
    Sign(
        "accommodation",
        "de",
        r"\b(?:ich|hab|habe|bin|mein\w*|wegen|aufgrund|bei mir)\b[^.!?]{0,60}\b(?:adhs|autis\w+|asperger\w*"
        r"|legasthen\w+|dyslexi\w+|epilep\w+|diabet\w+|schwanger\w*|\d+\. (?:ssw|schwangerschaftswoche)|rollstuhl"
        r"|krucken|horgerat\w*|schwerhor\w+|gehorlos|sehbehindert|blind|stottere?|chemo\w*|frisch operiert|rheuma"
        r"|multiple sklerose|migrane|angststorung|behinderung|schwerbehindert|chronisch\w*|stille|ramadan"
        r"|\w*gebets?|beten|sabbat|schabbat|glaubens|muslim\w*|jude|judin|judisch\w*|religio\w+|blindenhund"
        r"|gebardensprach\w*|neurodivergent)\b",
        r"\?|\b(?:konn\w+|konnt\w*|brauch\w*|benotig\w*|moglich|pause\w*|aufzug|fahrstuhl|barrierefrei\w*"
        r"|erdgeschoss|mehr zeit|vorab|ruhig\w*|online|video|statt\w*|rucksicht\w*|war's|ware)\b",
    ),
    Sign(
        "accommodation",
        "fr",
        r"\b(?:je|j'\w+|mon|ma|mes|en raison|suite a|atteinte?|etant)\b[^.!?]{0,50}\b(?:tdah|autis\w+|asperger"
        r"|dyslexi\w+|dyspraxi\w+|epilep\w+|diabet\w+|enceinte|grossesse|fauteuil|bequilles|appareils? auditifs?"
        r"|malentendant\w*|sourde?|malvoyant\w*|aveugle|begai\w+|begaiement|chimio\w*|operee?|sclerose|migraines?"
        r"|handicap\w*|rqth|maladie chronique|allait\w+|ramadan|priere\w*|sabbat|shabbat|religi\w+|ma foi|chien "
        r"guide|langue des signes|mobilite reduite|neuroatypique\w*)\b",
        r"\?|\b(?:pourr\w+|peut|besoin|possible|pauses?|ascenseur|rez-de-chaussee|temps supplementaire|tiers "
        r"temps|a l'avance|calme|distance|visio\w*|plutot|facilit\w+|amenag\w+|adapt\w+)\b",
    ),
    Sign(
        "accommodation",
        "es",
        r"\b(?:soy|tengo|estoy|me|mi|por|debido|padezco|sufro|uso|llevo)\b[^.!?]{0,50}\b(?:tdah|autis\w+|asperger"
        r"|dislexi\w+|epilep\w+|diabet\w+|embaraz\w+|silla de ruedas|muletas|audifonos?|sord[oa]|hipoacusia"
        r"|cieg[oa]|baja vision|tartamud\w+|quimio\w*|en tratamiento|esclerosis|migranas?|discapacidad|enfermedad "
        r"cronica|lactancia|ramadan|oracion|rezo|sabado por mi|sabbat|religi\w+|mi fe|adventista|perro guia"
        r"|lengua de senas|movilidad reducida|neurodiverg\w+)\b",
        r"\?|\b(?:pod\w+|pudier\w+|necesit\w+|posible|descansos?|pausas?|ascensor|planta baja|mas tiempo|tiempo "
        r"extra|con antelacion|tranquil\w+|a distancia|online|video\w*|alternativa|adaptar|facilit\w+|rampa)\b",
    ),
    # --- another offer, and a day
    Sign(
        "candidate_deadline",
        "en",
        r"\b(?:another|other|second|different|one other) (?:\w+ )?(?:firm|company|employer|place|offer|contract"
        r"|proposal|job|role|position|outfit|team|organi[sz]ation|opportunity)\b|\b(?:something else|other "
        r"offers?|an offer|a contract|job offer) on the table\b|\bon the table\b|\b(?:offer|contract"
        r"|proposal)\b[^.!?]{0,40}\b(?:elsewhere|from)\b|\b(?:been|was) (?:offered|made an offer)\b|\b(?:got"
        r"|received|have|had) (?:an|a written|a firm) offer\b",
        r"\b(?:by|until|till|before|want|wants|need|needs|waiting|answer|sign\w*|decide|decision|reply|yes or no"
        r"|let them|deadline|expires?|give them|giving me)\b",
        dated=True,
    ),
    Sign(
        "candidate_deadline",
        "de",
        r"\b(?:andere[nmrs]?|zweite[nmrs]?|weitere[nmrs]?) (?:\w+ )?(?:unternehmen|firma|arbeitgeber|angebot"
        r"|vertrag|stelle|zusage|betrieb|haus|klinik|stellenangebot|vertragsangebot)\b|\bkonkurrenz\b|\b(?:zusage"
        r"|angebot|vertrag|vertragsangebot)\b[^.!?]{0,40}\b(?:von|vorliegen|vorliegt|auf dem tisch|bekommen"
        r"|erhalten|liegt)\b|\b(?:liegt|habe|hab|haette|hatte)\b[^.!?]{0,30}\b(?:zusage|angebot|vertrag)\b",
        r"\b(?:bis|spatestens|muss|mussen|erklar\w*|unterschreib\w*|zusag\w*|absag\w*|antwort\w*|entscheid\w*"
        r"|ruckmeld\w*|bescheid|frist|warte[nt]|wissen|unterschrift|au(?:ß|ss)ern)\b",
        dated=True,
    ),
    Sign(
        "candidate_deadline",
        "fr",
        r"\b(?:une? )?autre (?:\w+ )?(?:boite|entreprise|societe|employeur|offre|proposition|contrat|poste"
        r"|cabinet|structure|opportunite|piste|maison)\b|\b(?:offre|proposition|promesse d'embauche"
        r"|contrat)\b[^.!?]{0,40}\b(?:ailleurs|ferme|recu\w*|concurrent\w*)\b|\b(?:recu|j'ai) (?:une|la) (?:\w+ "
        r")?(?:offre|proposition|promesse)\b",
        r"\b(?:attend\w*|repon\w+|reponse|avant|d'ici|jusqu'\w+|pour|sign\w+|decid\w+|trancher|delai|date limite"
        r"|me laisse\w*|donner)\b",
        dated=True,
    ),
    Sign(
        "candidate_deadline",
        "es",
        r"\botr[ao]s? (?:\w+ )?(?:empresa|compania|oferta|propuesta|contrato|puesto|trabajo|proceso|cosa|opcion"
        r"|lado|sitio)\b|\b(?:oferta|propuesta|contrato)\b[^.!?]{0,40}\b(?:en firme|de otr[ao]|sobre la mesa"
        r"|firmar)\b|\bme (?:han|hicieron|dieron|pasaron) (?:\w+ )?(?:una|un) (?:oferta|propuesta|contrato)\b"
        r"|\bme salio otra\b|\btengo (?:una|otra) oferta\b",
        r"\b(?:respuesta|responder|contest\w+|firm\w+|decid\w+|antes|hasta|para|plazo|esper\w+|piden|confirm\w+"
        r"|decir|tardar|tarde)\b",
        dated=True,
    ),
    # --- our offer, taken or not
    Sign(
        "decline",
        "en",
        r"\bno from me\b|\b(?:won't|will not|not going to|can't|cannot|not) be (?:taking|accepting|joining)\b"
        r"|\bwon't (?:take|join)\b|\bpass on\b|\bdeclin\w+\b|\bturn\w* (?:it|this|you|down)\b|\b(?:take|taken"
        r"|taking|gone with|accept\w*|chosen|go with) (?:up )?(?:another|a different|an? other|the other)\b"
        r"|\bstay(?:ing)? (?:put|where|with|on)\b|\bcounter-?offer\b|\bsay(?:ing)? no\b|\bnot (?:able to "
        r")?(?:take|accept|join|move)\b|\bfound something (?:else|closer)\b|\bdecided (?:against|not)\b|\bdoesn't "
        r"(?:stretch|work for)\b|\bunable to (?:accept|take)\b",
        where="offered",
    ),
    Sign(
        "decline",
        "de",
        r"\bnicht an(?:zu)?(?:treten|nehmen)\b|\bkorb (?:geben|bekommen)\b|\babsagen?\b|\babzusagen\b|\bnix "
        r"(?:fuer|fur) mich\b|\bnichts (?:fuer|fur) mich\b|\b(?:was|etwas) anderes\b|\bandere (?:stelle|firma"
        r"|zusage)\b|\babzulehnen\b|\blehne\b[^.!?]{0,40}\bab\b|\bdagegen entschieden\b|\bnicht zusagen\b"
        r"|\bbleibe?\b[^.!?]{0,25}\b(?:bei|wo|hier|in meine\w)\b|\bverzicht\w+\b|\bkommen (?:wir )?(?:einfach "
        r"|leider )?nicht zusammen\b|\bnicht annehmen\b|\bmuss (?:\w+ ){0,4}passen\b|\bfur (?:etwas|ein|eine) "
        r"andere\w* entschieden\b",
        where="offered",
    ),
    Sign(
        "decline",
        "fr",
        r"\b(?:ce sera|c'est|ca sera|dire) non\b|\brefus\w+\b|\bdeclin\w+\b|\bpas suite\b|\brester? (?:ou je suis"
        r"|chez|dans|a mon poste)\b|\bcontre-offre|passer? mon tour|pas (?:jouable|possible pour moi)\b|\btrouve "
        r"(?:plus|autre|mieux|ailleurs)\b|\bfaire faux bond\b|\bne (?:peux|pourrai|vais|souhaite) pas (?:l'|la "
        r"|le )?(?:accepter|rejoindre|donner|prendre)\b|\bpas (?:accepter|prendre)\b|\b(?:choisi|accepte|opte "
        r"pour) une autre\b|\brenonc\w+\b|\bne pas (?:y )?(?:accepter|donner|rejoindre)\b",
        where="offered",
    ),
    Sign(
        "decline",
        "es",
        r"\b(?:decir|digo)\w* que no\b|\bno (?:podre|puedo|voy a poder|me es posible) (?:tomar|aceptar"
        r"|incorporarme|asumir)\w*|\bno me (?:interesa|compensa|conviene|encaja)\b|\b(?:optado|decidido"
        r"|decantado) por otr[ao]\b|\botra (?:alternativa|oferta|opcion)\b|\brechaz\w+\b|\bdeclin\w+\b|\bme quedo "
        r"(?:donde|en|con)\b|\bcontraoferta|dejar(?:lo|la)? pasar|no me salen las cuentas\b|\bno (?:la |lo "
        r")?(?:acept\w+|voy a aceptar|tomare)\b|\bencontre (?:algo|otra)\b|\bpaso de\b",
        where="offered",
    ),
    Sign(
        "accept",
        "en",
        r"\btake up (?:the|this|your) (?:position|post|role|job|offer)\b|\bhappy to confirm\b|\b(?:i'm|i am|we're"
        r"|count me) in\b|\b(?:a|it's a|is a|big|definite|resounding) (?:yes|go)\b|\byes\b[^.!?]{0,30}\b(?:love"
        r"|gladly|definitely|please|happily|of course)\b|\bsign(?:ed|ing)? (?:the|and|it|contract)\b"
        r"|\b(?:delighted|happy|thrilled|pleased|excited|can't wait|over the moon)\b[^.!?]{0,30}\b(?:join|start"
        r"|accept|come|board)\b|\bi(?:'ll| will| would love to| gladly|'d love to)? (?:take|accept|join)\b"
        r"|\b(?:works|suits|fine|good) (?:for|by) me\b|\bhand(?:ing|ed)? in my notice\b|\bsee you (?:on|in) "
        r"(?:the )?(?:first|1st|january|february|march|day one)\b|\blet's do (?:it|this)\b",
        where="offered",
    ),
    Sign(
        "accept",
        "de",
        r"\b(?:bin|sind|ware) (?:gerne? |sehr gerne? )?dabei\b|\btrete\b[^.!?]{0,60}\ban\b|\bmachen (?:wir "
        r")?das\b|\bkomme?\b[^.!?]{0,20}\b(?:gern\w*|zu euch|zu ihnen)\b|\bchume\b|\bzusage\b|\bsage (?:\w+ "
        r"){0,4}zu\b|\bzuzusagen\b|\bunterschrieben\w*\b|\bunterschreibe\b|\bvertrag\b[^.!?]{0,30}\b(?:kommt"
        r"|schick\w*|retour|zuruck|unterschr\w+)\b|\bkundige\b|\bgekundigt\b|\bnehme\b[^.!?]{0,60}\ban\b"
        r"|\b(?:gern\w*|hiermit) (?:\w+ )?an(?:nehme|zunehmen)\b|\bfreue? mich\b[^.!?]{0,40}\b(?:start|anfang\w*"
        r"|auf die|team|mitzuarbeiten|zusammenarbeit)\b|\b(?:klares |ganz klar |von mir ein |definitiv )ja\b"
        r"|\bsehr gerne?\b",
        where="offered",
    ),
    Sign(
        "accept",
        "fr",
        r"\bje prends (?:le|ce) poste\b|\brejoin(?:s|drai|dre)\b|\bj'accept\w+\b|\bc'est (?:oui|d'accord|bon pour "
        r"moi)\b|\bca marche pour moi\b|\bje (?:signe|pose ma dem\w*|donne ma demission)\b"
        r"|\bcontrat\b[^.!?]{0,30}\bsigne\w*\b|\b(?:ravie?|heureu(?:x|se)|hate|impatiente?"
        r"|honneur)\b[^.!?]{0,40}\b(?:rejoindre|commencer|integrer|equipe|confirmer|accepter)\b|\bje (?:vous "
        r")?confirme\b[^.!?]{0,40}\b(?:accord|venue|arrivee|acceptation|rejoin\w+|oui)\b|\bj'embarque\b|\bcomptez "
        r"sur moi\b",
        where="offered",
    ),
    Sign(
        "accept",
        "es",
        r"\bme voy con (?:vosotros|ustedes)\b|\bcuent\w+ conmigo\b|\bmi incorporacion\b|\bme incorpor\w+\b"
        r"|\bacept\w+\b|\b(?:dale|claro que si|que si|por supuesto|si quiero)\b|\b(?:presento|presente|doy) (?:la"
        r"|mi) renuncia\b|\bcontrato\b[^.!?]{0,30}\bfirmad\w+\b|\bfirm(?:o|are|ado)\b|\b(?:encantad[oa]|feliz"
        r"|content[oa]|ilusion)\b[^.!?]{0,40}\b(?:empezar|unirme|formar parte|incorporar\w*|trabajar)\b|\bestoy "
        r"dentro\b|\bme (?:sumo|uno)\b|\bpensado y si\b",
        where="offered",
    ),
    # --- what we had asked for
    Sign(
        "deliverable",
        "en",
        r"\b(?:here (?:is|are|you (?:go|are)|they are|it is)|as (?:requested|asked|promised|discussed)|(?:you|we) "
        r"asked (?:for|me)|attached|enclosed|please find|(?:i've|i have) (?:just )?(?:uploaded|sent|filled"
        r"|completed|signed|popped)|below (?:is|are)|find (?:below|enclosed))\b",
        where="asked",
    ),
    Sign(
        "deliverable",
        "de",
        r"\b(?:anbei|im anhang|angehangt|beigefugt|hier (?:ist|sind|kommt|kommen)|wie (?:gewunscht|besprochen"
        r"|erbeten|versprochen|gefordert)|habe? (?:ich )?(?:\w+ ){0,4}(?:hochgeladen|ausgefullt|geschickt"
        r"|gesendet)|gewunschte\w*|angeforderte\w*)\b",
        where="asked",
    ),
    Sign(
        "deliverable",
        "fr",
        r"\b(?:ci-joint\w*|en piece jointe|voici|comme (?:demande|convenu|promis)|veuillez trouver|vous trouverez"
        r"|ai (?:depose|rempli|envoye|transmis|telecharge)|que vous (?:m'avez |aviez )?demand\w+)\b",
        where="asked",
    ),
    Sign(
        "deliverable",
        "es",
        r"\b(?:adjunt\w+|aqui (?:esta|estan|tiene|van?)|le[s]? (?:envio|paso|mando|remito)|te (?:envio|paso"
        r"|mando)|como me (?:pid\w+|solicit\w+)|tal como|lo solicitado|que me (?:pid\w+|solicit\w+)|he (?:subido"
        r"|completado|rellenado))\b",
        where="asked",
    ),
    # --- an interview that should be moved
    Sign(
        "reschedule_request",
        "en",
        r"\b(?:instead|another|other|different|later|earlier|push|move|shift|bump|swap|postpone|rearrange|change"
        r"|rain ?check|new (?:time|date|slot)|can't (?:make|do|come|get)|cannot (?:make|do|come|get)|won't "
        r"(?:make|be able)|unable|not (?:be )?able|clash\w*|double.booked|(?:mon|tues|wednes|thurs|fri)day or "
        r"(?:mon|tues|wednes|thurs|fri)day)\b",
        _ASKS["en"],
        where="booked",
    ),
    Sign(
        "reschedule_request",
        "de",
        r"\b(?:anderer|anderen|anderes|andermal|statt\w*|verschieb\w*|verleg\w*|verlegt|spater\w*|fruher\w*"
        r"|neuen? termin|ausweich\w*|ersatztermin|dazwischen\w*|verhindert|nicht (?:schaffen|kommen|da sein"
        r"|wahrnehmen|moglich)|kollidier\w*|uberschneid\w*|woche drauf|nachste woche|eine woche|tags drauf"
        r"|umbuchen|schieben)\b",
        _ASKS["de"],
        where="booked",
    ),
    Sign(
        "reschedule_request",
        "fr",
        r"\b(?:autre (?:jour|moment|date|creneau|horaire)|plutot|report\w+|decal\w+|deplac\w+|repouss\w+|avancer"
        r"|plus tard|plus tot|semaine prochaine|nouvelle? (?:date|creneau|horaire)|empeche\w*|ne (?:pourrai|peux"
        r"|suis) pas|impossible|imprevu|contretemps|remettre|retard)\b",
        _ASKS["fr"],
        where="booked",
    ),
    Sign(
        "reschedule_request",
        "es",
        r"\b(?:otr[oa] (?:dia|fecha|hora|horario|hueco|momento)|correr|mover\w*|cambi\w+|pasar(?:la|lo)?|aplaz\w+"
        r"|pospon\w+|reprogram\w+|reagend\w+|mas tarde|mas temprano|antes de lo|nueva (?:fecha|hora|cita)"
        r"|imposible|no (?:puedo|podre|llego|voy a poder)|coincide|se me (?:cruza|complica|junta))\b",
        _ASKS["es"],
        where="booked",
    ),
    # --- time, until a day
    *(
        Sign("delay_request", language, _DAY[language], _ASKS[language], where=where, dated=True)
        for language in _DAY
        for where in ("offered",)
    ),
    Sign(
        "delay_request",
        "en",
        r"\b(?:get|send|have|let you have|forward|submit|give) (?:it|them|that|this|you)\b|\bnot (?:yet )?(?:got"
        r"|have|signed|back|ready|arrived|come|finished)\b|\bhasn't\b|\bhaven't\b|\bdelay\w*\b|\bstill (?:waiting"
        r"|missing|need)\b",
        _DAY["en"],
        where="asked",
        dated=True,
    ),
    Sign(
        "delay_request",
        "en",
        r"\b(?:few|couple of|some|bit|little)\b[^.!?]{0,10}\b(?:extra|more|longer)\b",
        _ASKS["en"],
        where="asked",
    ),
    Sign(
        "delay_request",
        "de",
        r"\b(?:reicht|reicht's|nachreich\w*|nach(?:schicken|senden)|noch (?:nicht|kein\w*|etwas|bis)|erst|dauert"
        r"|krank|fehlt|beantragt|gedulden|so lange|verzoger\w*|schaffe|geduld\w*)\b",
        _DAY["de"],
        where="asked",
        dated=True,
    ),
    Sign(
        "delay_request",
        "fr",
        r"\b(?:encore (?:quelques|un peu|\w+ jours)|pas encore|me faut|retard|envoie|enverrai|transmet\w+|ferai "
        r"parvenir|delai|patient\w+|tarde)\b",
        _DAY["fr"],
        where="asked",
        dated=True,
    ),
    Sign(
        "delay_request",
        "es",
        r"\b(?:todavia|aun) no\b|\b(?:aguant|esper)\w+\b|\b(?:mando|envio|paso|enviare|mandare)\b|\bplazo\b|\bme "
        r"lo dan\b|\bun poco mas\b|\bretras\w+\b|\bcola\b",
        _DAY["es"],
        where="asked",
        dated=True,
    ),
    Sign(
        "delay_request",
        "en",
        r"\b(?:hold(?:ing)? off|wait(?:ing)? (?:until|till|for me|a)|pause|on hold|extension|more time|until "
        r"after|bear with|a (?:bit|little) longer|think (?:it|this) over|sleep on it|not (?:free|available|ready) "
        r"(?:before|until))\b",
        _DAY["en"],
        dated=True,
    ),
    Sign(
        "delay_request",
        "de",
        r"\b(?:zuwart\w*|warten|abwarten|gedulden?|aufschub|mehr zeit|bedenkzeit|pausier\w*|zuruckstell\w*"
        r"|hinauszogern|etwas zeit|nicht vor|uberleg\w*|verlanger\w*)\b",
        _DAY["de"],
        dated=True,
    ),
    Sign(
        "delay_request",
        "fr",
        r"\b(?:patient\w+|attendre|delai|temps de reflexion|reflechir|en (?:pause|suspens|attente)|plus de temps"
        r"|un peu de temps|accorder|pas (?:disponible|me consacrer))\b",
        _DAY["fr"],
        dated=True,
    ),
    Sign(
        "delay_request",
        "es",
        r"\b(?:esper\w+|aguant\w+|en pausa|plazo|mas tiempo|un poco de tiempo|pensar\w*|prorroga|dejar\w* en"
        r"|aplaz\w+|no (?:podre|puedo) (?:antes|hasta))\b",
        r"\b(?:hasta|antes del?|despues del?)\b",
        dated=True,
    ),
    # --- what was missing
    Sign(
        "feedback_request",
        "en",
        r"\b(?:what|where|why|how|which)\b[^.!?]{0,80}\b(?:other (?:person|candidate|applicant)|went wrong|go "
        r"wrong|f[ae]ll short|missing|lack\w*|improve|better|differently|strong\w*|weak\w*|not (?:picked|chosen"
        r"|selected|successful|shortlisted)|wasn't|weren't|didn't|balance|tipped|came across|come across"
        r"|mistakes?|decision|let me down)\b|\b(?:pointers?|feedback|advice|insights?|comments|reasons?"
        r"|impressions?|honest)\b",
        r"\?|\b(?:value|grateful|appreciate|help\w*|love|like|welcome|keen|could|would|please|know|learn\w*|share"
        r"|understand)\b",
        where="told_no",
    ),
    Sign(
        "feedback_request",
        "de",
        r"\b(?:was|wo|woran|warum|wieso|weshalb|weswegen|welche\w*|wie ich)\b[^.!?]{0,80}\b(?:gefehlt|fehlt\w*"
        r"|gelegen|lag|nicht (?:geklappt|gereicht|gepasst|genommen|uberzeugt\w*)|nichts|besser\w*|verbess\w*"
        r"|anders|ausschlag\w*|gescheitert|falsch|rubergekommen|gewirkt|entschieden)\b|\b(?:hinweis\w*|grunde[n]?"
        r"|tipps?|einschatzung|begrundung|ehrliche\w* (?:satze|worte|meinung)|ruckmeldung (?:zu|uber)|feedback "
        r"(?:zu|uber))\b",
        r"\?|\b(?:dankbar|verbunden|toll|hilfreich|helfen|geholfen|lernen|interessier\w*|wissen|sagen|mitteilen"
        r"|erfahren|nachsten? mal)\b",
        where="told_no",
    ),
    Sign(
        "feedback_request",
        "fr",
        r"\b(?:pourquoi|qu'est-ce|c'est quoi|ce qui|en quoi|comment|quels?|quelles?)\b[^.!?]{0,80}\b(?:allait pas"
        r"|coinc\w+|manqu\w+|peche|progress\w+|amelior\w+|retenu\w*|decision|choix|niveau|travailler|faibl\w+"
        r"|defaut|difference)\b|\b(?:motifs?|raisons?|retours?|conseils?|points? (?:a|faibles?)|eclair\w+|avis"
        r"|impressions?|pistes?|criteres?)\b",
        r"\?|\b(?:gre|reconnaissante?|aimer\w+|souhait\w+|aid\w+|preneu\w+|utile|progresser|savoir|connaitre"
        r"|partager|erreurs)\b",
        where="told_no",
    ),
    Sign(
        "feedback_request",
        "es",
        r"\b(?:por ?que|en que|que|cual\w*)\b[^.!?]{0,60}\b(?:falle|fallo|falto|faltaba|no (?:quede|fui|pase"
        r"|segui|me \w+)|mejor\w+|reforzar|descart\w+|hice mal|decision|eleg\w+|peso)\b|\bque (?:fallo|falto"
        r"|salio mal)\b|\b(?:motivos?|razon(?:es)?|comentarios?|opinion|consejos?|aspectos|retroalimentacion"
        r"|feedback|criterios?|impresion\w*)\b",
        r"\?|\b(?:agradec\w+|ayud\w+|gustaria|quisiera|saber|conocer|serviria|util|podri\w+|puedes|favor|aprender"
        r"|entender)\b",
        where="told_no",
    ),
    # --- thanks without the word
    Sign(
        "thank_you",
        "en",
        r"\b(?:looking forward|look forward|see you (?:on|then|at|fri|thu|wed|tue|mon|tomorrow|next)"
        r"|appreciate\w*|got (?:your|it|the)\b|received|sit tight|all clear|all good|noted|no rush|take your time"
        r"|will do|perfect|understood|cheers|ta\b|great to (?:meet|talk|speak|chat)|(?:lovely|nice|good) (?:to "
        r")?(?:meet\w*|talk\w*|speak\w*|chat\w*))",
    ),
    Sign(
        "thank_you",
        "de",
        r"\b(?:freu\w* mich|alles klar|angekommen|notiert|passt|perfekt|super|verstanden|bedank\w*|eilt nicht"
        r"|keine eile|hat mich (?:sehr )?gefreut|bis (?:dann|montag|dienstag|mittwoch|donnerstag|freitag|morgen)"
        r"|wird gemacht|gern geschehen)\b",
    ),
    Sign(
        "thank_you",
        "fr",
        r"\b(?:parfait|c'est note|bien note|bien recu|recu|entendu|ca marche|hate de|au plaisir|a (?:lundi|mardi"
        r"|mercredi|jeudi|vendredi|demain|bientot)|apprecie|ravie? de|impeccable|super|tres bien|d'accord|noter)\b",
    ),
    Sign(
        "thank_you",
        "es",
        r"\b(?:perfecto|recibido|enterad[oa]|listo|anotado|quedo (?:a la espera|atent\w+|pendiente)|nos vemos"
        r"|hasta (?:el|luego|manana)|entendido|de acuerdo|genial|un placer|encantad[oa] de|amabilidad|agradec\w+"
        r"|sin prisa|no hay (?:apuro|prisa|problema)|tomense|vale)\b",
    ),
    Sign(
        "gracious",
        "en",
        r"\b(?:no worries|fair enough|understand|appreciate\w*|good luck|best of luck|all the best|these things "
        r"happen|another time|next time|paths (?:cross|will)|keep (?:me|my)|shame|pity|disappointed|in (?:the "
        r")?future|wish you|pleasure|enjoyed|no hard feelings)\b",
        where="told_no",
    ),
    Sign(
        "gracious",
        "de",
        r"\b(?:schade|verstand\w*|verstehe|kein (?:ding|problem)|alles gute|viel (?:gluck|erfolg)|bedauer\w*"
        r"|andermal|nachstes mal|vielleicht (?:klappt|ein)|nett|freu\w*|kenntnis|respektier\w*|akzeptier\w*"
        r"|weiterhin|zukunft|kunftig)\b",
        where="told_no",
    ),
    Sign(
        "gracious",
        "fr",
        r"\b(?:pas de souci|dommage|decue?|compren\w+|bonne (?:continuation|chance|suite)|bon courage|une "
        r"prochaine|souvenir|gre|plaisir|choses qui arrivent|respect\w*|pris (?:bonne )?note|connaissance|ravie?"
        r"|avenir)\b",
        where="told_no",
    ),
    Sign(
        "gracious",
        "es",
        r"\b(?:comprend\w+|entiend\w+|respet\w+|no (?:pasa nada|hay problema|te preocupes)|suerte|exitos?|otra "
        r"(?:ocasion|vez)|una lastima|pena|honor|placer|futur\w+|proxim\w+|deseo|ojala|agradec\w+|normal)\b",
        where="told_no",
    ),
)
