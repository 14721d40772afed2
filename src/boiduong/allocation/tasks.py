from django.utils.timezone import localdate, now
from procrastinate import JobContext
from procrastinate.contrib.django import app

from boiduong.allocation import jobs, need_jobs, price_jobs
from boiduong.allocation.models import MovePrices, Run
from boiduong.audit.jobs import is_second_run


@app.task(queue="heavy", pass_context=True)
def solve_run(context: JobContext, run_id: int) -> None:
    jobs.solve_run(run_id, takes_over=is_second_run(context))


@app.task(queue="heavy", pass_context=True)
def price_moves(context: JobContext, prices_id: int) -> None:
    price_jobs.price_moves(prices_id, takes_over=is_second_run(context))


@app.periodic(cron="*/10 * * * *")
@app.task(queue="heavy", pass_context=False)
def requeue_stale_runs(timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    for run_id in Run.objects.give_back(at=now()):
        solve_run.defer(run_id=run_id)
    for prices_id in MovePrices.objects.give_back(at=now()):
        price_moves.defer(prices_id=prices_id)


@app.periodic(cron="40 2 * * *")
@app.task(queue="heavy", pass_context=False)
def forget_seat_needs(timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    need_jobs.forget_seat_needs(on=localdate())
