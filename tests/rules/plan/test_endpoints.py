"""The operations of an interface, in the forms that plans give them."""

import pytest

from tests.rules.plan.plans import plan_of, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Endpoint: POST /api/exports**\n", ["POST /api/exports"]),
        ("**Endpoint:** `GET /api/exports/{id}`\n", ["GET /api/exports/{id}"]),
        ("#### PUT /exports/:id\n", ["PUT /exports/:id"]),
        ("#### 3.1 Start an export (`POST /exports`)\n", ["POST /exports"]),
        ("- `GET /exports` \N{EM DASH} list\n- Start: `POST /exports`\n1. **DELETE /exports/[id]**\n",
         ["GET /exports", "POST /exports", "DELETE /exports/[id]"]),
        ("- GET/POST `/exports`\n", ["GET /exports", "POST /exports"]),
        ("| Method | Path |\n|---|---|\n| `PATCH` | `/exports/{id}` |\n", ["PATCH /exports/{id}"]),
        ("| Operation | What |\n|---|---|\n| POST /exports | starts one |\n", ["POST /exports"]),
        ("```\nPOST /exports\n- Errors: 409\n```\n", ["POST /exports"]),
        ("```ts\n// GET https://api.example.com/exports\n```\n", ["GET https://api.example.com/exports"]),
        ("- The worker calls `GET /ledger` every night\n", []),
        ("- get /exports from the mirror\n", []),
        ("**Idempotency:**\n- `POST /exports` takes a key\n", []),
        ("### External APIs\n\n- `GET /ledger`\n", []),
        ("POST is not offered\n", []),
    ],
)  # fmt: skip
def test_forms(text: str, expected: list[str]) -> None:
    plan = plan_of("## API Contracts\n\n" + text)

    assert [f"{each.method} {each.path}" for each in plan.endpoints] == expected


def test_elsewhere_an_operation_is_not_offered() -> None:
    assert plan_of("## Scope\n\n- `POST /api/exports`\n").endpoints == ()


def test_what_follows_belongs_to_an_operation_up_to_the_next() -> None:
    plan = plan_of("""
        ## Interfaces

        ### Public APIs

        **Endpoint: POST /a**

        **Outputs:** one

        **Endpoint: GET /a**

        **Outputs:** two

        ### Versioning Strategy
    """)

    assert ["two" in written(plan, each.extent) for each in plan.endpoints] == [False, True]
    assert ["one" in written(plan, each.extent) for each in plan.endpoints] == [True, False]


def test_what_stands_below_a_list_of_several_belongs_to_none() -> None:
    plan = plan_of("""
        ## API Endpoints

        - GET /a
        - POST /a
          - Errors: 409

        Errors: 500

        #### DELETE /a

        ##### Errors

        - 404

        ## NFRs
    """)

    assert [written(plan, each.extent).split() for each in plan.endpoints] == [
        ["GET", "/a", "-"],
        ["POST", "/a", "-", "Errors:", "409"],
        ["####", "DELETE", "/a", "#####", "Errors", "-", "404"],
    ]
