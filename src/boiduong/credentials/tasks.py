from procrastinate.contrib.django import app

from boiduong.credentials import jobs


@app.task(queue="heavy")
def print_certificates(batch_id: int) -> None:
    jobs.print_certificates(batch_id)
