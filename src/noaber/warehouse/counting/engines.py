"""Who counts: DuckDB in this process, out of core where it must, or Spark. Both get the SQL that Ibis writes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import duckdb
import ibis

from noaber.vocabulary.errors import Problem, SettingsError

Tables = Mapping[str, Sequence[Path]]
"""The Parquet files behind each table that an expression names."""


class Engine(Protocol):
    """What answers a question about records."""

    def answer(self, question: ibis.Table, tables: Tables, target: Path) -> None:
        """Write the answer to a Parquet file; what is needed meanwhile lies beside it, and is gone afterwards."""


@dataclass(frozen=True)
class DuckDBEngine:
    """DuckDB within a limit of memory; what does not fit is laid on disk for a while."""

    memory_mb: int = 4_000
    threads: int = 0  # as many as there are cores

    def one_of(self, number: int) -> DuckDBEngine:
        """Give one of several that count at the same time, each on one core and with its share of the memory."""
        return DuckDBEngine(self.memory_mb // number, 1)

    def answer(self, question: ibis.Table, tables: Tables, target: Path) -> None:
        """Write the answer to a Parquet file."""
        from ibis.backends.sql.compilers import DuckDBCompiler

        spill = target.with_suffix(".spill")
        sql = DuckDBCompiler().to_sqlglot(question).sql(dialect="duckdb")
        with duckdb.connect() as database:
            database.execute(f"SET memory_limit = '{self.memory_mb}MB'")
            if self.threads:
                database.execute(f"SET threads = {self.threads}")
            database.execute("SET temp_directory = $folder", {"folder": str(spill)})
            database.execute("SET preserve_insertion_order = false")
            for name, paths in tables.items():
                database.read_parquet([str(path) for path in paths]).create_view(name)
            database.sql(sql).write_parquet(str(target), compression="zstd")
        shutil.rmtree(spill, ignore_errors=True)


@dataclass(frozen=True)
class SparkEngine:
    """A Spark cluster that sees the same folder; `local` is one in this process."""

    master: str
    options: Mapping[str, str] = field(default_factory=dict)

    def answer(self, question: ibis.Table, tables: Tables, target: Path) -> None:
        """Write the answer to a Parquet file."""
        session, folder = self._session(), target.with_suffix(".parts")
        for name, paths in tables.items():
            session.read.parquet(*[str(path.resolve()) for path in paths]).createOrReplaceTempView(name)
        assert ibis.pyspark  # looked at, so that Ibis knows the options of its dialect
        answer = session.sql(ibis.to_sql(question, dialect="pyspark"))
        answer.coalesce(1).write.mode("overwrite").parquet(str(folder.resolve()))
        next(folder.glob("part-*.parquet")).replace(target)
        shutil.rmtree(folder)

    def _session(self) -> Any:
        """Give the session of this process, begun when it is first needed."""
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            problem = Problem("--engine", "Spark is not installed", "pip install 'noaber[spark]'", "Or use duckdb.")
            raise SettingsError(problem) from error
        builder = SparkSession.builder.master(self.master).appName("noaber")
        for name, value in {**SPARK, **self.options}.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        return session


SPARK = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.parquet.compression.codec": "zstd",
}


def engine_named(name: str) -> Engine:
    """Give the engine that a user names: duckdb, spark (in this process), or spark://host:port.

    >>> engine_named("spark://localhost:7077").master
    'spark://localhost:7077'
    """
    if name == "duckdb":
        return DuckDBEngine()
    if name in ("spark", "local") or name.startswith("local["):
        return SparkEngine("local[*]" if name in ("spark", "local") else name)
    if name.startswith("spark://"):
        return SparkEngine(name)
    raise SettingsError(Problem("--engine", f"'{name}'", "duckdb, spark or spark://host:port"))
