"""Checks many sources at once and gives the reports in the order asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future

from watcher.model.source import Source
from watcher.pipeline.check import CheckReport, check_source
from watcher.pipeline.dispatching import Dispatcher
from watcher.pipeline.services import Services


def sweep(
    services: Services, sources: Sequence[Source], *, threads: int, dry_run: bool = False
) -> Iterator[CheckReport]:
    """Check every source once, now; each report comes as soon as those before it have come.

    Raises:
        WatcherError: what a check itself raised; the remaining ones are not begun.
    """
    reports: dict[str, Future[CheckReport]] = {source.id: Future() for source in sources}

    def check(source: Source) -> None:
        future = reports[source.id]
        try:
            future.set_result(check_source(services, source, dry_run=dry_run))
        except BaseException as error:  # noqa: BLE001 - it is raised where the report is awaited
            future.set_exception(error)

    checks = Dispatcher(check, threads=threads)
    try:
        checks.offer(sources)
        for future in reports.values():
            while not _is_there(future):
                checks.offer(())  # slow sites make room for others
            yield future.result()
    finally:
        checks.close(seconds=0.0 if dry_run else 1.0)


def _is_there(future: Future[CheckReport]) -> bool:
    try:
        future.exception(timeout=1.0)
    except TimeoutError:
        return False
    return True
