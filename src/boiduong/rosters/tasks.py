from django.utils.timezone import localdate, now
from procrastinate import JobContext
from procrastinate.contrib.django import app

from boiduong.audit.jobs import is_second_run
from boiduong.rosters import jobs
from boiduong.rosters.models import RosterImport


@app.task(queue="heavy", pass_context=True)
def read_imports(context: JobContext, import_ids: list[int]) -> None:
    jobs.read_imports(import_ids, at=now(), takes_over=is_second_run(context))


@app.periodic(cron="*/10 * * * *")
@app.task(queue="heavy", pass_context=False)
def requeue_stale_imports(timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    if ids := RosterImport.objects.give_back(at=now()):
        read_imports.defer(import_ids=ids)


@app.periodic(cron="30 2 * * *")
@app.task(queue="heavy", pass_context=False)
def forget_files(timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    jobs.forget_files(on=localdate())
