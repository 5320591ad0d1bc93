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
            r"\b(?:pull|drop|bow|step|pulling|dropping|stepping) (?:out|back|away) (?:of|from) (?:the|this"
            r"|your) (?:\w+ )?"
            r"(?:process|running|race|procedure|recruitment)\b|\bclose my application\b"
            r"|\bi(?:'ve| have)? (?:just |already |now |since )?(?:signed|accepted) (?:with|elsewhere|somewhere "
            r"else)\b",
            r"\b(?:accepted|taken|signed|chosen) (?:an|another|a different|a) (?:\w+ ){0,2}(?:offer|job"
            r"|position|role)\b",
            r"\b(?:decided|prefer|wish|want|like) not to (?:proceed|continue|go (?:on|ahead|further)|pursue)\b"
            r"|\bnot (?:be )?(?:continuing|proceeding)\b",
            r"\btake (?:my name|myself) out of\b|\bwithdraw my name\b",
            r"\b(?:i|i'd like to|i would like to|i want to|i wish to|i have decided to|i've decided to"
            r"|please)\s+(?:hereby\s+)?"
            r"withdraw\b",
            r"\bwithdraw(?:ing)? (?:my|from the) (?:application|candidacy|process)",
            r"\bremove me from (?:consideration|the process)",
            r"\bno longer (?:be )?(?:interested in|pursu\w+|considered for|available for) (?:the|this|your) "
            r"(?:role|position|job|opportunity|process)",
        ),
        "de": (
            r"\baus dem (?:\w+)?(?:verfahren|prozess) (?:aus(?:zu)?steigen|zurück(?:zu)?ziehen)|\b(?:woanders"
            r"|anderswo) "
            r"(?:\w+ )?(?:unterschrieben|zugesagt|angenommen)|\bbewerbung nicht (?:mehr |weiter )(?:zu )?"
            r"(?:berücksichtigen|beachten)",
            r"\bbewerbung nicht (?:weiter|mehr) (?:verfolg|aufrecht)\w*|\bstehe\b.{0,60}\bnicht (?:mehr|länger"
            r"|weiter) zur verfügung|\bandere stelle (?:angenommen|zugesagt)|\bfür eine andere (?:stelle|firma"
            r"|position)\b.{0,20}\bentschieden|\banderweitig (?:zugesagt|entschieden|unterschrieben)",
            r"\bziehe (?:hiermit |ich )*(?:meine|die) bewerbung\b(?:(?!\bnicht\b).){0,60}\bzurück",
            r"\b(?:meine|die) bewerbung (?:hiermit |gerne |gern )*(?:zurückziehen|zurückzuziehen|zurücknehmen)",
            r"\bnicht (?:mehr|länger) an (?:der|dieser|ihrer) (?:stelle|position) interessiert",
            r"\bbewerbung als gegenstandslos",
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
        ),
        "es": (
            r"\b(?:abandonar|dejar|retirarme de|salir de)l? (?:el )?proceso\b|\bno (?:\w+ )?en cuenta mi "
            r"candidatura"
            r"|\bfirmado con otra\b",
            r"\b(?:aceptado|firmado) (?:otr[oa]|una) (?:oferta|puesto|trabajo|propuesta)|\bno (?:seguir"
            r"|continuar)(?: adelante)?\b.{0,20}\b(?:proceso|candidatura)|\bme retiro del proceso",
            r"\b(?:retirar|retiro|retire[n]?)\b.{0,20}\bmi (?:candidatura|solicitud)",
            r"\b(?:no|ya no) (?:estoy|me encuentro) interesad[oa]",
            r"\bno (?:deseo|quiero) continuar (?:en|con) el proceso",
        ),
    },
    "data_request": {
        "en": (
            r"\b(?:delete|erase|remove|destroy)\b.{0,20}\beverything\b.{0,40}\b(?:about|on) me\b",
            r"\b(?:delete|erase|remove|copy of|access to)\b.{0,60}\b(?:stored|hold|held|kept|have) (?:about"
            r"|on) me\b|\bunder (?:the )?gdpr\b|\bcopy of (?:\w+ ){0,3}(?:personal )?data\b",
            r"\b(?:delete|erase|remove)\b.{0,40}\b(?:my|all) (?:personal )?(?:data|information|details|documents)",
            r"\b(?:copy|access|overview) (?:of|to) (?:all )?(?:my|the) (?:personal )?data\b",
            r"\b(?:subject access request|right to (?:erasure|be forgotten)|gdpr request)\b",
            r"\bwhat (?:personal )?data (?:do )?you (?:hold|keep|have|store)",
        ),
        "de": (
            r"\blösch\w*\b.{0,40}\b(?:über mich|zu meiner person)\b|\balles,? was sie über "
            r"mich\b.{0,40}\b(?:gespeichert"
            r"|haben)",
            r"\b(?:lösch\w*|entfern\w*)\b.{0,60}\b(?:meine|aller?|sämtliche[rn]?)\b.{0,30}\b(?:daten|unterlagen)",
            r"\b(?:meine|aller?|sämtliche[rn]?)\b.{0,30}\b(?:daten|unterlagen)\b.{0,40}\blösch",
            r"\bauskunft\b.{0,60}\bdaten\b|\bdsgvo\b|\bdatenauskunft\b",
        ),
        "fr": (
            r"\b(?:supprim\w+|effac\w+)\b.{0,60}\bme concernant\b",
            r"\b(?:supprim\w+|effac\w+)\b.{0,40}\b(?:mes|toutes mes) (?:données|informations)",
            r"\baccès à mes données|\brgpd\b|\bdroit à l'effacement|\bcopie de mes données",
        ),
        "es": (
            r"\b(?:borr\w+|elimin\w+|suprim\w+)\b.{0,60}\bsobre mí\b",
            r"\b(?:elimin\w+|borr\w+|suprim\w+)\b.{0,40}\b(?:mis|todos mis) datos",
            r"\bacceso a mis datos|\brgpd\b|\bderecho al olvido|\bcopia de mis datos",
        ),
    },
    "complaint": {
        "en": (
            r"\b(?:(?:found|felt|was|were|are|is) (?:\w+ ){0,2}inappropriate|(?:deeply|very|highly) "
            r"inappropriate|offensive"
            r"|insulting|degrading|humiliating)\b|\b(?:tribunal|ombudsman|equality commission)\b",
            r"\b(?:wish|want|would like|like|going) to complain\b",
            r"\b(?:formal )?complaint\b|\bcomplain about\b|\bdiscriminat\w+|\bunacceptable\b|\bmy lawyer\b",
            r"\bstop (?:e-?mailing|contacting|writing to) me\b",
        ),
        "de": (
            r"\b(?:unangemessen|unverschämt|beleidigend|herabwürdigend|respektlos)\w*\b|\b(?:werde|will|muss) "
            r"(?:ich )?"
            r"(?:das|dies|sie) (?:\w+ )?(?:melden|anzeigen)\b|\bantidiskriminierungsstelle|\bgleichbehandlungs\w+",
            r"\bbeschwer(?:de|en|e ich)\b|\bdiskriminier\w+|\bunzumutbar\b|\bmein(?:en)? anwalt",
        ),
        "fr": (
            r"\b(?:inadmissible|offensant|humiliant)\w*\b|\b(?:propos|remarques?|questions?) déplacée?s?\b"
            r"|\bdéfenseur "
            r"des droits|\bprud'hommes",
            r"\bplainte\b|\bréclamation\b|\bdiscriminat\w+|\binacceptable\b|\bmon avocat",
        ),
        "es": (
            r"\b(?:inapropiad|ofensiv|humillante|irrespetuos)\w*\b|\bvoy a denunciar\w*|\buna vergüenza\b",
            r"\b(?:queja|reclamación|denuncia)\b|\bdiscriminaci\w+|\binaceptable\b|\bmi abogad[oa]",
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
            r"|interpreter"
            r"|extra time|large print|captions?|screen reader)\b",
            r"\b(?:i am|i'm) (?:deaf|blind|hard of hearing|a wheelchair user)\b|\bwheelchair\b",
        ),
        "de": (
            r"\b(?:seh|hör|sprach|geh|lern)behinder\w*|\bstotter\w*|\blegasthen\w*|\bschwerhörig\w*",
            r"\bbarrierefrei\w*|\brollstuhl\w*|\bnachteilsausgleich|\bgebärdensprach\w*|\bschwerbehinder\w*"
            r"|\bgehörlos\w*",
        ),
        "fr": (
            r"\bgros caractères\b|\bbégaie\w*|\bmobilité réduite\b",
            r"\bmal(?:entendante?|voyante?)\b|\bsourde?\b|\bdyslexi\w+|\bautis\w+",
            r"\baménagements?\b|\bfauteuil roulant|\bhandicap\w*|\blangue des signes|\btemps supplémentaire",
        ),
        "es": (
            r"\bletra grande\b|\btartamud\w*|\bmovilidad reducida\b|\bdislexia\b",
            r"\bajustes? razonables?|\bsilla de ruedas|\bdiscapacidad|\blengua de signos|\badaptaci[oó]n(?:es)?\b",
        ),
    },
    "candidate_deadline": {
        "en": (
            r"\bsecond (?:job )?offer\b",
            r"\b(?:got|have|received) an? (?:\w+ )?offer\b.{0,60}\b(?:they|who|which) (?:want|need|expect|asked for"
            r"|would like)\b"
            r".{0,30}\b(?:answer|reply|decision|response)",
            r"\b(?:another|other|different) (?:company|employer|firm)\b.{0,60}\boffer|\b(?:been offered"
            r"|offered me)\b.{0,40}\b(?:job|role|position)\b.{0,20}\belsewhere",
            r"\b(?:another|other|competing|different) (?:job )?offer\b|\boffer from (?:another|a different)\b"
            r"|\b(?:have|received|got) (?:an|received an) offer\b.{0,60}\b(?:until|by|deadline|expires?)",
        ),
        "de": (
            r"\b(?:zusage|vertrag)\b.{0,30}\b(?:anderen|andere) (?:firma|unternehmen|arbeitgeber|betrieb)",
            r"\b(?:andere[sn]?|zweite[sn]?) (?:firma|unternehmen|arbeitgeber)\b.{0,60}\bangebot"
            r"|\bangebot\b.{0,30}\b(?:anderen|andere) (?:firma|unternehmen|arbeitgeber)",
            r"\b(?:anderes?|weiteres|zweites|konkurrierendes) (?:stellen|job)?angebot|\bangebot (?:eines anderen"
            r"|von einem anderen)",
        ),
        "fr": (
            r"\b(?:offre|proposition|promesse)\b.{0,20}\bautre (?:entreprise|société|employeur)",
            r"\bautre (?:entreprise|société|employeur)\b.{0,60}\b(?:offre|proposition|proposé)",
            r"\b(?:autre|seconde|deuxième) (?:offre|proposition)|\boffre d'une autre",
        ),
        "es": (
            r"\botra (?:empresa|compañía)\b.{0,60}\b(?:oferta|propuesta|ofrecido)",
            r"\botra (?:oferta|propuesta)|\boferta de otr[ao]",
        ),
    },
    "decline": {
        "en": (
            r"\b(?:decided|choose|chosen|have|going) not to accept\b|\bnot (?:be able to )?accept\b",
            r"\b(?:decline|declining|turn down|not (?:be )?accept\w*|cannot accept|can't accept)\b.{0,30}\b(?:the"
            r"|your|this) "
            r"(?:job )?offer",
        ),
        "de": (
            r"\bangebot\b.{0,40}\b(?:ausschlagen|absagen|nicht zusagen)",
            r"\b(?:ihr|das) angebot\b.{0,40}\b(?:nicht annehmen|ablehnen|absagen)"
            r"|\blehne\b.{0,20}\bangebot\b.{0,20}\bab\b",
        ),
        "fr": (
            r"\b(?:ne|pas) (?:\w+ ){0,3}(?:pas )?accepter\b|\bn'accepte pas\b",
            r"\b(?:décliner|refuser|décline|refuse)\b.{0,20}\b(?:votre|l')\s?(?:offre|proposition)",
        ),
        "es": (
            r"\bno (?:\w+ ){0,3}acept(?:ar|o)\b",
            r"\b(?:rechazar|declinar|rechazo|declino)\b.{0,20}\b(?:su|la|vuestra) (?:oferta|propuesta)",
        ),
    },
    "accept": {
        "en": (
            r"\b(?:accept|accepting)\b.{0,20}\b(?:the|this|your) (?:position|job|role|terms)|^(?:\w+,? ){0,4}(?:i"
            r"|we) (?:gladly |happily )?accept\b",
            r"\b(?:accept|accepting)\b.{0,20}\b(?:the|your|this) (?:job )?offer",
        ),
        "de": (
            r"\bnehme\b.{0,30}\b(?:stelle|position)\b.{0,30}\ban\b|\bsage (?:\w+ ){0,3}zu\b",
            r"\bnehme\b.{0,30}\bangebot\b.{0,30}\ban\b|\bangebot (?:gerne |gern |sehr gerne )?an(?:nehmen"
            r"|zunehmen)?\b",
        ),
        "fr": (
            r"\b(?:j'|je )?accepte(?:r)?\b.{0,20}\b(?:le|ce|votre) (?:poste|emploi)",
            r"\b(?:accepte|accepter)\b.{0,20}\b(?:votre|l')\s?(?:offre|proposition)",
        ),
        "es": (
            r"\bacept(?:o|ar)\b.{0,20}\b(?:el|este) (?:puesto|trabajo|cargo)",
            r"\b(?:acepto|aceptar)\b.{0,20}\b(?:su|la|vuestra) (?:oferta|propuesta)",
        ),
    },
    "reschedule_request": {
        "en": (
            r"\b(?:interview|call|meeting|appointment)\b.{0,30}\b(?:next week|another day|a (?:day|week) later) "
            r"instead\b"
            r"|\b(?:come down with|tested positive|have fallen ill)\b.{0,80}\b(?:interview|call|meeting|next week)",
            r"\b(?:reschedul\w+|re-schedul\w+|postpone (?:the|our|my) (?:interview|call|meeting)|(?:move|change"
            r"|shift) "
            r"(?:the|our|my) (?:interview|call|meeting|appointment)|another (?:time|date|slot)|different (?:time"
            r"|date|slot))\b",
            r"\b(?:can(?:'t|not)|unable to|won't be able to) (?:make|attend|come to)\b.{0,30}\b(?:interview|call"
            r"|meeting|it|"
            r"appointment|monday|tuesday|wednesday|thursday|friday)",
        ),
        "de": (
            r"\b(?:krank|erkrankt|verhindert)\b.{0,80}\b(?:nicht (?:kommen|teilnehmen|erscheinen)|nächste woche"
            r"|anderen "
            r"tag)",
            r"\b(?:vorstellungs|bewerbungs|telefon)?(?:gespräch|interview|termin)\b.{0,60}\b(?:verschieben"
            r"|verlegen|absagen|nicht wahrnehmen)",
            r"\b(?:termin|gespräch|interview)\b.{0,60}\b(?:verschieben|verlegen|absagen|nicht wahrnehmen)"
            r"|\b(?:anderen|neuen) termin\b|\bterminverschiebung",
        ),
        "fr": (
            r"\bne (?:pourrai|peux|pourrais) (?:\w+ )?pas (?:\w+ )?(?:venir|assister|être présente?|participer"
            r"|honorer)\b",
            r"\b(?:reporter|décaler|déplacer)\b.{0,30}\b(?:entretien|rendez-vous|l'appel)|\bautre (?:date|créneau"
            r"|horaire)",
        ),
        "es": (
            r"\b(?:enfermo|enferma|indispuest[oa])\b.{0,80}\b(?:no (?:puedo|podré)|otro día|semana que viene)"
            r"|\b(?:mañana|el \w+) no (?:puedo|podré) (?:ir|asistir|acudir)",
            r"\bno (?:podré|puedo|voy a poder) (?:\w+ )?(?:asistir|acudir|ir|llegar|estar)\b",
            r"\b(?:reprogramar|aplazar|cambiar|mover|posponer)\b.{0,30}\b(?:entrevista|llamada|cita|reunión)"
            r"|\botr[ao] (?:fecha|hora|día)\b",
        ),
    },
    "delay_request": {
        "en": (
            r"\b(?:could|can|may|might) i (?:get back to you|give you (?:my|an) (?:answer|decision)|answer you"
            r"|decide)\b.{0,20}"
            r"\b(?:next|by|on|until|after)\b",
            r"\b(?:more time|a (?:few|couple of) (?:more )?days|until|till|extension)\b.{0,60}\b(?:decide|think"
            r"|decision|"
            r"consider|send|submit|finish)",
            r"\b(?:decide|think|decision|consider|send|submit|finish)\b.{0,60}\b(?:more time|until (?:mon|tue|wed"
            r"|thu|fri|next)"
            r"|a few (?:more )?days|extension)",
        ),
        "de": (
            r"\b(?:darf|dürfte|kann|könnte) ich (?:ihnen )?(?:\w+ ){0,2}(?:bis|am|erst"
            r"|nächste[nr]?)\b.{0,30}\b(?:bescheid"
            r"|antwort\w*|zusagen|entscheid\w*)",
            r"\b(?:mehr|etwas) (?:bedenkzeit|zeit)\b|\bbedenkzeit\b|\bfrist\b.{0,30}\bverläng\w+|\baufschub\b",
        ),
        "fr": (
            r"\b(?:pourrais|puis|peux)-je vous (?:donner (?:ma|une) réponse|répondre)\b",
            r"\b(?:plus|davantage) de temps|\bdélai (?:supplémentaire|de réflexion)|\btemps de réflexion",
        ),
        "es": (
            r"\b(?:podría|puedo) (?:darles?|daros) (?:mi|una) respuesta\b|\bnecesito pensar(?:lo|me)\b",
            r"\bmás tiempo\b|\bunos días más|\bprórroga|\bampliar el plazo",
        ),
    },
    "feedback_request": {
        "en": (
            r"\bwhere i (?:fell short|went wrong|could improve)\b|\bwhat (?:was|is) (?:missing|lacking)\b",
            r"\bwhy (?:i|my application|you) (?:was|were|wasn't|weren't|did|didn't|decided)\b.{0,20}\b(?:selected"
            r"|chosen|successful|rejected|unsuccessful|not)\b",
            r"\b(?:any|some|your|give me|receive|share) (?:\w+ )?feedback\b|\bfeedback (?:on|about|regarding)\b"
            r"|\bwhat (?:i )?could (?:i )?(?:have )?(?:done|do|improve)",
        ),
        "de": (
            r"\b(?:besser machen|verbessern) (?:kann|könnte|hätte)\b|\bwas (?:mir |hat )?(?:gefehlt|fehlte)\b"
            r"|\bworan "
            r"lag es\b",
            r"\bworan es (?:gelegen hat|lag|gescheitert)|\bbegründung\b|\bwarum (?:ich"
            r"|meine bewerbung)\b.{0,40}\b(?:nicht|abgelehnt)",
            r"\b(?:rückmeldung|feedback)\b.{0,40}\b(?:gespräch|bewerbung|interview|gründe?n?)|\bgründe? für "
            r"(?:die|ihre) "
            r"(?:absage|entscheidung)|\bworan es lag",
        ),
        "fr": (
            r"\b(?:ce qui a|qu'a-t-il) manqué\b|\bm'améliorer\b|\bcomment (?:je )?(?:pourrais"
            r"|puis)\b.{0,20}\bprogresser",
            r"\bpourquoi\b.{0,40}\b(?:n'a pas été|n'ai pas été|pas) (?:retenue?|sélectionnée?)",
            r"\b(?:retour|feedback|avis)\b.{0,30}\b(?:sur|concernant)\b.{0,30}\b(?:entretien|candidature)"
            r"|\braisons? (?:de|du) "
            r"(?:refus|ce choix|votre décision)",
        ),
        "es": (
            r"\ben qué (?:podría|puedo|debería) mejorar\b|\bqué (?:me )?(?:faltó|ha faltado)\b",
            r"\bpor qué\b.{0,40}\bno (?:fui|he sido|fue)\b",
            r"\b(?:feedback|comentarios|valoración)\b.{0,40}\b(?:entrevista|candidatura)|\bmotivos? (?:de"
            r"|del) (?:rechazo|"
            r"la decisión|su decisión)",
        ),
    },
    "deliverable": {
        "en": (
            r"\b(?:attached|enclosed|please find|here (?:is|are)|i(?:'ve| have) (?:attached|uploaded|sent"
            r"|completed|filled))\b"
            r".{0,80}\b(?:cv|resume|résumé|references?|certificates?|documents?|portfolio|assessment|task|test"
            r"|form|diploma|"
            r"transcripts?|availability|passport|signed)",
        ),
        "de": (
            r"\b(?:anbei|im anhang|angehängt|beigefügt|hier (?:ist|sind|kommen)|sende ich ihnen|übersende)\b.{0,80}"
            r"\b(?:lebenslauf|zeugnis\w*|unterlagen|nachweis\w*|referenzen|portfolio|dokumente?|aufgabe|formular"
            r"|verfügbar\w*)",
        ),
        "fr": (
            r"\b(?:ci-joint\w*|en pièce jointe|joins?|veuillez trouver|voici)\b.{0,80}\b(?:cv|références?"
            r"|certificats?|"
            r"documents?|diplômes?|portfolio|formulaire|test|disponibilités?)",
        ),
        "es": (
            r"\b(?:adjunt\w+|aquí (?:está|están|tiene)|envío|remito)\b.{0,80}\b(?:cv|currículum|referencias"
            r"|certificados?|"
            r"documentos?|título|portafolio|formulario|prueba|disponibilidad)",
        ),
    },
    "information": {
        "en": (
            r"\b(?:just (?:to let|letting) you know|for your information|fyi|wanted to (?:let you know|inform"
            r"|update))\b"
            r"|\bmy (?:new|phone|number|address|e-?mail)\b.{0,40}\b(?:is|has changed|changed)",
        ),
        "de": (
            r"\b(?:kurze info|zur info)\b|\berreichen sie mich (?:\w+ ){0,3}(?:unter|per)\b",
            r"\bmöchte (?:ich )?ihnen (?:kurz )?mitteilen|\b(?:hat|haben) sich meine\b.{0,40}\bgeändert"
            r"|\bsich meine\b.{0,40}\bgeändert",
            r"\b(?:zu ihrer information|zur information|möchte ich ihnen mitteilen|wollte (?:ihnen|sie) (?:kurz )?"
            r"(?:mitteilen|informieren)|meine neue (?:nummer|adresse|telefonnummer))",
        ),
        "fr": (
            r"\bje vous (?:informe|signale)\b|\bmon (?:adresse|numéro|téléphone)\b.{0,40}\bchangé",
            r"\b(?:pour (?:votre )?information|je (?:tenais à|voulais) vous (?:informer|signaler)|ma nouvelle "
            r"adresse|"
            r"mon nouveau numéro)",
        ),
        "es": (
            r"\b(?:les aviso de|les comunico) que\b|\bmi (?:número|dirección|correo|teléfono)\b.{0,20}\bha "
            r"cambiado",
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
            r"|what|how|where"
            r"|which|who)\b"
            r"|\b(?:appreciate it|grateful|thankful) if you\b|\bthank you for (?:letting me know|telling me) "
            r"(?:if|whether|when"
            r"|what|how|where|which)\b|\bi(?:'d| would) (?:love|be interested|be curious) to (?:know|hear|find "
            r"out)",
            r"\bnot heard (?:back|from|anything)\b|\b(?:appreciate|like|love|hoping for) an? (?:brief |short "
            r"|quick )?update\b"
            r"|\b(?:please )?let me know (?:if|whether|when|what|how|where|which|about)\b(?! you (?:need|require"
            r"|have any|want))|\bchecking in (?:on|about)\b"
            r"|\bfollow(?:ing)? up on\b",
            r"\b(?:could|can|would|will|may) you (?:please |kindly )?(?:tell|let me know|confirm|send|share"
            r"|explain|clarify|advise|say)"
            r"|\b(?:any (?:news|update)|status of my|when (?:can|will|should) i|i(?:'d| would) like to (?:know"
            r"|ask)|wondering "
            r"(?:if|whether|when|what)|looking forward to (?:your|an) (?:answer|reply))",
        ),
        "de": (
            rf"{_BEGINS}(?:(?:bis|ab|seit) )?(?:wann|wo|kann|darf|könnten|können|könnte|wäre|ist|sind|muss|soll"
            rf"|sollte|wird"
            rf"|gibt) "
            r"(?:ich|sie|es|man|das|die|der|wir|denn|noch)\b",
            r"\b(?:würde mich|mich würde) (?:\w+ ){0,2}interessieren|\bwäre (?:ich )?(?:\w+ ){0,2}(?:dankbar"
            r"|verbunden)"
            r"(?: für|,? wenn)|\b(?:geben|gäben) sie mir (?:\w+ ){0,3}bescheid\b|\b(?:sagen|teilen|schreiben) "
            r"sie mir\b"
            r".{0,30}\b(?:ob|wann|wie|was|wo|welche)\b|\bdanke?,? (?:(?:vorab|im voraus|schon jetzt) für|für eine) "
            r"(?:(?:kurze|baldige|schnelle|ihre) ){0,2}(?:antwort|rückmeldung|auskunft)|\bwarte (?:\w+ "
            r"){0,6}auf (?:eine"
            r"|ihre) (?:antwort|rückmeldung)",
            r"\bnichts (?:mehr )?(?:von ihnen|von dir)? ?gehört|\bbitte um (?:eine )?(?:kurze )?(?:rückmeldung"
            r"|nachricht|auskunft)"
            r"|\bdarf ich (?:nach)?fragen|\bnachfragen, (?:ob|wann|wie)",
            r"\b(?:könn(?:t)?en|würden) sie (?:mir )?(?:bitte )?(?:sagen|mitteilen|bestätigen|erklären|senden)"
            r"|\bwann (?:kann|darf|"
            r"werde|höre) ich|\bgibt es (?:schon |bereits )?(?:neuigkeiten|etwas neues)"
            r"|\bstand (?:meiner bewerbung|der dinge)"
            r"|\bich (?:wollte|möchte) (?:gerne |gern )?(?:nach)?fragen",
        ),
        "fr": (
            rf"{_BEGINS}(?:est-ce que|puis-je|avez-vous|serait-il|est-il|faut-il|dois-je|y a-t-il|pourrais-je"
            rf"|quel(?:le)?s? "
            r"(?:est|sont|sera))\b|\bme permets de (?:revenir vers|relancer)|\bme tenir informée?\b",
            r"\bmerci (?:d'avance )?de (?:bien vouloir )?(?:me (?!recevoir|répondre si|l'avoir)\w+"
            r"|m'(?:indiquer|informer"
            r"|éclairer"
            r"|envoyer|expliquer|aviser))\b|\b(?:rien|pas) reçu de votre part\b|\bje vous (?:serais|saurais) (?:gré"
            r"|reconnaissante?)"
            r"|\bj'aimerais (?:bien )?(?:connaître|savoir)\b|\bdites-moi\b",
            r"\bvous relancer\b|\bn'ai pas (?:eu|reçu) de (?:réponse|retour|nouvelles)|\bsans nouvelles de "
            r"votre part",
            r"\b(?:pou(?:rr|v)(?:iez|ez)-vous)\b|\bquand (?:puis-je|aurai-je|pourrai-je)|\bavez-vous (?:des "
            r"nouvelles|pris)"
            r"|\boù en est ma candidature|\bje (?:souhaite|souhaiterais|voudrais|aimerais) savoir",
        ),
        "es": (
            rf"{_BEGINS}(?:cuándo|cuánto|dónde|quién|cuál|cómo (?:va|está|es|puedo|sigue)|qué (?:tengo|debo|día"
            rf"|hora|pasa))\b"
            r"|\bme (?:puede[n]?|podr[íi]an?) (?:decir|indicar|confirmar"
            r"|informar)",
            r"\bagradecería (?:que|si|una respuesta)|\ble[s]? agradecería\b.{0,30}\b(?:dijera|indicara"
            r"|confirmara|informara)"
            r"|\bsin saber nada\b|\bme interesaría (?:saber|conocer)|\bd[íi]ga(?:n)?me\b|\bgracias (?:de "
            r"antemano )?por "
            r"(?:decirme|indicarme|confirmarme|informarme)\b",
            r"\bno he (?:recibido|tenido) (?:ninguna )?(?:respuesta|noticias)|\bpara saber si\b|\bsigo a la "
            r"espera de",
            r"\b(?:podr[íi]an?|puede[n]?) (?:decirme|indicarme|confirmar\w*|informarme|enviarme)"
            r"|\bcuándo (?:puedo|tendré|sabré|"
            r"podré)|\b(?:alguna |hay )noved(?:ad|ades)|\bestado de mi (?:candidatura|solicitud)|\bquisiera saber"
            r"|\bme gustaría saber",
        ),
    },
}

#: What turns the words behind it round: "I do not wish to", "keine", "sans". Another sentence, or half of one, ends it.
NEGATED = re.compile(
    r"(?:\b(?:not|never|no|without|nicht|keine?[nmrs]?|nie|niemals|ohne|pas|jamais|sans|nunca|sin)|n't)"
    r"(?: (?!(?:and|but|so|or|und|aber|sondern|oder|et|mais|donc|ou|y|pero|o|only|nur|seulement"
    r"|solo)\b)[\w']+){0,3} ?$"
)
