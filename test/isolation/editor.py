"""The only person who edits, publishes and rolls back a pipeline: so every version is known without asking for it."""

import json
from pathlib import Path
from urllib.request import Request, urlopen

DEMO = Path(__file__).parents[2] / "infra/local/provision/demo"
SEED = {path.relative_to(DEMO).as_posix(): path.read_text() for path in DEMO.rglob("*.*")}
SOURCE = "pipeline.sql"
TESTS = [path for path in SEED if path.startswith("tests/quality/")]
CHANGES = {  # what people make of a text
    SOURCE: [("SELECT", "SELEC"), ("CAST(amount", "-CAST(amount"), ("recency = 1", "recency <= 2")],
    "config.yaml": [("on_failure: stop", "on_failure: warn")],
    "tests/quality/amount_is_not_negative.sql": [("amount < 0", "amount >= 0")],
    "tests/quality/order_id_is_unique.sql": [("GROUP BY", "GROUP")],
}


class Editor:
    def __init__(self, pipeline_url, s3, bucket, prefix):
        self.pipeline_url, self.s3, self.bucket, self.prefix = pipeline_url, s3, bucket, prefix
        self.draft = {}
        self.versions = {}  # what each must be, by its number
        self.saves = 0

    def save(self, path, text):
        """Adds a comment, so that no two saves are the same."""
        self.saves += 1
        content = f"{text}\n{'#' if path.endswith('.yaml') else '--'} save {self.saves}\n"
        self.s3.put_object(Bucket=self.bucket, Key=self.prefix + path, Body=content.encode())
        self.draft[path] = content

    def remove(self, path):
        self.s3.delete_object(Bucket=self.bucket, Key=self.prefix + path)
        self.draft.pop(path, None)

    def publish(self):
        self.versions[self.post("/publish", {"message": "Published"})] = dict(self.draft)

    def roll_back(self, to):
        self.versions[self.post(f"/versions/{to}/rollback", {})] = self.versions[to]

    def post(self, path, body):
        """Returns the new version's number."""
        with urlopen(Request(self.pipeline_url + path, json.dumps(body).encode(), method="POST")) as reply:
            return json.load(reply)["version_number"]

    def publish_seed(self):
        for path, text in SEED.items():
            self.save(path, text)
        self.publish()

    def edit_at_random(self, random):
        kind = random.random()
        if kind < 0.3:
            self.publish()
        elif kind < 0.4:
            self.roll_back(random.choice(list(self.versions)))
        elif kind < 0.55:
            self.remove(random.choice(TESTS))
        else:
            path = random.choice(list(CHANGES))
            good = random.random() < 0.6
            self.save(path, SEED[path] if good else SEED[path].replace(*random.choice(CHANGES[path])))
