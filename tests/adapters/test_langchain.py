"""Dateline inside LangChain programs: real LangChain objects over a library of articles."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from langchain.agents import create_agent
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
    message_chunk_to_message,
)
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnableParallel, RunnablePassthrough

from retrieval.adapters.langchain import DatelineRetriever, answer_chain, dateline_tool
from retrieval.errors import ModelUnavailable, UsageError
from retrieval.library import Library
from retrieval.types import (
    Abstention,
    AbstentionReason,
    Answer,
    AnswerSentence,
    ArticleInfo,
    Citation,
    Done,
    Event,
    Filters,
    Passage,
    Published,
    Reply,
    Searching,
    SentenceVerified,
    Turn,
    Usage,
)
from tests import newsroom
from tests.conftest import ROOT

WHO = "Who called the fog the worst in a generation?"
BOTH = "How many passengers were brought ashore? Who is the director of the port of Lunde?"
UNTOLD = "Who won the football match in Tarn?"


@pytest.fixture(autouse=True)
def _untraced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "false")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Library]:
    own = tmp_path_factory.getbasetemp()
    with newsroom.invented(own if worker_id == "master" else own.parent) as opened:
        yield opened


@dataclass(slots=True)
class Scripted:
    """An engine that replies what it is given; `hangs` before the reply until it is cancelled."""

    reply: Reply | Exception
    hangs: bool = False
    asked: list[tuple[str, tuple[Turn, ...], Filters | None]] = field(default_factory=list)
    hanging: bool = False
    ended: list[str] = field(default_factory=list)

    async def answer(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Reply:
        *_, last = [event async for event in self.stream(question, turns=turns, filters=filters)]
        assert isinstance(last, Done)
        return last.reply

    async def stream(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> AsyncIterator[Event]:
        self.asked.append((question, tuple(turns), filters))
        yield Searching(question)
        try:
            if isinstance(self.reply, Answer):
                yield SentenceVerified(self.reply.sentences[0], self.reply.citations)
            if self.hangs:
                self.hanging = True
                await asyncio.Event().wait()
            if isinstance(self.reply, Exception):
                raise self.reply
            yield Done(self.reply)
        except BaseException as error:
            self.ended.append(type(error).__name__)
            raise

    async def search(
        self, question: str, *, k: int = 10, filters: Filters | None = None
    ) -> tuple[Passage, ...]:
        raise NotImplementedError


ARTICLE = ArticleInfo(
    key="fog",
    title="Fog",
    outlet="The Wire",
    authors=("A. Writer",),
    published=Published("2021-10", "month"),
    url="https://example.org/fog",
)
CITATION = Citation(n=3, article=ARTICLE, start=40, end=60, quote="Fog closed the port.")
GENERATED = Answer(
    question="Why?",
    standalone_question="Why was the port closed?",
    sentences=(AnswerSentence(text="Fog closed it.", citations=(3,), support=0.9),),
    citations=(CITATION,),
    passages=(),
    model="openai:tiny",
    prompts="abc123",
    usage=Usage(prompt_tokens=90, completion_tokens=7, cost=0.001),
    dropped=2,
    notices=("Two sentences were not shown.",),
)
ABSTENTION = Abstention(
    question="Why?",
    standalone_question="Why?",
    reason=AbstentionReason.NOT_STATED,
    message="The articles do not tell.",
    model="extractive",
)


# the retriever


def test_documents_are_passages_with_what_is_known_of_their_articles(library: Library) -> None:
    found = DatelineRetriever(library=library, k=4).invoke(WHO)
    assert len(found) == 4
    for document in found:
        known = document.metadata
        article = library.article(known["key"])
        assert document.page_content == article.text[known["start"] : known["end"]]
        assert document.id == f"{article.key}:{known['start']}-{known['end']}"
    best = found[0].metadata
    assert (best["key"], best["title"]) == ("ferry", "Ferry runs aground off Lunde")
    assert (best["outlet"], best["authors"]) == ("Fjord Courier", ["Signe Aas"])
    assert (best["published"], best["url"]) == ("2019-03-04", None)
    scores = [document.metadata["score"] for document in found]
    assert scores == sorted(scores, reverse=True)


def test_the_retriever_finds_the_same_asynchronously_and_from_the_engine(library: Library) -> None:
    found = DatelineRetriever(library=library).invoke(WHO)
    assert asyncio.run(DatelineRetriever(library=library.engine).ainvoke(WHO)) == found


def test_a_retriever_keeps_to_its_filters_and_a_call_may_bring_its_own(library: Library) -> None:
    retriever = DatelineRetriever(library=library, filters=Filters(outlets=("Harbour Weekly",)))
    assert {each.metadata["outlet"] for each in retriever.invoke(WHO)} == {"Harbour Weekly"}
    found = retriever.invoke(WHO, k=1, filters=Filters(keys=("ferry",)))
    assert [each.metadata["key"] for each in found] == ["ferry"]


def test_a_retriever_is_a_part_of_a_program_and_is_asked_from_inside_a_loop(
    library: Library,
) -> None:
    def keys_of(found: list[Document]) -> list[str]:
        return [each.metadata["key"] for each in found]

    keys = DatelineRetriever(library=library, k=2) | RunnableLambda(keys_of)

    async def ask() -> list[list[str]]:
        return [keys.invoke(WHO), *keys.batch([WHO]), await keys.ainvoke(WHO)]

    first, *others = asyncio.run(ask())
    assert first[0] == "ferry"
    assert others == [first, first]


# the message


def test_the_message_is_standard_blocks_whose_citations_enclose_their_sentences(
    library: Library,
) -> None:
    reply = newsroom.answered(library, BOTH)
    said = answer_chain(library).invoke(BOTH)
    assert type(said) is AIMessage
    assert said.text == reply.text
    (block,) = said.content_blocks
    assert block["type"] == "text"
    marked = [
        (said.text[each["start_index"] : each["end_index"]], each["extras"]["n"])
        for each in block["annotations"]
        if each["type"] == "citation"
    ]
    assert marked == [(one.text, n) for one in reply.sentences for n in one.citations]
    assert len(marked) >= 2
    for each in block["annotations"]:
        assert each["type"] == "citation"
        extras = each["extras"]
        article = library.article(extras["key"])
        assert each["cited_text"] == article.text[extras["start"] : extras["end"]]
        assert each["title"] == article.title
        assert "url" not in each


def test_the_metadata_tell_what_a_model_did() -> None:
    said = answer_chain(Scripted(GENERATED)).invoke("Why?")
    assert said.response_metadata == {
        "output_version": "v1",
        "abstained": False,
        "reason": None,
        "model": "openai:tiny",
        "prompts": "abc123",
        "usage": {
            "prompt_tokens": 90,
            "completion_tokens": 7,
            "estimated": False,
            "cost": 0.001,
        },
        "notices": ["Two sentences were not shown."],
        "standalone_question": "Why was the port closed?",
        "dropped": 2,
    }
    assert said.usage_metadata == {"input_tokens": 90, "output_tokens": 7, "total_tokens": 97}
    (block,) = said.content_blocks
    assert block["annotations"][0]["url"] == ARTICLE.url  # type: ignore[typeddict-item]


def test_an_abstention_says_so_without_citations(library: Library) -> None:
    said = answer_chain(library).invoke(UNTOLD)
    assert said.response_metadata["abstained"] is True
    assert said.response_metadata["reason"] == newsroom.refused(library, UNTOLD).reason
    assert said.text == newsroom.refused(library, UNTOLD).message
    assert said.content_blocks == [
        {"type": "text", "text": said.text, "annotations": [], "index": 0}
    ]
    assert said.usage_metadata is None


# the stream


def whole(chunks: Sequence[AIMessage]) -> BaseMessage:
    first, *others = chunks
    assert isinstance(first, AIMessageChunk)
    return message_chunk_to_message(first + others)


@pytest.mark.parametrize("question", [BOTH, UNTOLD])
def test_the_sum_of_a_stream_is_the_message(library: Library, question: str) -> None:
    chain = answer_chain(library)

    async def stream() -> list[AIMessage]:
        return [chunk async for chunk in chain.astream(question)]

    said = chain.invoke(question)
    assert whole(list(chain.stream(question))) == said
    assert whole(asyncio.run(stream())) == said
    assert asyncio.run(chain.ainvoke(question)) == said


def test_a_stream_gives_a_sentence_at_a_time(library: Library) -> None:
    reply = newsroom.answered(library, BOTH)
    *chunks, last = answer_chain(library).stream(BOTH)
    assert [chunk.text.strip().split(" [")[0] for chunk in chunks] == [
        sentence.text for sentence in reply.sentences
    ]
    assert last.text == ""
    assert last.chunk_position == "last"


def test_events_of_a_program_bring_the_sentences(library: Library) -> None:
    program = answer_chain(library) | StrOutputParser()

    async def pieces() -> list[str]:
        return [
            event["data"]["chunk"].text
            async for event in program.astream_events(BOTH, version="v2")
            if event["event"] == "on_chain_stream" and event["name"] == "dateline"
        ]

    assert "".join(asyncio.run(pieces())) == newsroom.answered(library, BOTH).text


# programs


class Started(BaseCallbackHandler):
    """Notes which runs began, with their tags."""

    def __init__(self) -> None:
        self.runs: list[tuple[str | None, list[str]]] = []

    def on_chain_start(
        self,
        serialized: dict[str, Any],
        inputs: dict[str, Any],
        *,
        run_id: UUID,
        tags: list[str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.runs.append((kwargs.get("name"), tags or []))


def test_a_chain_is_a_part_of_larger_programs(library: Library) -> None:
    chain = answer_chain(library)
    text = newsroom.answered(library, WHO).text
    assert (chain | StrOutputParser()).invoke(WHO) == text
    assert "".join((chain | StrOutputParser()).stream(WHO)) == text
    beside = RunnableParallel(said=chain | StrOutputParser(), asked=RunnablePassthrough())
    assert beside.invoke(WHO) == {"said": text, "asked": WHO}
    prompt = ChatPromptTemplate([("system", "Be brief."), ("human", "{question}")])
    assert (prompt | chain).invoke({"question": WHO}).text == text


def test_a_batch_answers_in_order_and_its_config_reaches_the_callbacks(library: Library) -> None:
    started = Started()
    chain = answer_chain(library).with_config(run_name="newsroom", tags=["press"])
    config = {"callbacks": [started], "max_concurrency": 2}
    texts = [newsroom.answered(library, WHO).text, newsroom.refused(library, UNTOLD).message]
    assert [said.text for said in chain.batch([WHO, UNTOLD], config)] == texts  # type: ignore[arg-type]
    assert started.runs == [("newsroom", ["press"])] * 2
    told = asyncio.run(chain.abatch([WHO, UNTOLD], config))  # type: ignore[arg-type]
    assert [said.text for said in told] == texts


def test_a_chain_is_asked_synchronously_inside_a_running_loop(library: Library) -> None:
    chain = answer_chain(library)

    async def notebook() -> tuple[BaseMessage, BaseMessage]:
        return chain.invoke(WHO), whole(list(chain.stream(WHO)))

    assert asyncio.run(notebook()) == (chain.invoke(WHO), chain.invoke(WHO))


def test_the_schemas_of_a_chain_can_be_made(library: Library) -> None:
    chain = answer_chain(library)
    assert chain.get_input_jsonschema()
    assert chain.get_output_jsonschema()["title"] == "AIMessage"
    assert "dateline" in (chain | StrOutputParser()).get_graph().draw_mermaid()


# what may be asked

SAID = answer_chain(Scripted(GENERATED)).invoke("Why?")
HISTORY = (Turn("user", "Why?"), Turn("assistant", "Fog closed it.", (CITATION,)))
FILTERS = Filters(outlets=("The Wire",))


@pytest.mark.parametrize(
    ("given", "question", "turns", "filters"),
    [
        ("Who?", "Who?", (), None),
        ({"question": "Who?"}, "Who?", (), None),
        ({"question": "Who?", "filters": FILTERS}, "Who?", (), FILTERS),
        ({"question": "Who?", "history": HISTORY}, "Who?", HISTORY, None),
        ({"question": "Who?", "history": [("human", "Why?"), SAID]}, "Who?", HISTORY, None),
        ({"messages": [HumanMessage("Why?"), SAID, HumanMessage("Who?")]}, "Who?", HISTORY, None),
        (
            [SystemMessage("Be brief."), HumanMessage("Why?"), SAID, ("user", "Who?")],
            "Who?",
            HISTORY,
            None,
        ),
        (
            [
                {"role": "user", "content": "Why?"},
                {"role": "assistant", "content": "Fog. [1]"},
                {"role": "user", "content": "Who?"},
            ],
            "Who?",
            (Turn("user", "Why?"), Turn("assistant", "Fog.")),
            None,
        ),
        (HumanMessage("Who?"), "Who?", (), None),
        ([HumanMessage([{"type": "text", "text": "Who?"}])], "Who?", (), None),
        ([HumanMessage("Who?"), AIMessage("", tool_calls=[])], "Who?", (), None),
    ],
)
def test_an_input_is_understood(
    given: Any, question: str, turns: tuple[Turn, ...], filters: Filters | None
) -> None:
    engine = Scripted(ABSTENTION)
    answer_chain(engine).invoke(given)
    list(answer_chain(engine).stream(given))
    assert engine.asked == [(question, turns, filters)] * 2


def test_the_chains_filters_stand_in_for_an_inputs() -> None:
    engine = Scripted(ABSTENTION)
    chain = answer_chain(engine, filters=FILTERS)
    chain.invoke("Who?")
    chain.invoke({"question": "Who?", "filters": Filters(keys=("fog",))})
    assert [filters for _, _, filters in engine.asked] == [FILTERS, Filters(keys=("fog",))]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"question": None},
        {"question": 3},
        {"query": "Who?"},
        [],
        [AIMessage("Fog.")],
        {"question": "Who?", "filters": {"outlets": ["The Wire"]}},
        3,
        None,
    ],
)
def test_an_input_without_a_question_is_refused_in_one_line(given: Any) -> None:
    with pytest.raises(UsageError) as caught:
        answer_chain(Scripted(ABSTENTION)).invoke(given)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_follow_up_is_understood_from_the_messages(library: Library) -> None:
    chain = answer_chain(library)
    asked = HumanMessage("Who is Helga Sund?")
    said = chain.invoke([asked, chain.invoke([asked]), HumanMessage("What did she take back?")])
    assert said.response_metadata["standalone_question"] == "What did Helga Sund take back?"
    assert "the night shift" in said.text


def test_changed_annotations_in_a_history_are_left_out() -> None:
    changed = SAID.model_copy(deep=True)
    assert isinstance(changed.content[0], dict)
    del changed.content[0]["annotations"][0]["extras"]["key"]
    engine = Scripted(ABSTENTION)
    answer_chain(engine).invoke([HumanMessage("Why?"), changed, HumanMessage("Who?")])
    assert engine.asked[0][1] == (Turn("user", "Why?"), Turn("assistant", "Fog closed it."))


# errors and cancelling


def test_our_errors_pass_through() -> None:
    chain = answer_chain(Scripted(ModelUnavailable("It is overloaded.", hint="Try later.")))

    async def stream() -> list[AIMessage]:
        return [chunk async for chunk in chain.astream("Why?")]

    for ask in (
        lambda: chain.invoke("Why?"),
        lambda: list(chain.stream("Why?")),
        lambda: asyncio.run(chain.ainvoke("Why?")),
        lambda: asyncio.run(stream()),
    ):
        with pytest.raises(ModelUnavailable, match="It is overloaded"):
            ask()
    said: list[Any] = chain.batch(["Why?", "Who?"], return_exceptions=True)
    assert [type(each) for each in said] == [ModelUnavailable] * 2


def test_a_cancelled_question_is_cancelled_in_the_engine() -> None:
    engine = Scripted(GENERATED, hangs=True)

    async def ask() -> None:
        task = asyncio.create_task(answer_chain(engine).ainvoke("Why?"))
        while not engine.hanging:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(ask())
    assert engine.ended == ["CancelledError"]


def test_a_cancelled_stream_is_cancelled_in_the_engine() -> None:
    engine = Scripted(GENERATED, hangs=True)
    heard: list[str] = []

    async def listen() -> None:
        async for chunk in answer_chain(engine).astream("Why?"):
            heard.append(chunk.text)

    async def ask() -> None:
        task = asyncio.create_task(listen())
        while not engine.hanging:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(ask())
    assert heard == ["Fog closed it. [3]"]
    assert engine.ended == ["CancelledError"]


def test_a_stream_that_is_left_is_closed_in_the_engine() -> None:
    engine = Scripted(GENERATED, hangs=True)

    async def leave() -> None:
        chunks = answer_chain(engine).astream("Why?")
        await anext(chunks)
        await chunks.aclose()  # type: ignore[attr-defined]

    asyncio.run(leave())
    assert engine.ended == ["GeneratorExit"]

    chunks = answer_chain(engine).stream("Why?")
    assert next(chunks).text == "Fog closed it. [3]"
    chunks.close()  # type: ignore[attr-defined]
    assert engine.ended == ["GeneratorExit"] * 2


INTERRUPTED = """
import asyncio, sys
from retrieval.adapters.langchain import answer_chain
class Engine:
    async def answer(self, question, *, turns=(), filters=None):
        try:
            print("asked", flush=True)
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            print("cancelled", flush=True)
            raise
    async def stream(self, question, *, turns=(), filters=None):
        yield await self.answer(question)
chain = answer_chain(Engine())
try:
    list(chain.stream("Why?")) if sys.argv[1] == "stream" else chain.invoke("Why?")
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize("way", ["invoke", "stream"])
def test_an_interrupt_cancels_a_synchronous_call(way: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, way],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "asked\n"
        program.send_signal(signal.SIGINT)
        out, err = program.communicate()
    assert (out, err, program.returncode) == ("cancelled\ninterrupted\n", "", 0)


def test_a_citation_of_the_conversation_keeps_its_number() -> None:
    chain = answer_chain(Scripted(replace(GENERATED, citations=())))
    given = {"question": "Who?", "history": HISTORY}
    said = whole(list(chain.stream(given)))
    assert said == chain.invoke(given)
    assert isinstance(said.content[0], dict)
    assert [each["extras"]["n"] for each in said.content[0]["annotations"]] == [3]


# an agent


class Caller(GenericFakeChatModel):
    """A model that calls the tool and then repeats what it was given."""

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self


def caller(question: str) -> Caller:
    call = {"name": "ask_articles", "args": {"question": question}, "id": "1"}
    return Caller(messages=iter([AIMessage("", tool_calls=[call]), AIMessage("So it is.")]))


@pytest.mark.parametrize("asynchronous", [False, True])
def test_an_agent_calls_dateline_and_gets_sources(library: Library, asynchronous: bool) -> None:
    agent = create_agent(caller(WHO), [dateline_tool(library)])
    given: Any = {"messages": [HumanMessage(WHO)]}
    state = asyncio.run(agent.ainvoke(given)) if asynchronous else agent.invoke(given)
    _, _, told, last = state["messages"]
    assert isinstance(told, ToolMessage)
    reply = newsroom.answered(library, WHO)
    (citation,) = reply.citations
    assert told.content == (
        f"{reply.text}\n\nSources\n[1] Ferry runs aground off Lunde (Fjord Courier, 2019-03-04):"
        f' "{citation.quote}"'
    )
    assert told.artifact == answer_chain(library).invoke(WHO)
    assert last.text == "So it is."


def test_an_agent_is_told_that_the_articles_do_not_tell(library: Library) -> None:
    agent = create_agent(caller(UNTOLD), [dateline_tool(library)])
    state = agent.invoke({"messages": [HumanMessage(UNTOLD)]})
    told = state["messages"][2]
    assert told.content == newsroom.refused(library, UNTOLD).message
    assert told.artifact.response_metadata["abstained"] is True


def test_an_agents_run_ends_with_our_error() -> None:
    engine = Scripted(ModelUnavailable("It is overloaded."))
    agent = create_agent(caller("Why?"), [dateline_tool(engine)])
    with pytest.raises(ModelUnavailable):
        agent.invoke({"messages": [HumanMessage("Why?")]})


def test_the_tool_says_what_it_is_for() -> None:
    tool = dateline_tool(Scripted(ABSTENTION))
    assert tool.name == "ask_articles"
    assert "[n]" in tool.description
    assert list(tool.args) == ["question"]


# walls


def test_importing_retrieval_loads_no_langchain() -> None:
    program = (
        "import sys, retrieval, retrieval.library, retrieval.engine;"
        "print([name for name in sys.modules if name.startswith('lang')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_every_loop_may_ask_the_same_library(library: Library) -> None:
    chain = answer_chain(library)
    assert asyncio.run(chain.ainvoke(WHO)) == asyncio.run(chain.ainvoke(WHO)) == chain.invoke(WHO)


def test_the_home_of_the_library_is_named_nowhere(library: Library, tmp_path: Path) -> None:
    """A message may travel further than the articles' files."""
    said = answer_chain(library).invoke(WHO)
    assert str(library.home) not in said.model_dump_json()
