"""`python -m plie_xl` is `plie-xl`."""

from plie_xl.cli.startup import leave, lighten


def main() -> None:
    """Entry point of `plie-xl`."""
    lighten()
    from plie_xl.cli.main import main as run

    try:
        run()
    except SystemExit as fin:
        leave(fin.code if isinstance(fin.code, int) else 0)


if __name__ == "__main__":
    main()
