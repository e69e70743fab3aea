"""One machine or many: a Spark master with two workers on this machine counts exactly what DuckDB counts."""

from __future__ import annotations

import importlib.util
import os
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from drawn_pictures import count, draw
from drawn_register import KINDS, TOWN, YEARS, Stand, draw_register
from people_deliveries import invent

from noaber.content.model import Region
from noaber.warehouse.counting.engines import DuckDBEngine, SparkEngine

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed"),
    pytest.mark.skipif(importlib.util.find_spec("pyarrow_hotfix") is None, reason="ibis-framework[pyspark] is not"),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no java (apt-get install default-jre-headless)"),
    pytest.mark.filterwarnings("default"),
]
HERE = "127.0.0.1"
COUNTS = (
    "people", "clients", "client_households", "poor_households", "clients_new", "care_cost", "spells_ended",
    "days_of_ended",
)  # fmt: skip
SMALL = {
    "spark.driver.host": HERE,
    "spark.driver.bindAddress": HERE,
    "spark.executor.memory": "512m",
    "spark.driver.memory": "512m",
    "spark.sql.shuffle.partitions": "2",
    "spark.cores.max": "2",
}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HERE, 0))
        return int(free.getsockname()[1])


def _spawn(role: str, *arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}", "--host", HERE, *arguments]
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HERE, "SPARK_WORKER_DIR": str(folder)}
    with (folder / f"{role.rpartition('.')[2]}.log").open("ab") as log:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as door:
            if door.connect_ex((HERE, port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"nobody listens on {port}")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    """A Spark master and two workers, each a process of its own, on the loopback address."""
    folder, port = tmp_path_factory.mktemp("spark"), _free_port()
    address = f"spark://{HERE}:{port}"
    started = [_spawn("master.Master", "--port", str(port), "--webui-port", str(_free_port()), folder=folder)]
    try:
        _wait_for(port)
        for _ in range(2):
            one = ("--webui-port", str(_free_port()), "--cores", "1", "--memory", "600m", address)
            started.append(_spawn("worker.Worker", *one, folder=folder))
        yield SparkEngine(address, {**SMALL, "spark.local.dir": str(folder)})
        from pyspark.sql import SparkSession

        active = SparkSession.getActiveSession()
        if active is not None:
            active.stop()
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(30)


def test_a_cluster_counts_the_same(cluster: SparkEngine, office: Region, tmp_path: Path) -> None:
    """Every verb, to the last cent, from pictures that each drew for itself."""
    town = invent(5, 100, 200)
    (tmp_path / "one").mkdir()
    (tmp_path / "many").mkdir()
    one = draw(town, office, tmp_path / "one", DuckDBEngine())
    many = draw(town, office, tmp_path / "many", cluster)
    for id in COUNTS:
        here = count(id, office, one, tmp_path / "one", DuckDBEngine())
        there = count(id, office, many, tmp_path / "many", cluster)
        assert here.filter(pl.col("value") > 0).height > 5, id
        assert here.equals(there), id


def test_a_cluster_counts_a_register_the_same(cluster: SparkEngine, office: Region, tmp_path: Path) -> None:
    """Every kind, survivors, flows and jobs of shops that come, move and go."""
    chance, places = random.Random(3), list(TOWN)
    register = {
        (f"s{shop}", year): Stand(chance.choice(places), chance.choice(("food", "repair")), chance.randint(1, 5))
        for shop in range(60) for year in YEARS if chance.random() < 0.7
    }  # fmt: skip
    register |= {(f"t{place}", year): Stand(place, "food", 1) for place in places for year in YEARS}
    (tmp_path / "one").mkdir()
    (tmp_path / "many").mkdir()
    one = draw_register(register, office, tmp_path / "one", DuckDBEngine())
    many = draw_register(register, office, tmp_path / "many", cluster)
    asked: list[tuple[str, dict[str, object]]] = [("shops_born", {"kind": kind}) for kind in KINDS]
    asked += [("shops_born", {"kind": "survived", "after": 1}), ("shop_moves", {}), ("shop_jobs", {"kind": "went"})]
    for id, changed in asked:
        here = count(id, office, one, tmp_path / "one", DuckDBEngine(), **changed)
        there = count(id, office, many, tmp_path / "many", cluster, **changed)
        assert here.filter(pl.col("value") > 0).height > 5, (id, changed)
        assert here.equals(there), (id, changed)
