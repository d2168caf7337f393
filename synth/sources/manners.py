"""How others' servers are asked: one at a time, with time between, again only where that may help, and only those that are configured.

A `Session` is one of requests', so that the clients of databases work with it as it is. It asks only http(s) hosts that it was told of, and
follows a redirect only to one of them; an address that is not public is refused, unless the user configured it. After 429, 403, 5xx or
silence it waits as the answer says, else longer each time, until its budget is spent; then it stops and says so. Processes that share a
folder of turns ask a host one at a time, and keep its time between questions together.
"""

from __future__ import annotations

import email.utils
import ipaddress
import random
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests

AGAIN = frozenset({403, 408, 429, 500, 502, 503, 504})
MAX_REDIRECTS = 5
TIMEOUT = (10.0, 60.0)  # seconds to connect, and between two parts of an answer
FIRST_WAIT, MOST_WAIT = 2.0, 120.0  # seconds


class AskedError(ValueError):
    """A server was not asked, or gave no answer that can be used; the message says which, and why."""


class Manners(NamedTuple):
    """How one host is asked."""

    spacing: float = 1.0  # seconds from one question to the next
    tries: int = 4
    budget: float = 600.0  # seconds that may be waited over all questions
    trusted: bool = False  # whether the user configured it: it may be on a private network


class Session(requests.Session):
    """Asks hosts as their manners say."""

    def __init__(
        self,
        hosts: Mapping[str, Manners],
        *,
        agent: str,
        turns: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__()
        self._hosts = {name.casefold(): manners for name, manners in hosts.items()}
        self.clock, self._sleep, self._turns = clock, sleep, turns
        self._next: dict[str, float] = {}  # when a host may be asked again
        self._waited: dict[str, float] = {}
        self.headers["User-Agent"] = agent
        self.max_redirects = MAX_REDIRECTS
        self.trust_env = False

    def send(self, request: requests.PreparedRequest, **settings: Any) -> requests.Response:
        """One question, asked again where that may help. A redirect comes through here too, and so is looked at."""
        host, manners = self._manners(str(request.url))
        tries = settings.pop("tries", manners.tries)
        settings["timeout"] = settings.get("timeout") or TIMEOUT
        if not manners.trusted and not settings.get("proxies"):  # whom the user configured is asked where it is
            settings["proxies"] = requests.utils.get_environ_proxies(str(request.url))
        for attempt in range(tries):
            try:
                with self._turn(host, manners):
                    answer = super().send(request, **{**settings, "allow_redirects": False})
            except requests.Timeout:
                reason, wait = "does not answer in time", None
            except requests.ConnectionError as error:  # to ask again at once would not help
                raise AskedError(f"{host}: {_reason(error)}") from None
            else:
                if answer.status_code not in AGAIN:
                    return self._followed(answer, request, settings)
                reason, wait = f"answers {answer.status_code}", retry_after(answer.headers.get("Retry-After"), time.time())
                answer.close()
            if attempt + 1 < tries:
                self._back_off(host, manners, attempt, wait, reason)
        raise AskedError(f"{host}: {reason}{f', {tries} times' if tries > 1 else ''}")

    def once(self, address: str, timeout: float) -> requests.Response:
        """One question, which is not asked again."""
        return self.send(self.prepare_request(requests.Request("GET", address)), timeout=timeout, tries=1)

    def _followed(self, answer: requests.Response, request: requests.PreparedRequest, settings: Mapping[str, Any]) -> requests.Response:
        if not answer.is_redirect or not settings.get("allow_redirects", True):
            return answer
        seen = {str(request.url)}
        for _ in range(MAX_REDIRECTS):
            following = answer.next
            if following is None:
                return answer
            if str(following.url) in seen:
                raise AskedError(f"{urlsplit(str(request.url)).netloc}: redirects in a circle")
            seen.add(str(following.url))
            answer.close()
            answer = self.send(following, **{**settings, "allow_redirects": False})
            if not answer.is_redirect:
                return answer
        raise AskedError(f"{urlsplit(str(request.url)).netloc}: redirects more than {MAX_REDIRECTS} times")

    def _manners(self, url: str) -> tuple[str, Manners]:
        """The host of an address with its manners. Raises `AskedError` where it is not to be asked."""
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2].casefold()
        if parts.scheme not in ("http", "https"):
            raise AskedError(f"{parts.scheme or 'no scheme'}: only http and https are asked")
        manners = self._hosts.get(host) or self._hosts.get(str(parts.hostname))
        if manners is None:
            raise AskedError(f"{host}: not one of the hosts that are asked ({', '.join(sorted(self._hosts))})")
        if not manners.trusted:
            _refuse_private(host, str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80))
        return host, manners

    @contextmanager
    def _turn(self, host: str, manners: Manners) -> Iterator[None]:
        """The time in which a host may be asked: after all that was asked before, here and by the processes beside."""
        now = self.clock()
        if (until := self._next.get(host, now)) > now:
            self._sleep(until - now)
        if self._turns is None:
            self._next[host] = self.clock() + manners.spacing
            yield
            return
        with _only_one(self._turns / f"{host.replace(':', '_')}.turn") as last:
            if (rest := min(manners.spacing, last.seconds + manners.spacing - time.time())) > 0:  # at most one spacing, whatever clocks say
                self._sleep(rest)
            self._next[host] = self.clock() + manners.spacing
            last.seconds = time.time()
            yield

    def _back_off(self, host: str, manners: Manners, attempt: int, asked_for: float | None, reason: str) -> None:
        wait = asked_for if asked_for is not None else min(MOST_WAIT, FIRST_WAIT * 2**attempt) * random.uniform(0.5, 1.0)  # noqa: S311
        self._waited[host] = self._waited.get(host, 0.0) + wait
        if self._waited[host] > manners.budget:
            raise AskedError(f"{host}: {reason}, and asks to wait {wait:.0f} s; more than the {manners.budget:.0f} s that may be waited")
        self._next[host] = max(self._next.get(host, 0.0), self.clock() + wait)


class _Last:
    """When a host was asked last, by any process."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


@contextmanager
def _only_one(file: Path) -> Iterator[_Last]:
    """Lets one process at a time in; a process that ends, however, lets the next one in."""
    import fcntl

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        opened = file.open("a+", encoding="ascii")
    except OSError as error:  # who cannot tell the others when it asks does not ask
        raise AskedError(f"{file.parent}: turns cannot be kept there ({error.strerror}); set ASSAY_HOME to a folder of yours") from None
    with opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        opened.seek(0)
        last = _Last(_seconds(opened.read(40)))
        try:
            yield last
        finally:
            opened.truncate(0)
            opened.write(f"{last.seconds:.3f}")


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:  # never asked, or ended while it wrote
        return 0.0


def retry_after(header: str | None, now: float) -> float | None:
    """The seconds that an answer asks to wait: a number of them, or until a date. Nothing where it asks for none that can be read."""
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header)
    date = email.utils.parsedate_tz(header)
    return max(0.0, email.utils.mktime_tz(date) - now) if date else None


def _refuse_private(host: str, name: str, port: int) -> None:
    """Raises where a name stands for an address that is not public."""
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except OSError:
        return  # to ask it will fail, which says more
    for *_, address in found:
        if not ipaddress.ip_address(str(address[0]).partition("%")[0]).is_global:
            raise AskedError(f"{host}: is {address[0]}, no public address, and was not configured")


def _reason(error: requests.ConnectionError) -> str:
    text = str(error)
    return "its name is not known here" if "Name or service not known" in text or "NameResolution" in text else "cannot be reached"
