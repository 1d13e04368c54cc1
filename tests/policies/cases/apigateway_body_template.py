"""Fixtures of apigateway-body-template."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def answering(template: object, names: tuple[str, ...] = ()) -> Case:
    return aws(
        "apigateway/integrationResponse", names, statusCode="200", responseTemplates={"application/json": template}
    )


WHERE = "responseTemplates.application/json is"
SET = "#set($context.responseOverride.status = $input.path('$.statusCode'))\n"

CASES = Cases(
    passes=[
        answering("$input.json('$')"),
        answering("$input.path('$.body')"),
        answering("$input.json('$.body.result')"),
        answering(f"{SET}$input.json('$.body')"),
        answering(""),
    ],
    fails=[
        answering("$input.json('$.body')", (f"{WHERE} $input.json('$.body'), which gives a JSON string",)),
        answering('  $input.json( "$.body" )\n', (WHERE,)),
    ],
    not_applicable=[aws("apigateway/integrationResponse", statusCode="200")],
    unknown=[answering(U), aws("apigateway/integrationResponse", responseTemplates=U)],
)
