"""What the AWS Price List API answers becomes one price of one unit, or a reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY, Stubber

from advisor.prices.price_list import ENDPOINT_REGION, NoOffer, Offer, offer
from advisor.prices.queries import PriceQuery, query_for
from tests.advisor.price_list_products import product


@pytest.fixture
def pricing() -> Iterator[tuple[Any, Stubber]]:
    client = boto3.client(
        "pricing", region_name=ENDPOINT_REGION, aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    with Stubber(client) as stub:
        yield client, stub


def query(item: str) -> PriceQuery:
    found = query_for(item)
    assert found is not None
    return found


def ask(pricing: tuple[Any, Stubber], item: str, *products: str, region: str = "us-east-1") -> Offer | NoOffer:
    client, stub = pricing
    stub.add_response("get_products", {"FormatVersion": "aws_v1", "PriceList": list(products)})
    return offer(client, query(item), region)


def test_an_instance_is_asked_for_by_region_and_name_and_priced_by_the_hour(pricing: tuple[Any, Stubber]) -> None:
    client, stub = pricing
    filters = [
        {"Type": "TERM_MATCH", "Field": "instanceName", "Value": "ml.m5.large"},
        {"Type": "TERM_MATCH", "Field": "regionCode", "Value": "ap-northeast-1"},
    ]
    hosting = product("APN1-Host:ml.m5.large", "Hrs", [("0", "0.1490000000")], component="Hosting")
    training = product("APN1-Train:ml.m5.large", "Hrs", [("0", "0.9990000000")], component="Training")
    stub.add_response(
        "get_products",
        {"FormatVersion": "aws_v1", "PriceList": [training, hosting]},
        {"ServiceCode": "AmazonSageMaker", "Filters": filters, "FormatVersion": "aws_v1"},
    )
    found = offer(client, query("sagemaker.hosting/ml.m5.large"), "ap-northeast-1")
    assert found == Offer(usd=0.149, sku="ABCDEFGH12345678", tiers=1)
    stub.assert_no_pending_responses()


def test_every_page_is_read(pricing: tuple[Any, Stubber]) -> None:
    client, stub = pricing
    other = product("USE1-Host:ml.m5.xlarge", "Hrs", [("0", "0.23")])
    wanted = product("USE1-Host:ml.m5.large", "Hrs", [("0", "0.115")])
    stub.add_response("get_products", {"PriceList": [other], "NextToken": "second"})
    stub.add_response(
        "get_products",
        {"PriceList": [wanted]},
        {"ServiceCode": ANY, "Filters": ANY, "FormatVersion": ANY, "NextToken": "second"},
    )
    assert offer(client, query("sagemaker.hosting/ml.m5.large"), "us-east-1") == Offer(0.115, "ABCDEFGH12345678", 1)
    stub.assert_no_pending_responses()


def test_a_free_allowance_is_not_the_price_and_the_first_paid_tier_is_named(pricing: tuple[Any, Stubber]) -> None:
    tiers = [("100000000000", "0.0000003"), ("0", "0.0000004"), ("200000000000", "0.00000024")]
    found = ask(pricing, "sqs/request", product("Requests-RBP", "Requests", tiers))
    assert isinstance(found, Offer)
    assert found.usd == 4e-7
    assert found.source() == "AWS Price List API, SKU ABCDEFGH12345678, first tier"


def test_a_product_that_is_free_altogether_costs_nothing(pricing: tuple[Any, Stubber]) -> None:
    found = ask(pricing, "budgets/budget", product("BudgetsUsage", "Budget-days", [("0", "0.0000000000")]))
    assert found == Offer(0.0, "ABCDEFGH12345678", 0)


def test_a_free_first_tier_is_skipped(pricing: tuple[Any, Stubber]) -> None:
    tiers = [("0", "0.0000000000"), ("25", "0.2850000000")]
    found = ask(pricing, "dynamodb/storage", product("APN1-TimedStorage-ByteHrs", "GB-Mo", tiers))
    assert found == Offer(0.285, "ABCDEFGH12345678", 1)


def test_a_second_of_two_gigabytes_becomes_a_gigabyte_second(pricing: tuple[Any, Stubber]) -> None:
    found = ask(
        pricing, "sagemaker.serverless/duration", product("USE1-ServerlessInf:Mem-2GB", "seconds", [("0", "0.00004")])
    )
    assert isinstance(found, Offer)
    assert found.usd == 0.00002


@pytest.mark.parametrize("usage_type", ["ap-northeast-1-KMS-Keys", "us-east-1-KMS-Keys", "KMS-Keys"])
def test_the_region_in_a_usage_type_does_not_matter(pricing: tuple[Any, Stubber], usage_type: str) -> None:
    assert isinstance(ask(pricing, "kms/key", product(usage_type, "Keys", [("0", "1")])), Offer)


def test_a_longer_usage_type_is_another_product(pricing: tuple[Any, Stubber]) -> None:
    arm = product("USE1-Lambda-GB-Second-ARM", "Lambda-GB-Second", [("0", "0.0000133334")])
    found = ask(pricing, "lambda/duration/x86_64", arm)
    assert isinstance(found, NoOffer)
    assert "no AWSLambda product" in found.reason


def test_no_product_is_a_reason(pricing: tuple[Any, Stubber]) -> None:
    found = ask(pricing, "xray/trace")
    assert found == NoOffer("the Price List API has no AWSXRay product with the usage type XRay-TracesStored")


def test_two_products_with_one_price_are_one_price(pricing: tuple[Any, Stubber]) -> None:
    old = product("TimedStorage-ByteHrs", "GB-Mo", [("0", "0"), ("25", "0.25")], sku="B")
    new = product("USE1-TimedStorage-ByteHrs", "GB-Mo", [("0", "0.25")], sku="A")
    assert ask(pricing, "dynamodb/storage", old, new) == Offer(0.25, "A", 1)


def test_two_products_with_two_prices_are_not_chosen_from(pricing: tuple[Any, Stubber]) -> None:
    one = product("Requests-RBP", "Requests", [("0", "0.0000004")], sku="A")
    two = product("USE1-Requests-Tier1", "Requests", [("0", "0.0000005")], sku="B")
    found = ask(pricing, "sqs/request", one, two)
    assert found == NoOffer("the Price List API has several prices: A 4e-07, B 5e-07")


def test_a_unit_that_is_not_expected_is_not_guessed(pricing: tuple[Any, Stubber]) -> None:
    found = ask(pricing, "lambda/requests", product("Request", "1M requests", [("0", "0.20")]))
    assert isinstance(found, NoOffer)
    assert "'1M requests'" in found.reason


@pytest.mark.parametrize("prices", [{"CNY": "1.0"}, {"USD": "n/a"}, {"USD": "-1"}, {"USD": "NaN"}, {}])
def test_a_price_that_is_no_amount_of_dollars_is_a_reason(pricing: tuple[Any, Stubber], prices: dict[str, str]) -> None:
    entry = json.loads(product("KMS-Keys", "Keys", [("0", "1")]))
    (term,) = entry["terms"]["OnDemand"].values()
    (dimension,) = term["priceDimensions"].values()
    dimension["pricePerUnit"] = prices
    found = ask(pricing, "kms/key", json.dumps(entry))
    assert isinstance(found, NoOffer)
    assert "no price in US dollars" in found.reason


def test_a_product_with_only_reserved_terms_is_a_reason(pricing: tuple[Any, Stubber]) -> None:
    entry = json.loads(product("KMS-Keys", "Keys", [("0", "1")]))
    entry["terms"] = {"Reserved": entry["terms"]["OnDemand"]}
    assert ask(pricing, "kms/key", json.dumps(entry)) == NoOffer("SKU ABCDEFGH12345678 has no on-demand price")


def test_what_the_api_refuses_stops_the_question(pricing: tuple[Any, Stubber]) -> None:
    client, stub = pricing
    stub.add_client_error("get_products", "AccessDeniedException", http_status_code=400)
    with pytest.raises(ClientError, match="AccessDenied"):
        offer(client, query("kms/key"), "us-east-1")
