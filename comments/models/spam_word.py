from django.db import models


class SpamWord(models.Model):
    """How many decided comments held a word (naive Bayes). The empty word counts the comments themselves."""

    word = models.CharField(max_length=60, primary_key=True)
    spam = models.PositiveIntegerField(default=0)
    ham = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.word
