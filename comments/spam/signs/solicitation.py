"""Signs that a comment asks readers for something: to subscribe, to look, to help."""

from __future__ import annotations

from comments.spam.signs.patterns import (
    CHECK,
    FEW,
    KIND,
    MADE,
    OWN,
    PLEASE,
    SUBSCRIBE,
    SUBSCRIBES,
    THING,
    Sign,
    contains,
    either,
    says,
)

ASKING = (
    Sign(
        "asks-subscribe",
        1.5,
        either(
            says(
                rf"{SUBSCRIBE} (?:to |on |in |at )?{FEW}(?:{OWN}|back|{THING}|{PLEASE}|now)",
                rf"(?:{PLEASE}|and|or|can you|could you|go|come|smash|click|like) {FEW}{SUBSCRIBE}",
                rf"{SUBSCRIBES}(?:e|es|irse)?(?! to (?:your|this|the|that))",
                r"sub(?:scribe)? ?(?:4|for) ?sub(?:scribe)?",
                rf"(?:get|reach|hit|got|have|need|want|first|new|more) {FEW}(?:subs|subscribers?)",
                r"suscr[ií]\w{1,12} (?:a|en) mi",
                r"inscrev\w{1,8} (?:no|em|ao) (?:meu|nosso)",
                r"abonn?ie?\w{1,5} (?:\w{1,10} )?(?:à|meinen|unseren|ma|mon)",
                r"abone ol\w{0,6}",
            ),
            contains(r"подпи(?:шись|шитесь|сывай\w{0,6}) на", r"订阅我", r"訂閱我", r"关注我", r"チャンネル登録"),
        ),
    ),
    Sign(
        "asks-look",
        1.2,
        either(
            says(
                rf"{CHECK} (?:at |the |some of |all of |out ){{0,2}}{OWN}",
                r"(?:look|see|watch|view|listen|peep|rate)(?:ing|ed)? (?:at |to |some of |all of |out ){0,2}(?:my"
                r"|our)",
                rf"visit {OWN}",
                rf"(?:{CHECK}|look) {OWN} (?:out|up)",
                r"(?:take a )?look at (?:this|these) \w{1,20}",
                rf"{CHECK} (?:this |it |that |them |these |him |her |men |man |the |us |me )?out",
                r"(?:come|go|stop|head|hop|pop) (?:and |to |over |by |on |check |see |watch |visit "
                r"|look at ){1,3}(?:my|our)",
                r"mira(?:d|en)? mi",
                r"visit(?:a|e|en|ez|er) (?:mi|meu|mon|ma|notre|nuestr[oa])",
                r"besuch(?:e|t|en sie) (?:mein|unser)\w{0,3}",
            ),
            contains(r"заход(?:и|ите) (?:на|ко|к)", r"переход(?:и|ите) (?:на|по)", r"访问我", r"点击"),
        ),
    ),
    Sign(
        "own-thing",
        1.2,
        says(
            rf"(?:my|our) (?:{KIND}{THING}|{MADE})",
            r"mi (?:canal|p[aá]gina|sitio|blog|m[uú]sica|tienda)",
            r"(?:meu|minha|nosso|nossa) (?:canal|p[aá]gina|site|blog|m[uú]sica|loja)",
            r"(?:mein|unser)(?:en?|em|er)? (?:kanal|seite|blog|shop|webseite|musik)",
            r"(?:mon|ma|notre|nos) (?:cha[iî]ne|site|page|blog|boutique|musique)",
            r"(?:мой|моем|наш|нашем|мою|нашу) (?:канал|сайт|страниц\w|магазин\w?|блог)\w?",
        ),
    ),
    Sign(
        "asks-follow",
        1.2,
        says(
            rf"(?:follow|add|join|support|vote|msg|message|dm|contact|e-?mail|donate)(?: to| for)? {OWN}",
            r"(?:like|share) (?:my|our)",
            r"like (?:me|us) on",
            r"(?:call|text) (?:me|us) (?:at|on|now)",
            r"(?:hit|hmu|add) (?:me |us )?up",
            r"(?:follow|like|view|vote) ?(?:4|for) ?(?:follow|like|view|vote)",
            r"vote (?:for|daily)",
            r"(?:like|share|thumbs up) (?:this|my|the|our) (?:page|status|pic\w{0,6}|facebook ?-?page)",
            r"follow (?:him|her|them|this|@)",
            r"s[ií]gu[ea]\w{0,3} en",
            r"s[ií]gueme",
            r"(?:me segue|siga-?me|folgt mir|suivez[ -](?:moi|nous))",
        ),
    ),
    Sign(
        "asks-likes",
        1.2,
        says(
            r"(?:likes?|share|thumbs? up) (?:this|my) comment", r"give (?:it|this|me) (?:a like|a thumb|likes|thumbs)"
        ),
    ),
    Sign(
        "begs",
        1.2,
        says(
            r"donat(?:e|es|ions?)",
            r"(?:sign|signed) (?:this|the|our|my) petition",
            r"petition",
            r"fund ?rais(?:er|ing)",
            r"crowd ?fund\w{0,4}",
            rf"{PLEASE} h[ae]lp",
            rf"h[ae]lp (?:{OWN}|him|her|them|this|save|support|raise)(?: please| pl[sz]"
            rf"| (?:\w{{1,15}} ){{0,2}}?(?:get|go|out|to|reach|raise|stop|grow|by|pay))",
        ),
    ),
    Sign(
        "pleads",
        0.7,
        says(
            PLEASE,
            r"(?:would|will) (?:\w{1,15} ){0,3}?(?:mean|appreciate|be grateful|be appreciated|help (?:me|us)"
            r"|love you)",
            r"mean (?:a lot|the world|so much|alot|everything)",
            r"(?:won'?t|will not|not) (?:regret|be disappointed)",
            r"(?:give|gives) (?:me|us|it|my|them|this) (?:an? )?(?:chance|try|listen|like|look|shot|oportunity"
            r"|opportunity)",
            r"(?:some|leave|give|your|honest) feedback",
            r"(?:tell me|let (?:me|us) know) what (?:you|u|ya|yall|y'all) think",
            r"(?:take|takes|takes? just|just|only|spare) (?:\w{1,10} ){0,2}?(?:1|2|5|10|one|two|a|few) (?:seconds?"
            r"|sec|minutes?|mins?|moment)",
            r"(?:sorry|hate|not|isn'?t|these kinds?) (?:\w{1,10} ){0,4}?(?:spam(?:ming)?|advertis\w{2,7}"
            r"|comments like th(?:is|ese))",
            r"(?:spread the word|pass (?:this|it) on|copy and paste|repost this|send this to \w{1,10} people)",
            r"thank (?:you|u) (?:so much )?(?:in advance|for (?:your|all|the) support|guys)",
            r"por favor",
        ),
    ),
    Sign(
        "greets-all",
        0.6,
        says(
            r"(?:hey|hi|hello|hiya|yo|dear|attention|wh?at'?s up|sup|ehi)[ ,!]{1,3}(?:\w{1,10} ){0,1}?(?:guys?"
            r"|everyone|everybody|all|there|friends?|people|folks|fans?|y'all|yall|ladies)",
            r"(?:everyone|everybody|guys|people|friends) (?:please|plz|check|go|come|watch|listen|subscribe|join"
            r"|look)",
            r"(?:hola a todos|hallo leute|ol[aá] pessoal|salut [aà] tous|всем привет)",
        ),
    ),
    Sign(
        "presents-self",
        1.2,
        says(
            rf"(?:i'?m|i am|we'?re|we are|im) (?:also |just )?(?:an?|new|upcoming|aspiring) {KIND}(?:rapper|singer"
            r"|you ?tuber|artist|producer|musician|gamer|dj|dancer|drummer|band|channel|comedian|songwriter|vlogger"
            r"|company|remixer|freelancer|marketer|trader|agency|lender)",
            r"(?:i|we)(?:'ve| have)? (?:just|recently) (?:started|made|uploaded|posted|released|launched|put|created"
            r"|opened|dropped) (?:an?|my|our|some|up|out|new|making|you ?tube)",
            rf"(?:i|we|i'?m|i'?ve) (?:just |also |gonna |will |be |started |going to |often |only ){{0,3}}(?:upload"
            rf"|post|posting|rap|make|made|making|recorded|produce|create|sell|offer|provide) {KIND}(?:videos?|vids"
            rf"|songs?|music|covers?|raps?|minecraft|channel|beats|tutorials?|remix\w{{0,3}}|reviews|services?"
            r"|loans?)",
            r"(?:i|we) (?:\w{1,10} )?do (?:\w{1,15} )?(?:covers?|videos|vids|raps?|tutorials|reviews|remixes)",
            r"(?:i|we) rap",
        ),
    ),
    Sign(
        "points-elsewhere",
        1.2,
        says(
            r"click (?:here|on|the|this|that|below|link|to|my)",
            r"link (?:below|in (?:my )?bio|in the description|here)",
            r"(?:visit|open|use|see|try|follow) (?:this|the|below|next|our|following|my) (?:\w{1,10} ){0,2}?(?:link"
            r"|site|website|page|url|blog)",
            r"(?:go|come) (?:and )?(?:register|follow|like|subscribe|check out)",
            r"go to (?:this|the) (?:link|site|website|page|url)",
            r"search (?:for |up |on )?[\"“«'].{1,40}",
            r"(?:look|search) (?:me|us|him|her|them|my \w{1,15}) up",
            r"(?:search|look up|type in|google) (?:[\w'-]{1,20} ){1,4}?(?:on|in) (?:you ?tube|facebook|google"
            r"|instagram|spotify)",
            r"/?watch\?v=\w{0,12}",
            r"for more (?:info(?:rmation)?|details|videos|music),? (?:\w{1,10} ){0,2}?(?:visit|click|see|contact"
            r"|check|on|subscribe|at)",
            r"(?:read|find out|learn|see|know) more (?:at|on|here|about this at)",
        ),
    ),
)
