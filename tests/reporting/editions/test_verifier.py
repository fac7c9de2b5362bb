"""The verifier accepts what was signed, offline, and says what differs in anything else."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reporting.editions import verifier
from reporting.editions.signing import public_keys, sealed, signer
from reporting.models import SignedEdition

ALONE = Path(verifier.__file__)


@pytest.fixture
def file(bureau, tmp_path) -> Path:
    bureau.signed()
    path = tmp_path / "edition.json"
    path.write_bytes(SignedEdition.objects.get().content.encode())
    return path


def alone(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The verifier as a file of its own, without the project's folder, settings or database."""
    script = folder / "verifier.py"
    script.write_bytes(ALONE.read_bytes())
    return subprocess.run(
        [sys.executable, "-I", str(script), *arguments], capture_output=True, text=True, check=False, cwd=folder,
        env={"PYTHONIOENCODING": "utf-8", "PATH": ""},
    )  # fmt: skip


def test_it_runs_alone_with_the_published_keys(file, tmp_path):
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"keys": public_keys()}))

    found = alone(str(file), "--key", str(keys), folder=tmp_path)

    assert (found.returncode, found.stderr) == (0, "")
    assert "验证通过：玄远县公安局2025年年度报告" in found.stdout
    assert "公钥已核对" in found.stdout
    assert "请核对" in alone(str(file), folder=tmp_path).stdout


def test_it_imports_neither_django_nor_the_project():
    asked = "import sys; sys.path.insert(0, sys.argv[1]); import reporting.editions.verifier; "
    code = asked + "print(sorted({'django', 'disputes', 'psycopg'} & sys.modules.keys()))"
    found = subprocess.run([sys.executable, "-c", code, str(ALONE.parents[2])],
                           capture_output=True, text=True, check=True)  # fmt: skip
    assert found.stdout.strip() == "[]"


def test_the_command_accepts_it_and_refuses_a_copy_with_one_changed_figure(file, capsys):
    call_command("verify_edition", str(file))
    assert "验证通过" in capsys.readouterr().out

    copy = file.with_name("copy.json")
    copy.write_bytes(file.read_bytes().replace("12起".encode(), "13起".encode()))
    with pytest.raises(CommandError, match="签发后内容被改动过") as refused:
        call_command("verify_edition", str(copy))
    assert refused.value.returncode == 1


def test_one_flipped_bit_anywhere_is_refused(file, tmp_path):
    content = file.read_bytes()
    envelope = json.loads(content)
    around = len(content) - len(verifier.canonical(envelope["content"]))
    chosen = random.Random(7)
    places = [*range(12), *range(len(content) - around, len(content)),
              *(chosen.randrange(len(content)) for _ in range(150))]  # fmt: skip
    accepted = [at for at in places if not _refused(content, at, 1 << chosen.randrange(8))]
    assert accepted == []


def _refused(content: bytes, at: int, bit: int) -> bool:
    flipped = bytearray(content)
    flipped[at] ^= bit
    try:
        verifier.verify(bytes(flipped))
    except verifier.Unacceptable:
        return True
    return False


def changed(file: Path, change) -> bytes:
    """The content after a change, signed again by the very key: only the figures can tell."""
    content = json.loads(file.read_bytes())["content"]
    change(content)
    return verifier.canonical(sealed(verifier.EDITION, content, signer()))


def _other_text(content) -> None:
    run = next(r for part in content["report"]["document"]["parts"] for p in part["paragraphs"]
               for r in p["runs"] if r["figure"] == "registered")  # fmt: skip
    run["text"] = "13起"


def _other_value(content) -> None:
    content["report"]["figures"]["resolution_rate"]["value"] = "66.66"


def _other_numerator(content) -> None:
    content["report"]["figures"]["registered"] |= {"numerator": 13, "value": 13}


def _case_left_out(content) -> None:
    content["cases"]["measures"]["registered"]["cases"] = "/w8="[:2] + "c="


def _other_contribution(content) -> None:
    content["cases"]["measures"]["people"]["each"][0] = 5


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_other_text, "正文写“13起”，固定的排查录入矛盾纠纷为“12起”"),
        (_other_value, "数值为66.66，按分子8、分母12应为66.67"),
        (_other_numerator, "分子为13，所列纠纷或者数据合计为12"),
        (_case_left_out, "分子为12，所列纠纷或者数据合计为11"),
        (_other_contribution, "分子为24，所列纠纷或者数据合计为27"),
    ],
)
def test_a_report_that_contradicts_itself_is_refused_even_with_a_right_signature(
    file, change, said
):
    with pytest.raises(verifier.Unacceptable) as refused:
        verifier.verify(changed(file, change))
    assert said in str(refused.value)


def test_a_file_signed_by_another_key_is_refused(file, settings):
    published = {key["public_key"] for key in public_keys()}
    settings.EDITION_KEYS = {"x1": "77" * 32}
    forged = changed(file, lambda content: None)

    assert verifier.verify(forged)  # whole in itself
    with pytest.raises(verifier.Unacceptable, match="编号x1）不在公布的公钥之内"):
        verifier.verify(forged, published)


def test_a_key_that_was_replaced_still_verifies_what_it_signed(file, settings):
    former = public_keys()[0]
    settings.EDITION_KEYS = {"x2": "88" * 32}
    settings.EDITION_PUBLIC_KEYS = {former["key_id"]: former["public_key"]}
    assert [key["key_id"] for key in public_keys()] == ["x2", "t1"]
    call_command("verify_edition", str(file))


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b'{"schema":1}', b"\xff\xfe", b"1" * 10_000]
)
def test_what_is_no_edition_is_refused_in_words(content):
    with pytest.raises(verifier.Unacceptable):
        verifier.verify(content)
