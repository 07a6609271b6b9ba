"""The spam filter before moderators have decided anything: ordinary comments pass, typical spam is held."""

import pytest

from blog.rendering import COMMENT, render
from comments.models import CommentSettings
from comments.spam.reasons import describe_reasons
from comments.spam.rules import Features, matched_rules
from comments.spam.score import sign_reasons
from comments.spam.signs import SIGNS, find_signs
from tests.comments.submission import set_comment_policy, submit
from tests.factories import make_post

HOLD_AT = CommentSettings().hold_at

INNOCENT = [
    "Thanks, this cleared up a lot for me.",
    "Check out this article, it explains the other half of the story.",
    "Check out this article: https://en.wikipedia.org/wiki/Longitude",
    "There is a longer write-up at https://www.example.org/notes/caching that is worth reading.",
    "I wrote about the same problem on my blog last year and came to another conclusion.",
    "Great post! I never thought of doing it this way.",
    "How do I subscribe to your feed? I could not find the link.",
    "I subscribed years ago and still read every post.",
    "Please keep writing, this series is the best thing I have read this year.",
    "Could you please share the source of the second figure?",
    "The link in the third paragraph is broken, it goes to a page that is gone.",
    "I bought the book after your review. It was on sale for ten dollars.",
    "My company moved from one database to the other and it took us a month.",
    "Is the download free, or do I have to sign up first?",
    "We visited the casino building last summer; the architecture is stunning.",
    "Bitcoin uses as much power as a small country, as you say, and I wonder how long that goes on.",
    "Interest rates have been rising for a year and my mortgage is no longer cheap.",
    "Mail me if you want the photographs, I have the whole set.",
    "Hello everyone, long time reader here, first comment.",
    "I disagree. The numbers in table 2 do not support the conclusion, and the sample is tiny.",
    "Which podcast was it that you mentioned? I would love to listen to it.",
    "You can follow the discussion on the mailing list, it got quite heated.",
    "Look at this: the function never returns, so the test can not fail.",
    "Have a look at https://docs.python.org/3/library/re.html, the flag is described there.",
    "My channel of choice for news is still the radio.",
    "I am a developer from Portugal and we have the same law here.",
    "I'm a musician and the part about tuning rings true.",
    "Can you help me with step 3? It says that the file is not found.",
    "In my opinion our site search should work like this, too.",
    "The hackers in the film type far too fast.",
    "Danke für den Artikel, das hat mir sehr geholfen.",
    "Merci pour cet article, je vais essayer ce week-end.",
    "Muchas gracias, me ha ayudado mucho.",
    "Спасибо, очень интересная статья.",
    "写得很好，谢谢分享。",
    "とても参考になりました。ありがとうございます。",
    "مقال رائع، شكرا جزيلا لك",
    "What a lovely picture of the harbour. We were there in May.",
    "Does it run on version 3.12 as well? I get an error: TypeError at line 40.",
    "I work from home and the tip about light made my week.",
    "LOL, same here!!! My cat does exactly that.",
    "Step two needs sudo, otherwise you get 'permission denied'.",
    "+1 to what Ann said above.",
    "Two sources: https://doi.org/10.1000/182 and https://www.nature.com/articles/abc say the opposite.",
    "See my answer at https://stackoverflow.com/questions/1 for a shorter way.",
    "As a photographer I would add that the light in the morning matters more than the lens.",
    "The free version is enough for most people, I never needed the paid one.",
    "We made a donation to the food bank instead of buying presents.",
    "Could someone explain the joke in the last line?",
    "Typo: 'recieve' in the second paragraph. Feel free to delete this comment.",
    "I would like to subscribe to the newsletter, but the form does not work for me.",
    "Our band played there in 1998, I still have the ticket.",
    "I just started reading this blog and I like it a lot.",
    "Thumbs up for the second solution!",
    "Follow the link in the footnote, it is the better paper.",
    "He made a lot of money with that song and gave most of it away.",
    "For free software the licence matters more than the price.",
    "Could you add my name to the list of translators, please?",
    "Let me know if you need help with the Spanish version.",
]
SPAM = [
    "Great article! Visit my site for more: https://best-deals.example.com",
    "Nice post, thanks for sharing. Please visit my website www.cheap-watches.example",
    "Best online casino bonus, 200 free spins! https://lucky-casino.example",
    "Buy viagra online without prescription, cheap prices http://pills.example/buy",
    "Earn $500 per day working from home! Click here https://easy.example/?ref=12",
    "I lost my money to a scam, but this genuine hacker recovered my bitcoin. Contact him on WhatsApp +1 555 0100 200",
    "Do you need an urgent loan? We offer loans at 3% interest rate. Email: quickloan@gmail.com",
    "We offer the best SEO services to rank your site on google. Contact us at seo@gmail.com",
    "I earned 20,000 dollars in two weeks trading crypto with Mrs Anna. Message her on Telegram @annatrades",
    "Check out my channel and subscribe please!",
    "Subscribe to my channel and I will subscribe back",
    "Hey guys, check out my new song on my page, it would mean the world",
    "FREE GIFT CARDS!!! Click the link: bit.ly/abc123",
    "v1agra and c1alis at the best prices, order now: pharma . shop",
    "Replica watches, best quality, worldwide shipping: http://replica.example",
    "Казино онлайн, бонус без депозита, переходите на сайт http://kazino.example.ru",
    "Займ онлайн без отказа, заработок в интернете, подробности на https://zaim.example",
    "Купить диплом недорого, доставка по России http://diplom.example",
    "加微信 abc12345，代开发票，优惠多多",
    "在线赌场 免费 注册 http://bet.example",
    "Abonnez-vous à ma chaîne et visitez mon site https://chaine.example",
    "Visita mi canal y suscríbete a mi canal, por favor",
    "Besucht meinen Kanal, kostenlos Geld verdienen: https://geld.example",
    "https://www.facebook.com/some.page.of.mine",
    '<a href="https://spam.example">cheap jerseys</a> cheap nike shoes online wholesale',
    "I was broke until the illuminati helped me, join the illuminati today, whatsapp +2348012345678",
    "Powerful love spells by a genuine spell caster, contact him on drspell@gmail.com",
    "Follow me on instagram @somebody and like my page",
    "Hot girls in your city, adult dating: https://hotdates.example.xyz",
    "Need dofollow backlinks? Buy quality backlinks cheap: https://links.example",
    "Professional essay writing service, affordable price, order now https://essays.example",
    "f r e e   m o n e y here: https://cash.example",
    "Please donate to my campaign https://www.gofundme.com/xyz",
    "온라인 카지노 바카라 토토사이트 추천 https://toto.example",
    "Judi online slot gacor terpercaya, daftar di https://slot.example",
]


def sign_points(text):
    features = Features(text, render(text, COMMENT), 30.0, "", False)
    reasons = [*matched_rules(features), *sign_reasons(find_signs(features.text_features), {})]
    return sum(reason.points for reason in reasons), describe_reasons(reason.stored() for reason in reasons)


@pytest.mark.parametrize("text", INNOCENT)
def test_an_ordinary_comment_passes(text):
    points, reasons = sign_points(text)
    assert points < HOLD_AT, reasons


@pytest.mark.parametrize("text", SPAM)
def test_typical_spam_is_held(text):
    points, reasons = sign_points(text)
    assert points >= HOLD_AT, reasons


def test_no_single_sign_holds_a_comment_except_only_link():
    assert [sign.key for sign in SIGNS if sign.points >= HOLD_AT] == ["only-link"]


@pytest.mark.django_db
def test_a_new_blog_holds_suspicious_comments_only():
    set_comment_policy("suspicious")
    post = make_post()
    innocent = submit(post, "Check out this article, it explains the other half of the story.")
    assert (innocent.status, innocent.score) == ("approved", 1.2)
    assert describe_reasons(innocent.reasons) == ["asks readers to look at something: check out (+1.2)"]
    spam = submit(post, "Great article! Visit my site for more: https://best-deals.example.com")
    assert (spam.status, spam.score) == ("held", 5.1)
    assert describe_reasons(spam.reasons) == [
        "contains a link: best-deals.example.com (+1.5)",
        "asks readers to look at something: visit my (+1.2)",
        "mentions the author’s own site, channel or shop: my site (+1.2)",
        "sends readers elsewhere: visit my site (+1.2)",
        "the spam score is high enough to hold it",
    ]
