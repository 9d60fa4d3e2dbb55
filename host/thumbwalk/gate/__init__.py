"""The gate before the chain: how a stranger's table is written, what its times mean, what no hand can have made."""
