from django.utils.timezone import now
from procrastinate import JobContext
from procrastinate.contrib.django import app

from boiduong.audit.jobs import is_second_run
from boiduong.summonses import jobs
from boiduong.summonses.models import Bundle


@app.task(queue="heavy", pass_context=True)
def set_bundle(context: JobContext, bundle_id: int) -> None:
    jobs.set_bundle(bundle_id, takes_over=is_second_run(context))


@app.periodic(cron="*/10 * * * *")
@app.task(queue="heavy", pass_context=False)
def requeue_stale_bundles(timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    for bundle_id in Bundle.objects.give_back(at=now()):
        set_bundle.defer(bundle_id=bundle_id)
