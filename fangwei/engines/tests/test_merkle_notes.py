"""Signed notes, policies and receipts: what is believed, and what never is."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangwei.engines import merkle
from fangwei.engines.merkle.notes import decode, encode, is_name

ORIGIN = "county.example/log"


def signer(name: str, algorithm: int = merkle.LOG, seed: int = 1) -> merkle.Signer:
    return merkle.signer_from_secret(merkle.make_secret(name, algorithm, bytes([seed]) * 32))


LOG = signer(ORIGIN)
WITNESSES = [signer(f"witness.example/{i}", merkle.WITNESS, 10 + i) for i in range(4)]
TREE = [merkle.leaf_hash(b"%d" % i) for i in range(5)]
HEAD = merkle.Checkpoint(ORIGIN, 5, merkle.root_of_hashes(TREE))


def note(*times: int, text: str = HEAD.text) -> merkle.Note:
    signed = merkle.sign_note(text, [LOG])
    cosigned = [merkle.cosign(text, one, time) for one, time in zip(WITNESSES, times, strict=False) if time]
    return merkle.Note(text, (*signed.signatures, *cosigned))


POLICY = f"""
# whom the county believes
log {LOG.key} https://county.example/ledger
witness discipline {WITNESSES[0].key} https://a.example
witness procuratorate {WITNESSES[1].key}
\twitness  neighbour {WITNESSES[2].key}
witness union {WITNESSES[3].key}
group outside any discipline procuratorate
group others 2 neighbour union
group both all outside others
quorum both
"""


def test_a_log_s_checkpoint_and_its_cosignatures_read_back() -> None:
    read = merkle.parse_note(str(note(1_700_000_000, 1_700_000_007)))
    assert read == note(1_700_000_000, 1_700_000_007)
    signed = merkle.check_note(read, [LOG.key, *[one.key for one in WITNESSES]])
    assert [(one.key.name, one.time) for one in signed] == [
        (ORIGIN, None),
        ("witness.example/0", 1_700_000_000),
        ("witness.example/1", 1_700_000_007),
    ]
    assert merkle.parse_checkpoint(read.text) == HEAD


def test_keys_read_back_and_bent_keys_do_not() -> None:
    text = str(LOG.key)
    assert merkle.parse_key(text) == LOG.key
    bent = [text[:-1], text + "A", text.replace("county", "Country"), text.replace("+", "-"), "", "a b+00000000+AQ=="]
    for one in bent:
        with pytest.raises(merkle.NoteUnreadable):
            merkle.parse_key(one)
    with pytest.raises(merkle.NoteUnreadable):
        merkle.signer_from_secret(merkle.make_secret(ORIGIN, merkle.LOG, bytes(32)).replace("county", "country"))
    with pytest.raises(merkle.NoteUnreadable):
        merkle.make_secret("two words", merkle.LOG, bytes(32))


def test_a_known_key_s_false_signature_spoils_the_note() -> None:
    good = note(5)
    false = merkle.Signature(WITNESSES[1].key.name, WITNESSES[1].key.id, bytes(72))
    spoilt = merkle.Note(good.text, (*good.signatures, false))
    assert merkle.check_note(spoilt, [LOG.key])  # to whom does not know the witness, its line is nothing
    with pytest.raises(merkle.NoteUntrusted):
        merkle.check_note(spoilt, [LOG.key, WITNESSES[1].key])


def test_signatures_of_strangers_are_no_signatures() -> None:
    with pytest.raises(merkle.NoteUntrusted):
        merkle.check_note(note(), [signer(ORIGIN, seed=2).key])
    stranger = merkle.Note(HEAD.text, (merkle.Signature("x", b"1234", b"5"),))
    with pytest.raises(merkle.NoteUntrusted):
        merkle.check_note(stranger, [LOG.key])


def test_a_witness_s_time_cannot_be_moved() -> None:
    line = merkle.cosign(HEAD.text, WITNESSES[0], 1_700_000_000)
    earlier = merkle.Signature(line.name, line.key_id, (1_600_000_000).to_bytes(8, "big") + line.body[8:])
    with pytest.raises(merkle.NoteUntrusted):
        merkle.check_note(merkle.Note(HEAD.text, (earlier,)), [WITNESSES[0].key])


@pytest.mark.parametrize(
    "crooked",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\nno dash\n",
        "text\n\n— name\n",
        "text\n\n— name AAAA\n",
        "text\n\n— name !!!!AAAA\n",
        "text\n\n—  AAAAAAAA\n",
        "text\n\n— na+me AAAAAAAA\n",
        "text\n\n— name AAAAAAAA",
        "te\txt\n\n— name AAAAAAAA\n",
        "te\rxt\n\n— name AAAAAAAA\n",
        "text\n\n" + "— name AAAAAAAA\n" * 101,
        b"te\xffxt\n\n",
    ],
)
def test_crooked_notes_are_refused(crooked: str | bytes) -> None:
    with pytest.raises(merkle.NoteUnreadable):
        merkle.parse_note(crooked)


def test_the_last_blank_line_separates() -> None:
    read = merkle.parse_note("one\n\ntwo\n\n— name AAAAAAAA\n")
    assert read.text == "one\n\ntwo\n"


@pytest.mark.parametrize(
    "crooked", ["o\n5\n", "o\n05\nAA==\n", "o\n-1\nAA==\n", "\n5\nAA==\n", "o\n5\nAA==\n", "o\n٥\nAA==\n"]
)
def test_crooked_checkpoints_are_refused(crooked: str) -> None:
    with pytest.raises(merkle.NoteUnreadable):
        merkle.parse_checkpoint(crooked)


def test_extension_lines_are_left_alone() -> None:
    assert merkle.parse_checkpoint(HEAD.text + "more\n") == HEAD


def test_a_policy_believes_its_quorum_only() -> None:
    policy = merkle.parse_policy(POLICY)
    assert policy.logs[0].url == "https://county.example/ledger"
    for times, missing in [((1, 0, 1, 0), True), ((1, 1, 1, 0), True), ((0, 0, 1, 1), True), ((0, 1, 1, 1), False)]:
        if missing:
            with pytest.raises(merkle.QuorumMissing):
                merkle.trust(note(*times), policy)
        else:
            assert merkle.trust(note(*times), policy).checkpoint == HEAD


def test_the_proven_time_is_the_earliest_witness_s() -> None:
    policy = merkle.parse_policy(POLICY)
    assert merkle.trust(note(50, 40, 60, 70), policy).proven_at == 40
    alone = merkle.parse_policy(f"log {LOG.key}\nquorum none\n")
    assert merkle.trust(note(50), alone).proven_at is None


def test_a_witness_alone_does_not_stand_for_the_log() -> None:
    cosigned = merkle.Note(HEAD.text, note(1, 1, 1, 1).signatures[1:])
    with pytest.raises(merkle.NoteUntrusted):
        merkle.trust(cosigned, merkle.parse_policy(POLICY))
    other = merkle.Checkpoint("another.example", 5, HEAD.root).text
    with pytest.raises(merkle.NoteUntrusted):
        merkle.trust(merkle.sign_note(other, [LOG]), merkle.parse_policy(f"log {LOG.key}\nquorum none\n"))


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("", "quorum_missing"),
        ("quorum none\nquorum none", "quorum_twice"),
        ("quorum x", "member_unknown"),
        ("blah", "unknown_line"),
        (f"log {WITNESSES[0].key}", "key_of_wrong_kind"),
        (f"witness a {LOG.key}", "key_of_wrong_kind"),
        (f"log {LOG.key}\nlog {LOG.key}", "key_twice"),
        (f"witness none {WITNESSES[0].key}", "name_taken"),
        (f"witness a {WITNESSES[0].key}\nwitness b {WITNESSES[0].key}", "key_twice"),
        (f"witness a {WITNESSES[0].key}\ngroup a 1 a", "name_taken"),
        (f"witness a {WITNESSES[0].key}\ngroup g 1 a a", "member_twice"),
        (f"witness a {WITNESSES[0].key}\ngroup g 2 a", "threshold"),
        (f"witness a {WITNESSES[0].key}\ngroup g 0 a", "threshold"),
        (f"witness a {WITNESSES[0].key}\ngroup g 1 a\ngroup h 1 a", "member_twice"),
        ("group g all", "group_words"),
        ("log", "log_words"),
        ("log x", "key_unreadable"),
        ("witness a", "witness_words"),
        ("quorum", "quorum_words"),
        ("quorum\x0bnone", "control_character"),
    ],
)
def test_crooked_policies_name_their_line(lines: str, code: str) -> None:
    with pytest.raises(merkle.PolicyUnreadable) as refused:
        merkle.parse_policy(lines)
    assert refused.value.code == code


def receipt(index: int = 2, extra: bytes = b"") -> merkle.Receipt:
    store = merkle.grow(0, lambda _level, _number: b"", TREE).tiles
    nodes = merkle.TileNodes(lambda level, number: store.get((level, number), b""))
    return merkle.Receipt(index, merkle.inclusion_proof(nodes, index, 5), note(1, 1, 1, 1), extra)


@pytest.mark.parametrize("extra", [b"", b"the fact"])
def test_a_receipt_proves_its_entry_and_no_other(extra: bytes) -> None:
    policy = merkle.parse_policy(POLICY)
    text = str(receipt(extra=extra))
    read = merkle.parse_receipt(text)
    assert str(read) == text and read.extra == extra
    assert merkle.check_receipt(read, b"2", policy).proven_at == 1
    with pytest.raises(merkle.ReceiptFalse):
        merkle.check_receipt(read, b"3", policy)


def test_a_receipt_with_five_witnesses_fits_in_four_kilobytes() -> None:
    head = merkle.Checkpoint(ORIGIN, 10_000_000, HEAD.root).text
    cosigned = [merkle.cosign(head, signer(f"witness.example/{i}", merkle.WITNESS, 50 + i), 1) for i in range(5)]
    signed = merkle.Note(head, (*merkle.sign_note(head, [LOG]).signatures, *cosigned))
    assert len(str(merkle.Receipt(9_999_999, [HEAD.root] * 24, signed))) < 4096


@pytest.mark.parametrize("change", ["c2sp", "index", "v1", "\n\n"])
def test_crooked_receipts_are_refused(change: str) -> None:
    with pytest.raises(merkle.ReceiptUnreadable):
        merkle.parse_receipt(str(receipt()).replace(change, "x"))


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read, refusal in [
        (merkle.parse_note, merkle.NoteUnreadable),
        (merkle.parse_receipt, merkle.ReceiptUnreadable),
        (merkle.parse_policy, merkle.PolicyUnreadable),
        (merkle.parse_key, merkle.NoteUnreadable),
        (merkle.parse_name, merkle.TileUnreadable),
    ]:
        with suppress(refusal):
            read(text)


@given(st.binary(max_size=100), st.text(max_size=20))
def test_base64_has_one_writing(data: bytes, name: str) -> None:
    assert decode(encode(data)) == data
    for other in [encode(data) + "=", encode(data) + "\n", " " + encode(data)]:
        with pytest.raises(merkle.NoteUnreadable):
            decode(other)
    assert not is_name(name + " ") and not is_name(name + "+")
