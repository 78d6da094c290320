"""Dateline in a LangChain program: a retriever, a chain with cited messages, an agent's tool."""

from __future__ import annotations

from retrieval.adapters.langchain.chain import AnswerChain, answer_chain
from retrieval.adapters.langchain.retriever import DatelineRetriever
from retrieval.adapters.langchain.tool import dateline_tool

__all__ = ["AnswerChain", "DatelineRetriever", "answer_chain", "dateline_tool"]
