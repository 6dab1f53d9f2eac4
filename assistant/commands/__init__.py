"""The `policy` command and what its subcommands do."""
