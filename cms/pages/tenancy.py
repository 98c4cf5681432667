"""The address table's line of 本单位信息一览, which lists one's own unit only."""

from sitegroup.guard.addresses.shapes import MEMBERS, Address, Table

TABLE: Table = {"our_content": Address(MEMBERS, sent={"site": "site"})}
