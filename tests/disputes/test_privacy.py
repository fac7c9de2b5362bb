"""Sealed identity data: what opens where, what an attacker who holds the table can do."""

import pytest
from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from disputes import privacy

PLACE = "party.id_number:0198f0a2-6f5e-7c11-9d5f-8a2b6c3d4e5f"
NUMBER = "11010519491231002X"
OLD, NEW = "11" * 32, "22" * 32
KEYS = {
    "DATA_KEYS": {"k1": OLD},
    "DATA_KEY_CURRENT": "k1",
    "BLIND_INDEX_KEY": "33" * 32,
    "AUDIT_KEY": "44" * 32,
}
ROTATED = {"DATA_KEYS": {"k2": NEW, "k1": OLD}, "DATA_KEY_CURRENT": "k2"}
SEALED_BY_FORMAT_1 = (
    "01026b3102f69fdc4aa3a145f6c37c401e7c5f7df764400328"
    "ce045c7372a393ea13b2a6b7135f9e79c5b3134ec694be5a7c"
)
INDEX_BY_FORMAT_1 = "5884500ab3e60d82ee335dafb6b58f328e23d1effcc7cd017a14312cdabb413c"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@pytest.fixture(autouse=True)
def keys():
    with override_settings(**KEYS):
        yield


@given(TEXT, st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9))
def test_whatever_was_sealed_reads_back_at_its_place(text, row):
    place = f"party.address:{row}"
    assert privacy.unseal(privacy.seal(text, place=place), place=place) == text


def test_a_value_from_the_database_driver_reads_back():
    blob = privacy.seal(NUMBER, place=PLACE)
    assert privacy.unseal(memoryview(blob), place=PLACE) == NUMBER


def test_equal_numbers_do_not_look_equal_in_the_table():
    first, second = (privacy.seal(NUMBER, place=PLACE) for _ in range(2))
    assert first != second
    assert NUMBER.encode() not in first


@pytest.mark.parametrize("place", [PLACE[:-1] + "0", PLACE.replace("id_number", "phone"), "party"])
def test_a_value_copied_to_another_row_or_column_does_not_open(place):
    blob = privacy.seal(NUMBER, place=PLACE)
    with pytest.raises(privacy.Unsealable):
        privacy.unseal(blob, place=place)


@given(st.data())
def test_any_changed_bit_is_noticed(data):
    blob = bytearray(privacy.seal(NUMBER, place=PLACE))
    position = data.draw(st.integers(0, len(blob) - 1))
    blob[position] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(privacy.Unsealable):
        privacy.unseal(bytes(blob), place=PLACE)


@given(st.binary(max_size=80))
def test_garbage_is_refused_and_never_read(blob):
    with pytest.raises(privacy.Unsealable):
        privacy.unseal(blob, place=PLACE)


def test_a_value_cut_off_anywhere_is_refused():
    blob = privacy.seal(NUMBER, place=PLACE)
    for end in range(len(blob)):
        with pytest.raises(privacy.Unsealable):
            privacy.unseal(blob[:end], place=PLACE)


def test_a_place_without_a_field_is_a_mistake_of_the_programmer():
    with pytest.raises(ValueError, match="place"):
        privacy.seal(NUMBER, place=":7")


def test_a_value_sealed_by_the_first_release_still_opens():
    """Rows live for decades: format and key derivation may be added to, never changed."""
    blob = bytes.fromhex(SEALED_BY_FORMAT_1)
    assert privacy.unseal(blob, place=PLACE) == NUMBER


def test_after_rotation_old_values_open_and_ask_to_be_resealed():
    old = privacy.seal(NUMBER, place=PLACE)
    assert not privacy.reseal_needed(old)

    with override_settings(**ROTATED):
        assert privacy.unseal(old, place=PLACE) == NUMBER
        assert privacy.reseal_needed(old)
        new = privacy.seal(NUMBER, place=PLACE)
        assert not privacy.reseal_needed(new)

    with pytest.raises(privacy.UnknownKey, match="k2"):
        privacy.unseal(new, place=PLACE)


def test_two_master_keys_of_the_same_id_do_not_open_each_others_values():
    blob = privacy.seal(NUMBER, place=PLACE)
    with override_settings(DATA_KEYS={"k1": NEW}), pytest.raises(privacy.Unsealable):
        privacy.unseal(blob, place=PLACE)


# --- blind index and audit


def test_the_blind_index_finds_equal_texts_within_its_domain_only():
    index = privacy.blind_index(NUMBER, domain="id_number")

    assert index == privacy.blind_index(NUMBER, domain="id_number")
    assert index != privacy.blind_index(NUMBER, domain="phone")
    assert index != privacy.blind_index(NUMBER[:-1] + "1", domain="id_number")
    with override_settings(BLIND_INDEX_KEY="55" * 32):
        assert index != privacy.blind_index(NUMBER, domain="id_number")


def test_the_blind_index_of_the_first_release_is_still_the_same():
    """Another value would make every stored row unfindable."""
    assert privacy.blind_index(NUMBER, domain="id_number").hex() == INDEX_BY_FORMAT_1


def test_an_auditor_can_recompute_the_audit_seal_by_the_book():
    """HMAC written out (RFC 2104) over SM3, with the configured key."""
    key = bytes.fromhex(KEYS["AUDIT_KEY"]).ljust(64, b"\0")
    inner = sm3(bytes(byte ^ 0x36 for byte in key) + "查看身份证号".encode())
    outer = sm3(bytes(byte ^ 0x5C for byte in key) + inner)

    assert privacy.audit_mac("查看身份证号".encode()) == outer


def sm3(message: bytes) -> bytes:
    digest = Hash(SM3())
    digest.update(message)
    return digest.finalize()


# --- masks


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王建国", "王*"),
        ("欧阳修", "欧阳*"),
        ("上官婉儿", "上官*"),
        ("欧阳", "欧*"),  # two characters: a surname 欧 and a given name
        ("𠮷田", "𠮷*"),  # outside the basic plane: one character, not two halves
        ("葛\U000e0100城", "葛\U000e0100*"),  # a variant form keeps its selector
        ("买买提·吐尔逊", "买*"),
        (" 李雷 ", "李*"),
        ("王", "*"),
        ("", ""),
    ],
)
def test_a_masked_name_shows_the_surname_only(name, masked):
    assert privacy.mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        (NUMBER, "110105********002X"),
        ("91350100M000100Y43", "913501********0Y43"),
        ("E12345678", "E******78"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_a_masked_document_number_cannot_be_completed(number, masked):
    assert privacy.mask_id_number(number) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800000000", "138****0000"),
        ("0934-8212345", "0934-*****45"),
        ("010-12345678", "010-******78"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_a_masked_phone_hides_the_middle(phone, masked):
    assert privacy.mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("甘肃省庆阳市西峰区南街街道南大街5号", "甘肃省庆阳市西峰区南街街道****"),
        ("甘肃省庆阳市镇原县城关镇东门市场12号", "甘肃省庆阳市镇原县城关镇****"),
        ("江西省景德镇市昌江区新枫街道1号", "江西省景德镇市昌江区新枫街道****"),
        ("河南省新乡市新乡县七里营镇刘庄村", "河南省新乡市新乡县七里营镇****"),
        ("新疆维吾尔自治区伊犁哈萨克自治州伊宁市8号", "新疆维吾尔自治区伊犁哈萨克自治州伊宁市****"),
        (
            "内蒙古自治区呼和浩特市土默特左旗察素齐镇",
            "内蒙古自治区呼和浩特市土默特左旗察素齐镇****",
        ),
        ("北京市朝阳区建国路88号", "北京市朝阳区****"),
        ("庆阳市幸福小区3号楼2单元", "庆阳市****"),
        ("幸福小区3号楼", "****"),
        ("东门市场12号", "****"),
        ("", ""),
    ],
)
def test_a_masked_address_ends_with_the_township(address, masked):
    assert privacy.mask_address(address) == masked


@given(st.text("省市县区镇乡街道村号0123456789东西南北", max_size=60))
def test_no_house_number_survives_in_a_masked_address(address):
    assert not any(sign.isdigit() for sign in privacy.mask_address(address))


# --- self-test at the start


def test_a_healthy_server_passes_its_self_test():
    assert security_problems() == []


@pytest.mark.parametrize("vector", ["RFC8998_SEALED", "SM3_ABC"])
def test_a_server_that_computes_something_else_does_not_start(monkeypatch, vector):
    monkeypatch.setattr(privacy, vector, "00")
    assert security_problems() == ["disputes.E001"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"DATA_KEY_CURRENT": "k9"},
        {"DATA_KEY_CURRENT": "钥匙"},
        {"DATA_KEYS": {"k1": "1234"}},
        {"DATA_KEYS": {"k1": OLD, "k0": "zz" * 32}},
        {"BLIND_INDEX_KEY": "33" * 16},
        {"AUDIT_KEY": ""},
    ],
)
def test_a_server_with_an_unusable_key_does_not_start(wrong):
    with override_settings(**wrong):
        assert security_problems() == ["disputes.E002"]


def test_the_complaint_about_a_key_names_it_without_showing_it():
    with override_settings(AUDIT_KEY="secret-value"), pytest.raises(ImproperlyConfigured) as wrong:
        privacy.audit_mac(b"")
    assert "AUDIT_KEY" in str(wrong.value)
    assert "secret-value" not in str(wrong.value)


def security_problems() -> list[str]:
    found = run_checks(tags=["security"])
    return [problem.id for problem in found if problem.id.startswith("disputes.")]
