"""What every file store keeps to: the memory, a folder, and a bucket of an S3-compatible store."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from shared.files import FileDamaged, FileMissing, Files, FileStore, FilesUnavailable, ObjectStore, StoreTrouble
from tests.servers.disks import full_disk

KEYS = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
LARGE = bytes(range(256)) * 4096 * 10


@pytest.fixture(scope="module")
def bucket_server() -> Iterator[str]:
    """The address of an S3-compatible server with a bucket named `evidence`."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="id", aws_secret_access_key="secret"
    )
    client.create_bucket(Bucket="evidence")
    yield address
    server.stop()


@pytest.fixture(params=["memory", "folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileStore:
    match request.param:
        case "memory":
            return ObjectStore.at("memory:///")
        case "folder":
            return ObjectStore.at((tmp_path / "kho tệp" / "minh chứng").as_uri())
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", request.getfixturevalue("bucket_server"))
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    return ObjectStore.at("s3://evidence/reviews")


@pytest.mark.parametrize("content", [b"", b"x", b"\x00\xff\r\n", LARGE], ids=["empty", "small", "binary", "10 MiB"])
def test_what_was_put_comes_back_byte_for_byte(store: FileStore, content: bytes) -> None:
    store.put("ab/abcd", content)
    assert store.get("ab/abcd") == content


def test_names_are_kept_apart_and_a_second_put_replaces_the_first(store: FileStore) -> None:
    store.put("ab/1", b"one")
    store.put("ab/2", b"two")
    store.put("ab/1", b"another")
    assert (store.get("ab/1"), store.get("ab/2")) == (b"another", b"two")


def test_what_was_never_put_is_missing(store: FileStore) -> None:
    with pytest.raises(FileMissing):
        store.get("ab/none")


def test_files_are_found_by_the_fingerprint_of_their_content(store: FileStore) -> None:
    files = Files(lambda: store, "internal")
    sha256 = files.keep("Báo cáo".encode())
    assert sha256 == hashlib.sha256("Báo cáo".encode()).hexdigest()
    assert files.keep("Báo cáo".encode()) == sha256
    assert files.read(sha256) == "Báo cáo".encode()


def test_a_file_that_is_gone_or_was_altered_is_not_handed_out(store: FileStore) -> None:
    files = Files(lambda: store, "internal")
    sha256 = files.keep(b"evidence")
    store.put(f"{sha256[:2]}/{sha256}", b"evidence of something else")
    with pytest.raises(FileDamaged):
        files.read(sha256)
    with pytest.raises(FileDamaged):
        files.read("0" * 64)


def test_a_folder_holds_no_half_written_file_and_survives_a_restart(tmp_path: Path) -> None:
    url = (tmp_path / "files").as_uri()
    Files(lambda: ObjectStore.at(url), "internal").keep(LARGE)
    [kept] = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert kept.name == hashlib.sha256(LARGE).hexdigest()
    assert Files(lambda: ObjectStore.at(url), "internal").read(kept.name) == LARGE


def test_a_full_disk_is_told_as_a_refusal_and_leaves_what_was_there(tmp_path: Path) -> None:
    files = Files(lambda: ObjectStore.at((tmp_path / "files").as_uri()), "internal")
    kept = files.keep(b"x" * 1000)
    with full_disk(200_000), pytest.raises(FilesUnavailable):
        files.keep(b"y" * 1_000_000)
    assert files.read(kept) == b"x" * 1000
    assert files.read(files.keep(b"z" * 1000)) == b"z" * 1000


def test_a_store_that_cannot_be_used_is_told_as_a_refusal_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    url = (tmp_path / "file").as_uri()
    with pytest.raises(StoreTrouble):
        ObjectStore.at(url).put("ab/1", b"x")
    with pytest.raises(FilesUnavailable) as caught:
        Files(lambda: ObjectStore.at(url), "internal").keep(b"x")
    assert caught.value.way_out("vi")
