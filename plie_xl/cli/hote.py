"""`plie-xl hote`: the process that answers the buttons of LibreOffice."""

from plie_xl.cli.french import commande
from plie_xl.cli.screen import say


@commande
def hote() -> None:
    from plie_xl.excel.click import run_action, warm_up
    from plie_xl.host.resident import find_descripteur, serve

    say("Prêt : cliquez dans LibreOffice. Sans clic, arrêt dans vingt minutes ; Ctrl-C pour finir.")
    serve(find_descripteur(), run_action, warm_up)
