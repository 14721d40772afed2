from django.utils.timezone import now
from procrastinate import JobContext
from procrastinate.contrib.django import app

from boiduong.audit.jobs import is_second_run
from boiduong.similarity import jobs
from boiduong.similarity.models import Scan


@app.task(queue="heavy", pass_context=True)
def run_scan(context: JobContext, scan_id: int) -> None:
    jobs.run_scan(scan_id, takes_over=is_second_run(context))


@app.periodic(cron="*/10 * * * *")
@app.task(queue="heavy", pass_context=False)
def requeue_lost_scans(timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    for scan_id in Scan.objects.give_back(at=now()):
        run_scan.defer(scan_id=scan_id)
