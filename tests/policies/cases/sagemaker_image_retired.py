"""Fixtures of sagemaker-image-retired."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

ACCOUNTS = [
    "382416733822", "404615174143", "174872318107", "438346466558", "664544806723", "351501993468", "455444449433",
    "286214385809", "501404015308", "306986355934", "867004704886", "991648021394", "628508329040", "475088953585",
    "544295431143", "951798379941", "106583098589", "469771592824", "390948362332", "387376663083", "813361260812",
    "680994064768", "669576153137", "257386234256", "104374241257", "685385470294", "644912444149", "749696950732",
    "272398656194", "249704162688", "855470959533", "811284229777", "825641698319", "237065988967", "226302683700",
    "632365934929", "433757028032",
]  # fmt: skip


def model(account: str, repository: str) -> Case:
    image = f"{account}.dkr.ecr.us-east-1.amazonaws.com/{repository}"
    return aws("sagemaker/model", executionRoleArn=U, primaryContainer={"image": image})


def old(account: str, reference: str) -> Case:
    return model(account, reference).but((f"primaryContainer.image is xgboost in AWS's old registry {account};",))


CASES = Cases(
    passes=[
        model("683313688378", "sagemaker-xgboost:1.7-1"),
        model("123456789012", "xgboost:1"),
        model("123456789012", "xgboost"),
        model("123456789012", "xgboost@sha256:0"),
        model("382416733822", "linear-learner:1"),
        model("382416733822", "xgboost-neo:1"),
        aws("sagemaker/model", executionRoleArn=U, primaryContainer={"image": "xgboost:1"}),
    ],
    fails=[
        *[old(account, "xgboost:1") for account in ACCOUNTS],
        old("382416733822", "xgboost"),
        old("382416733822", "xgboost@sha256:0"),
    ],
    not_applicable=[aws("sagemaker/model", executionRoleArn=U, primaryContainer={"modelPackageName": "fraud"})],
    unknown=[aws("sagemaker/model", executionRoleArn=U, primaryContainer={"image": U})],
)
