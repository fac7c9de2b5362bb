"""Verifies a signed edition offline (离线验证); needs nothing but Python and `cryptography`.

    python verifier.py FILE.json [--key KEYS.json | --key 64 hexadecimal digits]

Accepts an edition (报告) or an erratum (更正说明) and answers in Chinese: exit status 0 when all holds,
1 when anything differs, 2 when the file cannot be read. Checked are the canonical spelling of the
file to the byte, its SM3 digest, the signature, and whether the report agrees with itself: every
figure printed in the text is the frozen one, every total is the sum over its list of cases, every
rate is numerator ÷ denominator, rounded half-up.

Without --key a file is only shown to be whole and signed by the key that it carries; whose key
that is, the bureau's published list of keys says.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SM3, Hash

EDITION, ERRATUM = "fengqiao-edition/1", "fengqiao-erratum/1"
NAMED = 20  # contradictions that a refusal names
MEMBERS = {"schema", "content", "digest", "signature"}
SIGNATURE = {"algorithm", "key_id", "public_key", "value"}
Keys = Collection[str]  # public keys that are believed, in lower-case hexadecimal digits


class Unacceptable(Exception):
    """The file is not what was signed. The message says in Chinese what differs."""


# --- canonical form, digest, signature


def canonical(value: Any) -> bytes:
    """One spelling: members in order of their names, no blanks, no escapes, UTF-8."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def sm3(content: bytes) -> str:
    """SM3 (GB/T 32905), 64 hexadecimal digits."""
    state = Hash(SM3())
    state.update(content)
    return state.finalize().hex()


def message(envelope: Mapping[str, Any]) -> bytes:
    """What is signed: the digest together with everything else around the content."""
    said = {name: envelope["signature"][name] for name in SIGNATURE - {"value"}}
    return canonical({"schema": envelope["schema"], "digest": envelope["digest"], **said})


def _ed25519(public_key: str, value: str, signed: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(_bytes(public_key)).verify(_bytes(value), signed)


ALGORITHMS: dict[str, Callable[[str, str, bytes], None]] = {"Ed25519": _ed25519}


def _bytes(digits: str) -> bytes:
    """Lower-case digits only: a second spelling would be a second file."""
    found = bytes.fromhex(digits)
    if found.hex() != digits:
        raise ValueError("not lower-case hexadecimal")
    return found


# --- the whole file


def verify(content: bytes, keys: Keys | None = None) -> dict[str, Any]:
    """The envelope of an accepted file. Raises Unacceptable.

    With `keys` the file must be signed by one of them.
    """
    envelope = _parsed(content)
    if sm3(canonical(envelope["content"])) != envelope["digest"]:
        raise Unacceptable("内容与SM3摘要不符：签发后内容被改动过")
    _signed(envelope, keys)
    if envelope["schema"] == EDITION and (found := list(contradictions(envelope["content"]))):
        raise Unacceptable("；".join(found[:NAMED]))
    return envelope


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        envelope = json.loads(content)
        spelled = canonical(envelope)
    except (ValueError, RecursionError):
        raise Unacceptable("文件不是完整的JSON，已损坏") from None
    if spelled != content:
        raise Unacceptable("文件不是签发时的规范格式：有字节被改动过，或者被其他程序重新保存过")
    if not isinstance(envelope, dict) or envelope.keys() != MEMBERS:
        raise Unacceptable("文件缺少内容、摘要或者签名")
    if envelope["schema"] not in (EDITION, ERRATUM):
        raise Unacceptable(f"不认识的文件格式：{envelope['schema']}")
    signature = envelope["signature"]
    if not isinstance(signature, dict) or signature.keys() != SIGNATURE:
        raise Unacceptable("签名不完整")
    return envelope


def _signed(envelope: dict[str, Any], keys: Keys | None) -> None:
    signature = envelope["signature"]
    check = ALGORITHMS.get(str(signature["algorithm"]))
    if check is None:
        raise Unacceptable(f"不支持的签名算法：{signature['algorithm']}")
    if keys is not None and signature["public_key"] not in keys:
        raise Unacceptable(f"签名所用的公钥（编号{signature['key_id']}）不在公布的公钥之内")
    try:
        check(signature["public_key"], signature["value"], message(envelope))
    except (InvalidSignature, ValueError, TypeError):
        raise Unacceptable("签名与内容不符：文件不是签发时的样子，或者不是由该密钥签发") from None


# --- whether the report agrees with itself


def contradictions(content: Mapping[str, Any]) -> Iterator[str]:
    """What in an edition's content does not agree, one sentence each."""
    yield from wrong_texts(content["report"])
    places = {i["code"]: i["places"] for i in content["definitions"]["indicators"]}
    lists = Lists(content)
    figures = [*content["report"]["figures"].values(), *content["indicators"]]
    for figure in figures:
        name = f"{figure['name']}（{figure.get('key') or figure['code']}）"
        for problem in (*lists.wrong(figure), *_wrong_value(figure, places)):
            yield f"{name}：{problem}"


def wrong_texts(report: Mapping[str, Any]) -> Iterator[str]:
    """Figures printed in the text that are not the frozen ones. Also asked before signing."""
    for part in report["document"]["parts"]:
        for run in (run for paragraph in part["paragraphs"] for run in paragraph["runs"]):
            key = run["figure"]
            if key is None:
                continue
            figure = report["figures"].get(key)
            if figure is None:
                yield f"“{run['text']}”所用的数字{key}没有固定下来"
            elif figure["text"] != run["text"]:
                yield f"正文写“{run['text']}”，固定的{figure['name']}为“{figure['text']}”"


class Lists:
    """The frozen lists: of cases by measure, of entries by kind of activity."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.numbers: Sequence[str] = content["cases"]["numbers"]
        self.measures: Mapping[str, Any] = content["cases"]["measures"]
        self.activities: Mapping[str, Any] = content["activities"]
        self.population = content["population"]

    def cases(self, measure: str) -> dict[str, int]:
        """What each case adds to a measure, by case number."""
        listed = self.measures[measure]
        found = members(listed["cases"], self.numbers)
        return dict(zip(found, listed.get("each") or [1] * len(found), strict=True))

    def entered(self, kind: str) -> int:
        """What the entries of a kind of activity come to."""
        return sum(entry["value"] for entry in self.activities.get(kind, ()))

    def total(self, measure: str) -> int | None:
        """The number that a list comes to; None where nothing was listed."""
        if measure == "population":
            return int(self.population) if self.population else None
        if measure not in self.measures:
            return None
        listed = self.measures[measure]
        if "rows" in listed:  # twice the median
            return int(twice_the_median(listed["rows"]))
        return sum(self.cases(measure).values())

    def wrong(self, figure: Mapping[str, Any]) -> Iterator[str]:
        """Which of a figure's two numbers is not what its list comes to."""
        for part, word in (("numerator", "分子"), ("denominator", "分母")):
            if part == "denominator" and figure.get("form") == "change":
                continue  # of a year that is not this edition's
            measure = figure[f"{part}_measure"]
            of_activities = figure.get("source", {}).get("kind") == "activity"
            total = self.entered(measure) if of_activities and measure else self.total(str(measure))
            if total is not None and total != figure[part]:
                yield f"{word}为{figure[part]}，所列纠纷或者数据合计为{total}"


def members(bits: str, numbers: Sequence[str]) -> list[str]:
    """The case numbers whose bit is set; the first number is the lowest bit of the first byte."""
    octets = base64.b64decode(bits, validate=True)  # shorter than the list where zeros follow
    return [n for i, n in enumerate(numbers[: 8 * len(octets)]) if octets[i >> 3] >> (i & 7) & 1]


def twice_the_median(rows: Sequence[int]) -> int:
    """Twice the median of rows in order; 0 of none."""
    if not rows:
        return 0
    return rows[(len(rows) - 1) // 2] + rows[len(rows) // 2]


SCALE = {"percent": (100, 1), "mean": (1, 1), "per_10k": (10_000, 1), "median": (1, 2)}


def _wrong_value(figure: Mapping[str, Any], places: Mapping[str, int]) -> Iterator[str]:
    """A value that is not what numerator and denominator give."""
    form, value = figure.get("form", "count"), figure["value"]
    top, bottom = figure["numerator"], figure["denominator"]
    if form == "count" and value != top:
        yield f"数值为{value}，分子为{top}"
    if form == "amount" and not _same(value, _divided(top, 100, 2)):
        yield f"数值为{value}元，分子为{top}分"
    if form == "change":
        yield from _wrong_change(figure)
    if form in SCALE and bottom and bottom > 0:
        times, halved = SCALE[form]
        code = figure.get("code") or figure["key"].partition(":")[0]
        by = halved if form == "median" else bottom
        right = _divided(top * times, by, places.get(code, 2))
        if not _same(value, right):
            yield f"数值为{value}，按分子{top}、分母{bottom}应为{right}"


def _wrong_change(figure: Mapping[str, Any]) -> Iterator[str]:
    """A year-on-year change of a count that its two numbers do not give."""
    now, before = figure["numerator"], figure["denominator"]
    if figure["numerator_measure"] != figure["denominator_measure"] or not before or before < 0:
        return
    right = _divided(abs(now - before) * 100, before, 2).copy_sign(now - before)
    if not _same(figure["value"], right):
        yield f"同比为{figure['value']}%，按本期{now}、上年{before}应为{right}%"


def _divided(top: int, bottom: int, places: int) -> Decimal:
    step = Decimal(1).scaleb(-places)
    return (Decimal(top) / bottom).quantize(step, rounding=ROUND_HALF_UP)


def _same(value: Any, right: Decimal) -> bool:
    return value is not None and Decimal(str(value)) == right


# --- the command


def keys_from(given: str) -> Keys | None:
    """Keys from the published list (a file) or one key; None of nothing. Raises ValueError."""
    if not given:
        return None
    if re.fullmatch("[0-9a-f]{64}", given):
        return {given}
    listed = json.loads(Path(given).read_text(encoding="utf-8"))
    return {key["public_key"] for key in listed["keys"]}


def answer(content: bytes, keys: Keys | None) -> str:
    """What an accepted file is, in Chinese. Raises Unacceptable."""
    envelope = verify(content, keys)
    signature = envelope["signature"]
    said = "公钥已核对" if keys else "未指定公布的公钥：请核对上列公钥是否为签发单位所公布"
    return (
        f"验证通过：{envelope['content']['title']}\n摘要（SM3）：{envelope['digest']}\n"
        f"签名：{signature['algorithm']}，密钥编号{signature['key_id']}，"
        f"公钥{signature['public_key']}\n{said}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="离线验证已签发的报告和更正说明")
    parser.add_argument("file", help="签发后下载的JSON文件")
    parser.add_argument("--key", default="", help="公布的公钥：文件，或者64位十六进制数")
    given = parser.parse_args(arguments)
    try:
        print(answer(Path(given.file).read_bytes(), keys_from(given.key)))
    except Unacceptable as refused:
        print(f"验证不通过：{refused}", file=sys.stderr)
        return 1
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        print(f"文件无法验证：{wrong}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
