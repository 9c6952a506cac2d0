"""Work that takes long or may crash: two spawned worker processes, and threads for painting and saving. No Qt.

A job is a module-level function over values whose first argument is a `JobContext`:

    pool = WorkerPool()
    job = pool.submit(decode, data, deadline=20, name="Reading before.jpg")
    pixels = job.result()

`ui/open_project/job_bridge.py` only turns jobs into signals.
"""

from facebalance_desktop.work.job import Bug, Job, JobContext, Report, await_threads, run_in_thread
from facebalance_desktop.work.pool import WorkerPool

__all__ = ["Bug", "Job", "JobContext", "Report", "WorkerPool", "await_threads", "run_in_thread"]
