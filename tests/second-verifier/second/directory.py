"""Who may speak, as the genesis file alone says it."""


class Author:
    def __init__(self, certificate):
        self.issuer, self.certificate = certificate.issuer, certificate


class Directory:
    def __init__(self, genesis):
        self.roster, self.network = genesis.roster, genesis.network
        self._authors = {one.statement_key: Author(one) for one in genesis.certificates}

    def author(self, key):
        return self._authors.get(key)
