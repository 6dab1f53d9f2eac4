"""Loading what all questions share: settings, corpus, encoder, index."""

from __future__ import annotations

import hashlib
from typing import Any

from threadpoolctl import threadpool_limits

from assistant.services import Services
from assistant.settings import Settings
from assistant.understanding import models as understanding
from corpus.library import Library
from index import generations
from index.cross import is_cross_encoder, load_cross_encoder
from index.decision import Decision, read_decision
from index.embeddings import EMBEDDED, Encoder, find_model, fingerprint, load_encoder
from index.indexing import Advance, IndexReport, Progress, is_current, update
from index.search import Search, open_search


def load(
    settings: Settings,
    progress: Progress = lambda message: None,
    advance: Advance = lambda done, total: None,
) -> Services:
    """Everything a question needs. Builds the index first where it is missing or out of date.

    Raises CorpusError, EncoderNotFoundError or IndexingError, each with a Chinese message.
    """
    encoder, cross_encoder = load_models(settings)
    return open_services(settings, encoder, progress, advance, cross_encoder)


def load_models(settings: Settings) -> tuple[Encoder, Any | None]:
    """The encoder, and the CrossEncoder where POLICY_RERANKER names one. Another MultiVectorEncoder that
    it names gives the encoder's token vectors. Raises EncoderNotFoundError."""
    if not settings.reranker:
        return load_encoder(settings.encoder), None
    folder = find_model(settings.reranker)
    if is_cross_encoder(folder):
        return load_encoder(settings.encoder), load_cross_encoder(folder)
    return load_encoder(settings.encoder, late=settings.reranker), None


def open_services(
    settings: Settings,
    encoder: Encoder,
    progress: Progress = lambda message: None,
    advance: Advance = lambda done, total: None,
    cross_encoder: Any | None = None,
) -> Services:
    """The same with models that are loaded already."""
    library = Library(settings.corpus_dir)
    _name_lost(library, progress)
    search = _search(settings, library, encoder, progress, advance, cross_encoder)
    services = Services(settings, library, search, understanding.load_models(encoder))
    # numpy's products are small here, and its waiting threads would take the cores from the encoder's
    threadpool_limits(limits=1, user_api="blas")
    return services


def renew(services: Services) -> Services:
    """The same over the corpus and the index as they are now; brings the index up to date first.

    The retriever stays where its generation is still the current one. Raises like `load`.
    """
    settings, present = services.settings, services.search
    library = Library(settings.corpus_dir)
    fingerprint = present.encoder.fingerprint
    current = generations.current(settings.index_dir)
    if current == present.folder and is_current(
        settings.index_dir, library, fingerprint, settings.chroma_url
    ):
        return Services(settings, library, present, services.models)
    return open_services(settings, present.encoder, cross_encoder=present.cross_encoder)


def bring_up_to_date(
    settings: Settings, *, rebuild: bool, progress: Progress, advance: Advance
) -> IndexReport:
    """Index what changed in the corpus; `rebuild` embeds everything anew."""
    library = Library(settings.corpus_dir)
    _name_lost(library, progress)
    _name_ignored(library, progress)
    encoder, _ = load_models(settings)
    return update(
        settings.index_dir,
        library,
        encoder,
        rebuild=rebuild,
        progress=progress,
        advance=advance,
        chroma_url=settings.chroma_url,
    )


def _name_ignored(library: Library, progress: Progress) -> None:
    """Tell of files that an older version read and this one does not."""
    for name in library.ids:
        for path in sorted((library.folder / name).glob("questions*.yaml")):
            progress(
                f"不再使用 {path}：现在直接按原文检索，每份文件一样，不需要相似问。这个文件可以删除。"
            )


def _name_lost(library: Library, progress: Progress) -> None:
    """Tell of documents whose text is gone: they answer nothing until it is back."""
    for name in library.lost:
        progress(
            f"文件「{name}」的正文不见了（{library.folder / name}），不能回答它的内容。"
            "请用 policy restore 从备份恢复，或用 policy corpus add 重新添加。"
        )


def _search(
    settings: Settings,
    library: Library,
    encoder: Encoder,
    progress: Progress,
    advance: Advance,
    cross_encoder: Any | None,
) -> Search:
    url = settings.chroma_url
    if not is_current(settings.index_dir, library, encoder.fingerprint, url):
        _name_ignored(library, progress)
        update(
            settings.index_dir,
            library,
            encoder,
            progress=progress,
            advance=advance,
            chroma_url=url,
        )
    decision = _decision(settings, encoder, progress)
    search = open_search(settings.index_dir, encoder, decision, cross_encoder)
    if search is None:
        raise RuntimeError("the index was switched to another encoder while it was opened")
    return search


def _decision(settings: Settings, encoder: Encoder, progress: Progress) -> Decision:
    """The decision to answer that belongs to the encoder; calibrated now where there is none yet."""
    if encoder.fingerprint == fingerprint(EMBEDDED, EMBEDDED.name):
        return read_decision()
    mark = hashlib.sha256(encoder.fingerprint.encode()).hexdigest()[:16]
    path = settings.index_dir / f"decision-{mark}.json"
    if not path.is_file():
        from index.training.calibrating import calibrate_encoder
        from index.training.data import read

        progress("编码器不是内置的，正在校准拒答的判断，需要几分钟")
        calibrate_encoder(encoder, read()).decision.save(path)
    return read_decision(path)
