"""The same verbs over a bucket: moto's server stands in for S3, over real HTTP."""

import io

import pytest
from django.core.files.storage import storages

from linli.config.env import WrongSetting
from linli.config.files import file_store
from linli.files import actions, storing
from linli.files.models import File
from linli.files.tests.builders import a_photo, work


@pytest.fixture
def bucket(settings, monkeypatch):
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    given = {
        "FILES_BUCKET": "linli", "FILES_BUCKET_ENDPOINT": f"http://{host}:{port}", "FILES_BUCKET_REGION": "us-east-1",
        "FILES_BUCKET_KEY": "key", "FILES_BUCKET_SECRET": "secret", "FILES_BUCKET_BY_PATH": "yes",
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    s3 = boto3.client(
        "s3", endpoint_url=given["FILES_BUCKET_ENDPOINT"], region_name="us-east-1", aws_access_key_id="key",
        aws_secret_access_key="secret",
    )  # fmt: skip
    s3.create_bucket(Bucket="linli")
    settings.STORAGES = {**settings.STORAGES, "files": file_store("unused")}
    assert type(storages["files"]).__name__ == "BucketStorage"
    yield s3
    server.stop()


def test_a_photo_lives_and_dies_in_a_bucket(db, town, bucket, at):
    photo = a_photo()
    upload = actions.begin_upload(town.guihua, name="a.jpg", size=len(photo), by=town.keeper_wei, at=at)
    for begins in range(0, len(photo), 3000):
        actions.take_piece(upload, photo[begins : begins + 3000], offset=begins, by=town.keeper_wei, at=at)
    file, _ = actions.keep_file(upload, by=town.keeper_wei, at=at)
    work()

    file.refresh_from_db()
    kept = [each["Key"] for each in bucket.list_objects_v2(Bucket="linli")["Contents"]]
    assert kept == sorted([file.shown, file.thumb])
    whole = b"".join(storing.stream(file.shown, 0, 10**9))
    assert whole.startswith(b"\xff\xd8")
    assert b"".join(storing.stream(file.shown, 10, 20)) == whole[10:30]
    assert "AllUsers" not in str(bucket.get_object_acl(Bucket="linli", Key=file.shown))
    orphan = storing.write(storing.new_path(file.key, "jpg", at), io.BytesIO(b"orphan"))

    found = actions.check(mend=True, by=None, at=at.replace(day=20))

    assert (found.lost, found.orphans, storing.exists(orphan)) == (0, 1, False)
    assert File.objects.get().is_ready


def test_half_a_bucket_is_said(monkeypatch):
    monkeypatch.setenv("FILES_BUCKET", "linli")
    monkeypatch.setenv("FILES_BUCKET_KEY", "key")
    with pytest.raises(WrongSetting, match="belong together"):
        file_store("unused")
