"""Dateline as a tool that a LangChain agent may call."""

from __future__ import annotations

from langchain_core.messages import AIMessage
from langchain_core.tools import BaseTool, StructuredTool
from pydantic import Field, create_model

import prompts
from retrieval.adapters.langchain.chain import answer_chain
from retrieval.adapters.langchain.messages import citations
from retrieval.adapters.langchain.source import Asked, Opened
from retrieval.types import Citation, Filters

NAME = "ask_articles"


def dateline_tool(
    library: Opened | Asked, *, filters: Filters | None = None, name: str = NAME
) -> BaseTool:
    """A tool with one argument, `question`, for `create_agent` or `bind_tools`.

    Its content is the answer with its sources (or what an abstention says); its artifact is the
    AIMessage of `answer_chain`, whose citations a program can show. A DatelineError is not told to
    the model: it ends the agent's run.
    """
    texts = prompts.load()
    chain = answer_chain(library, filters=filters, name=name)

    def ask(question: str) -> tuple[str, AIMessage]:
        said = chain.invoke(question)
        return _content(said), said

    async def ask_async(question: str) -> tuple[str, AIMessage]:
        said = await chain.ainvoke(question)
        return _content(said), said

    return StructuredTool.from_function(
        ask,
        ask_async,
        name=name,
        description=texts["langchain/tool"].text,
        args_schema=create_model(
            "Question", question=(str, Field(description=texts["langchain/question"].text))
        ),
        response_format="content_and_artifact",
    )


def _content(said: AIMessage) -> str:
    found = citations(said)
    if not found:
        return str(said.text)
    sources = "\n".join(_source(citation) for citation in found)
    return prompts.load()["langchain/result"].fill(answer=said.text, sources=sources)


def _source(citation: Citation) -> str:
    article = citation.article
    known = (article.outlet, article.published and article.published.iso, article.url)
    origin = ", ".join(part for part in known if part) or article.key
    return prompts.load()["langchain/source"].fill(
        n=str(citation.n), title=article.title, origin=origin, quote=citation.quote
    )
