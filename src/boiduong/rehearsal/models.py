from django.db import models


class Play(models.Model):
    """One playing of the reference campaign in this database. A play that never ended is worth nothing: the next one starts anew."""

    attending_count = models.PositiveIntegerField()
    school_count = models.PositiveIntegerField()
    class_count = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    seconds = models.JSONField(default=dict)  # by stage
    facts = models.JSONField(default=dict)  # what the summary tells that no other row holds: paths of files

    def __str__(self) -> str:
        return f"{self.attending_count} {self.seed}"
