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

EVERYWHERE = {"create", "delete", "edit", "get", "list"}

# For each collection: a valid entry, a change, what the list can be asked beside its pages such that it finds the changed
# entry, and the methods beyond those that all have.
COLLECTIONS = {
    "allow_policies": (
        {
            "pattern": "partner@example.com",
            "pattern_type": "EMAIL",
            "is_regex": False,
            "is_trusted_sender": True,
            "is_acceptable_sender": False,
            "is_exempt_recipient": False,
            "verify_sender": True,
            "comments": "why",
        },
        {"comments": None},
        {
            "search": "partner@example.com",
            "order": "created_at",
            "direction": "desc",
            "pattern": "partner@example.com",
            "is_trusted_sender": True,
            "is_acceptable_sender": False,
            "is_exempt_recipient": False,
            "verify_sender": True,
            "pattern_type": "EMAIL",
        },
        {"batch"},
    ),
    "trusted_domains": (
        {"pattern": "example.com", "is_regex": False, "is_recent": True, "is_similarity": False, "comments": "why"},
        {"comments": None},
        {
            "search": "example.com",
            "order": "pattern",
            "direction": "asc",
            "pattern": "example.com",
            "is_recent": True,
            "is_similarity": False,
        },
        {"batch"},
    ),
    "block_senders": (
        {"pattern": "spam@example.com", "pattern_type": "EMAIL", "is_regex": False, "comments": "why"},
        {"comments": None},
        {
            "search": "spam@example.com",
            "order": "created_at",
            "direction": "desc",
            "pattern": "spam@example.com",
            "pattern_type": "EMAIL",
        },
        {"batch"},
    ),
    "content_policies": (
        {
            "name": "Account numbers",
            "pattern": r"account \d{8}",
            "targets": ["SUBJECT", "BODY"],
            "enabled": True,
            "notes": "phishing of August",
        },
        {"targets": ["BODY"], "enabled": False},
        {"search": "account", "order": "name", "direction": "desc", "enabled": False, "name": "Account numbers"},
        {"batch"},
    ),
    "impersonation_registry": (
        {
            "name": "Ann Example",
            "email": "ann@example.com",
            "is_email_regex": False,
            "comments": "chair",
            "directory_id": None,
            "directory_node_id": None,
            "provenance": "A1S_INTERNAL",
        },
        {"email": "ann@example.org"},
        {"search": "ann", "order": "name", "direction": "asc", "provenance": "A1S_INTERNAL"},
        set(),
    ),
    "sending_domain_restrictions": (
        {"domain": "partner.example", "exclude": ["news.partner.example"], "comments": "contract"},
        {"exclude": [], "comments": None},
        {"search": "partner", "order": "domain", "direction": "desc"},
        set(),
    ),
    "url_ignore_patterns": (
        {"pattern": r"https://intranet\.example\.com/.*", "comments": "sign-in"},
        {"comments": None},
        {},
        set(),
    ),
    "domains": (
        {
            "domain": "example.com",
            "allowed_delivery_modes": ["DIRECT", "BCC"],
            "drop_dispositions": ["MALICIOUS"],
            "ip_restrictions": ["192.0.2.0/24"],
            "regions": ["GLOBAL"],
            "folder": "Inbox",
            "integration_id": "f174e90a-fafe-4643-bbbc-4a0ed4fc8415",
            "lookback_hops": 2,
            "require_tls_inbound": True,
            "require_tls_outbound": True,
            "transport": "mx.example.com",
        },
        {"drop_dispositions": ["MALICIOUS", "SPAM"], "lookback_hops": 3},
        {
            "search": "example",
            "order": "domain",
            "direction": "desc",
            "domain": ["other.example", "example.com"],
            "allowed_delivery_mode": "BCC",
            "integration_id": "f174e90a-fafe-4643-bbbc-4a0ed4fc8415",
        },
        {"batch", "bulk_delete", "update"},
    ),
}


def holds(entry, fields):
    for name, value in fields.items():
        assert getattr(entry, name) == value, (name, entry)


def refused(error, call):
    try:
        call()
    except error as caught:
        return caught
    raise AssertionError(f"{error.__name__} expected")


def run(name, body, change, query, beyond):
    resource = getattr(settings, name)
    methods = {m for m, _ in inspect.getmembers(resource, inspect.ismethod) if not m.startswith("_")}
    assert methods == EVERYWHERE | beyond, methods
    changed = {**body, **change}
    replacement = {field: value for field, value in changed.items() if name != "domains" or field != "domain"}

    created = resource.create(account_id=account, **body)
    holds(created, body)
    assert resource.get(created.id, account_id=account).to_dict() == created.to_dict()

    edited = resource.edit(created.id, account_id=account, **change)
    holds(edited, {**changed, "id": created.id})

    page = resource.list(account_id=account, page=1, per_page=50, **query)
    assert [entry.to_dict() for entry in page.result] == [edited.to_dict()], page

    if "batch" in beyond:
        send_batches(resource, created.id, body, change, replacement)
    if "update" in beyond:
        holds(resource.update(created.id, account_id=account, **replacement), {**changed, "id": created.id})
    if name == "domains":
        none = resource.list(account_id=account, active_delivery_mode="DIRECT", status="ACTIVE")
        assert none.result == [], none

    assert resource.delete(created.id, account_id=account).id == created.id
    refused(cloudflare.NotFoundError, lambda: resource.get(created.id, account_id=account))
    empty = {**body, next(iter(body)): None}
    invalid = refused(cloudflare.BadRequestError, lambda: resource.create(account_id=account, **empty))
    assert invalid.errors[0].code == 10400, invalid.errors

    stranger = Cloudflare(base_url=base_url, api_token="x" * 40, max_retries=0).email_security.settings
    refused(cloudflare.AuthenticationError, lambda: getattr(stranger, name).list(account_id=account))
    refused(cloudflare.PermissionDeniedError, lambda: resource.list(account_id="f" * 32))

    if "bulk_delete" in beyond:
        left = {entry.id for entry in resource.list(account_id=account, per_page=1000)}
        assert {gone.id for gone in resource.bulk_delete(account_id=account)} == left
        assert resource.list(account_id=account).result == []

    print("\n".join(f"{name}.{method}" for method in sorted(methods)))


def send_batches(resource, id, body, change, replacement):
    # Most of the SDK's types leave out the ids that its own comments ask for.
    first = resource.batch(
        account_id=account,
        deletes=[],
        patches=[{"id": id, **change}],
        puts=[],
        posts=[body] * 100,
    )
    holds(first.patches[0], {**body, **change, "id": id})
    assert len(first.posts) == 100
    second = resource.batch(
        account_id=account,
        deletes=[{"id": first.posts[0].id}],
        patches=[],
        puts=[{**replacement, "id": first.posts[1].id}],
        posts=[body] * 100,
    )
    assert [deleted.id for deleted in second.deletes] == [first.posts[0].id]
    holds(second.puts[0], {**body, **change, "id": first.posts[1].id})

    ids = {entry.id for entry in resource.list(account_id=account, per_page=30)}
    assert ids == {id} | {entry.id for entry in first.posts[1:] + second.posts}, len(ids)


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


for name, particulars in COLLECTIONS.items():
    run(name, *particulars)
read_messages()
