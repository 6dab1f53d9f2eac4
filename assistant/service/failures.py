"""Which exceptions are a user's or operator's to mend, and what is said to them."""

from __future__ import annotations

import errno


def message_of(error: BaseException) -> str | None:
    """The Chinese message of an expected failure, on one line; None for a fault of the program."""
    if type(error).__module__.startswith("pydantic") and "Settings" in str(error):
        field = str(error).splitlines()[1] if "\n" in str(error) else str(error)
        return f"设置项不正确：POLICY_{field.upper()}。请检查环境变量或 .env 文件。"
    from assistant.eligibility.family import EligibilityError
    from assistant.records.database import RecordsError
    from corpus.library import CorpusError
    from corpus.loaders import LoadError
    from index.embeddings import EncoderNotFoundError
    from index.indexing import IndexingError

    if isinstance(
        error,
        CorpusError
        | EligibilityError
        | LoadError
        | EncoderNotFoundError
        | IndexingError
        | RecordsError,
    ):
        return str(error).replace("\n", " ")
    if isinstance(error, PermissionError):
        return f"没有读写权限：{error.filename}。请检查文件夹权限。"
    if isinstance(error, OSError) and error.errno == errno.EROFS:
        return f"磁盘是只读的，不能写入 {error.filename or ''}。请换一个能写的文件夹或重新挂载。"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "磁盘空间不足，未作任何改动。请清理后重试。"
    return None
