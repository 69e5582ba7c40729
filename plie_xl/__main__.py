"""`python -m plie_xl` is `plie-xl`."""

from plie_xl.cli import main

if __name__ == "__main__":
    main()
