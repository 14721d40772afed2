from django.utils.timezone import now
from procrastinate import JobContext
from procrastinate.contrib.django import app

from boiduong.attendance import jobs
from boiduong.audit.jobs import is_second_run


@app.periodic(cron="*/5 * * * *")
@app.task(queue="light")
def judge_ended_sessions(timestamp: int) -> None:  # noqa: ARG001  the queue tells which minute this is for
    jobs.judge_ended_sessions(at=now())
    jobs.judge_waiting_campaigns(at=now())


@app.task(queue="light", pass_context=True)
def judge_campaign(context: JobContext, judging_id: int) -> None:
    jobs.judge_campaign(judging_id, at=now(), takes_over=is_second_run(context))
