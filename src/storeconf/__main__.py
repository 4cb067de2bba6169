"""`python -m storeconf`."""

from storeconf.cli.main import main

main()
