from procrastinate.contrib.django import app

from boiduong.similarity import jobs


@app.task(queue="heavy")
def run_scan(scan_id: int) -> None:
    jobs.run_scan(scan_id)
