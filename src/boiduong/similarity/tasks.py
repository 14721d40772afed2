from django.utils.timezone import now
from procrastinate.contrib.django import app

from boiduong.similarity import jobs
from boiduong.similarity.models import Scan


@app.task(queue="heavy")
def run_scan(scan_id: int) -> None:
    jobs.run_scan(scan_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="heavy", pass_context=False)
def requeue_lost_scans(timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    for scan_id in Scan.objects.give_back(at=now()):
        run_scan.defer(scan_id=scan_id)
