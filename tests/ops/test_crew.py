"""Several web processes at one port: one that dies is replaced, and together they go."""

import signal

import psutil
import pytest

from linli.config import server
from linli.config.trouble import Trouble
from tests.ops.running import free_port, within
from tests.serving import answers, served, var  # noqa: F401 - fixtures


def crew(served):  # noqa: F811
    return psutil.Process(served.process.pid).children()


@pytest.mark.slow
@pytest.mark.parametrize("served", [2], indirect=True)
def test_a_crew_of_two(served):  # noqa: F811
    first, second = within(20, lambda: len(crew(served)) == 2 and crew(served))

    first.kill()
    within(20, lambda: len(crew(served)) == 2 and first not in crew(served))
    assert second.is_running()
    within(20, lambda: all(answers(served) for _caller in range(8)))

    everybody = [psutil.Process(served.process.pid), *crew(served)]
    served.process.send_signal(signal.SIGTERM)
    _gone, left = psutil.wait_procs(everybody[1:], timeout=15)
    assert (served.process.wait(15), left) == (0, [])


def test_a_port_another_crew_serves_is_taken(monkeypatch):
    monkeypatch.setenv("PORT", str(free_port()))
    ours = server.listening_sockets(2)

    with pytest.raises(Trouble, match="is taken by another program"):
        server.listening_sockets(2)

    assert len({each.getsockname() for each in ours}) == 1
    for each in ours:
        each.close()
