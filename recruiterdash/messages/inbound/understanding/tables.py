"""The words that show what a mail is: kind -> language -> patterns, in English, German, French and Spanish.

Each pattern is looked for in the new text without its signature, in small letters, with straight apostrophes.
Kinds stand in the order in which they are asked: what would do most harm unseen comes first.
"""

import re

#: Where a sentence begins.
_BEGINS = r"(?:^|(?<=[.!:]\s)|(?<=\n))"
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "withdraw": {
        "en": (
            r"\b(?:pull|drop|bow|step|pulling|dropping|stepping) (?:out|back|away) (?:of|from) (?:the|this|your) "
            r"(?:\w+ )?(?:process|running|race|procedure|recruitment)\b|\bclose my application\b|\bi(?:'ve| "
            r"have)? (?:just |already |now |since )?(?:signed|accepted) (?:with|elsewhere|somewhere else)\b",
            r"\b(?:accepted|taken|signed|chosen) (?:an|another|a different|a) (?:\w+ ){0,2}(?:offer|job|position"
            r"|role)\b",
            r"\b(?:decided|prefer|wish|want|like) not to (?:proceed|continue|go (?:on|ahead|further)|pursue)\b"
            r"|\bnot (?:be )?(?:continuing|proceeding)\b",
            r"\btake (?:my name|myself) out of\b|\bwithdraw my name\b",
            r"\b(?:i|i'd like to|i would like to|i want to|i wish to|i have decided to|i've decided to"
            r"|please)\s+(?:hereby\s+)?withdraw\b(?!.{0,20}\bconsent)",
            r"\bwithdraw(?:ing)? (?:my|from the) (?:application|candidacy|process)",
            r"\bremove me from (?:consideration|the process)",
            r"\bno longer (?:be )?(?:interested in|pursu\w+|considered for|available for) (?:the|this|your) "
            r"(?:role|position|job|opportunity|process)",
            r"\b(?:cancel|retract|end|stop) my (?:application|candidacy)\b|\bcount me out\b|\bstep(?:ping)? aside\b",
            r"\bnot (?:be )?(?:tak|pursu|continu|proceed|mov|go|carry)\w*\b[^.!?]{0,20}\b(?:my|this|the|with the) "
            r"(?:application|process|role|position)\b",
            r"\bno longer (?:wish|want|looking for|seeking)\b|\b(?:found|started|taken) (?:a |an |another )(?:new "
            r"|different )?(?:job|position|role|post)\b(?! (?:offer|interview|ad|posting))",
            r"\bno longer interested\b|\b(?:remove|take) me (?:from|off) (?:your|the) (?:\w+ )?(?:list|pool"
            r"|applicants|candidates)\b(?! of news)",
            r"\bnot (?:wish|want|like) to be considered\b|\b(?:this|it) as (?:my |a |notice of )(?:my "
            r")?withdrawal\b|\bmy withdrawal\b",
        ),
        "de": (
            r"\baus dem (?:\w+)?(?:verfahren|prozess) (?:aus(?:zu)?steigen|zurück(?:zu)?ziehen)|\b(?:woanders"
            r"|anderswo) (?:\w+ )?(?:unterschrieben|zugesagt|angenommen)|\bbewerbung nicht (?:mehr |weiter )(?:zu "
            r")?(?:berücksichtigen|beachten)",
            r"\bbewerbung nicht (?:weiter|mehr) (?:verfolg|aufrecht)\w*|\bstehe\b.{0,60}\bnicht (?:mehr|länger"
            r"|weiter) zur verfügung|\bandere stelle (?:angenommen|zugesagt)|\bfür eine andere (?:stelle|firma"
            r"|position)\b.{0,20}\bentschieden|\banderweitig (?:zugesagt|entschieden|unterschrieben)",
            r"\bziehe (?:hiermit |ich )*(?:meine|die) bewerbung\b(?:(?!\b(?:nicht|keineswegs"
            r"|keinesfalls)\b).){0,60}\bzurück",
            r"\b(?:meine|die) bewerbung (?:hiermit |gerne |gern )*(?:zurückziehen|zurückzuziehen|zurücknehmen)",
            r"\bnicht (?:mehr|länger) an (?:der|dieser|ihrer) (?:stelle|position) interessiert",
            r"\bbewerbung als gegenstandslos",
            r"\bbewerbung\b[^.!?]{0,30}\bnicht (?:weiter|mehr )?(?:zu)?(?:verfolg|führ|aufrecht|fort)\w*",
            r"\bbewerbung\b(?:(?!\bnicht\b)[^.!?]){0,60}\bzurück(?:zu)?(?:ziehen|nehmen|gezogen|genommen)\b"
            r"|\babstand (?:von|zu) \w+ bewerbung|\bkein interesse mehr\b",
            r"\b(?:eine|eine neue|die|andere) (?:\w+ )?stelle (?:gefunden|angetreten)\b|\banderweitig (?:\w+ "
            r")?(?:fündig|orientier\w+)",
            r"\bkandidatur\b(?:(?!\bnicht\b)[^.!?]){0,60}\bzurück(?:zu)?(?:ziehen|nehmen)\b"
            r"|\bziehe\b[^.!?]{0,40}\bkandidatur\b[^.!?]{0,20}\bzurück",
        ),
        "fr": (
            r"\b(?:abandonner|quitter|me retirer de|sortir de) (?:le|du|ce|votre) (?:processus|recrutement)"
            r"|\b(?:signé|accepté) (?:ailleurs|avec une autre)|\bne plus (?:tenir compte de|considérer) ma "
            r"candidature",
            r"\bne (?:souhaite|désire|veux) (?:pas|plus) (?:poursuivre|continuer|donner suite)|\bme désiste\b"
            r"|\baccepté un autre (?:poste|emploi)|\baccepté une autre (?:offre|proposition)",
            r"\b(?:retire|retirer|retirez)\b(?! (?:pas|plus|jamais)\b).{0,20}\bma candidature",
            r"\bje (?:souhaite|préfère) (?:me )?(?:retirer|désister)",
            r"\bplus intéressée?\b.{0,20}\b(?:poste|offre)",
            r"\bannul\w+ ma candidature\b|\brenonc\w+ (?:à|au)\b[^.!?]{0,30}\b(?:candidature|poste|processus)\b"
            r"|\bplus candidate?\b",
            r"\b(?:trouvé|décroché|signé) (?:un|une)(?: autre| nouveau| nouvel)? (?:poste|emploi|travail|cdi)\b",
            r"\b(?:préfère|décidé de|choisi de|souhaite|souhaiterais) ne (?:pas|plus) (?:poursuivre|continuer"
            r"|donner suite|aller plus loin|être retenue?)\b|\bma candidature\b[^.!?]{0,30}\b(?:caduque|plus "
            r"d'actualité)\b",
        ),
        "es": (
            r"\b(?:abandonar|dejar|retirarme de|salir de)l? (?:el )?proceso\b|\bno (?:\w+ )?en cuenta mi "
            r"candidatura|\bfirmado con otra\b",
            r"\b(?:aceptado|firmado) (?:otr[oa]|una) (?:oferta|puesto|trabajo|propuesta)|\bno (?:seguir"
            r"|continuar)(?: adelante)?\b.{0,20}\b(?:proceso|candidatura)|\bme retiro del proceso",
            r"\b(?:retirar|retiro|retire[n]?)\b.{0,20}\bmi (?:candidatura|solicitud)",
            r"\b(?:no|ya no) (?:estoy|me encuentro) interesad[oa]",
            r"\bno (?:deseo|quiero) continuar (?:en|con) el proceso",
            r"\b(?:retirarme|me retiro|desisto|desistir|renuncio|renunciar) (?:del?|a"
            r"|al)\b[^.!?]{0,20}\b(?:proceso|candidatura|puesto|selección)",
            r"\b(?:cancel|anul)\w+\b[^.!?]{0,20}\bmi (?:candidatura|solicitud|postulación)|\b(?:encontrado"
            r"|conseguido) (?:otro|un|un nuevo) (?:puesto|trabajo|empleo)",
            r"\bprefiero no (?:seguir|continuar)\b|\bya no (?:sigo|continúo|deseo)\b[^.!?]{0,30}\b(?:proceso"
            r"|candidatura|puesto)\b",
        ),
    },
    "data_request": {
        "en": (
            r"\b(?:delete|erase|remove|destroy)\b.{0,20}\beverything\b.{0,40}\b(?:about|on) me\b",
            r"\b(?:delete|erase|remove|copy of|access to)\b.{0,60}\b(?:stored|hold|held|kept|have) (?:about|on) "
            r"me\b|\bunder (?:the )?gdpr\b|\bcopy of (?:\w+ ){0,3}(?:personal )?data\b",
            r"\b(?:delete|erase|remove)\b.{0,40}\b(?:my|all) (?:personal )?(?:data|information|details|documents)",
            r"\b(?:copy|access|overview) (?:of|to) (?:all )?(?:my|the) (?:personal )?data\b",
            r"\b(?:subject access request|right to (?:erasure|be forgotten)|gdpr request)\b",
            r"\bwhat (?:personal )?data (?:do )?you (?:hold|keep|have|store)",
            r"\b(?:delete|erase|remove|destroy|purge)\b[^.!?]{0,20}\bmy (?:\w+ )?(?:records?|files?|profile"
            r"|account|cv|resume|résumé|documents?|history|copies)\b",
            r"\bwithdraw (?:my )?consent\b|\b(?:information|records) (?:do )?you (?:hold|keep|store) (?:about|on) "
            r"me\b",
        ),
        "de": (
            r"\blösch\w*\b.{0,40}\b(?:über mich|zu meiner person)\b|\balles,? was sie über "
            r"mich\b.{0,40}\b(?:gespeichert|haben)",
            r"\b(?:lösch\w*|entfern\w*)\b.{0,60}\b(?:meine|aller?|sämtliche[rn]?)\b.{0,30}\b(?:daten|unterlagen)",
            r"\b(?:meine|aller?|sämtliche[rn]?)\b.{0,30}\b(?:daten|unterlagen)\b.{0,40}\blösch",
            r"\bauskunft\b.{0,60}\bdaten\b|\bdsgvo\b|\bdatenauskunft\b",
            r"\b(?:einwilligung|zustimmung)\b[^.!?]{0,30}\bwider\w+|\bwiderruf\w*\b[^.!?]{0,30}\b(?:einwilligung"
            r"|zustimmung)",
            r"\b(?:lösch|vernicht)\w*\b[^.!?]{0,40}\b(?:meine[rs]?|mein)\b[^.!?]{0,20}\b(?:\w*unterlagen|profils?"
            r"|kontos?|lebenslaufs?|akte|daten)\b",
            r"\bmein(?:e|en)? (?:\w*unterlagen|profil|konto|lebenslauf|akte)\b[^.!?]{0,40}\b(?:lösch|vernicht)\w*"
            r"|\bwelche daten\b[^.!?]{0,40}\bgespeichert",
            r"\bwelche\b[^.!?]{0,30}\bdaten\b[^.!?]{0,40}\b(?:gespeichert|verarbeitet|haben)\b",
        ),
        "fr": (
            r"\b(?:supprim\w+|effac\w+)\b.{0,60}\bme concernant\b",
            r"\b(?:supprim\w+|effac\w+)\b.{0,40}\b(?:mes|toutes mes) (?:données|informations)",
            r"\baccès à mes données|\brgpd\b|\bdroit à l'effacement|\bcopie de mes données",
            r"\b(?:supprim|effac|détrui)\w+\b[^.!?]{0,40}\b(?:mon (?:dossier|cv|profil|compte)|ma fiche|mes "
            r"(?:documents|coordonnées))\b",
            r"\bretir\w+ mon consentement|\bquelles données\b[^.!?]{0,40}\b(?:détenez|conservez|avez)|\bdroit "
            r"(?:d'accès|à l'oubli|d'opposition)",
        ),
        "es": (
            r"\b(?:borr\w+|elimin\w+|suprim\w+)\b.{0,60}\bsobre mí\b",
            r"\b(?:elimin\w+|borr\w+|suprim\w+)\b.{0,40}\b(?:mis|todos mis) datos",
            r"\bacceso a mis datos|\brgpd\b|\bderecho al olvido|\bcopia de mis datos",
            r"\b(?:elimin|borr|suprim|destru)\w+\b[^.!?]{0,40}\bmi (?:cv|currículum|perfil|expediente|cuenta"
            r"|información)\b",
            r"\b(?:retir|revoc)\w+ (?:\w+ )?consentimiento|\bderecho (?:de|a la|al) (?:acceso|supresión"
            r"|cancelación)|\bqué datos (?:\w+ )?tienen",
        ),
    },
    "complaint": {
        "en": (
            r"\b(?:(?:found|felt|was|were|are|is) (?:\w+ ){0,2}inappropriate|(?:deeply|very|highly) inappropriate"
            r"|offensive|insulting|degrading|humiliating)\b|\b(?:tribunal|ombudsman|equality commission)\b",
            r"\b(?:wish|want|would like|like|going) to complain\b",
            r"\b(?:formal )?complaint\b|\bcomplain about\b|\bdiscriminat\w+|\bunacceptable\b|\bmy lawyer\b",
            r"\bstop (?:e-?mailing|contacting|writing to) me\b",
            r"\b(?:is|was|are|were|it|that|this|felt|very|quite|deeply|so) (?:\w+ )?(?:unlawful|illegal"
            r"|unprofessional|unfair|disrespectful|rude|appalling|disgraceful|discriminatory)\b",
            r"\bnot (?:lawful|legal|acceptable|professional)\b|\blegal (?:action|steps)\b|\b(?:seek|seeking|take"
            r"|taking) legal advice\b|\bmy (?:solicitor|attorney)\b|\btake the matter further\b",
            r"\basked\b[^.!?]{0,30}\b(?:my age|my religion|how old i|(?:if|whether) i (?:am|was|plan|want"
            r"|intend))\b[^.!?]{0,30}(?:\bchildren|\bpregnan\w+|\bfamily|\breligion|\bage\b)",
            r"\b(?:raise|file|lodge|make|bring|submit) (?:a|my|this) (?:\w+ )?(?:grievance|complaint)\b|\b(?:want"
            r"|like) (?:this|it) (?:to be )?(?:looked into|investigated)\b",
        ),
        "de": (
            r"\b(?:unangemessen|unverschämt|beleidigend|herabwürdigend|respektlos)\w*\b|\b(?:werde|will|muss) "
            r"(?:ich )?(?:das|dies|sie) (?:\w+ )?(?:melden|anzeigen)\b|\bantidiskriminierungsstelle"
            r"|\bgleichbehandlungs\w+",
            r"\bbeschwer(?:de|en|e ich)\b|\bdiskriminier\w+|\bunzumutbar\b|\bmein(?:en)? anwalt",
            r"\b(?:unzulässig|rechtswidrig|unprofessionell|inakzeptabel|diskriminierend|skandalös)\w*\b|\bnicht "
            r"(?:zulässig|rechtens|akzeptabel|hinnehmbar)\b",
            r"\brechtliche[nr]? schritte\b|\bfrechheit\b|\bbeschwere (?:ich )?mich\b|\bmich (?:\w+ )?beschweren\b",
        ),
        "fr": (
            r"\b(?:inadmissible|offensant|humiliant)\w*\b|\b(?:propos|remarques?|questions?) déplacée?s?\b"
            r"|\bdéfenseur des droits|\bprud'hommes",
            r"\bplainte\b|\bréclamation\b|\bdiscriminat\w+|\binacceptable\b|\bmon avocat",
            r"\b(?:illégal|discriminatoire|scandaleu|irrespectueu)\w*\b|\bpas (?:acceptable|légal|admissible)\b"
            r"|\bme plain(?:dre|s)\b|\baction en justice\b",
            r"\b(?:choquée?|heurtée?|humiliée?|insultée?)\b|\bde la discrimination\b",
        ),
        "es": (
            r"\b(?:inapropiad|ofensiv|humillante|irrespetuos)\w*\b|\bvoy a denunciar\w*|\buna vergüenza\b",
            r"\b(?:queja|reclamación|denuncia)\b|\bdiscriminaci\w+|\binaceptable\b|\bmi abogad[oa]",
            r"\b(?:intolerable|ilegal|discriminatori|vergonzos|indignante|inadmisible)\w*\b|\bfalta de respeto\b"
            r"|\bacciones legales\b|\bquejarme\b",
            r"\bme sentí (?:\w+ )?(?:humillad|discriminad|insultad)\w*\b",
        ),
    },
    "accommodation": {
        "en": (
            r"\bi (?:have a )?(?:stammer|stutter)\b|\b(?:visual(?:ly)?|sight|hearing) impair\w+|\bpartially "
            r"sighted\b",
            r"\bextra time\b.{0,20}\b(?:test|assessment|interview|task|exam)|\bi have (?:dyslexia|adhd|autism"
            r"|epilepsy|a disability)\b|\bhearing (?:aid|loop|impair\w+)",
            r"\b(?:reasonable )?(?:accommodations?|adjustments?)\b.{0,60}\b(?:interview|assessment|test|call"
            r"|disab\w+|need\w*)",
            r"\b(?:need|require|request\w*|ask for)\b.{0,60}\b(?:accommodation|adjustment|wheelchair|step-free"
            r"|interpreter|extra time|large print|captions?|screen reader)\b",
            r"\b(?:i am|i'm) (?:deaf|blind|hard of hearing|a wheelchair user)\b|\bwheelchair\b",
            r"\bi(?:'m| am| have(?: got)?| use| suffer from| live with| rely on) (?:(?!work|experience|year"
            r"|taught|teach|support|care)\w+ ){0,3}(?:walking (?:frame|stick|aid)|crutches|(?:guide|assistance"
            r"|service) dog|hearing loss|(?:limited|reduced|poor) mobility|mobility (?:issues?|problems?"
            r"|impair\w+)|disabled|disability(?! (?:advis|support|rights|officer|manager)\w*)|dyslexi\w+"
            r"|dyspraxi\w+|autis\w+|neurodiver\w+|epilep\w+|visually impaired|colou?r[- ]?blind|lip-?read\w*)\b",
            r"\bsign language interpreter (?:for|at|during|to)\b|\b(?:questions|task) in (?:advance"
            r"|writing)\b[^.!?]{0,60}\b(?:disab\w+|condition|dyslexi\w+|autis\w+|adhd|hearing)",
            r"\b(?:because of|due to|owing to|given|with) my (?:\w+ )?(?:dyslexia|dyspraxia|autism|adhd"
            r"|disability|epilepsy|stammer|impairment|anxiety)\b",
        ),
        "de": (
            r"\b(?:seh|hör|sprach|geh|lern)behinder\w*|\bstotter\w*|\blegasthen\w*|\bschwerhörig\w*",
            r"\bbarrierefrei\w*|\brollstuhl\w*|\bnachteilsausgleich|\bgebärdensprach\w*|\bschwerbehinder\w*"
            r"|\bgehörlos\w*",
            r"\bich (?:bin|habe|sitze|nutze|gehe|brauche|benötige)\b[^.!?]{0,40}\b(?:rollator|gehhilfe|krücken"
            r"|hörgerät\w*|blind|taub|behinderung|autis\w*|adhs|epilep\w*|dolmetscher\w*|blindenhund"
            r"|assistenzhund)\b",
            r"\b(?:wegen|aufgrund) meiner (?:\w+ )?(?:behinderung|legasthenie|erkrankung|schwerhörigkeit"
            r"|sehbehinderung|epilepsie)\b",
        ),
        "fr": (
            r"\bgros caractères\b|\bbégaie\w*|\bmobilité réduite\b",
            r"\b(?:je (?:suis|souffre)|j'ai|étant|atteinte? d\w+)\b[^.!?]{0,30}\b(?:mal(?:entendant|voyant)e?"
            r"|sourde?|dyslexi\w+|autis\w+)\b",
            r"\baménagements?\b|\bfauteuil roulant|\bhandicap\w*|\blangue des signes|\btemps supplémentaire",
            r"\b(?:je (?:suis|porte|utilise|marche)|j'ai)\b[^.!?]{0,40}\b(?:aveugle|béquilles|déambulateur"
            r"|appareils? auditifs?|tdah|épilep\w+|chien (?:guide|d'assistance))\b",
        ),
        "es": (
            r"\bletra grande\b|\btartamud\w*|\bmovilidad reducida\b|\bdislexia\b",
            r"\bajustes? razonables?|\bsilla de ruedas|\bdiscapacidad|\blengua de signos|\badaptaci[oó]n(?:es)?\b",
            r"\b(?:soy|tengo|uso|utilizo|llevo)\b[^.!?]{0,40}\b(?:sord[oa]|cieg[oa]|audífonos?|muletas|andador"
            r"|autis\w+|tdah|epilepsia|perro guía)\b",
        ),
    },
    "candidate_deadline": {
        "en": (
            r"\bsecond (?:job )?offer\b",
            r"\b(?:got|have|received) an? (?:\w+ )?offer\b.{0,60}\b(?:they|who|which) (?:want|need|expect|asked "
            r"for|would like)\b.{0,30}\b(?:answer|reply|decision|response)",
            r"\b(?:another|other|different) (?:company|employer|firm)\b.{0,60}\boffer|\b(?:been offered|offered "
            r"me)\b.{0,40}\b(?:job|role|position)\b.{0,20}\belsewhere",
            r"\b(?:another|other|competing|different) (?:job )?offer\b|\boffer from (?:another|a different)\b"
            r"|\b(?:have|received|got) (?:an|received an) offer\b.{0,60}\b(?:until|by|deadline|expires?)",
            r"\boffer\b[^.!?]{0,30}\bfrom (?:elsewhere|someone else|somebody else|a competitor)\b|\b(?:offer|job"
            r"|contract)\b[^.!?]{0,20}\belsewhere\b",
            r"(?<!last )(?<!former )(?<!previous )(?<!first )\b(?:company|firm|employer|organi[sz]ation"
            r"|competitor|they)\b[^.!?]{0,50}\b(?:made|given|sent|extended"
            r"|offered)\b[^.!?]{0,10}\bme\b[^.!?]{0,15}\b(?:offer|job|role|position|contract)\b",
            r"\b(?:give|let|tell|answer|get back to) (?:them|the other (?:company|firm"
            r"|employer))\b[^.!?]{0,40}\b(?:by|before|until)\b",
            r"\b(?:another|other|different) (?:company|employer|firm|organi[sz]ation|business|hospital|school"
            r"|bank|agency|place|team|charity|university)\b[^.!?]{0,60}\boffer"
            r"|\boffer\w*\b[^.!?]{0,60}\b(?:another|a different|the other) (?:company|employer|firm"
            r"|organi[sz]ation|business|hospital|school|bank|agency|place|team|charity|university)\b",
            r"\b(?:they|the other (?:company|employer|firm|organi[sz]ation|business|hospital|school|bank|agency"
            r"|place|team|charity|university)|another (?:company|employer|firm|organi[sz]ation|business|hospital"
            r"|school|bank|agency|place|team|charity|university)) (?:have |has |only |would )?(?:given|gave|give"
            r"|like|want|need|expect)s? (?:me |my |an |a )?(?:until|till|answer|decision|reply)\b",
            r"\bmade an offer\b[^.!?]{0,30}\bby\b|\boffer\b[^.!?]{0,20}\bby (?:one of|another|a different)\b"
            r"|\b(?:hold|holding|have|got) (?:a|an) (?:second|other|competing)\b[^.!?]{0,10}\boffer\b",
        ),
        "de": (
            r"\b(?:zusage|vertrag)\b.{0,30}\b(?:anderen|andere) (?:firma|unternehmen|arbeitgeber|betrieb)",
            r"\b(?:andere[sn]?|zweite[sn]?) (?:firma|unternehmen|arbeitgeber)\b.{0,60}\bangebot"
            r"|\bangebot\b.{0,30}\b(?:anderen|andere) (?:firma|unternehmen|arbeitgeber)",
            r"\b(?:anderes?|weiteres|zweites|konkurrierendes) (?:stellen|job)?angebot|\bangebot (?:eines anderen"
            r"|von einem anderen)",
            r"\b(?:woanders|anderswo|anderweitig)\b[^.!?]{0,60}\b(?:angebot|zusage|vertrag)\b|\b(?:angebot|zusage"
            r"|vertrag)\b[^.!?]{0,60}\b(?:woanders|anderswo)\b",
            r"\bmir\b[^.!?]{0,40}\b(?:andere|weitere) stelle\b[^.!?]{0,20}\bangeboten",
            r"\b(?:andere[sn]?|zweite[sn]?) (?:firma|unternehmen|arbeitgeber|betrieb|haus"
            r"|klinik)\b[^.!?]{0,60}\b(?:antwort|zusage|entscheidung)\b",
        ),
        "fr": (
            r"\b(?:offre|proposition|promesse)\b.{0,20}\bautre (?:entreprise|société|employeur)",
            r"\bautre (?:entreprise|société|employeur)\b.{0,60}\b(?:offre|proposition|proposé)",
            r"\b(?:autre|seconde|deuxième) (?:offre|proposition)|\boffre d'une autre",
            r"\b(?:proposition|offre|promesse|poste|contrat|cdi)\b[^.!?]{0,40}\bailleurs\b"
            r"|\bailleurs\b[^.!?]{0,60}\b(?:proposition|offre|poste|contrat)\b",
            r"\bon (?:m'a|vient de m\w+|me) (?:fait|faire|proposé|propose|proposer)\b[^.!?]{0,40}\b(?:proposition"
            r"|offre|poste|contrat)\b",
        ),
        "es": (
            r"\botra (?:empresa|compañía)\b.{0,60}\b(?:oferta|propuesta|ofrecido)",
            r"\botra (?:oferta|propuesta)|\boferta de otr[ao]",
            r"\b(?:oferta|puesto|contrato|trabajo|propuesta)\b[^.!?]{0,30}\ben otr[ao] (?:empresa|sitio|lugar"
            r"|compañía)|\bme han (?:ofrecido|propuesto)\b[^.!?]{0,50}\botr[ao]\b",
        ),
    },
    "decline": {
        "en": (
            r"\b(?:decided|choose|chosen|have|going) not to accept\b|\bnot (?:be able to )?accept\b",
            r"\b(?:decline|declining|turn down|not (?:be )?accept\w*|cannot accept|can't accept)\b.{0,30}\b(?:the"
            r"|your|this) (?:job )?offer",
            r"\b(?:have|going) to (?:say no|pass)\b|\bpass on (?:this|the|your) (?:offer|role|opportunity)\b"
            r"|\bturn(?:ing)? (?:it|this) down\b|\b(?:must|have to|regretfully|respectfully) declin\w+",
            r"\bdecided against\b",
            r"\bstay(?:ing)? (?:with|at|in|where)\b[^.!?]{0,20}\b(?:current|present|employer|job|role|i am)\b",
            r"\b(?:won't|cannot|can't|not) (?:be able to )?accept\b|\bnot (?:be )?able to accept\b|\bhave to "
            r"turn\b[^.!?]{0,20}\bdown\b",
        ),
        "de": (
            r"\bangebot\b.{0,40}\b(?:ausschlagen|absagen|nicht zusagen)",
            r"\b(?:ihr|das) angebot\b.{0,40}\b(?:nicht annehmen|ablehnen|absagen)"
            r"|\blehne\b.{0,20}\bangebot\b.{0,20}\bab\b",
            r"\bihnen\b[^.!?]{0,20}\b(?:absagen|absage erteilen)\b|\bgegen (?:ihr|das) angebot\b|\bsage "
            r"ich\b[^.!?]{0,20}\bab\b|\bmuss ich (?:\w+ ){0,3}absagen\b",
            r"\bbleibe\b[^.!?]{0,40}\b(?:arbeitgeber|stelle|firma|unternehmen)\b|\bdoch (?:anders|dagegen) "
            r"entschieden\b",
        ),
        "fr": (
            r"\b(?:ne|pas) (?:\w+ ){0,3}(?:pas )?accepter\b|\bn'accepte pas\b",
            r"\b(?:décliner|refuser|décline|refuse)\b.{0,20}\b(?:votre|l')\s?(?:offre|proposition)",
            r"\bne donnerai pas suite\b|\b(?:dois|vais|préfère) (?:\w+ )?(?:décliner|refuser)\b|\bje (?:la |le "
            r")?(?:décline|refuse)\b",
            r"\b(?:rester|reste|restée?)\b[^.!?]{0,30}\b(?:employeur|poste actuel|entreprise)\b|\bdécidé de ne pas\b",
        ),
        "es": (
            r"\bno (?:\w+ ){0,3}acept(?:ar|o)\b",
            r"\b(?:rechazar|declinar|rechazo|declino)\b.{0,20}\b(?:su|la|vuestra) (?:oferta|propuesta)",
            r"\btengo que decir(?:les|le|os)? que no\b|\b(?:debo|tengo que|prefiero) (?:rechazar|declinar)\w*"
            r"|\bla (?:rechazo|declino)\b",
            r"\bquedarme\b[^.!?]{0,30}\b(?:empresa|trabajo|puesto)\b|\bdecidido no\b",
        ),
    },
    "accept": {
        "en": (
            r"\b(?:accept|accepting)\b.{0,20}\b(?:the|this|your) (?:position|job|role|terms)|^(?:\w+,? ){0,4}(?:i"
            r"|we) (?:gladly |happily )?accept\b",
            r"\b(?:accept|accepting)\b.{0,20}\b(?:the|your|this) (?:job )?offer",
            r"\b(?:delighted|happy|pleased|thrilled|glad|excited|love|like|honou?red) to (?:\w+ )?(?:accept|say "
            r"yes|join)\b|\bit(?:'s| is) a yes\b|\bcount me in\b",
            r"\btak(?:e|ing) (?:the|this) (?:job|role|position|offer|post)\b|\byes,? please\b|\babsolutely yes\b"
            r"|\bsay yes\b",
        ),
        "de": (
            r"\bnehme\b.{0,30}\b(?:stelle|position)\b.{0,30}\ban\b|\bsage (?:\w+ ){0,3}zu\b",
            r"\bnehme\b.{0,30}\bangebot\b.{0,30}\ban\b|\bangebot (?:gerne |gern |sehr gerne )?an(?:nehmen"
            r"|zunehmen)?\b",
            r"\bfreue mich\b[^.!?]{0,40}\b(?:zuzusagen|anzunehmen|bei ihnen anzufangen)\b|\b(?:es|das) gerne? "
            r"an\b|\bnehme (?:ich )?(?:\w+ ){0,3}an\b",
        ),
        "fr": (
            r"\b(?:j'|je )?accepte(?:r)?\b.{0,20}\b(?:le|ce|votre) (?:poste|emploi)",
            r"\b(?:accepte|accepter)\b.{0,20}\b(?:votre|l')\s?(?:offre|proposition)",
            r"\b(?:ravie?|heureux|heureuse|enchantée?|plaisir|joie)\b[^.!?]{0,30}\b(?:accepte\w*|rejoindre"
            r"|rejoins)\b|\bj'accepte\b|\bc'est oui\b",
        ),
        "es": (
            r"\bacept(?:o|ar)\b.{0,20}\b(?:el|este) (?:puesto|trabajo|cargo)",
            r"\b(?:acepto|aceptar)\b.{0,20}\b(?:su|la|vuestra) (?:oferta|propuesta)",
            r"\bencantad[oa] de (?:aceptar|incorporarme|unirme)\w*|\b(?:la |lo )?acepto\b",
            r"\bacept\w+ (?:\w+ )?(?:la|su|vuestra) (?:oferta|propuesta)\b",
        ),
    },
    "reschedule_request": {
        "en": (
            r"\b(?:interview|call|meeting|appointment)\b.{0,30}\b(?:next week|another day|a (?:day|week) later) "
            r"instead\b|\b(?:come down with|tested positive|have fallen ill)\b.{0,80}\b(?:interview|call|meeting"
            r"|next week)",
            r"\b(?:reschedul\w+|re-schedul\w+|postpone (?:the|our|my) (?:interview|call|meeting)|(?:move|change"
            r"|shift) (?:the|our|my) (?:interview|call|meeting|appointment)|another (?:time|date|slot)|different "
            r"(?:time|date|slot))\b",
            r"\b(?:can(?:'t|not)|unable to|won't be able to) (?:make|attend|come to)\b.{0,30}\b(?:interview|call"
            r"|meeting|it|appointment|monday|tuesday|wednesday|thursday|friday)",
            r"\b(?:push|move|shift|change|postpone|delay|rearrange|re-arrange|swap|put off|bring "
            r"forward)\b[^.!?]{0,40}\b(?:interview|call|meeting|appointment|slot|chat|(?:mon|tues|wednes|thurs"
            r"|fri)day(?:'s)?)\b",
            r"\b(?:can(?:'t|not)|won't be able to|unable to|not able to) (?:\w+ )?(?:make|attend|come|do"
            r"|join)\b[^.!?]{0,40}\b(?:tomorrow|today|(?:mon|tues|wednes|thurs|fri)day|interview)\b",
            r"\b(?:sick|ill|unwell|poorly|in hospital|covid|flu|fever)\b[^?]{0,120}\b(?:next week|another (?:day"
            r"|time)|later|different (?:day|time))\b",
            r"\binstead of \d|\ba (?:few|couple of) (?:days|hours) (?:later|earlier)\b",
        ),
        "de": (
            r"\b(?:krank|erkrankt|verhindert)\b.{0,80}\b(?:nicht (?:kommen|teilnehmen|erscheinen)|nächste woche"
            r"|anderen tag)",
            r"\b(?:vorstellungs|bewerbungs|telefon)?(?:gespräch|interview|termin)\b.{0,60}\b(?:verschieben"
            r"|verlegen|absagen|nicht wahrnehmen)",
            r"\b(?:termin|gespräch|interview)\b.{0,60}\b(?:verschieben|verlegen|absagen|nicht wahrnehmen)"
            r"|\b(?:anderen|neuen) termin\b|\bterminverschiebung",
            r"\b(?:gespräch|termin|interview|treffen)\b[^.!?]{0,60}\b(?:auf|um)\b[^.!?]{0,40}\b(?:legen|schieben"
            r"|verschieben|verlegen)\b|\b(?:verschieben|verlegen) wir\b",
            r"\b(?:krank|erkrankt|verhindert)\b.{0,160}\b(?:verschieb|verleg|nächste woche|anderen tag|später)\w*",
            r"\b(?:schaffe|kann|könnte|passt|klappt|geht)\b[^.!?]{0,40}\b(?:montag|dienstag|mittwoch|donnerstag"
            r"|freitag|morgen|heute)\b[^.!?]{0,20}\bnicht\b|\b(?:montag|dienstag|mittwoch|donnerstag|freitag"
            r"|morgen|heute)\b[^.!?]{0,20}\b(?:schaffe|kann|passt|klappt|geht)\b[^.!?]{0,30}\bnicht\b",
            r"\bdazwischen ?gekommen\b|\bneuen? termin\b|\btermin\b[^.!?]{0,30}\b(?:danach|darauf|später)\b",
        ),
        "fr": (
            r"\bne (?:pourrai|peux|pourrais) (?:\w+ )?pas (?:\w+ )?(?:venir|assister|être présente?|participer"
            r"|honorer)\b",
            r"\b(?:reporter|décaler|déplacer)\b.{0,30}\b(?:entretien|rendez-vous|l'appel)|\bautre (?:date|créneau"
            r"|horaire)",
            r"\b(?:reporter|décaler|déplacer|repousser|remettre|reprogrammer|avancer)\b[^.!?]{0,40}\b(?:entretien"
            r"|rendez-vous|rdv|appel|visio|rencontre)\b",
            r"\b(?:souffrante?|malade|grippe|covid|empêchée?|imprévu)\b.{0,160}\b(?:report\w+|décal\w+|remettre"
            r"|repouss\w+|autre (?:jour|date)|semaine prochaine)\b",
            r"\bempêchements?\b|\b(?:pourrai|peux) (?:\w+ )?pas (?:\w+ ){0,2}(?:demain|lundi|mardi|mercredi|jeudi"
            r"|vendredi)\b",
            r"\b(?:reporter|décaler|déplacer|repousser|avancer)\b[^.!?]{0,30}\b(?:échange|créneau|visite|d'une "
            r"(?:heure|journée|semaine)|de quelques (?:heures|jours))\b",
        ),
        "es": (
            r"\b(?:enfermo|enferma|indispuest[oa])\b.{0,80}\b(?:no (?:puedo|podré)|otro día|semana que viene)"
            r"|\b(?:mañana|el \w+) no (?:puedo|podré) (?:ir|asistir|acudir)",
            r"\bno (?:podré|puedo|voy a poder) (?:\w+ )?(?:asistir|acudir|ir|llegar|estar)\b",
            r"\b(?:reprogramar|aplazar|cambiar|mover|posponer)\b.{0,30}\b(?:entrevista|llamada|cita|reunión)"
            r"|\botr[ao] (?:fecha|hora|día)\b",
            r"\b(?:retrasar|adelantar|pasar|atrasar)\b[^.!?]{0,30}\b(?:entrevista|llamada|cita|reunión)\b"
            r"|\b(?:imprevisto|no me encuentro bien)\b.{0,160}\b(?:otro día|otra fecha|aplazar|cambiar|semana que "
            r"viene|próxima semana)\b",
            r"\b(?:lunes|martes|miércoles|jueves|viernes|mañana)\b[^.!?]{0,20}\b(?:imposible|no (?:puedo|podré|me "
            r"viene))\b|\bme es imposible\b",
        ),
    },
    "delay_request": {
        "en": (
            r"\b(?:could|can|may|might) i (?:get back to you|give you (?:my|an) (?:answer|decision)|answer you"
            r"|decide)\b.{0,20}\b(?:next|by|on|until|after)\b",
            r"\b(?:more time|a (?:few|couple of) (?:more )?days|until|till|extension)\b.{0,60}\b(?:decide|think"
            r"|decision|consider|send|submit|finish)",
            r"\b(?:decide|think|decision|consider|send|submit|finish)\b.{0,60}\b(?:more time|until (?:mon|tue|wed"
            r"|thu|fri|next)|a few (?:more )?days|extension)",
            r"\bif i (?:let you know|come back to you|get back to you|gave you (?:an|my) answer|decide[d]?"
            r"|confirm(?:ed)?)\b",
            r"\b(?:could|can|may|might) i (?:\w+ )?(?:have|take|get)\b[^.!?]{0,20}\b(?:until|time|a (?:few"
            r"|couple)|days?|weekend)\b|\bsleep on it\b|\b(?:a bit|a little|some|more) (?:more )?time to\b",
        ),
        "de": (
            r"\b(?:darf|dürfte|kann|könnte) ich (?:ihnen )?(?:\w+ ){0,2}(?:bis|am|erst"
            r"|nächste[nr]?)\b.{0,30}\b(?:bescheid|antwort\w*|zusagen|entscheid\w*)",
            r"\b(?:mehr|etwas) (?:bedenkzeit|zeit)\b|\bbedenkzeit\b|\bfrist\b.{0,30}\bverläng\w+|\baufschub\b",
            r"\bich\b[^.!?]{0,50}\b(?:bis|erst)\b[^.!?]{0,40}\b(?:melden|nachreichen|überlegen|nachdenken)\b"
            r"|\b(?:ein paar|einige) tage\b[^.!?]{0,40}\b(?:zeit|überlegen|nachdenken|entscheid\w*)",
            r"\bzeit nehmen\b|\b(?:bis|übers|über das) (?:\w+ )?wochenende\b[^.!?]{0,40}\b(?:überlegen|zeit"
            r"|besprechen|nachdenken)\b",
        ),
        "fr": (
            r"\b(?:pourrais|puis|peux)-je vous (?:donner (?:ma|une) réponse|répondre)\b",
            r"\b(?:plus|davantage) de temps|\bdélai (?:supplémentaire|de réflexion)|\btemps de réflexion",
            r"\b(?:un peu|quelques jours|davantage|encore) de (?:temps|délai|réflexion)\b|\bquelques "
            r"jours\b[^.!?]{0,40}\b(?:réfléchir|réflexion|décider|répondre)\b",
            r"\bjusqu'(?:à|au)\b[^.!?]{0,40}\bpour (?:réfléchir|vous répondre|décider|y réfléchir)\b",
        ),
        "es": (
            r"\b(?:podría|puedo) (?:darles?|daros) (?:mi|una) respuesta\b|\bnecesito pensar(?:lo|me)\b",
            r"\bmás tiempo\b|\bunos días más|\bprórroga|\bampliar el plazo",
            r"\b(?:unos|un par de|algunos) días\b[^.!?]{0,40}\b(?:pensar\w*|decidir\w*|responder\w*|contestar\w*"
            r"|valorar\w*)|\bun poco (?:más )?de tiempo\b",
            r"\bhasta\b[^.!?]{0,30}\bpara (?:pensar|decidir|responder|contestar|valorar|hablar)\w*"
            r"|\bconsultarlo\b|\bpensár?(?:se)?melo\b",
        ),
    },
    "feedback_request": {
        "en": (
            r"\bwhere i (?:fell short|went wrong|could improve)\b|\bwhat (?:was|is) (?:missing|lacking)\b",
            r"\bwhy (?:i|my application|you) (?:was|were|wasn't|weren't|did|didn't|decided)\b.{0,20}\b(?:selected"
            r"|chosen|successful|rejected|unsuccessful|not)\b",
            r"\b(?:any|some|your|give me|receive|share) (?:\w+ )?feedback\b|\bfeedback (?:on|about|regarding)\b"
            r"|\bwhat (?:i )?could (?:i )?(?:have )?(?:done|do|improve)",
            r"\b(?:pointers?|tips|advice|insights?|suggestions?)\b[^.!?]{0,60}\b(?:next time|improve|better"
            r"|future)\b|\b(?:do|done|did) (?:\w+ )?better\b",
            r"\breasons?\b[^.!?]{0,20}\b(?:for|behind) (?:the|your|this|my) (?:decision|rejection|choice)\b"
            r"|\bwhat (?:tipped|swung) it\b",
            r"\b(?:what|where|which|anything)\b[^.!?]{0,30}\blet me down\b|\banything (?:in particular"
            r"|specific)\b[^.!?]{0,40}\b(?:missing|lacking|against|wrong|improve)\b",
        ),
        "de": (
            r"\b(?:besser machen|verbessern) (?:kann|könnte|hätte)\b|\bwas (?:mir |hat )?(?:gefehlt|fehlte)\b"
            r"|\bworan lag es\b",
            r"\bworan es (?:gelegen hat|lag|gescheitert)|\bbegründung\b|\bwarum (?:ich|meine "
            r"bewerbung)\b.{0,40}\b(?:nicht|abgelehnt)",
            r"\b(?:rückmeldung|feedback)\b.{0,40}\b(?:gespräch|bewerbung|interview|gründe?n?)|\bgründe? für "
            r"(?:die|ihre) (?:absage|entscheidung)|\bworan es lag",
            r"\bausschlag gegeben\b|\b(?:tipps?|hinweise?|anregungen)\b[^.!?]{0,60}\b(?:nächste\w*|verbesser\w*"
            r"|besser|künftig\w*|zukunft)\b|\bgr(?:und|ünde)\b[^.!?]{0,30}\b(?:absage|ablehnung)\b",
            r"\bbegründung\b[^.!?]{0,40}\b(?:freuen|dankbar|bitte)\b|\bwar(?:um|an)\b[^.!?]{0,30}\b(?:gescheitert"
            r"|gelegen|abgelehnt)\b",
        ),
        "fr": (
            r"\b(?:ce qui a|qu'a-t-il) manqué\b|\bm'améliorer\b|\bcomment (?:je )?(?:pourrais"
            r"|puis)\b.{0,20}\bprogresser",
            r"\bpourquoi\b.{0,40}\b(?:n'a pas été|n'ai pas été|pas) (?:retenue?|sélectionnée?)",
            r"\b(?:retour|feedback|avis)\b.{0,30}\b(?:sur|concernant)\b.{0,30}\b(?:entretien|candidature)"
            r"|\braisons? (?:de|du) (?:refus|ce choix|votre décision)",
            r"\b(?:conseils?|pistes?|axes?)\b[^.!?]{0,60}\b(?:progress\w+|amélior\w+|prochaine|avenir)\b|\bce qui "
            r"a (?:fait la différence|pesé|joué)\b|\bmotifs? (?:de|du|de ce|de votre) (?:refus|décision|choix)\b",
            r"\braisons?\b[^.!?]{0,20}\b(?:refus|décision|choix)\b",
        ),
        "es": (
            r"\ben qué (?:podría|puedo|debería) mejorar\b|\bqué (?:me )?(?:faltó|ha faltado)\b",
            r"\bpor qué\b.{0,40}\bno (?:fui|he sido|fue)\b",
            r"\b(?:feedback|comentarios|valoración)\b.{0,40}\b(?:entrevista|candidatura)|\bmotivos? (?:de|del) "
            r"(?:rechazo|la decisión|su decisión)",
            r"\b(?:consejos?|sugerencias?)\b[^.!?]{0,60}\b(?:mejor\w+|próxim\w+|futur\w+)\b|\b(?:razón"
            r"|razones)\b[^.!?]{0,30}\b(?:rechazo|decisión|descarte)\b|\bpor qué\b[^.!?]{0,30}\b(?:descart"
            r"|rechaz)\w+",
        ),
    },
    "deliverable": {
        "en": (
            r"\b(?:attached|enclosed|please find|here (?:is|are)|i(?:'ve| have) (?:attached|uploaded|sent"
            r"|completed|filled))\b.{0,80}\b(?:cv|resume|résumé|references?|certificates?|documents?|portfolio"
            r"|assessment|task|test|form|diploma|transcripts?|availability|passport|signed)",
        ),
        "de": (
            r"\b(?:anbei|im anhang|angehängt|beigefügt|hier (?:ist|sind|kommen)|sende ich ihnen"
            r"|übersende)\b.{0,80}\b(?:lebenslauf|zeugnis\w*|unterlagen|nachweis\w*|referenzen|portfolio"
            r"|dokumente?|aufgabe|formular|verfügbar\w*)",
        ),
        "fr": (
            r"\b(?:ci-joint\w*|en pièce jointe|joins?|veuillez trouver|voici)\b.{0,80}\b(?:cv|références?"
            r"|certificats?|documents?|diplômes?|portfolio|formulaire|test|disponibilités?)",
        ),
        "es": (
            r"\b(?:adjunt\w+|aquí (?:está|están|tiene)|envío|remito)\b.{0,80}\b(?:cv|currículum|referencias"
            r"|certificados?|documentos?|título|portafolio|formulario|prueba|disponibilidad)",
        ),
    },
    "information": {
        "en": (
            r"\b(?:just (?:to let|letting) you know|for your information|fyi|wanted to (?:let you know|inform"
            r"|update))\b|\bmy (?:new|phone|number|address|e-?mail)\b.{0,40}\b(?:is|has changed|changed)",
            r"\bfor your (?:records|files)\b|\byou can (?:now |also )?reach me\b",
        ),
        "de": (
            r"\b(?:kurze info|zur info)\b|\berreichen sie mich (?:\w+ ){0,3}(?:unter|per)\b",
            r"\bmöchte (?:ich )?ihnen (?:kurz )?mitteilen|\b(?:hat|haben) sich meine\b.{0,40}\bgeändert|\bsich "
            r"meine\b.{0,40}\bgeändert",
            r"\b(?:zu ihrer information|zur information|möchte ich ihnen mitteilen|wollte (?:ihnen|sie) (?:kurz "
            r")?(?:mitteilen|informieren)|meine neue (?:nummer|adresse|telefonnummer))",
        ),
        "fr": (
            r"\bje vous (?:informe|signale)\b|\bmon (?:adresse|numéro|téléphone)\b.{0,40}\bchangé",
            r"\b(?:pour (?:votre )?information|je (?:tenais à|voulais) vous (?:informer|signaler)|ma nouvelle "
            r"adresse|mon nouveau numéro)",
        ),
        "es": (
            r"\b(?:les aviso de|les comunico) que\b|\bmi (?:número|dirección|correo|teléfono)\b.{0,20}\bha cambiado",
            r"\bles? informo\b|\bhe cambiado de\b",
            r"\b(?:para su información|quería (?:informar\w*|comunicar\w*)|mi nuev[oa] (?:número|dirección"
            r"|teléfono))",
        ),
    },
    # what has no words of its own is looked at last: thanks, and a question without its mark
    "thank_you": {
        "en": (r"\bthank(?:s| you| u)\b|\bmany thanks\b|\bmuch appreciated\b|\bgrateful\b|\bi appreciate\b",),
        "de": (r"\b(?:vielen |herzlichen |besten )?dank\b|\bdanke\b|\bbedanke mich\b",),
        "fr": (r"\bmerci\b|\bje vous remercie\b|\bremerciements?\b",),
        "es": (r"\b(?:muchas |mil )?gracias\b|\bagradezco\b|\bagradecid[oa]\b|\bagradecer\w*",),
    },
    # thanks in advance, for an answer, are a question
    "question": {
        "en": (
            rf"{_BEGINS}(?:would|could|can|will|does|do|is|are|may|shall|did|should(?! you\b)) (?:i|you|it|that"
            rf"|this|there"
            rf"|we|they|the|my)\b"
            r"|\b(?:hoping|eager|keen) to hear (?:how|when|whether|if|what|back|from)\b",
            r"\b(?:heard|hearing) nothing\b|\bplease (?:tell|inform|advise) me\b|\bto know (?:if|whether|when"
            r"|what|how|where|which|who)\b|\b(?:appreciate it|grateful|thankful) if you\b|\bthank you for "
            r"(?:letting me know|telling me) (?:if|whether|when|what|how|where|which)\b|\bi(?:'d| would) (?:love"
            r"|be interested|be curious) to (?:know|hear|find out)",
            r"\bnot heard (?:back|from|anything)\b|\b(?:appreciate|like|love|hoping for) an? (?:brief |short "
            r"|quick )?update\b|\b(?:please )?let me know (?:if|whether|when|what|how|where|which|about)\b(?! you "
            r"(?:need|require|have any|want))|\bchecking in (?:on|about)\b|\bfollow(?:ing)? up on\b",
            r"\b(?:could|can|would|will|may) you (?:please |kindly )?(?:tell|let me know|confirm|send|share"
            r"|explain|clarify|advise|say)|\b(?:any (?:news|update)|status of my|when (?:can|will|should) i"
            r"|i(?:'d| would) like to (?:know|ask)|wondering (?:if|whether|when|what)|looking forward to (?:your"
            r"|an) (?:answer|reply))",
            r"\b(?:not|haven't|hadn't) (?:yet )?(?:had|received|got|gotten|seen)\b[^.!?]{0,20}\b(?:reply|answer"
            r"|response|news|word|update|anything)\b|\bchecking (?:if|whether|that|you)\b",
            r"\b(?:enquir|inquir)(?:e|ing) (?:about|whether|if|as to|after)\b|\bwriting to ask\b|\bchas(?:e|ing) "
            r"(?:up|this|you)\b|\bcurious (?:if|whether|about|when)\b",
            r"\b(?:an|any|some) (?:\w+ )?(?:update|news|answer|reply|response|information"
            r"|word)\b[^.!?]{0,20}\b(?:be|is) (?:\w+ )?(?:appreciated|welcome|great|helpful|good|lovely|nice)\b",
            r"\b(?:don't|do not) know (?:what|when|whether|if|where|how)\b[^.!?]{0,40}\b(?:application|happen\w*"
            r"|next|interview|stand)\b|\bwould you mind\b",
            r"\b(?:could|can|would|will) (?:you|someone|somebody|anyone)\b|\bif (?:you|someone|somebody) could "
            r"(?:\w+ )?(?:tell|let|confirm|send|say|explain|clarify|share)\b",
            r"\b(?:haven't|have not|hadn't|not) (?:yet )?(?:had|received|got|seen)\b[^.!?]{0,20}\b(?:confirmation"
            r"|invitation|e-?mail|link|details|instructions|anything)\b",
        ),
        "de": (
            rf"{_BEGINS}(?:(?:bis|ab|seit) )?(?:wann|wo|kann|darf|könnten|können|könnte|wäre|ist|sind|muss|soll"
            rf"|sollte|wird"
            rf"|gibt) "
            r"(?:ich|sie|es|man|das|die|der|wir|denn|noch)\b",
            r"\b(?:würde mich|mich würde) (?:\w+ ){0,2}interessieren|\bwäre (?:ich )?(?:\w+ ){0,2}(?:dankbar"
            r"|verbunden)(?: für|,? wenn)|\b(?:geben|gäben) sie mir (?:\w+ ){0,3}bescheid\b|\b(?:sagen|teilen"
            r"|schreiben) sie mir\b.{0,30}\b(?:ob|wann|wie|was|wo|welche)\b|\bdanke?,? (?:(?:vorab|im voraus"
            r"|schon jetzt) für|für eine) (?:(?:kurze|baldige|schnelle|ihre) ){0,2}(?:antwort|rückmeldung"
            r"|auskunft)|\bwarte (?:\w+ ){0,6}auf (?:eine|ihre) (?:antwort|rückmeldung)",
            r"\bnichts (?:mehr )?(?:von ihnen|von dir)? ?gehört|\bbitte um (?:eine )?(?:kurze )?(?:rückmeldung"
            r"|nachricht|auskunft)|\bdarf ich (?:nach)?fragen|\bnachfragen, (?:ob|wann|wie)",
            r"\b(?:könn(?:t)?en|würden) sie (?:mir )?(?:bitte )?(?:sagen|mitteilen|bestätigen|erklären|senden)"
            r"|\bwann (?:kann|darf|werde|höre) ich|\bgibt es (?:schon |bereits )?(?:neuigkeiten|etwas neues)"
            r"|\bstand (?:meiner bewerbung|der dinge)|\bich (?:wollte|möchte) (?:gerne |gern )?(?:nach)?fragen",
            r"\b(?:erkundigen|nachfragen|nachzufragen|anfragen|nachhaken|fragen),? (?:ob|wann|wie|was|wo|welche"
            r"|nach)\b|\bnach dem (?:aktuellen )?stand\b",
            r"\bnoch (?:immer )?(?:nichts|keine (?:antwort|rückmeldung|nachricht|neuigkeiten))\b|\bkeine "
            r"(?:antwort|rückmeldung|nachricht) (?:erhalten|bekommen)\b",
            r"\b(?:könnten|würden|wären|hätten) sie\b|\bwenn sie mir\b[^.!?]{0,60}\b(?:könnten|würden|geben|sagen"
            r"|mitteilen)\b|\bweiß (?:\w+ ){0,3}nicht,? (?:ob|wann|wie|was)\b|\b(?:wissen|wundernehmen"
            r"|herausfinden|klären),? (?:ob|wann|wie|was|wo|welche\w*)\b",
            r"\bwarte (?:noch |immer noch |seit )\b",
        ),
        "fr": (
            rf"{_BEGINS}(?:est-ce que|puis-je|avez-vous|serait-il|est-il|faut-il|dois-je|y a-t-il|pourrais-je"
            rf"|quel(?:le)?s? "
            r"(?:est|sont|sera))\b|\bme permets de (?:revenir vers|relancer)|\bme tenir informée?\b",
            r"\bmerci (?:d'avance )?de (?:bien vouloir )?(?:me (?!recevoir|répondre si|l'avoir)\w+|m'(?:indiquer"
            r"|informer|éclairer|envoyer|expliquer|aviser))\b|\b(?:rien|pas) reçu de votre part\b|\bje vous "
            r"(?:serais|saurais) (?:gré|reconnaissante?)|\bj'aimerais (?:bien |juste |simplement |seulement "
            r")?(?:connaître|savoir)\b|\bdites-moi\b",
            r"\bvous relancer\b|\bn'ai pas (?:eu|reçu) de (?:réponse|retour|nouvelles)|\bsans nouvelles de votre "
            r"part",
            r"\b(?:pou(?:rr|v)(?:iez|ez)-vous)\b|\bquand (?:puis-je|aurai-je|pourrai-je)|\bavez-vous (?:des "
            r"nouvelles|pris)|\boù en est ma candidature|\bje (?:souhaite|souhaiterais|voudrais|aimerais) savoir",
            r"\b(?:pas|aucune?|plus) (?:\w+ ){0,2}(?:de |d')?(?:nouvelles?|réponse|retour)\b|\bme permets de "
            r"(?:vous )?(?:écrire|contacter|solliciter)\b",
            r"\b(?:savoir|demander|connaître) (?:si|quand|où|quel\w*|comment|la suite|l'avancement|l'état)\b|\bje "
            r"me demand(?:e|ais) (?:si|quand)\b",
            r"\b(?:auriez|avez|seriez|savez|sauriez)-vous\b|\bj'ignore (?:si|quand)\b",
            r"\bj'attends (?:toujours|encore|depuis)\b|\btoujours (?:pas|rien|aucune?)\b",
        ),
        "es": (
            rf"{_BEGINS}(?:cuándo|cuánto|dónde|quién|cuál|cómo (?:va|está|es|puedo|sigue)|qué (?:tengo|debo|día"
            rf"|hora|pasa))\b"
            r"|\bme (?:puede[n]?|podr[íi]an?) (?:decir|indicar|confirmar|informar)",
            r"\bagradecería (?:que|si|una respuesta)|\ble[s]? agradecería\b.{0,30}\b(?:dijera|indicara|confirmara"
            r"|informara)|\bsin saber nada\b|\bme interesaría (?:saber|conocer)|\bd[íi]ga(?:n)?me\b|\bgracias "
            r"(?:de antemano )?por (?:decirme|indicarme|confirmarme|informarme)\b",
            r"\bno he (?:recibido|tenido) (?:ninguna )?(?:respuesta|noticias)|\bpara saber si\b|\bsigo a la "
            r"espera de",
            r"\b(?:podr[íi]an?|puede[n]?) (?:decirme|indicarme|confirmar\w*|informarme|enviarme)|\bcuándo "
            r"(?:puedo|tendré|sabré|podré)|\b(?:alguna |hay )noved(?:ad|ades)|\bestado de mi (?:candidatura"
            r"|solicitud)|\bquisiera saber|\bme gustaría saber",
            r"\b(?:quería|querría|quisiera|me gustaría|desearía) (?:preguntar\w*|consultar\w*|conocer)\b"
            r"|\b(?:ninguna?|sin) (?:\w+ )?(?:noticias?|respuesta|contestación)\b|\bsaber (?:si|cuándo|cómo|qué)\b",
            r"\b(?:serían|sería) (?:tan )?amables?\b|\bno sé (?:si|cuándo|qué|cómo)\b|\bsi (?:me )?(?:pudiera[n]?"
            r"|podrían?) (?:decir|indicar|confirmar|informar)\w*",
            r"\bllevo\b[^.!?]{0,30}\besperando\b|\bnadie me ha\b|\bpor si (?:hay|hubiera|había|tenían?) \w+|\bmi "
            r"(?:única )?(?:duda|pregunta|consulta) es\b",
        ),
    },
}

#: What turns the words behind it round: "I do not wish to", "keine", "sans". Another sentence, or half of one, ends it.
NEGATED = re.compile(
    r"(?:\b(?:not|never|no|without|nicht|keine?[nmrs]?|nie|niemals|ohne|keineswegs|keinesfalls|pas|jamais|sans"
    r"|aucune?|nunca|sin|ni|ninguna?)|n't)(?: (?!(?:and|but|so|or|und|aber|sondern|oder|et|mais|donc|ou|y|pero|o"
    r"|only|nur|seulement|solo)\b)[\w']+){0,3} ?$"
)
#: Who thanks and turns says more than thanks: what that is the rules must not pass over.
TURNS = re.compile(
    r"\b(?:but|however|unfortunately|sadly|regret\w*|afraid|decided|instead|although|leider|jedoch|allerdings"
    r"|bedauer\w*|entschieden|entschlossen|stattdessen|mais|malheureusement|cependant|toutefois|décidé|préfère"
    r"|réflexion|regret\w*|pero|lamentablemente|desgraciadamente|sin embargo|decidido|prefiero|lamento)\b"
)
#: What was asked for is still to come. In small letters and without accents.
TO_COME = re.compile(
    r"\b(?:i|we)(?:'ll| will| shall|'m going to| am going to) (?:\w+ ){0,2}(?:send|provide|forward|upload|submit|share"
    r"|finish|complete|let you (?:know|have)|get (?:it|them|that|this|back))\b|\bwill (?:do\b(?! \w)|send|get back)"
    r"|\bworking on (?:it|this|that|them)\b|\bstill (?:waiting|working)\b|\b(?:to|will) follow\b"
    r"|\b(?:schicke|sende|reiche|liefere|besorge|maile|lade)\b[^.!?]{0,60}\b(?:nach|morgen|ubermorgen|\w+tag|mittwoch"
    r"|bis|spater|bald|demnachst|heute|gleich|nachste\w*)\b|\bwerde\b[^.!?]{0,80}\b(?:schicken|senden|mailen|nachreichen"
    r"|liefern|hochladen|einreichen|erledigen|machen|besorgen)\b|\bfolg(?:t|en)\b|\bmach(?:e|t)? ich\b|\bin arbeit\b"
    r"|\bwird (?:gemacht|erledigt)\b|\bwarte (?:ich )?noch\b"
    r"|\b(?:enverrai|enverrons|ferai|transmettrai|fournirai|deposerai|completerai|adresserai)\b|\b(?:envoie|transmets"
    r"|adresse)\b[^.!?]{0,60}\b(?:demain|bientot|ce soir|plus tard|prochaine?|d'ici|avant|des que|sous peu|(?:lun|mar"
    r"|mercre|jeu|vendre)di)\b|\bj'attends encore\b|\bvais (?:vous )?(?:l'|les? |la )?(?:envoyer|faire|transmettre"
    r"|fournir)\b|\bsuivr(?:a|ont)\b"
    r"|\b(?:enviare|mandare|hare|entregare|remitire|subire|facilitare|completare)\b|\b(?:envio|mando|remito|paso|hago)\b"
    r"[^.!?]{0,60}\b(?:manana|pronto|luego|mas tarde|esta (?:tarde|noche)|el (?:lunes|martes|miercoles|jueves|viernes)"
    r"|en cuanto|proxim\w+)\b|\bvoy a (?:enviar|mandar|hacer|entregar)\w*|\btodavia (?:espero|estoy esperando)\b"
    r"|\bestoy en ello\b"
)
#: A sentence that tells of somebody's work: "I teach pupils with hearing aids" asks for no adjustment.
OF_WORK = re.compile(
    r"\b(?:pupils?|patients?|clients?|customers?|residents?|service users?|vacanc(?:y|ies)|(?:role|post|job"
    r"|position) (?:of|as)|my (?:present|current|last|previous|former|old) (?:job|role|post|employer|position)"
    r"|work(?:ed|ing)? (?:with|as|in)|i (?:\w+ )?(?:handled?|drive|drove|teach|taught|train(?:ed)?|led|manage[d]?"
    r"|ran|advise[d]?)|years (?:of|in|as)|experience (?:of|with|in|as)|case ?load|schüler\w*|patient\w*|klient\w*"
    r"|kund\w+|bewohner\w*|mandant\w*|stelle als|position als|(?:berufs)?erfahrung\w*|arbeite (?:\w+ ){0,3}(?:als"
    r"|bei|in|mit)|gearbeitet|jahre als|unterrichte\w*|fahre|bearbeite|leite|berate|vertrete|als "
    r"\w*beauftragte\w*|betreue\w*|élèves?|patient[es]*|usagers?|résidents?|(?:poste|emploi) (?:de|d')|expérience"
    r"|je (?:défends|traite|gère|dirige|conduis)|juriste|chez mon employeur|travaill\w+ (?:avec|comme|dans|en)"
    r"|années (?:comme|en tant|dans)|enseign\w+|j'accompagn\w+|alumn\w+|pacientes?|clientes?|usuarios?"
    r"|residentes?|(?:puesto|vacante|plaza) (?:de|como)|experiencia|trabaj\w+ (?:con|como|en)|años (?:como|de|en)"
    r"|atiendo|imparto|gestiono)\b"
)
#: A complaint may well name work: only where complaints and wrongs are the work itself it is none.
OF_COMPLAINTS = re.compile(
    r"\b(?:complaints? (?:team|desk|manager|handler|officer|handling|management|department)|(?:unfair )?dismissal "
    r"(?:cases?|claims?)|discrimination (?:cases?|claims?|law|officer)|(?:employment|labour) law"
    r"|team\b[^.!?]{0,30}\b(?:complaints|beschwerden|reklamationen|quejas|réclamations)|beschwerdemanagement"
    r"|beschwerdestelle|reklamation\w*|arbeitsrecht\w*|gleichstellung\w*|service (?:des )?réclamations?|droit du "
    r"travail|je défends|departamento de reclamaciones|gestión de reclamaciones|derecho laboral)\b"
)
#: They say it of themselves, whatever their work is.
OF_SELF = re.compile(
    r"\b(?:i(?:'m| am)|i(?:'ve| have)(?: got)?(?! (?:work|taught|been|experience|\w+ed\b))|(?:of|to|with) my|my "
    r"own|ich (?:bin|habe|hab|sitze|fahre im|nutze|brauche|benötige)|meine[rnms]?|j'ai(?! (?:\w+é|travaill))|je "
    r"(?:suis(?! \w+(?:eur|euse|iste|ant|ère?)\b)|porte|utilise)|de ma|de mon|soy(?! \w+(?:or|ora|ista|ero"
    r"|era)\b)|tengo|estoy|de mi|mi propi\w+)\b[^.!?,;]{0,45}$"
)
