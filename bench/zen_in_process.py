"""GoRules ZEN in a process of its own, from `.venv-peers`: see `in_process`."""

import json
from collections.abc import Sequence
from importlib.metadata import version
from typing import Final

import zen  # type: ignore[import-not-found] # in .venv-peers
from bench import stages
from bench.in_process import Prepared, serve
from bench.workers import ROOT, Json

GRAPH: Final = ROOT / "bench" / "derbyshire-9-to-10.jdm.json"
_KEY: Final = "derbyshire-9-to-10"
_PACKAGES: Final = ("zen-engine", "openfisca-core", "numpy", "gunicorn", "flask")


def _prepare(requests: Sequence[Json]) -> Prepared:
    graph = GRAPH.read_text(encoding="utf-8")
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {_KEY: json.loads(graph)}}})
    decision = zen.ZenEngine().create_decision(graph)

    def by_engine(facts: Json) -> Json:
        answer: Json = engine.evaluate(_KEY, facts)
        return answer

    def short(facts: Json) -> tuple[str, str | None, int | None]:
        result = by_engine(facts)["result"]
        if decision.evaluate(facts)["result"] != result:
            raise AssertionError("the two ways to ask ZEN differ")
        return result["outcome"], result.get("submission_date"), result.get("point")

    return Prepared(
        items=[request["facts"] for request in requests],
        calls={stages.ZEN_ENGINE: by_engine, stages.ZEN_DECISION: decision.evaluate},
        short_answer=short,
    )


if __name__ == "__main__":
    serve(_prepare, {name: version(name) for name in _PACKAGES})
