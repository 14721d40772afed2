from django.utils.timezone import now
from procrastinate import JobContext
from procrastinate.contrib.django import app

from boiduong.audit.jobs import is_second_run
from boiduong.essays import jobs
from boiduong.essays.models import Submission


@app.task(queue="heavy", pass_context=True)
def read_submission(context: JobContext, submission_id: int) -> None:
    jobs.read_submission(submission_id, takes_over=is_second_run(context))


@app.periodic(cron="*/10 * * * *")
@app.task(queue="heavy", pass_context=False)
def requeue_lost_submissions(timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    for submission_id in Submission.objects.give_back(at=now()):
        read_submission.defer(submission_id=submission_id)
