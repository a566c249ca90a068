"""Every failure the program expects, as one tree.

    WatcherError
    ├── ConfigError                 settings, sources.toml or the catalogue (all faults at once)
    ├── FetchError                  a page could not be brought
    │   ├── Unreachable             DNS, refused, TLS, reset
    │   ├── TimedOut                the hard deadline ran out
    │   ├── RateLimited             429/503 with a hint (retry_after)
    │   ├── Blocked                 a challenge or WAF page in place of the page
    │   ├── Gone                    404 or 410
    │   ├── BadStatus               any other status that is not the page
    │   ├── TooLarge                over the wire or decoded limit
    │   └── Refused                 our own guard said no: address, scheme, redirect, robots
    ├── ParseError                  a page came but could not be read
    │   ├── ListingEmpty            no row where there used to be rows
    │   ├── FieldMissing            rows without the fields a row must have
    │   ├── NotSane                 read, but not believable
    │   └── GaveUp                  the worker was killed: too slow, too large, crashed
    ├── StoreError
    │   ├── SchemaOutOfDate         the database is older or newer than this program
    │   └── DiskFull
    ├── DeliveryError
    │   ├── Rejected                the platform said no: repeating will not help
    │   ├── Unavailable             nothing was accepted: repeat later
    │   └── OutcomeUnknown          it may have been accepted: a repeat is marked
    ├── InputError                  a file or line given on the command line cannot be used
    └── Stopped                     the program was asked to end; the work is done again later

Each error carries ``hint``, a sentence that tells the operator what to do, and ``retryable``,
whether the same call may succeed later without anybody doing anything.
"""

from __future__ import annotations


class WatcherError(Exception):
    """Base of all expected failures; ``str()`` is one sentence without the hint."""

    retryable = False
    default_hint = ""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = self.default_hint if hint is None else hint


class ConfigError(WatcherError):
    """Configuration is wrong. ``faults`` lists every fault found, a line each."""

    def __init__(self, faults: list[str], *, hint: str | None = None) -> None:
        super().__init__("\n".join(faults), hint=hint)
        self.faults = faults

    def __reduce__(self) -> tuple[type[ConfigError], tuple[list[str]]]:
        return type(self), (self.faults,)


class InputError(WatcherError):
    """A file, line or argument given on the command line cannot be used."""


class Stopped(WatcherError):
    """The program was asked to end in the middle of this; it is done again at the next start."""

    retryable = True


class FetchError(WatcherError):
    """A page could not be brought."""

    retryable = True


class Unreachable(FetchError):
    """DNS failure, refused connection, TLS failure or reset."""

    default_hint = "Check the address and this machine's network; polling goes on, more slowly."


class TimedOut(FetchError):
    """The hard deadline over DNS, TLS, redirects and body ran out."""

    default_hint = "The site is slow or hangs; polling goes on, more slowly."


class RateLimited(FetchError):
    """The site asked for fewer requests; ``retry_after`` is its hint in seconds, if any."""

    default_hint = "Raise this source's interval if it happens often."

    def __init__(
        self, message: str, *, retry_after: float | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class Blocked(FetchError):
    """A challenge, login or firewall page came in place of the page."""

    default_hint = (
        "The site challenges automated clients. Ask it for access or watch another channel of the "
        "same issuer; this program does not evade challenges."
    )


class Gone(FetchError):
    """404 or 410."""

    retryable = False
    default_hint = "The page moved or was withdrawn: open it in a browser and mend the url."

    def __init__(self, message: str, *, status: int = 404, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status


class BadStatus(FetchError):
    """An HTTP status that is neither the page nor a documented refusal."""

    default_hint = "The site answers with an error; polling goes on, more slowly."

    def __init__(self, message: str, *, status: int = 0, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status


class TooLarge(FetchError):
    """The body is over the wire or the decoded limit."""

    retryable = False
    default_hint = "A page this large is no listing or notice: check the url."


class Refused(FetchError):
    """Our own guard said no: private address, scheme, redirect target or robots.txt."""

    retryable = False
    default_hint = "If the site is yours, set allow_private = true in its [[source]] table."


class ParseError(WatcherError):
    """A page came but could not be read."""


class ListingEmpty(ParseError):
    """A listing gave no row."""

    default_hint = "Run `watcher sources test ID`: the page was redesigned or is not the list."


class FieldMissing(ParseError):
    """Rows were found without the fields that a row must have."""

    default_hint = "Run `watcher sources test ID` and mend the selectors it marks."


class NotSane(ParseError):
    """The page was read, but the result is not believable."""

    default_hint = "Run `watcher sources test ID` and look at the page in a browser."


class GaveUp(ParseError):
    """The worker process was killed: too slow, too much memory, or it crashed."""

    default_hint = "The page is kept as evidence and marked 'not read'."


class StoreError(WatcherError):
    """The database could not be used."""


class SchemaOutOfDate(StoreError):
    """The database belongs to an older or newer program."""

    default_hint = "Run `watcher db upgrade`, or install the newer program."


class DiskFull(StoreError):
    """The disk is full; nothing that was acknowledged is lost."""

    retryable = True
    default_hint = "Free some space: work resumes by itself."


class DeliveryError(WatcherError):
    """A message was not delivered."""


class Rejected(DeliveryError):
    """The platform refused the message or the credentials: repeating will not help."""

    default_hint = "Check the channel's credentials with `watcher channels test`."


class Unavailable(DeliveryError):
    """Nothing was accepted; a repeat cannot duplicate."""

    retryable = True
    default_hint = "The channel is down or limits the rate; sending is repeated."


class OutcomeUnknown(DeliveryError):
    """The message may have been accepted; a repeat is marked as a possible duplicate."""

    retryable = True
    default_hint = "The connection broke after the message was sent; the repeat is marked."
