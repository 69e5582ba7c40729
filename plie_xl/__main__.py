"""`python -m plie_xl` is `plie-xl`."""

from plie_xl.cli.startup import alleger, quitter


def main() -> None:
    """Entry point of `plie-xl`."""
    alleger()
    from plie_xl.cli.main import main as lancer

    try:
        lancer()
    except SystemExit as fin:
        quitter(fin.code if isinstance(fin.code, int) else 0)


if __name__ == "__main__":
    main()
