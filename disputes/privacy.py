"""Protection of identity data (个人信息保护): sealing, blind index, masks, audit seal.

The only file that touches keys. A sealed value is: format (1 byte), length of the key id
(1 byte), key id, nonce (12 bytes), ciphertext, tag (16 bytes). Every field has its own SM4 key,
derived from the named master key, so that one key never meets too many random nonces; header
and place are authenticated, so a value copied to another row or column does not open.

Sources: GM/T 0002 (SM4), GM/T 0004 (SM3), RFC 5869 (HKDF), RFC 8998 (SM4-GCM).
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3, Hash
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FORMAT: Final = 1
NONCE: Final = 12
TAG: Final = 16
KEY_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,32}")


class Unsealable(Exception):
    """A sealed value cannot be read: altered, cut off, or sealed for another place."""


class UnknownKey(Unsealable):
    """DATA_KEYS lacks the key of a value: it was removed before everything was resealed."""


class SelfTestFailed(Exception):
    """This machine's cryptography does not compute what the standards say."""


# --- keys


def _master(hexadecimal: str, name: str) -> bytes:
    """The 32 bytes of a configured key. The message never shows the value."""
    try:
        key = bytes.fromhex(hexadecimal)
    except (TypeError, ValueError):
        key = b""
    if len(key) != 32:
        raise ImproperlyConfigured(f"密钥 {name} 应为64位十六进制字符（32字节）")
    return key


@lru_cache(maxsize=512)
def _derived(hexadecimal: str, name: str, purpose: str, length: int) -> bytes:
    info = f"fengqiao/{FORMAT}/{purpose}".encode()
    return HKDF(SM3(), length, salt=None, info=info).derive(_master(hexadecimal, name))


def _field_key(key_id: str, place: str) -> bytes:
    """The SM4 key of a field: the part of `place` before the colon."""
    field = place.partition(":")[0]
    if not field:
        raise ValueError("place must begin with the name of a field")
    try:
        master = settings.DATA_KEYS[key_id]
    except KeyError:
        raise UnknownKey(f"缺少数据密钥 {key_id}，请在 DATA_KEYS 中恢复该密钥") from None
    return _derived(master, f"DATA_KEYS[{key_id}]", f"seal/{field}", 16)


def file_key(key_id: str, salt: bytes) -> bytes:
    """The SM4 key of one stored file: its salt makes it the only one sealed under this key.

    Raises UnknownKey.
    """
    return _field_key(key_id, f"file/{salt.hex()}")


@lru_cache(maxsize=512)
def _keyed_hash(key: bytes) -> HMAC:
    return HMAC(key, SM3())


def _mac(key: bytes, message: bytes) -> bytes:
    mac = _keyed_hash(key).copy()
    mac.update(message)
    return mac.finalize()


# --- sealing


def seal(text: str, *, place: str) -> bytes:
    """Encrypt `text` under the current key for one place, such as "party.id_number:<uuid>".

    Two seals of the same text differ. Raises ImproperlyConfigured for a missing or malformed
    key and UnicodeEncodeError for lone surrogates, which `identity.clean_text` refuses earlier.
    """
    key_id, nonce = current_key_id(), os.urandom(NONCE)
    header = bytes([FORMAT, len(key_id)]) + key_id.encode()
    encryptor = Cipher(SM4(_field_key(key_id, place)), GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(header + place.encode())
    body = encryptor.update(text.encode()) + encryptor.finalize()
    return header + nonce + body + encryptor.tag


def unseal(blob: bytes | memoryview, *, place: str) -> str:
    """The text that was sealed for exactly this place, with whichever known key.

    Raises Unsealable for a value altered, cut off or moved from another place, UnknownKey for a
    key that DATA_KEYS no longer holds.
    """
    header, key_id, rest = _split(bytes(blob))
    nonce, body, tag = rest[:NONCE], rest[NONCE:-TAG], rest[-TAG:]
    decryptor = Cipher(SM4(_field_key(key_id, place)), GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(header + place.encode())
    try:
        return (decryptor.update(body) + decryptor.finalize()).decode()
    except InvalidTag:
        raise Unsealable("密文无法解密：内容被改动，或不属于此处") from None


def reseal_needed(blob: bytes | memoryview) -> bool:
    """Whether a value stands under another key than the current one. Raises Unsealable."""
    return _split(bytes(blob))[1] != current_key_id()


def current_key_id() -> str:
    """The key that seals from now on. Raises ImproperlyConfigured."""
    key_id: str = settings.DATA_KEY_CURRENT
    if not KEY_ID.fullmatch(key_id):
        raise ImproperlyConfigured("DATA_KEY_CURRENT 应为1至32位字母、数字或 . _ -")
    if key_id not in settings.DATA_KEYS:
        raise ImproperlyConfigured(f"DATA_KEY_CURRENT 指定的密钥 {key_id} 不在 DATA_KEYS 中")
    return key_id


def _split(blob: bytes) -> tuple[bytes, str, bytes]:
    """Header, key id and the rest (nonce, ciphertext, tag)."""
    start = 2 + blob[1] if len(blob) > 1 else 2
    header, rest = blob[:start], blob[start:]
    if blob[:1] != bytes([FORMAT]) or len(rest) < NONCE + TAG:
        raise Unsealable("密文格式无法识别")
    return header, header[2:].decode("ascii", "replace"), rest


def blind_index(text: str, *, domain: str) -> bytes:
    """A keyed fingerprint (盲索引, 32 bytes) for exact search over sealed values.

    Equal texts of one domain ("id_number", "phone") give equal bytes, different domains never
    do. Normalise first (`identity`): an upper and a lower case x are two texts here.
    """
    key = _derived(settings.BLIND_INDEX_KEY, "BLIND_INDEX_KEY", f"blind/{domain}", 32)
    return _mac(key, text.encode())


def audit_mac(message: bytes) -> bytes:
    """HMAC-SM3 (32 bytes) that chains audit records; an auditor recomputes it with AUDIT_KEY."""
    return _mac(_master(settings.AUDIT_KEY, "AUDIT_KEY"), message)


# --- masks

# Surnames of two characters (复姓), one after the other.
COMPOUND_SURNAMES: Final = frozenset(
    re.findall(
        "..",
        "欧阳上官司马司徒司空司寇诸葛夏侯皇甫尉迟公孙公羊公冶公西公良慕容令狐宇文长孙仲孙"
        "钟离东方东郭南宫南门西门独孤端木百里呼延闻人澹台赫连申屠太史太叔濮阳淳于单于鲜于"
        "轩辕闾丘万俟亓官巫马颛孙壤驷漆雕乐正宰父谷梁拓跋夹谷段干羊舌微生梁丘左丘第五纳兰"
        "达奚褚师即墨子车宗政",
    )
)
# One written character: a code point of any plane with its variation selectors and accents.
CHARACTER: Final = re.compile("[^\ufe00-\ufe0f\U000e0100-\U000e01ef\u0300-\u036f]"
                              "[\ufe00-\ufe0f\U000e0100-\U000e01ef\u0300-\u036f]*")  # fmt: skip


def mask_name(name: str) -> str:
    """The surname and one star.

    >>> [mask_name(name) for name in ("王建国", "欧阳修", "欧阳", "𠮷田", "王", "")]
    ['王*', '欧阳*', '欧*', '𠮷*', '*', '']
    """
    characters = CHARACTER.findall(name.strip())
    if len(characters) < 2:
        return "*" * len(characters)
    compound = "".join(characters[:2])
    is_compound = len(characters) > 2 and compound in COMPOUND_SURNAMES
    return f"{compound if is_compound else characters[0]}*"


def mask_id_number(number: str) -> str:
    """First 6 and last 4 of an 18-digit number; of shorter documents first 1 and last 2.

    >>> [mask_id_number(number) for number in ("11010519491231002X", "E12345678", "123")]
    ['110105********002X', 'E******78', '***']
    """
    if len(number) >= 18:
        return f"{number[:6]}********{number[-4:]}"
    if len(number) >= 6:
        return f"{number[0]}{'*' * (len(number) - 3)}{number[-2:]}"
    return "*" * len(number)


def mask_phone(phone: str) -> str:
    """A mobile number keeps 3 and 4 digits, a landline its area code and last 2.

    >>> [mask_phone(phone) for phone in ("13800000000", "0934-8212345", "8212345")]
    ['138****0000', '0934-*****45', '*****45']
    """
    area, dash, local = phone.rpartition("-")
    if not dash and len(local) >= 11:
        return f"{local[:-8]}****{local[-4:]}"
    shown = local[-2:] if len(local) >= 7 else ""
    return f"{area}{dash}{'*' * (len(local) - len(shown))}{shown}"


# Each level at most once, in order. A level's name holds no digit and no other level's mark,
# except as its first character (镇原县). What only sounds like a level (小区, 市场) is none.
_FIRST, _REST = r"[^号村\d]", r"[^省市县区号村\d]"
AREA: Final = re.compile(
    rf"(?:{_FIRST}{_REST}{{1,7}}(?:省|自治区|特别行政区))?"
    rf"(?:{_FIRST}{_REST}{{0,8}}?(?:市(?!场)|自治州|地区|盟))?"
    rf"(?:{_FIRST}{_REST}{{0,10}}?(?:县|市(?!场)|(?<![小社园校])区|旗))?"
    rf"(?:{_FIRST}{_REST}{{0,8}}?(?:街道|镇|乡|苏木))?"
)


def mask_address(address: str) -> str:
    """The address down to county and township, as far as it names them, then four stars.

    >>> mask_address("甘肃省庆阳市镇原县城关镇东大街12号"), mask_address("幸福小区3号楼")
    ('甘肃省庆阳市镇原县城关镇****', '****')
    """
    plain = address.strip()
    area = AREA.match(plain)
    return f"{area.group() if area else ''}****" if plain else ""


# --- self-test

RFC8998_KEY: Final = "0123456789ABCDEFFEDCBA9876543210"
RFC8998_NONCE: Final = "00001234567800000000ABCD"
RFC8998_AAD: Final = "FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"
RFC8998_PLAIN: Final = "".join(letter * 16 for letter in "ABCDEFEA")
RFC8998_SEALED: Final = (
    "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
    "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
    "83DE3541E4C2B58177E065A9BF7B62EC"
)
SM3_ABC: Final = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def self_test() -> None:
    """Compare with the published vectors and seal once with the configured keys.

    Raises SelfTestFailed, or ImproperlyConfigured for a missing or malformed key. Vectors:
    RFC 8998 A.1; GM/T 0004, example 1.
    """
    try:
        sealed, digest = _sm4_gcm_vector(), sm3(b"abc")
    except UnsupportedAlgorithm as missing:
        raise SelfTestFailed(f"密码库不支持国密算法：{missing}") from missing
    if sealed != RFC8998_SEALED:
        raise SelfTestFailed("SM4-GCM 计算结果与 RFC 8998 标准向量不符")
    if digest != SM3_ABC:
        raise SelfTestFailed("SM3 计算结果与 GM/T 0004 标准向量不符")
    for key_id, master in settings.DATA_KEYS.items():
        _master(master, f"DATA_KEYS[{key_id}]")
    place = "selftest.text:1"
    if unseal(seal("枫桥", place=place), place=place) != "枫桥":
        raise SelfTestFailed("加密后未能还原")
    blind_index("枫桥", domain="selftest")
    audit_mac(b"")


def _sm4_gcm_vector() -> str:
    key, nonce = bytes.fromhex(RFC8998_KEY), bytes.fromhex(RFC8998_NONCE)
    encryptor = Cipher(SM4(key), GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bytes.fromhex(RFC8998_AAD))
    body = encryptor.update(bytes.fromhex(RFC8998_PLAIN)) + encryptor.finalize()
    return (body + encryptor.tag).hex().upper()


def sm3(message: bytes) -> str:
    """The SM3 digest (64 hexadecimal digits) of a file."""
    digest = Hash(SM3())
    digest.update(message)
    return digest.finalize().hex()
