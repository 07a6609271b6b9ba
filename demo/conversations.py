"""The comments on the demo articles, by the slug of the article."""

from __future__ import annotations

from dataclasses import dataclass

from comments.models import Comment, Report

APPROVED, HELD, SPAM, REMOVED = (
    Comment.Status.APPROVED,
    Comment.Status.HELD,
    Comment.Status.SPAM,
    Comment.Status.REMOVED,
)


@dataclass(frozen=True)
class DemoReport:
    """``hours`` are since the publication. A moderator dismisses some reports by approving the comment again."""

    reader: str
    hours: float
    reason: Report.Reason
    text: str
    is_dismissed: bool = False


@dataclass(frozen=True)
class DemoComment:
    """``who`` is the key of a demo user or the name of a guest. ``hours`` are since the publication.

    ``first_text`` is what they sent before they edited it. ``status`` is what the comment has in the end: a moderator
    decides if the rules gave it another one.
    """

    who: str
    hours: float
    text: str
    replies: tuple[DemoComment, ...] = ()
    status: Comment.Status = APPROVED
    first_text: str = ""
    is_deleted_by_author: bool = False
    seconds: float | None = 90  # since the form was shown; None if its timestamp is missing
    honeypot: str = ""
    likes: int = 0
    reports: tuple[DemoReport, ...] = ()


CONVERSATIONS: dict[str, tuple[DemoComment, ...]] = {
    "headphones-with-nine-screws": (
        DemoComment(
            "Wendel Okafor",
            3.5,
            "I run a repair café two towns over, and our notebook says the same: cables first, cushions second, and "
            "never once the loudspeaker itself. May I read your list aloud on Saturday?",
            likes=4,
            replies=(
                DemoComment(
                    "ines",
                    5,
                    "Please do! And tell us what your third place is. I have a bet with Marek that it's hinges.",
                    (
                        DemoComment(
                            "Wendel Okafor",
                            27,
                            "You win, but only just: 12 hinges, 11 batteries. One of the hinges had been glued with "
                            "*nail varnish*. It held for a year.",
                            (
                                DemoComment(
                                    "paula", 29.5, "A year is longer than my last pair held without any. Which colour?"
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        DemoComment(
            "liv",
            34,
            "“Nobody in a shop has ever turned a pair around and asked where the screws are.” I did, yesterday. "
            "The assistant fetched a colleague, the colleague fetched a lamp, and the three of us found **six**. "
            "We were all rather proud.",
        ),
        DemoComment(
            "Georg H.",
            40,
            "Nice piece, but one warning is missing: a swollen battery pack is no job for the kitchen table. If "
            "the tray bulges, don't pull at it. Take the whole thing to the recycling yard.",
            status=HELD,
            first_text="Nice piece, but a swollen battery pack is no job for the kitchen table.",
        ),
        DemoComment(
            "bestdealz",
            41,
            "Great article! Top headphones here: https://deals.example/1 https://deals.example/2 "
            "https://deals.example/3",
            status=SPAM,
            seconds=1,
        ),
    ),
    "small-web": (
        DemoComment(
            "Annegret",
            6,
            "I opened my shed in March. Eleven pages so far, all about moss. Nobody came until April, when a man "
            "wrote to say that picture seven was not moss but a liverwort. He was right, and now we are four.",
            likes=9,
            replies=(
                DemoComment(
                    "ines",
                    9,
                    "This is exactly how it begins. What is the address? Put it in the name of the moss if you "
                    "must, but put it somewhere.",
                    (DemoComment("Annegret", 26, "It is on the way to you by letter. On paper, of course."),),
                ),
            ),
        ),
        DemoComment(
            "sefa",
            31,
            "A small objection: feeds are restful only if somebody tells you that they exist. My sister reads "
            "nine sites every morning by typing nine addresses. She thought the orange sign was for the wireless "
            "network.",
            likes=2,
            reports=(
                DemoReport("Reader of the small web", 60, Report.Reason.OTHER, "It is rude about sisters.", True),
            ),
            replies=(
                DemoComment(
                    "haruka",
                    33,
                    "I have now explained it to my mother as “the newspaper delivers itself”. It worked, and she "
                    "has asked where to cancel it.",
                ),
            ),
        ),
        DemoComment(
            "Ruth Pereira",
            190,
            "Could you write about where to go with pictures? My host allows 500 MB, and my dog alone is 2 GB.",
            status=HELD,
        ),
        DemoComment(
            "SEO Team",
            75,
            "https://rank-higher.example/offer",
            status=SPAM,
            honeypot="https://rank-higher.example/",
        ),
        DemoComment(
            "Someone",
            80,
            "Nobody asked for your opinion, and the tram driver sounds like an idiot.",
            status=REMOVED,
        ),
    ),
    "kitchen-timer-that-stole-a-minute": (
        DemoComment(
            "Pia, 4th grade",
            14,
            "We timed our kitchen timer in class. It is 11 seconds slow in 10 minutes. Ours is not a liar, it is "
            "just late.",
            likes=12,
            replies=(
                DemoComment(
                    "tobias",
                    16,
                    "That is 1.8 per cent, so somebody calibrated it. Did you measure more than once? Five times "
                    "is good. The middle one of the five is called the median, and it doesn't mind if one of you "
                    "sneezed.",
                ),
            ),
        ),
        DemoComment(
            "M. Castellanos",
            50,
            "If the chip has a spare timer you can also let it measure itself against the mains hum, picked up "
            "by a bit of wire: `50 Hz`, averaged over a minute, is good to a few seconds a day. Ugly, but no "
            "crystal needed.",
            likes=1,
            reports=(
                DemoReport(
                    "Reader with an oscilloscope",
                    210,
                    Report.Reason.OTHER,
                    "Please add that nobody should touch the mains. Children read this.",
                ),
            ),
            replies=(
                DemoComment(
                    "tobias",
                    52.5,
                    "I love this, and I'm never going to show it to my daughter, who would want wires on everything.",
                ),
            ),
        ),
        DemoComment(
            "paula",
            300,
            "Is there a reason why it always errs on the fast side? Mine, too, rings early, and so does my mother's.",
            status=HELD,
        ),
    ),
    "backups-for-people-who-hate-backups": (
        DemoComment(
            "Ottilie",
            10,
            "I did the test after reading this. Grey square. Thank you, I think.",
            (
                DemoComment(
                    "ines",
                    12,
                    "I'm sorry, and I'm glad. How old is the disk? Ask again if it still hides from you.",
                ),
            ),
        ),
        DemoComment(
            "Ottilie",
            10.1,
            "I did the test after reading this. Grey square. Thank you, I think.",
            status=REMOVED,
            is_deleted_by_author=True,
        ),
        *(
            DemoComment(
                "Crypto Recovery Desk",
                hours,
                "Lost files or lost wallet? Our certified experts get everything back, contact us today.",
                status=SPAM,
                seconds=None,
            )
            for hours in (1_200, 1_224)
        ),
    ),
    "رسالة-صوتية-من-المطبخ": (
        DemoComment(
            "هدى",
            8,
            "قرأت المقالة ثمّ اتّصلت بأمي بدل أن أرسل إليها تسجيلًا. قالت: خير؟ ماذا حدث؟ قلت: لا شيء جديد.",
        ),
    ),
    "炊飯器が歌う理由": (
        DemoComment(
            "たけのこ",
            15,
            "うちの炊飯器も歌います。夫は最後の音だけ一緒に口笛を吹くのですが、いつも少し高くて、理由がやっと分かりました。",
        ),
    ),
    "captions-at-my-fathers-table": (
        DemoComment(
            "liv",
            60,
            "The two seconds. We have them as well, with my grandmother, and nobody had ever said that they can "
            "be funny.",
        ),
        DemoComment(
            "Dr. S. Whitlock",
            7900,
            "I work as an audiologist and should like to hand your four rules to families, with your name on them. "
            "Whom do I ask?",
            status=HELD,
        ),
    ),
}
