"""DynamoDB across regions: global tables of version 2019.11.21, in front of moto, which keeps tables of one region."""
