import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from boiduong.audit import jobs

JOB = "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, worker_id) VALUES ('heavy', %s, '{}', 'doing', %s, %s)"
WORKER = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second') RETURNING id"


def working(name: str, *, silent_seconds: int, attempts: int = 0) -> None:
    """A job in the hands of a worker that was heard so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(WORKER, [silent_seconds])
        ((worker,),) = cursor.fetchall()
        cursor.execute(JOB, [name, attempts, worker])


def states() -> dict[str, str]:
    return dict(ProcrastinateJob.objects.values_list("task_name", "status"))


@pytest.mark.django_db
def test_the_job_of_a_silent_worker_waits_again_and_that_of_a_live_one_goes_on() -> None:
    working("lost", silent_seconds=jobs.SILENT_AFTER_SECONDS + 5)
    working("live", silent_seconds=0)

    assert async_to_sync(jobs.take_up_lost_jobs)(app.job_manager) == 1

    assert states() == {"lost": "todo", "live": "doing"}


@pytest.mark.django_db
def test_a_job_that_has_ended_its_worker_too_often_is_left() -> None:
    working("deadly", silent_seconds=jobs.SILENT_AFTER_SECONDS + 5, attempts=jobs.AT_MOST)

    assert async_to_sync(jobs.take_up_lost_jobs)(app.job_manager) == 0

    assert states() == {"deadly": "failed"}
