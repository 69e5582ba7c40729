"""What is said of a piece, from the sentences of `constats.toml`."""

from functools import partial

from plie_xl.model import sentences

say = partial(sentences.say, __package__)
load_constats = partial(sentences.load_constats, __package__)
