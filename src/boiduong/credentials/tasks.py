from django.utils.timezone import now
from procrastinate.contrib.django import app

from boiduong.credentials import jobs
from boiduong.credentials.models import CertificateBatch


@app.task(queue="heavy")
def print_certificates(batch_id: int) -> None:
    jobs.print_certificates(batch_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="heavy", pass_context=False)
def take_up_lost_batches(timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    for batch_id in CertificateBatch.objects.lost(at=now()).values_list("pk", flat=True):
        print_certificates.defer(batch_id=batch_id)
