"""Parties: sealed on their way in, found by one spelling, changed by version."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from disputes import privacy
from disputes.casefile import case_file
from disputes.choices import State
from disputes.errors import Outdated, WrongState
from disputes.models import Dispute, Party, Representative
from disputes.services import parties
from tests.disputes.refusing import everything_about, refused
from tests.factories import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ID, PHONE, ADDRESS = "11010519491231002X", "13800138000", "甘肃省庆阳市西峰区某街1号"


def add(dispute: Dispute, **fields: Any) -> Party:
    told = {"role": "applicant", "name": "周芳", **fields}
    with case_file(dispute.pk) as case:
        return parties.add_party(case, actor=dispute.registered_by, **told)


def change(dispute: Dispute, party: Party, expected: int | None = None, **fields: Any) -> Party:
    with case_file(dispute.pk) as case:
        return parties.change_party(
            case, party.pk, actor=dispute.registered_by, expected=expected, **fields
        )


def represent(dispute: Dispute, **fields: Any) -> Representative:
    told = {"capacity": "guardian", "name": "周父", "relation": "父女", **fields}
    with case_file(dispute.pk) as case:
        return parties.add_representative(
            case, actor=dispute.registered_by, party=case.rows(Party)[0], **told
        )


def stored_bytes(table: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(t::text, '|') FROM {table} t")
        return cursor.fetchone()[0].encode()


# --- sealed


def test_no_identity_number_phone_or_address_stands_in_the_database():
    dispute = make_case()
    party = add(dispute, id_number=ID, phone=PHONE, address=ADDRESS)
    represent(dispute, phone="13900139000")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id_number_sealed, phone_sealed, address_sealed, id_number_index, phone_index"
            " FROM disputes_party WHERE id = %s", [party.pk],
        )  # fmt: skip
        columns = [bytes(column) for column in cursor.fetchone()]
    everything = b"".join(columns) + stored_bytes("disputes_party")
    everything += stored_bytes("disputes_representative") + stored_bytes("disputes_disputeevent")
    for plain in (ID, PHONE, ADDRESS, "13900139000"):
        for written in (plain.encode(), plain.encode().hex().encode(), plain[2:10].encode()):
            assert written not in everything

    read = Party.objects.get(pk=party.pk)
    assert (read.id_number, read.phone, read.address) == (ID, PHONE, ADDRESS)
    assert Representative.objects.get().phone == "13900139000"


@pytest.mark.parametrize("column", ["id_number", "phone", "address"])
def test_a_sealed_value_opens_in_its_own_row_only(column):
    dispute = make_case()
    one = add(dispute, id_number=ID, phone=PHONE, address=ADDRESS)
    other = add(dispute, name="吴刚")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE disputes_party SET {column}_sealed ="
            f" (SELECT {column}_sealed FROM disputes_party WHERE id = %s) WHERE id = %s",
            [one.pk, other.pk],
        )
    with pytest.raises(privacy.Unsealable):
        getattr(Party.objects.get(pk=other.pk), column)


def test_a_sealed_value_opens_in_its_own_column_only():
    party = add(make_case(), id_number=ID, phone=PHONE)
    Party.objects.filter(pk=party.pk).update(phone_sealed=party.id_number_sealed)
    with pytest.raises(privacy.Unsealable):
        _ = Party.objects.get(pk=party.pk).phone


def test_the_same_number_is_sealed_differently_every_time():
    dispute = make_case()
    seals = {bytes(add(dispute, id_number=ID).id_number_sealed) for _ in range(3)}
    assert len(seals) == 3


# --- found


@pytest.mark.parametrize(
    "spelling",
    [ID, ID.lower(), f" {ID} ", "110105 19491231 002x", "１１０１０５１９４９１２３１００２Ｘ"],
)
def test_every_spelling_of_an_id_number_is_found_as_one(spelling):
    add(make_case(), id_number=spelling)
    found = Party.objects.filter(id_number_index=privacy.blind_index(ID, domain="id_number"))
    assert found.get().id_number == ID


@pytest.mark.parametrize(
    "spelling", [PHONE, "138 0013 8000", "+86 138-0013-8000", "１３８００１３８０００"]
)
def test_every_spelling_of_a_phone_is_found_as_one(spelling):
    add(make_case(), phone=spelling)
    found = Party.objects.filter(phone_index=privacy.blind_index(PHONE, domain="phone"))
    assert found.get().phone == PHONE


def test_a_passport_is_found_in_one_spelling_as_well():
    add(make_case(), document_type="passport", id_number="e1234 5678")
    index = privacy.blind_index("E12345678", domain="id_number")
    assert Party.objects.get(id_number_index=index).id_number == "E12345678"


def test_an_id_card_says_birth_date_and_sex():
    party = add(make_case(), id_number=ID, born_on=date(2000, 1, 1), sex="1")
    assert (party.born_on, party.sex) == (date(1949, 12, 31), "2")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("id_number", "110105194912310021", "ID_NUMBER_CHECK"),
        ("id_number", "110105194902310025", "ID_NUMBER_DATE"),
        ("id_number", "110105491231002", "ID_NUMBER_OLD"),
        ("phone", "99999", "PHONE_FORMAT"),
        ("name", " ", "NAME_EMPTY"),
        ("name", "王" * 51, "NAME_TOO_LONG"),
        ("name", "王\x00强", "NAME_CHARACTERS"),
        ("name", "王😀", "NAME_CHARACTERS"),
    ],
)
def test_what_cannot_be_a_number_phone_or_name_is_refused(field, value, code):
    dispute = make_case()
    before = everything_about(dispute)
    with pytest.raises(ValidationError) as refusal:
        add(dispute, **{field: value})
    assert [e.code for e in refusal.value.error_dict[field]] == [code]
    assert value not in str(refusal.value) or value == " "
    assert everything_about(dispute) == before


@pytest.mark.parametrize("name", ["买买提·吐尔逊", "𠮷田", "㐂", "⿰亻尧", "王 建国"])
def test_rare_names_are_kept_as_they_are(name):
    assert add(make_case(), name=name).name == name


# --- changed


def test_a_change_counts_the_version_up_and_is_refused_on_an_older_one():
    dispute = make_case()
    party = add(dispute, id_number=ID)
    changed = change(dispute, party, expected=1, phone=PHONE, employer="水利局")
    assert (changed.version, changed.phone, changed.id_number) == (2, PHONE, ID)
    with refused(dispute, "OUTDATED", by=Outdated):
        change(dispute, party, expected=1, employer="税务局")
    assert change(dispute, party, expected=2, phone="").version == 3
    stored = Party.objects.get(pk=party.pk)
    assert (stored.phone, stored.phone_index, stored.employer) == ("", None, "水利局")


def test_a_change_is_an_event_that_names_the_fields_but_not_their_values():
    dispute = make_case()
    party = add(dispute)
    change(dispute, party, id_number=ID, phone=PHONE)
    event = dispute.events.last()
    assert event.facts == {"party": party.pk, "fields": ["id_number", "phone"]}


def test_a_new_kind_of_document_has_to_fit_the_number_on_file():
    dispute = make_case()
    party = add(dispute, document_type="passport", id_number="E12345678")
    with pytest.raises(ValidationError):
        change(dispute, party, document_type="id_card")
    assert Party.objects.get(pk=party.pk).document_type == "passport"


def test_a_party_of_another_dispute_does_not_exist_here():
    dispute, foreign = make_case(), make_case().parties.first()
    before = everything_about(dispute)
    with pytest.raises(Party.DoesNotExist):
        change(dispute, foreign, name="赵六")
    with refused(dispute, "ANOTHER_DISPUTE"), case_file(dispute.pk) as case:
        parties.add_representative(
            case, actor=dispute.registered_by, party=foreign, capacity="guardian", name="x"
        )
    assert everything_about(dispute) == before


def test_an_organisation_has_a_credit_code_and_no_birthday():
    dispute = make_case()
    firm = {"is_organisation": True, "name": "某物业公司", "document_type": "credit_code"}
    party = add(dispute, id_number="91350100m000100y43", **firm)
    assert party.id_number == "91350100M000100Y43"
    with pytest.raises(IntegrityError, match="party_organisation_is_not_born"):
        add(dispute, born_on=date(2000, 1, 1), **firm)


def test_parties_of_a_closed_dispute_stay_as_they_are():
    dispute = make_case(State.CLOSED)
    with refused(dispute, "WRONG_STATE", by=WrongState):
        change(dispute, dispute.parties.first(), name="赵六")
