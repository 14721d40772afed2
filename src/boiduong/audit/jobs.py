"""The queue itself: nudges that were lost with their worker, and old ones."""

from procrastinate import JobContext
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

SILENT_AFTER_SECONDS = 60  # a worker says every ten that it is there
AT_MOST = 3  # what has ended its worker three times would end the fourth
KEPT_HOURS = 7 * 24


def is_second_run(context: JobContext) -> bool:
    """Whether the job's first worker was lost: no job of ours is run again for another reason."""
    return context.job.attempts > 0


async def take_up_lost_jobs(queue: JobManager) -> int:
    """Let the jobs of workers that were killed, or lost their power, run again. Returns how many.

    The row says what is left to do, so that a second run does nothing twice; as it `is_second_run`, it takes the row over.
    """
    count = 0
    for job in await queue.get_stalled_jobs(seconds_since_heartbeat=SILENT_AFTER_SECONDS):
        if job.attempts < AT_MOST:
            await queue.retry_job(job)
            count += 1
        else:
            await queue.finish_job(job, Status.FAILED, delete_job=False)
    return count


async def forget_old_jobs(queue: JobManager) -> None:
    """Take the nudges of last week off the queue; what was done stands in the trail."""
    await queue.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=True)
