from django.db.models import Count

from boiduong.attendance.models import Attendance
from boiduong.campaigns.models import Campaign, Rules


def present_enrollment_ids(campaign: Campaign) -> set[int]:
    """Learners who count as present in the campaign: present, with the own class or a make-up class, at every topic but those the rules let go."""
    rules = Rules.objects.get(campaign=campaign)
    needed = max(1, campaign.topics.count() - rules.missed_topics_allowed)
    attended = Attendance.objects.filter(class_session__campaign=campaign, class_session__cancelled_at=None, is_present=True)
    by_learner = attended.filter(enrollment__withdrawn_at=None).values("enrollment").annotate(topics=Count("class_session__topic", distinct=True))
    return set(by_learner.filter(topics__gte=needed).values_list("enrollment", flat=True))
