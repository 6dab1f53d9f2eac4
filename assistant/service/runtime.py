"""What the web process holds: the services (loaded behind the scenes), the log, limits, counters.

Everything that answers over HTTP goes through `Runtime`, so that all channels share one queue of
threads, one time limit and one log.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from assistant.answer import Answer
from assistant.domain import domain
from assistant.records.damage import is_damage
from assistant.records.log import Records, new_id, open_records_for_serving
from assistant.service.corpus_watch import CorpusWatch
from assistant.service.failures import message_of
from assistant.service.loading import renew
from assistant.service.metrics import Metrics
from assistant.service.rate_limits import RateLimits
from assistant.service.request import Request as Question
from assistant.service.request import answer_request
from assistant.services import Services
from assistant.settings import Settings
from assistant.verification.statement import Statement
from corpus.library import Library

LOG = logging.getLogger("policy")
_QUEUE_PER_WORKER = 32
"""So many questions wait or are worked on for each worker: 64 on two cores, as docs/operations.md says."""
_DAY_S = 86_400
_LOOK_S = 2.0
"""So often the corpus is looked at."""
_EMPTY = "目前没有收录政策文件，暂不能回答问题。管理员可用 policy corpus add 文件 添加。"
T = TypeVar("T")


class NotReadyError(Exception):
    """The index is still being loaded, or could not be; the message is Chinese."""


class BusyError(Exception):
    """Too much is waiting already; the message is Chinese, `retry_after` is in seconds."""

    retry_after = 5

    def __init__(self) -> None:
        super().__init__("当前咨询的人较多，请稍后再试。")


class Runtime:
    """The state of one web process."""

    def __init__(self, settings: Settings, load: Callable[[Settings], Services]) -> None:
        self.settings = settings
        self.limits = RateLimits(settings.rate_limit)
        self.metrics = Metrics()
        self.records: Records = self._open_records()
        self._load = load
        self._services: Services | None = None
        self._problem = "正在加载政策文件和索引，请稍候几秒再试。"
        self._workers = max(2, min(8, os.cpu_count() or 2))
        self._pool = ThreadPoolExecutor(self._workers, "policy")
        self._writer = ThreadPoolExecutor(1, "records")
        self._waiting = 0
        self._settled = threading.Event()
        self._stopped = threading.Event()
        self._told = ""

    def start(self) -> None:
        """Begin to load the services, and to renew them when the corpus changes; returns at once."""
        threading.Thread(target=self._keep_loaded, name="load", daemon=True).start()

    def stop(self) -> None:
        """Let running requests end, write what is left of the log."""
        self._stopped.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self.records.close()

    @property
    def problem(self) -> str | None:
        """Why questions cannot be answered yet; None when they can."""
        return None if self._services else self._problem

    @property
    def services(self) -> Services:
        """The loaded services. Raises NotReadyError."""
        if self._services is None:
            raise NotReadyError(self._problem)
        return self._services

    @property
    def library(self) -> Library:
        """The corpus that answers, or what there is of it before it does."""
        return self._services.library if self._services else Library(self.settings.corpus_dir)

    @property
    def room(self) -> int:
        """How many questions may wait or be worked on at once."""
        return self._workers * _QUEUE_PER_WORKER

    def wait(self, seconds: float) -> bool:
        """Block until loading has ended, well or not; False when the time is up before."""
        return self._settled.wait(seconds)

    async def answer(self, question: Question, channel: str) -> tuple[Answer, str]:
        """The answer and the id of its record. Raises NotReadyError, BusyError, TimeoutError."""
        services = self.services
        answer = await self.run(lambda: answer_request(services, question))
        return answer, self._answered(answer, channel)

    async def answer_live(
        self, question: Question, channel: str
    ) -> AsyncIterator[str | Statement | tuple[Answer, str]]:
        """The names of steps as they begin and verified sentences as they come; last, as `answer`.

        Raises NotReadyError, BusyError, TimeoutError.
        """
        services, loop = self.services, asyncio.get_running_loop()
        heard: asyncio.Queue[str | Statement | None] = asyncio.Queue()

        def tell(progress: str | Statement | None) -> None:
            loop.call_soon_threadsafe(heard.put_nowait, progress)

        def work() -> Answer:
            try:
                return answer_request(services, question, tell, tell)
            finally:
                tell(None)

        working = asyncio.ensure_future(self.run(work))
        working.add_done_callback(lambda _: heard.put_nowait(None))
        while (progress := await heard.get()) is not None:
            yield progress
        answer = await working
        yield answer, self._answered(answer, channel)

    def admit(self) -> None:
        """Refuse at once what could only wait. Raises NotReadyError, BusyError."""
        if self._services is None:
            raise NotReadyError(self._problem)
        self._check_queue()

    async def run(self, work: Callable[[], T]) -> T:
        """`work` in a thread, within the time limit. Raises BusyError, TimeoutError."""
        self._check_queue()
        self._waiting += 1
        future = asyncio.get_running_loop().run_in_executor(self._pool, work)
        future.add_done_callback(self._done)
        return await asyncio.wait_for(asyncio.shield(future), self.settings.request_timeout_s)

    async def write(self, work: Callable[[], T]) -> T:
        """`work` on the log, after all writes before it."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    def _done(self, future: asyncio.Future[T]) -> None:
        self._waiting -= 1
        if not future.cancelled():
            future.exception()

    def _check_queue(self) -> None:
        if self._waiting >= self.room:
            raise BusyError

    async def keep_retention(self) -> None:
        """Delete old records now and once a day, until cancelled."""
        while days := self.settings.retention_days:
            try:
                await self.write(
                    lambda: self.records.purge(datetime.now(UTC) - timedelta(days=days))
                )
            except Exception:
                LOG.exception("old records could not be deleted")
            await asyncio.sleep(_DAY_S)

    def _answered(self, answer: Answer, channel: str) -> str:
        """Count and log an answer; the id of its record."""
        record_id = new_id()
        self.metrics.count_answer(answer)
        self._writer.submit(self._log, answer, channel, record_id)
        return record_id

    def _log(self, answer: Answer, channel: str, record_id: str) -> None:
        try:
            self.records.add_question(answer, channel, record_id)
        except Exception as problem:
            if is_damage(problem):
                self._replace_records()
            LOG.exception("a question could not be logged")

    def _open_records(self) -> Records:
        return open_records_for_serving(
            self.settings.database_url.get_secret_value(), self.settings.data_dir
        )

    def _replace_records(self) -> None:
        """Go on with a new log: the file of the present one broke while it was open."""
        try:
            self.records.close()
            self.records = self._open_records()
        except Exception:
            LOG.exception("no new log could be opened")

    def _keep_loaded(self) -> None:
        """Load the services, then look every few seconds for a corpus or an index that has changed.

        What could not be loaded is tried again: a Chroma server comes back, a disk is cleared.
        """
        watch = CorpusWatch(self.settings)
        if not self._load_services():
            watch.doubt()
        while not self._stopped.wait(_LOOK_S):
            if watch.has_changed():
                present = self._services
                loaded = self._renew_services(present) if present else self._load_services()
                if not loaded:
                    watch.doubt()

    def _renew_services(self, present: Services) -> bool:
        """Answer from the corpus as it is now; where it cannot be loaded, go on as before.

        False where it is to be tried again. A corpus without documents answers nothing.
        """
        try:
            if self.settings.corpus_dir.is_dir() and not Library(self.settings.corpus_dir).ids:
                self._withdraw()
                return True
            renewed = renew(present)
            answer_request(renewed, _warming())
        except Exception as error:
            self._tell("the changed corpus is not used: %s", message_of(error) or repr(error))
            return False
        self._told = ""
        self._services = renewed
        LOG.warning("answering from the changed corpus: %s documents", len(renewed.library.ids))
        if renewed.search is not present.search:
            self._close_later(present)
        return True

    def _withdraw(self) -> None:
        """Answer nothing until there is a document again."""
        present, self._services = self._services, None
        self._problem = _EMPTY
        self.metrics.ready.set(0)
        LOG.error(_EMPTY)
        if present:
            self._close_later(present)

    def _close_later(self, services: Services) -> None:
        """Release an index when the questions that it still answers have ended."""
        closing = threading.Timer(self.settings.request_timeout_s, services.search.close)
        closing.daemon = True
        closing.start()

    def _tell(self, text: str, problem: str, *, traceback: bool = False) -> None:
        """Log a problem, not again and again."""
        if problem != self._told:
            LOG.error(text, problem, exc_info=traceback)
        self._told = problem

    def _load_services(self) -> bool:
        """Load everything; False where that failed."""
        try:
            services = self._load(self.settings)
            answer_request(services, _warming())
            self._services = services
            self._told = ""
            self.metrics.ready.set(1)
        except Exception as error:
            message = message_of(error)
            self._tell("loading failed: %s", message or repr(error), traceback=message is None)
            self._problem = message or "加载失败，请管理员查看服务日志。"
        finally:
            self._settled.set()
        return self._services is not None


def _warming() -> Question:
    """Asked of newly loaded services, so that the first resident does not wait."""
    return Question(question=domain().examples[0].question)
