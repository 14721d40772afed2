from procrastinate import JobContext
from procrastinate.contrib.django import app

from boiduong.audit import jobs


@app.periodic(cron="* * * * *")
@app.task(queue="light", pass_context=True)
async def take_up_lost_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    await jobs.take_up_lost_jobs(context.app.job_manager)


@app.periodic(cron="20 2 * * *")
@app.task(queue="light", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    await jobs.forget_old_jobs(context.app.job_manager)
