from django.utils.timezone import now
from procrastinate.contrib.django import app

from boiduong.essays import jobs
from boiduong.essays.models import Submission


@app.task(queue="heavy")
def read_submission(submission_id: int) -> None:
    jobs.read_submission(submission_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="heavy", pass_context=False)
def requeue_lost_submissions(timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    for submission_id in Submission.objects.give_back(at=now()):
        read_submission.defer(submission_id=submission_id)
