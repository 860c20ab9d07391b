"""Work left to the worker, in the same transaction. By name: actions know no jobs."""

from procrastinate.contrib.django import app


def make_soon(file_id: int, community_id: int) -> None:
    """Have a file drawn: two at once at most, for a photo being drawn takes up to 200 MB."""
    drawing = app.configure_task("linli.files.jobs.make", queue="files", lock=f"drawing-{file_id % 2}")
    drawing.defer(file_id=file_id, community_id=community_id)


def destroy_soon(paths: list[str]) -> None:
    """Have bytes destroyed that no row names any more, once that is committed."""
    if paths:
        app.configure_task("linli.files.jobs.destroy", queue="files").defer(paths=[*paths])
