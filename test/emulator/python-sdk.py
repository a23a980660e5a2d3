"""Tries every method of the official Python SDK for every collection against the local API.

Called with the base URL, the token and the account. Prints the name of each method that ran; any failure is an exception.
"""

import inspect
import sys

import cloudflare
from cloudflare import Cloudflare

base_url, token, account = sys.argv[1:]
client = Cloudflare(base_url=base_url, api_token=token, max_retries=0)
settings = client.email_security.settings

policy = {
    "pattern": "partner@example.com",
    "pattern_type": "EMAIL",
    "is_regex": False,
    "is_trusted_sender": True,
    "is_acceptable_sender": False,
    "is_exempt_recipient": False,
    "verify_sender": True,
}
domain = {"pattern": "example.com", "is_regex": False, "is_recent": True, "is_similarity": False}
block = {"pattern": "spam@example.com", "pattern_type": "EMAIL", "is_regex": False}

policy_filters = {
    "is_trusted_sender": True,
    "is_acceptable_sender": False,
    "is_exempt_recipient": False,
    "verify_sender": True,
    "pattern_type": "EMAIL",
}
domain_filters = {"is_recent": True, "is_similarity": False}
block_filters = {"pattern_type": "EMAIL"}


def holds(entry, fields):
    for name, value in fields.items():
        assert getattr(entry, name) == value, (name, entry)


def refused(error, call):
    try:
        call()
    except error as caught:
        return caught
    raise AssertionError(f"{error.__name__} expected")


def run(name, body, filters):
    resource = getattr(settings, name)
    methods = {m for m, _ in inspect.getmembers(resource, inspect.ismethod) if not m.startswith("_")}
    assert methods == {"batch", "create", "delete", "edit", "get", "list"}, methods

    created = resource.create(account_id=account, comments="why", **body)
    holds(created, {**body, "comments": "why"})
    assert resource.get(created.id, account_id=account).to_dict() == created.to_dict()

    edited = resource.edit(created.id, account_id=account, comments=None)
    holds(edited, {**body, "id": created.id, "comments": None})

    page = resource.list(
        account_id=account,
        page=1,
        per_page=50,
        search=body["pattern"],
        order="created_at",
        direction="desc",
        pattern=body["pattern"],
        **filters,
    )
    assert [entry.to_dict() for entry in page.result] == [edited.to_dict()], page

    # The SDK's types leave out the ids that its own comments ask for.
    first = resource.batch(
        account_id=account,
        deletes=[],
        patches=[{"id": created.id, "comments": "patched"}],
        puts=[],
        posts=[{**body, "comments": str(i)} for i in range(1000)],
    )
    holds(first.patches[0], {"id": created.id, "comments": "patched"})
    assert len(first.posts) == 1000
    second = resource.batch(
        account_id=account,
        deletes=[{"id": created.id}],
        patches=[],
        puts=[{**body, "id": first.posts[0].id, "comments": "put"}],
        posts=[{**body, "comments": "more"}] * 1000,
    )
    assert [deleted.id for deleted in second.deletes] == [created.id]
    holds(second.puts[0], {"id": first.posts[0].id, "comments": "put"})

    ids = {entry.id for entry in resource.list(account_id=account, per_page=300)}
    assert ids == {entry.id for entry in first.posts + second.posts}, len(ids)

    assert resource.delete(second.posts[0].id, account_id=account).id == second.posts[0].id
    refused(cloudflare.NotFoundError, lambda: resource.get(second.posts[0].id, account_id=account))
    invalid = refused(
        cloudflare.BadRequestError, lambda: resource.create(account_id=account, **{**body, "pattern": ""})
    )
    assert invalid.errors[0].code == 10400, invalid.errors

    stranger = Cloudflare(base_url=base_url, api_token="x" * 40, max_retries=0).email_security.settings
    refused(cloudflare.AuthenticationError, lambda: getattr(stranger, name).list(account_id=account))
    refused(cloudflare.PermissionDeniedError, lambda: resource.list(account_id="f" * 32))

    print("\n".join(f"{name}.{method}" for method in sorted(methods)))


def read_messages():
    investigate = client.email_security.investigate
    seen, cursor = [], {}
    while True:
        page = investigate.list(account_id=account, per_page=100, sender="acme.example", **cursor)
        seen += page.result
        following = getattr(page.result_info, "next", None)
        if following is None:
            break
        cursor = {"cursor": following}
    assert len({message.id for message in seen}) == 250, len(seen)
    assert seen[0].properties.allowlisted_pattern == "acme.example", seen[0]
    assert seen[0].validation.dmarc == "pass", seen[0]
    assert investigate.get(seen[7].id, account_id=account).id == seen[7].id
    print("investigate.get\ninvestigate.list")


run("allow_policies", policy, policy_filters)
run("trusted_domains", domain, domain_filters)
run("block_senders", block, block_filters)
read_messages()
