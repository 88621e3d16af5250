package io.lotse.contracts.alerts;

import io.lotse.contracts.Doc;

/** Where a secret is read from, at the node that needs it: it stands in no file of settings and not in the ledger. */
@Doc("Where a secret is read from, at the node that needs it: it stands in no file of settings and not in the ledger.")
public record SecretSource(
        @Doc("The name of an environment variable; absent where a file holds it") String env,
        @Doc("The path of a file that holds nothing else; absent where a variable holds it") String file) {}
