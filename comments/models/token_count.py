from django.db import models


class TokenCount(models.Model):
    """How many decided comments held a word, a pair of words, a host or a sign of advertising (naive Bayes).

    One row counts the comments themselves: EVERY_COMMENT in comments/spam/bayes.py.
    """

    word = models.CharField(max_length=60, primary_key=True)
    spam = models.PositiveIntegerField(default=0)
    ham = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "comments_spamword"

    def __str__(self) -> str:
        return self.word
