"""Signs that a comment sells something."""

from __future__ import annotations

from comments.spam.signs.patterns import Sign, contains, either, says

TRADE = (
    Sign(
        "gift",
        1.2,
        either(
            says(
                r"free (?:\w{1,15} ){0,2}?(?:gifts?|money|codes?|cards?|apps?|games?|downloads?|music|stuff|trial"
                r"|shipping|samples?|followers|robux|itunes|leads|consultation|quote|bonus(?:es)?|spins?|iphone"
                r"|access|credits?)",
                r"give ?-?aways?",
                r"gift ?cards?",
                r"for free",
                r"(?:promo|discount|coupon) ?codes?",
                r"coupons?",
                r"discount(?:s|ed)?",
                r"(?:chance|opportunity) (?:to|of) win(?:ning)?",
                r"win (?:an?|some|free) \w{1,20}",
                r"(?:sign ?up|register) (?:now|here|today|at|free|for free|through|using|on)",
                r"gratis",
            ),
            contains(r"免费", r"бесплатн\w{1,6}", r"скидк\w{1,4}", r"промокод"),
        ),
    ),
    Sign(
        "money",
        1.4,
        either(
            says(
                r"(?:earn|earning|earned|profit of) (?:[\w'$]{1,15} ){0,3}?(?:money|cash|dollars|income|bucks|usd"
                r"|profits?)",
                r"mak(?:e|ing) (?:\w{1,15} ){0,2}?(?:money|cash|income) (?:online|from|with|at|today|now|fast|by|on)",
                r"\$ ?\d[\d,.]{1,9}k? (?:a|per|every|each|in) (?:\w{1,10} )?(?:day|week|month|hour|days|weeks)",
                r"(?:extra|easy|real|fast|quick|passive|pay ?pal|online) (?:money|cash|income|earnings)",
                r"(?:work|working|jobs?|earn) (?:online )?from home",
                r"get paid",
                r"(?:bitcoins?|btc|crypto ?currency|crypto|forex|binary options?"
                r"|nft) (?:\w{1,15} ){0,2}?(?:trad\w{1,5}|invest\w{0,6}|min(?:ing|er)|profits?|platform|signals?"
                r"|expert|recovery|wallet|manager|mentor)",
                r"(?:invest\w{0,6}|trad(?:e|ing)) (?:\w{1,15} ){0,3}?(?:bitcoins?|btc|crypto|forex|platform|mr|mrs"
                r"|expert)",
                r"gan(?:a|ar|e|ando) dinero",
                r"ganhar dinheiro",
                r"gagner de l'argent",
                r"geld verdienen",
            ),
            contains(r"зарабо(?:ток|тать|тка|тай)", r"赚钱", r"兼职", r"副業"),
        ),
    ),
    Sign(
        "goods",
        1.2,
        either(
            says(
                r"(?:buy|order|purchase|shop|sell|selling|sells|download|install) (?:\w{1,15} ){0,3}?(?:now|here"
                r"|online|today|cheap\w{0,4}|prices?|free|app|from us|wholesale)",
                r"(?:on|for) sale",
                r"(?:cheap(?:est)?|best|low(?:est)?|wholesale|affordable|unbeatable) (?:\w{1,15} ){0,2}?(?:prices?"
                r"|rates?|deals?|services?|quality|online|essays?|flights?|shoes|watches|jerseys|bags|meds|tickets)",
                r"only \$ ?\d{1,5}(?:[.,]\d\d)?",
                r"(?:free|fast|worldwide) (?:shipping|delivery)",
                r"(?:limited|special|exclusive) (?:time )?(?:offers?|deals?)",
                r"money[ -]back guarantee",
                r"(?:do|please|to) buy",
                r"(?:comprar?|compre|kaufen|acheter|achetez) (?:\w{1,15} ){0,3}?(?:online|barat[oa]s?"
                r"|g[uü]nstig\w{0,2}|aqu[ií]|hier|pas cher|en ligne)",
            ),
            contains(
                r"купить",
                r"недорого",
                r"заказать",
                r"доставк\w{1,3} по",
                r"低价",
                r"优惠",
                r"代购",
                r"批发",
                r"代开",
                r"办证",
            ),
        ),
    ),
    Sign(
        "vice",
        1.4,
        either(
            says(
                r"casinos?",
                r"(?:online|free|video) slots?",
                r"slot (?:online|gacor|machines?)",
                r"(?:sports ?|online )?betting (?:site|tips|odds|app)s?",
                r"jackpots?",
                r"poker online",
                r"judi online",
                r"viagra|cialis|levitra|xanax|tramadol|kamagra|phentermine|ozempic",
                r"online (?:pharmacy|drugstore)",
                r"without (?:a )?prescription",
                r"(?:male|penis) enlarge\w{0,6}",
                r"weight loss (?:pills?|supplements?|program)",
                r"(?:adult|sex|hookup|hot) (?:dating|chat|cams?|girls|singles|toys?|video)",
                r"sex ?toys?",
                r"escorts? (?:service|girls|agency|in)",
                r"(?:porn|xxx|milf|nudes)",
                r"replica (?:\w{1,15} ){0,2}?(?:watch|watches|bags|shoes|handbags)",
                r"essay writ(?:ing|ers?)",
                r"(?:buy|quality|dofollow) backlinks?",
                r"seo (?:\w{1,15} ){0,2}?(?:services?|agency|experts?|company|packages?|tools?)",
                r"(?:rank|ranking|ranks) (?:\w{1,15} ){0,3}?google",
                r"(?:payday|personal|business|urgent|instant|quick|cash) loans?",
                r"loans? (?:offers?|company|at|lender|without|of any)",
                r"interest rate of",
                r"(?:spell ?-?caster|love spells?)",
                r"join the illuminati",
                r"(?:hackers?|hack) (?:\w{1,15} ){0,3}?(?:service|account|accounts|phone|whatsapp|spouse|hire"
                r"|facebook|instagram|fb|recover\w{0,3})",
                r"(?:genuine|professional|legit|certified|reliable) (?:hackers?|lenders?|spell\w{0,8})",
                r"recover (?:\w{1,15} ){0,3}?(?:lost|stolen|funds|bitcoins?|crypto)",
                r"pr[eé]stamos? (?:\w{1,15} ){0,2}?(?:r[aá]pidos?|urgente|personales)",
                r"(?:kredit ohne schufa|sofortkredit|cr[eé]dit rapide)",
            ),
            contains(
                r"казино",
                r"ставк\w{1,3} на спорт",
                r"кредит\w{0,2} (?:онлайн|без)",
                r"займ",
                r"проститутк",
                r"赌场",
                r"博彩",
            ),
            contains(
                r"娱乐城",
                r"发票",
                r"贷款",
                r"色情",
                r"カジノ",
                r"出会い系",
                r"온라인 ?카지노",
                r"바카라",
                r"토토 ?사이트",
                r"كازينو",
            ),
        ),
    ),
    Sign(
        "contact",
        1.2,
        either(
            says(
                r"(?:on|via|through|at|my|by|in|the|us|me|or|and) (?:whats ?app|telegram|kik|skype|wechat|snapchat"
                r"|icq)",
                r"(?:whats ?app|telegram|kik|skype|wechat|viber|icq) ?(?::|number|at|me|us|id|-|\+|only|@)",
                r"(?:me|us|him|her|it) (?:up )?on (?:twitter|instagram|insta|ig|snapchat|facebook|fb|twitch"
                r"|soundcloud)",
                r"[\w.+-]{1,40}@(?:gmail|yahoo|hotmail|outlook|proton\w{0,5}|mail|consultant|usa|writeme|aol)",
                r"(?:call|whats ?app|text|phone|tel|mobile|contact)\W{1,3}(?:\w{1,10}\W{1,3}){0,3}?\d[\d ()-]{7,20}",
            ),
            contains(r"\+ ?\d[\d ()-]{8,20}", r"微信", r"加我", r"qq ?[:：]? ?\d{5,12}", r"вотсап|ватсап"),
        ),
    ),
)
