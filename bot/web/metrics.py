"""What Prometheus may ask. No label names a repository or a person."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest

from bot import __version__

_ACK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)
_WORK = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800)
_LAG = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)


class Metrics:
    """The metrics of one process, in a registry of their own so that tests can have several.

    `deliveries` by event ("other" where we do not know it) and result; `rejected` by reason; `duplicates` by what gave
    them away ("id", "body"); `secrets` by the place of the secret that matched, 0 for the newest: when the old one is no
    longer used, it can go. `jobs` by kind of lane and result, `commands` by verb and result. Times in seconds.
    """

    def __init__(self, *, commit: str = "") -> None:
        registry = self._registry = CollectorRegistry()
        self.deliveries = Counter(
            "planwarden_webhook_deliveries", "Signed deliveries.", ("event", "result"), registry=registry
        )
        self.ack = Histogram(
            "planwarden_webhook_ack_seconds", "From the header to the answer 202.", buckets=_ACK, registry=registry
        )
        self.rejected = Counter("planwarden_webhook_rejected", "Requests refused.", ("reason",), registry=registry)
        self.duplicates = Counter(
            "planwarden_webhook_duplicates", "Deliveries known already.", ("by",), registry=registry
        )
        self.secrets = Counter(
            "planwarden_webhook_secret_matches", "Signatures by the secret that matched.", ("slot",), registry=registry
        )
        self.inbox = Gauge("planwarden_inbox_jobs", "Lanes by state.", ("state",), registry=registry)
        self.jobs = Counter("planwarden_jobs", "Runs of lanes.", ("kind", "result"), registry=registry)
        self.commands = Counter(
            "planwarden_commands", "Slash commands and buttons that are over.", ("command", "result"), registry=registry
        )
        self.job_duration = Histogram(
            "planwarden_job_duration_seconds", "Duration of runs.", ("kind",), buckets=_WORK, registry=registry
        )
        self.delivery_to_check = Histogram(
            "planwarden_delivery_to_check_seconds",
            "From the delivery to the end of the run that answered it.",
            buckets=_WORK,
            registry=registry,
        )
        self.lag = Histogram(
            "planwarden_event_loop_lag_seconds", "How late timers of the loop are.", buckets=_LAG, registry=registry
        )
        Info("planwarden_build", "What runs here.", registry=registry).info({"version": __version__, "commit": commit})

    def command(self, verb: str, result: str) -> None:
        """Count a command."""
        self.commands.labels(verb, result).inc()

    def show_lanes(self, counts: Mapping[str, int]) -> None:
        """Set the number of lanes by state; states that are not named are unknown now and not shown."""
        self.inbox.clear()
        for state, number in counts.items():
            self.inbox.labels(state).set(number)

    def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self._registry)
