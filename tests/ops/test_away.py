"""The database goes away and comes back: so do connections to it, soon after."""

import time

import pytest
from psycopg_pool import ConnectionPool, PoolTimeout

from linli.config import database

pytestmark = pytest.mark.slow

AWAY_SECONDS = 3.5  # the fourth try of a library left to itself comes after seven


def test_a_database_that_is_back_is_found_within_two_seconds(test_server, tmp_path):
    there = test_server.maker
    with ConnectionPool(kwargs=there | {"host": str(tmp_path)}, open=False, **database.shared()) as pool:
        with pytest.raises(PoolTimeout):
            pool.getconn(timeout=AWAY_SECONDS)
        pool.kwargs = there
        back_at = time.monotonic()
        with pool.connection(timeout=10) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert time.monotonic() - back_at < 2
