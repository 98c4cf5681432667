"""The long proofs: what `make prove` runs at full size and `make test` runs small."""
