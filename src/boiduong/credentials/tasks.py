from django.utils.timezone import now
from procrastinate import JobContext
from procrastinate.contrib.django import app

from boiduong.audit.jobs import is_second_run
from boiduong.credentials import jobs
from boiduong.credentials.models import CertificateBatch


@app.task(queue="heavy", pass_context=True)
def print_certificates(context: JobContext, batch_id: int) -> None:
    jobs.print_certificates(batch_id, takes_over=is_second_run(context))


@app.periodic(cron="*/10 * * * *")
@app.task(queue="heavy", pass_context=False)
def take_up_lost_batches(timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    for batch_id in CertificateBatch.objects.lost(at=now()).values_list("pk", flat=True):
        print_certificates.defer(batch_id=batch_id)
