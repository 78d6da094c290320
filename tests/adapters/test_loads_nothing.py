"""Making a model or an embedder loads no vendor: that comes with the first question."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT

PROGRAM = """
import sys
from retrieval.adapters.langchain_chat import LangChainChat
from retrieval.adapters.langchain_embedder import LangChainEmbedder
from retrieval.adapters.openai_chat import OpenAIChat
from retrieval.adapters.openai_embedder import OpenAIEmbedder
from retrieval.adapters.tiktoken_counter import TiktokenCounter
from retrieval.model.guarded import Guarded

Guarded(OpenAIChat("m", base_url="http://127.0.0.1:1/v1"))
OpenAIEmbedder("m", base_url="http://127.0.0.1:1/v1")
TiktokenCounter("o200k_base")
print(" ".join({name.split(".")[0] for name in sys.modules}))
"""


def test_making_models_and_embedders_loads_no_vendor() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, cwd=ROOT, check=True
    )
    vendors = {
        "openai", "httpx", "httpx2", "langchain", "langchain_core", "langsmith", "tiktoken",
        "tenacity", "onnxruntime", "tokenizers", "pydantic",
    }  # fmt: skip
    assert vendors & set(done.stdout.split()) == set()
