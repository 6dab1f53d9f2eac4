"""Loading what all questions share: settings, corpus, encoder, index."""

from __future__ import annotations

from threadpoolctl import threadpool_limits

from assistant.context import Services
from assistant.settings import Settings
from corpus.library import Library
from index import generations
from index.embeddings import Encoder, load_encoder
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
    return open_services(settings, load_encoder(settings.encoder), progress, advance)


def open_services(
    settings: Settings,
    encoder: Encoder,
    progress: Progress = lambda message: None,
    advance: Advance = lambda done, total: None,
) -> Services:
    """The same with an encoder that is loaded already."""
    library = Library(settings.corpus_dir)
    services = Services(
        settings, library, _retriever(settings, library, encoder, progress, advance)
    )
    # numpy's products are small here, and its waiting threads would take the cores from the encoder's
    threadpool_limits(limits=1, user_api="blas")
    return services


def renew(services: Services) -> Services:
    """The same over the corpus and the index as they are now; brings the index up to date first.

    The retriever stays where its generation is still the current one. Raises like `load`.
    """
    settings, present = services.settings, services.retriever
    library = Library(settings.corpus_dir)
    fingerprint = present.encoder.fingerprint
    current = generations.current(settings.index_dir)
    if current == present.folder and is_current(
        settings.index_dir, library, fingerprint, settings.chroma_url
    ):
        return Services(settings, library, present)
    return open_services(settings, present.encoder)


def bring_up_to_date(
    settings: Settings, *, rebuild: bool, progress: Progress, advance: Advance
) -> IndexReport:
    """Index what changed in the corpus; `rebuild` embeds everything anew."""
    library = Library(settings.corpus_dir)
    encoder = load_encoder(settings.encoder)
    return update(
        settings.index_dir,
        library,
        encoder,
        rebuild=rebuild,
        progress=progress,
        advance=advance,
        chroma_url=settings.chroma_url,
    )


def _retriever(
    settings: Settings, library: Library, encoder: Encoder, progress: Progress, advance: Advance
) -> Search:
    url = settings.chroma_url
    if not is_current(settings.index_dir, library, encoder.fingerprint, url):
        update(
            settings.index_dir,
            library,
            encoder,
            progress=progress,
            advance=advance,
            chroma_url=url,
        )
    retriever = open_search(settings.index_dir, encoder)
    if retriever is None:
        raise RuntimeError("the index was switched to another encoder while it was opened")
    return retriever
