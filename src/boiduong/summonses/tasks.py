from django.utils.timezone import now
from procrastinate.contrib.django import app

from boiduong.summonses import jobs
from boiduong.summonses.models import Bundle


@app.task(queue="heavy")
def set_bundle(bundle_id: int) -> None:
    jobs.set_bundle(bundle_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="heavy", pass_context=False)
def requeue_stale_bundles(timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    for bundle_id in Bundle.objects.give_back(at=now()):
        set_bundle.defer(bundle_id=bundle_id)
