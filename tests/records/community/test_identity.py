"""People are known by keyed hashes, the same for one home and for no other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.records.community.identity import FILE_NAME, Identities
from retrieval.errors import RecordsBroken, RecordsError
from tests.conftest import ROOT

ANN = 123456789012345678


def test_a_person_is_the_same_after_a_restart_and_another_elsewhere(tmp_path: Path) -> None:
    known = Identities(tmp_path / "one").of(ANN)
    assert len(known) == 32
    assert int(known, 16)
    assert Identities(tmp_path / "one").of(ANN) == known
    assert Identities(tmp_path / "one").of(ANN + 1) != known
    assert Identities(tmp_path / "other").of(ANN) != known
    assert str(ANN) not in known


def test_the_key_is_readable_by_its_owner_only_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    Identities(tmp_path / "home")
    assert (tmp_path / "home" / FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == [FILE_NAME]


def test_processes_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from bot.records.community.identity import Identities;"
        "sys.stdin.readline(); print(Identities(Path(sys.argv[1])).of(1))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    said = [process.communicate("\n")[0] for process in processes]
    assert len(set(said)) == 1
    assert said[0].strip() == Identities(tmp_path).of(1)


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_what_is_no_key_is_named_and_left(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(RecordsBroken, match="is no key of Dateline"):
        Identities(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_a_key_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordsError, match="cannot be read or made"):
        Identities(tmp_path / "file")
