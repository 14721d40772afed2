from procrastinate.contrib.django import app

from boiduong.essays import jobs


@app.task(queue="heavy")
def read_submission(submission_id: int) -> None:
    jobs.read_submission(submission_id)
