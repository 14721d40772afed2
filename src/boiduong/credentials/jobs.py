from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import batched, groupby
from os import cpu_count

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, record, report_progress
from boiduong.credentials.bridge import pdf_of
from boiduong.credentials.models import Certificate, CertificateBatch, CertificateFile
from boiduong.engines.typeset.certificates import CHUNK

MACHINE = Actor(None, via="job")


def print_certificates(batch_id: int, *, takes_over: bool = False) -> None:
    """Set the papers of a batch, one file a unit. A second call finds nothing to claim; one after a crash makes what is wanting.

    Audits: credentials.batch.printed.
    """
    batch = CertificateBatch.objects.claim(batch_id, takes_over=takes_over)
    if batch is None:
        return
    wanted = list(_wanted(batch))
    threads = cpu_count() or 1
    done, total = 0, sum(len(rows) for _part, rows in wanted)
    with ThreadPoolExecutor(threads) as pool:
        for some in batched(wanted, threads * 2):  # so that a few files at most wait in memory
            pdfs = pool.map(lambda work: pdf_of(work[1]), some)
            _keep(batch, [(part, rows, pdf) for (part, rows), pdf in zip(some, pdfs, strict=True)])
            done += sum(len(rows) for _part, rows in some)
            report_progress(batch, _("Certificates are being printed"), done=done, total=total, campaign_code=batch.campaign.code)
    _end(batch)


def _wanted(batch: CertificateBatch) -> Iterator[tuple[int, tuple[Certificate, ...]]]:
    """(part, certificates of one unit) for which there is no file yet."""
    there = set(batch.files.values_list("unit", "part"))
    rows = Certificate.objects.valid().filter(batch=batch).for_list().order_by("enrollment__unit__sort_key", "enrollment__unit", "number")
    for unit, of_unit in groupby(rows, key=lambda row: row.enrollment.unit_id):
        for part, some in enumerate(batched(of_unit, CHUNK), 1):
            if (unit, part) not in there:
                yield part, some


def _keep(batch: CertificateBatch, made: list[tuple[int, tuple[Certificate, ...], bytes]]) -> None:
    files = [
        CertificateFile(batch=batch, unit_id=rows[0].enrollment.unit_id, part=part, pdf=pdf, certificate_count=len(rows)) for part, rows, pdf in made
    ]
    CertificateFile.objects.bulk_create(files, ignore_conflicts=True)


@transaction.atomic
def _end(batch: CertificateBatch) -> None:
    batch.done_at = now()
    batch.save(update_fields=["done_at"])
    record(MACHINE, "credentials.batch.printed", batch, files=batch.files.count())
