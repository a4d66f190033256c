"""From events to deliveries, and from deliveries to the App's webhook.

Nothing is sent until a test says so (`send`, `send_all`), or at once where `automatic` is set. Between the two a test may
drop, double and reorder what is in `pending`.
"""

import asyncio
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import aiohttp

from tests.standin.hooks.delivery import Delivery
from tests.standin.hooks.payloads import payload_of
from tests.standin.model.accounts import App, Installation
from tests.standin.model.events import Event
from tests.standin.model.world import World

TIMEOUT_SECONDS = 10.0
UNSUBSCRIBED = {"installation", "installation_repositories", "github_app_authorization", "ping"}
"""Events that every App gets without asking."""


class Hooks:
    def __init__(self, world: World) -> None:
        self.world = world
        self.deliveries: list[Delivery] = []
        self.pending: list[Delivery] = []
        self.automatic = False
        self.timeout = TIMEOUT_SECONDS
        self._sending: set[asyncio.Task[int]] = set()
        world.listeners.append(self.hear)

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Tell nobody of what happens meanwhile."""
        self.world.listeners.remove(self.hear)
        try:
            yield
        finally:
            self.world.listeners.append(self.hear)

    def hear(self, event: Event) -> None:
        """Make one delivery for each App that is to know of the event."""
        for installation in self._interested(event):
            payload = payload_of(self.world, event, installation)
            self._queue(Delivery(
                self.world.next_id("delivery"), str(uuid.uuid4()), installation.app, event.name, event.action, payload,
                installation.id, event.repository.id if event.repository else None,
            ))  # fmt: skip

    def _interested(self, event: Event) -> list[Installation]:
        if event.installation is not None:
            return [event.installation]
        known = self.world.installations_on(event.repository) if event.repository else []
        return [each for each in known if not each.suspended_at and self._subscribed(each.app, event)]

    @staticmethod
    def _subscribed(app: App, event: Event) -> bool:
        """Whether the App is to know: of its own check runs only where a person pressed something."""
        if event.name in UNSUBSCRIBED:
            return True
        personal = event.action in {"rerequested", "requested_action"}
        return event.name in app.events and (not personal or event.subject.app is app)

    def _queue(self, delivery: Delivery) -> None:
        self.deliveries.append(delivery)
        self.pending.append(delivery)
        if self.automatic:
            self._start(delivery)

    def redeliver(self, delivery: Delivery) -> Delivery:
        """Queue the same delivery again: same GUID and body, another id."""
        again = replace(delivery, id=self.world.next_id("delivery"), redelivery=True, attempted=False)
        self._queue(again)
        return again

    def ping(self, app: App) -> Delivery:
        """Queue the delivery that GitHub makes when a webhook is set up."""
        payload = {"zen": "Keep it logically awesome.", "hook_id": 400_000_000 + app.id, "hook": {"type": "App"}}
        delivery = Delivery(self.world.next_id("delivery"), str(uuid.uuid4()), app, "ping", None, payload)
        self._queue(delivery)
        return delivery

    def drop(self, *deliveries: Delivery) -> None:
        """Lose deliveries: they are never sent and stand in no list."""
        for delivery in deliveries:
            self.pending.remove(delivery)
            self.deliveries.remove(delivery)

    def take(self, event: str = "", action: str | None = None) -> list[Delivery]:
        """Remove the pending deliveries (of one event and action) and return them, to be sent as the test likes."""
        taken = [each for each in self.pending if event in {"", each.event} and action in {None, each.action}]
        self.pending = [each for each in self.pending if each not in taken]
        return taken

    async def send(self, delivery: Delivery, *, to: str = "", secret: str = "") -> int:
        """Send one delivery now; return the status code of the answer, 0 when there was none."""
        if delivery in self.pending:
            self.pending.remove(delivery)
        url = to or delivery.app.webhook_url
        headers = delivery.headers(secret or delivery.app.webhook_secret)
        delivery.attempted, delivery.delivered_at = True, self.world.clock.now()
        started = time.monotonic()
        limit = aiohttp.ClientTimeout(total=self.timeout)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.post(url, data=delivery.body, headers=headers, allow_redirects=False) as answer,
            ):
                delivery.answer = (await answer.text(errors="replace"))[:1000]
                delivery.status_code = answer.status
                delivery.status = "OK" if answer.status < 400 else answer.reason or "Invalid HTTP Response"
        except TimeoutError:
            delivery.status, delivery.status_code = "timed out", 0
        except aiohttp.ClientError:
            delivery.status, delivery.status_code = "failed to connect to host", 0
        delivery.seconds = time.monotonic() - started
        return delivery.status_code

    async def send_all(self, deliveries: Iterable[Delivery] | None = None, *, to: str = "") -> list[int]:
        """Send what is pending (or `deliveries`), one after the other; return the status codes."""
        return [await self.send(each, to=to) for each in list(self.pending if deliveries is None else deliveries)]

    async def send_at_once(self, deliveries: Iterable[Delivery], *, to: str = "") -> list[int]:
        """Send all at the same time; a delivery may occur several times."""
        return list(await asyncio.gather(*(self.send(each, to=to) for each in deliveries)))

    def _start(self, delivery: Delivery) -> None:
        task = asyncio.get_running_loop().create_task(self.send(delivery))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self._sending:
            await asyncio.gather(*self._sending)
