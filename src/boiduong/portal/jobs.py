from django.db.models import F

from boiduong.portal.models import ArticleViews


def count_view(article_id: int) -> None:
    """One more view of an article: an addition made by the database, so that no two readers at once are counted as one.

    Not in the trail: who reads what is nobody's business, and the count itself is all that is kept.
    """
    if ArticleViews.objects.filter(article=article_id).update(count=F("count") + 1):
        return
    ArticleViews.objects.bulk_create([ArticleViews(article_id=article_id)], ignore_conflicts=True)  # of two first readers, one makes the row
    ArticleViews.objects.filter(article=article_id).update(count=F("count") + 1)
