from procrastinate.contrib.django import app

from boiduong.allocation import jobs


@app.task(queue="heavy")
def solve_run(run_id: int) -> None:
    jobs.solve_run(run_id)
